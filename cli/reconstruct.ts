import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Understanding } from '@/core/actions/understanding.ts';
import type { Event } from '@/core/event/event.ts';
import { epochMicros, formatTime, parseTime } from '@/core/event/time.ts';
import { type IncidentDocument, type Severity, severities } from '@/core/incidents/document.ts';
import type { InputSummary } from '@/core/incidents/input-summary.ts';
import { type Inventory, inventorySchema } from '@/core/incidents/inventory.ts';
import type { Reconstruction } from '@/core/incidents/reconstruct.ts';
import { reportHtml } from '@/core/report/html.ts';
import { reportMarkdown } from '@/core/report/markdown.ts';
import { reportText } from '@/core/report/text.ts';
import { GatheredEvents, type ReadAllOptions, readAll } from '@/server/ingest/read-all.ts';
import { installationHome } from './home.ts';
import type { CliIo } from './io.ts';

const HELP = `Usage: aftertrace reconstruct PATH… [options]

Reads agents' logs and providers' audit logs (files, folders, - for standard input; .gz and .zst too)
and prints the incidents in them. Nothing is stored.

  --format FORMAT       text (default), json, markdown or html; --json is short for json
  -o, --output FILE     writes to a file instead of standard output
  --since, --until T    only events within (RFC 3339); events without a time are kept
  --inventory FILE      credential inventory to join; may be given more than once
  --rules DIR           Sigma rules whose matches are added (default: those that are shipped)
  --pipeline FILE       a Sigma processing pipeline that the rules are loaded through
  --min-severity LEVEL  critical, high, medium, low or info
  --fail-on LEVEL       exit 1 when an incident of this severity or above was found

Fingerprints hold within one run. Set AFTERTRACE_FINGERPRINT_KEY to compare them between runs.
`;

const FORMATS = ['text', 'json', 'markdown', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
	readonly paths: readonly string[];
	readonly format: Format;
	readonly output: string | null;
	readonly since: number | null;
	readonly until: number | null;
	readonly inventories: readonly string[];
	readonly rules: readonly string[];
	readonly pipelines: readonly string[];
	readonly minSeverity: Severity;
	readonly failOn: Severity | null;
}

/** `aftertrace reconstruct`: exit 0 done, 1 with `--fail-on` and something found, 2 usage, 3 input unreadable. */
export async function reconstructVerb(args: readonly string[], io: CliIo): Promise<number> {
	const options = parseOptions(args);
	if (options === 'help') {
		io.stdout(HELP);
		return 0;
	}
	if (typeof options === 'string') {
		io.stderr(`aftertrace reconstruct: ${options}; see --help\n`);
		return 2;
	}
	const inventories: Inventory[] = [];
	for (const file of options.inventories) {
		const parsed = await readInventory(resolve(io.cwd, file));
		if (typeof parsed === 'string') {
			io.stderr(`aftertrace reconstruct: ${parsed}\n`);
			return 3;
		}
		inventories.push(parsed);
	}
	const key = io.env.AFTERTRACE_FINGERPRINT_KEY ?? randomBytes(32).toString('hex');
	const hmac = (label: string, text: string): string =>
		createHmac('sha256', key).update(`${label}\0${text}`, 'utf8').digest('hex');
	const loading = import('./reconstruct-engine.ts').then(({ loadEngine }) => loadEngine());
	loading.catch(() => {}); // told where it is waited for
	const read = await gather(options, inventories, { key, hmac }, io);
	if (read.unreadable) {
		for (const entry of read.summary.quarantined.filter((q) => q.reason === 'unreadable'))
			io.stderr(`aftertrace reconstruct: ${entry.path} could not be read: ${entry.detail}\n`);
		if (read.summary.events === 0) return 3;
	}
	const { reconstruct, understanding, policyEngine } = await loading;
	const result = reconstruct({
		policyEngine,
		events: read.events,
		inventories: read.inventories,
		understanding,
		digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
		tailHash: (length, tail) => hmac(`tail${length}`, tail).slice(0, 20),
	});
	const detected = await addDetections(result, read.events, understanding, options, io);
	if (detected === null) return 3;
	const incidents = detected.filter(
		(incident) => severities.indexOf(incident.severity) <= severities.indexOf(options.minSeverity),
	);
	const text = render(options.format, { ...result, incidents }, read.summary, io);
	if (options.output === null) io.stdout(text);
	else await writeFile(resolve(io.cwd, options.output), text);
	if (options.format !== 'json') warnOfQuarantine(read.summary, io);
	if (read.unreadable) return 3;
	const failing = options.failOn;
	return failing !== null &&
		incidents.some(
			(incident) => severities.indexOf(incident.severity) <= severities.indexOf(failing),
		)
		? 1
		: 0;
}

/** Rules are read only where there is an incident to add to. Null where a named folder cannot be read. */
async function addDetections(
	result: Reconstruction,
	events: readonly Event[],
	understanding: Understanding,
	options: Options,
	io: CliIo,
): Promise<readonly IncidentDocument[] | null> {
	if (result.incidents.length === 0 && options.rules.length === 0) return [];
	const [{ readRules }, { withDetections }] = await Promise.all([
		import('./rule-folder.ts'),
		import('@/core/detection/incident-detections.ts'),
	]);
	const loaded = await readRules(options.rules, io.cwd, options.pipelines);
	if (!loaded.ok) {
		io.stderr(`aftertrace reconstruct: ${loaded.error}\n`);
		return null;
	}
	for (const { path, reason } of loaded.value.problems)
		io.stderr(`${path}: not loaded: ${reason}\n`);
	const rules = { rules: loaded.value.rules, muted: new Set<string>() };
	return withDetections(result, events, understanding, rules);
}

function parseOptions(args: readonly string[]): Options | 'help' | string {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			format: { type: 'string' },
			json: { type: 'boolean' },
			output: { type: 'string', short: 'o' },
			since: { type: 'string' },
			until: { type: 'string' },
			inventory: { type: 'string', multiple: true },
			rules: { type: 'string', multiple: true },
			pipeline: { type: 'string', multiple: true },
			'min-severity': { type: 'string' },
			'fail-on': { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) return 'help';
	if (positionals.length === 0) return 'name at least one file or folder';
	const format = values.json ? 'json' : (values.format ?? 'text');
	if (!isFormat(format)) return `--format takes ${FORMATS.join(', ')}`;
	const since = values.since === undefined ? null : parseTime(values.since);
	const until = values.until === undefined ? null : parseTime(values.until);
	if (
		(values.since !== undefined && since === null) ||
		(values.until !== undefined && until === null)
	)
		return '--since and --until take a time as in 2026-04-24T14:00:00Z';
	const level = values['min-severity'] ?? 'info';
	const failOn = values['fail-on'] ?? null;
	if (!isSeverity(level) || (failOn !== null && !isSeverity(failOn)))
		return `a severity is one of ${severities.join(', ')}`;
	return {
		paths: positionals,
		format,
		output: values.output ?? null,
		since,
		until,
		inventories: values.inventory ?? [],
		rules: values.rules ?? [],
		pipelines: values.pipeline ?? [],
		minSeverity: level,
		failOn,
	};
}

const isFormat = (text: string): text is Format => FORMATS.some((format) => format === text);
const isSeverity = (text: string): text is Severity =>
	severities.some((severity) => severity === text);

async function readInventory(path: string): Promise<Inventory | string> {
	try {
		const parsed = inventorySchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
		return parsed.success
			? parsed.data
			: `${path} is not a credential inventory: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`;
	} catch (error) {
		return `${path} could not be read: ${error instanceof SyntaxError ? 'it is not JSON' : error instanceof Error ? error.message : String(error)}`;
	}
}

interface ReadAll {
	readonly events: readonly Event[];
	readonly inventories: readonly Inventory[];
	readonly summary: InputSummary;
	readonly unreadable: boolean;
}

async function gather(
	options: Options,
	given: readonly Inventory[],
	keyed: Pick<ReadAllOptions, 'key' | 'hmac'>,
	io: CliIo,
): Promise<ReadAll> {
	const events = new GatheredEvents();
	const inventories = [...given];
	const quarantined: InputSummary['quarantined'][number][] = [];
	const formats: Record<string, number> = {};
	const counts = { files: 0, records: 0, events: 0, duplicates: 0, ignored: 0, secretsRedacted: 0 };
	let unreadable = false;
	// As given: evidence then names the paths that the caller knows.
	const paths =
		io.cwd === process.cwd()
			? options.paths
			: options.paths.map((path) => (path === '-' ? path : resolve(io.cwd, path)));
	const reading = { ...keyed, workspace: 'local', home: installationHome, threads: null };
	for await (const batch of readAll(paths, reading)) {
		counts.duplicates += events.add(batch.events.filter((event) => within(event, options)));
		for (const { document } of batch.inventories) {
			const parsed = inventorySchema.safeParse(document);
			if (parsed.success) inventories.push(parsed.data);
			else
				quarantined.push({
					path: batch.path,
					line: null,
					reason: 'invalid-inventory',
					detail:
						`${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`.trim(),
				});
		}
		for (const { path, line, reason, detail } of batch.quarantined)
			quarantined.push({ path, line, reason, detail });
		counts.records += batch.counts.records;
		counts.duplicates += batch.counts.duplicates;
		counts.ignored += batch.counts.ignored;
		counts.secretsRedacted += batch.counts.secretsRedacted;
		if (batch.file === null) continue;
		if (batch.file.outcome === 'unreadable') unreadable = true;
		counts.files++;
		if (batch.file.format !== null && batch.file.outcome === 'read')
			formats[batch.file.format] = (formats[batch.file.format] ?? 0) + 1;
		if (io.isTerminal) io.stderr(`\r\u001b[Kread ${counts.files} files, ${events.size} events`);
	}
	if (io.isTerminal) io.stderr('\r\u001b[K');
	counts.events = events.size;
	// Files come in any order: what is told of them does not.
	quarantined.sort(
		(a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || (a.line ?? 0) - (b.line ?? 0),
	);
	return {
		events: events.all(),
		inventories,
		unreadable,
		summary: { ...counts, quarantined, formats: sorted(formats) },
	};
}

const sorted = (counts: Readonly<Record<string, number>>): Record<string, number> =>
	Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));

const within = (event: Event, { since, until }: Options): boolean =>
	event.time === null ||
	((since === null || event.time >= since) && (until === null || event.time <= until));

function render(format: Format, result: Reconstruction, input: InputSummary, io: CliIo): string {
	switch (format) {
		case 'json':
			return `${JSON.stringify(
				{
					schema: 'aftertrace.reconstruction/v1',
					input,
					incidents: result.incidents,
					credentials: result.credentials.map((credential) => ({
						...credential,
						firstSeen: timeOrNull(credential.firstSeen),
						lastUsed: timeOrNull(credential.lastUsed),
					})),
				},
				null,
				2,
			)}\n`;
		case 'markdown':
			return reportMarkdown(result.incidents, input, result.runs.length);
		case 'html':
			return reportHtml(result.incidents, input, result.runs.length);
		case 'text':
			return reportText(result.incidents, input, {
				runs: result.runs.length,
				colour: io.isTerminal && io.env.NO_COLOR === undefined,
			});
		default:
			return format satisfies never;
	}
}

const timeOrNull = (micros: number | null): string | null =>
	micros === null ? null : formatTime(epochMicros(micros));

function warnOfQuarantine(input: InputSummary, io: CliIo): void {
	for (const entry of input.quarantined.slice(0, 20))
		io.stderr(
			`${entry.path}${entry.line === null ? '' : `:${entry.line}`}: ${entry.reason}${entry.detail === '' ? '' : ` (${entry.detail})`}\n`,
		);
	if (input.quarantined.length > 20)
		io.stderr(
			`and ${input.quarantined.length - 20} more that could not be read; --json lists them all\n`,
		);
}
