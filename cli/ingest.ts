import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Actor } from '@/core/access/permissions.ts';
import { failureFaces } from '@/core/failure-faces.ts';
import { type Mapping, mappingSchema } from '@/core/formats/mapped/mapping.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import type { ImportCounts, QuarantinedLine } from '@/server/ingest/imports.ts';
import { noCounts } from '@/server/ingest/imports.ts';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { inputPaths } from '@/server/ingest/read-paths.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { watchPaths } from '@/server/ingest/watch.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace, mainWorkspaceName } from '@/server/records/workspaces.ts';
import { installationHome } from './home.ts';
import type { CliIo, Verb } from './io.ts';

const ingestUsage = `aftertrace ingest PATH… [options]
Stores logs (files, folders, archives, - for standard input; gzip and Zstandard too) and reconstructs incidents.
  --data DIR         data folder (default: ./data)
  --workspace NAME   workspace to store in (default: ${mainWorkspaceName})
  --server URL       send to a running console instead
  --key KEY          its API key (or AFTERTRACE_KEY)
  --format FORMAT    do not recognise the format, it is this one
  --source NAME      name of the source (default: the file's)
  --mapping FILE     how to read a log of one's own (aftertrace.mapping/v1)
  --watch            keep following: new files, and what is added to files, until Ctrl-C
  --json             print one JSON document
`;

const options = {
	data: { type: 'string' },
	workspace: { type: 'string' },
	server: { type: 'string' },
	key: { type: 'string' },
	format: { type: 'string' },
	source: { type: 'string' },
	mapping: { type: 'string' },
	watch: { type: 'boolean' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

interface Flags {
	readonly data?: string;
	readonly workspace?: string;
	readonly server?: string;
	readonly key?: string;
	readonly format?: string;
	readonly source?: string;
	readonly mapping?: string;
	readonly watch?: boolean;
	readonly json?: boolean;
	readonly help?: boolean;
}

/** What `--json` prints. */
interface Summary extends ImportCounts {
	readonly incidents: number;
	readonly quarantinedByReason: Readonly<Record<string, number>>;
	readonly quarantine: readonly QuarantinedLine[];
	readonly seconds: number;
}

/** Stores logs in the data folder or on a server, and says what came of it. */
export const ingestVerb: Verb = async (args, io) => {
	const parsed = readFlags(args);
	if (!parsed.ok) return failed(io, parsed.error);
	const { flags, paths } = parsed.value;
	if (flags.help === true) {
		io.stdout(ingestUsage);
		return 0;
	}
	const started = performance.now();
	const done =
		flags.server === undefined
			? await ingestHere(flags, paths, io)
			: await sendToServer(flags.server, flags, paths, io);
	if (!done.ok) return failed(io, done.error);
	const summary = { ...done.value, seconds: (performance.now() - started) / 1000 };
	io.stdout(flags.json === true ? `${JSON.stringify(summary)}\n` : textOf(summary));
	const nothingRead = summary.files > 0 && summary.records === summary.quarantined;
	return nothingRead ? 3 : 0;
};

function failed(io: CliIo, error: Failure): number {
	io.stderr(`aftertrace ingest: ${error.message}\n`);
	return failureFaces[error.code].exit;
}

function readFlags(args: readonly string[]): Result<{ flags: Flags; paths: string[] }> {
	try {
		const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
		if (values.watch === true && (values.server !== undefined || positionals.includes('-'))) {
			return fail(
				failure('usage', '--watch follows files of this machine; leave out --server and -'),
			);
		}
		if (positionals.length === 0 && values.help !== true) {
			return fail(
				failure('usage', 'name at least one file or folder; see aftertrace ingest --help'),
			);
		}
		return ok({ flags: values, paths: positionals });
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		return fail(failure('usage', `${text.split('. ')[0]}; see aftertrace ingest --help`));
	}
}

async function ingestHere(
	flags: Flags,
	paths: readonly string[],
	io: CliIo,
): Promise<Result<Omit<Summary, 'seconds'>>> {
	const mapping = await mappingIn(flags, io);
	if (!mapping.ok) return mapping;
	const env = { ...io.env, ...(flags.data === undefined ? {} : { AFTERTRACE_DATA: flags.data }) };
	const settings = readSettings({ ...env, AFTERTRACE_HOME: installationHome }, io.cwd);
	const opened = await openInstallation(settings, null);
	if (!opened.ok) return opened;
	const at = opened.value;
	try {
		setInstallation(at);
		const workspace = await ensureWorkspace(at, flags.workspace ?? mainWorkspaceName, false);
		if (flags.watch === true) {
			return ok(await watchHere(systemActor(workspace), at.settings.dataFolder, flags, paths, io));
		}
		const done = await runImport(
			systemActor(workspace),
			paths.map((path) => pathFrom(io, path)),
			{
				name: paths.join(' ').slice(0, 500),
				format: flags.format ?? null,
				source: flags.source ?? null,
				mappings: mapping.value,
				onProgress: progress(io),
			},
		);
		if (io.isTerminal) io.stderr('\r\x1b[K');
		if (!done.ok) return done;
		const found = await done.value.reconstructed;
		if (!found.ok) return found;
		const { counts, quarantined } = done.value.stored ?? { counts: noCounts, quarantined: [] };
		return ok({
			...counts,
			incidents: found.value.incidents,
			quarantinedByReason: byReason(quarantined),
			quarantine: quarantined,
		});
	} finally {
		await at.close();
	}
}

/** The mapping that the flag names, as a list. */
async function mappingIn(flags: Flags, io: CliIo): Promise<Result<Mapping[]>> {
	if (flags.mapping === undefined) return ok([]);
	const path = pathFrom(io, flags.mapping);
	const text = await readFile(path, 'utf8').catch(() => null);
	if (text === null) return fail(failure('input-unreadable', `${flags.mapping} cannot be read`));
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return fail(failure('input-unreadable', `${flags.mapping} is not JSON`));
	}
	const read = mappingSchema.safeParse(value);
	if (read.success) return ok([read.data]);
	const issue = read.error.issues[0];
	const where = issue?.path.join('.') ?? '';
	return fail(failure('usage', `${flags.mapping}: ${where}: ${issue?.message ?? 'no mapping'}`));
}

/** Follows the paths until the process is told to stop; a second signal ends it at once. */
async function watchHere(
	actor: Actor,
	dataFolder: string,
	flags: Flags,
	paths: readonly string[],
	io: CliIo,
): Promise<Omit<Summary, 'seconds'>> {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	try {
		const { counts, quarantined, incidents } = await watchPaths(
			actor,
			paths.map((path) => pathFrom(io, path)),
			{
				// What one workspace took in, another has yet to.
				cursorFile: join(dataFolder, `watch-${encodeURIComponent(actor.workspaceId)}.json`),
				signal: stop.signal,
				format: flags.format ?? null,
				source: flags.source ?? null,
				onFile: (path, events) => io.stderr(`${path}: ${events} new events\n`),
				onFailure: (path, message) => io.stderr(`${path}: ${message}\n`),
			},
		);
		return {
			...counts,
			incidents,
			quarantinedByReason: byReason(quarantined),
			quarantine: quarantined,
		};
	} finally {
		process.off('SIGINT', end);
		process.off('SIGTERM', end);
	}
}

/** As the caller sees it: relative to where the process stands. */
const pathFrom = (io: CliIo, path: string): string =>
	path === '-' || isAbsolute(path) ? path : relative(process.cwd(), join(io.cwd, path)) || '.';

const progress = (io: CliIo) => (counts: ImportCounts) => {
	if (!io.isTerminal) return;
	io.stderr(`\r\x1b[K${counts.events} events, ${counts.files} files`);
};

function byReason(lines: readonly QuarantinedLine[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { reason } of lines) counts[reason] = (counts[reason] ?? 0) + 1;
	return counts;
}

/** Sends each file as one request; a file that was sent before is recognised by its events. */
async function sendToServer(
	server: string,
	flags: Flags,
	paths: readonly string[],
	io: CliIo,
): Promise<Result<Omit<Summary, 'seconds'>>> {
	const key = flags.key ?? io.env.AFTERTRACE_KEY;
	if (flags.mapping !== undefined)
		return fail(failure('usage', 'save the mapping in the console; it is applied there by itself'));
	if (key === undefined) {
		return fail(failure('usage', 'name an API key with --key or AFTERTRACE_KEY'));
	}
	let counts: ImportCounts = noCounts;
	const unread: QuarantinedLine[] = [];
	for await (const entry of inputPaths(paths.map((path) => pathFrom(io, path)))) {
		if (entry.kind === 'skipped') continue;
		if (entry.kind === 'unreadable') {
			unread.push({
				path: entry.path,
				line: null,
				reason: 'unreadable',
				detail: entry.detail,
				preview: null,
			});
			continue;
		}
		const sent = await sendFile(server, key, flags, entry.path);
		if (!sent.ok) return sent;
		counts = added(counts, sent.value, entry.bytes);
		progress(io)(counts);
	}
	if (io.isTerminal) io.stderr('\r\x1b[K');
	return ok({
		...counts,
		records: counts.records + unread.length,
		quarantined: counts.quarantined + unread.length,
		incidents: 0,
		quarantinedByReason: byReason(unread),
		quarantine: unread,
	});
}

type Receipt = Record<
	| 'records'
	| 'read'
	| 'repeatedRecords'
	| 'ignored'
	| 'events'
	| 'duplicates'
	| 'quarantined'
	| 'secretsRedacted',
	number
>;

const attemptsMax = 20;

async function sendFile(
	server: string,
	key: string,
	flags: Flags,
	path: string,
): Promise<Result<Receipt>> {
	const url = new URL('/api/v1/ingest', server);
	url.searchParams.set('source', (flags.source ?? path).replace(/[^\w.:@/ -]/g, '_').slice(-200));
	if (flags.format !== undefined) url.searchParams.set('format', flags.format);
	for (let attempt = 1; ; attempt++) {
		let response: Response;
		try {
			response = await fetch(url, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
				body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
				duplex: 'half',
			} as RequestInit);
		} catch {
			return fail(
				failure('store-unavailable', `${server} does not answer; is the console running there?`),
			);
		}
		if (response.ok) return ok((await response.json()) as Receipt);
		const problem = (await response.json().catch(() => ({}))) as { detail?: string };
		if (response.status !== 429 || attempt >= attemptsMax) {
			const detail = problem.detail ?? `status ${response.status}`;
			return fail(failure('store-unavailable', `${server} refused ${path}: ${detail}`));
		}
		const seconds = Number(response.headers.get('retry-after') ?? '2');
		await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
	}
}

const added = (counts: ImportCounts, receipt: Receipt, bytes: number): ImportCounts => ({
	...counts,
	files: counts.files + 1,
	records: counts.records + receipt.records,
	read: counts.read + receipt.read,
	repeatedRecords: counts.repeatedRecords + receipt.repeatedRecords,
	ignored: counts.ignored + receipt.ignored,
	events: counts.events + receipt.events,
	duplicates: counts.duplicates + receipt.duplicates,
	quarantined: counts.quarantined + receipt.quarantined,
	secretsRedacted: counts.secretsRedacted + receipt.secretsRedacted,
	bytes: counts.bytes + bytes,
});

function textOf(summary: Summary): string {
	const formats = Object.entries(summary.formats).map(([name, files]) => `${name} ${files}`);
	const reasons = Object.entries(summary.quarantinedByReason).map(([name, n]) => `${name} ${n}`);
	const rows: [string, string][] = [
		['files', `${summary.files}${formats.length > 0 ? `  (${formats.join(', ')})` : ''}`],
		[
			'records',
			`${summary.records} = ${summary.read} read + ${summary.repeatedRecords} repeated + ${summary.quarantined} quarantined + ${summary.ignored} ignored`,
		],
		['events', `${summary.events} new, ${summary.duplicates} duplicates`],
		[
			'quarantined',
			`${summary.quarantined}${reasons.length > 0 ? `  (${reasons.join(', ')})` : ''}`,
		],
		['secrets redacted', String(summary.secretsRedacted)],
		['bytes', String(summary.bytes)],
		['incidents', String(summary.incidents)],
		['seconds', summary.seconds.toFixed(1)],
	];
	const lines = rows.map(([name, value]) => `${name.padEnd(18)}${value}`);
	const named = summary.quarantine
		.slice(0, 20)
		.map(
			({ path, line, reason, detail }) =>
				`  ${path}${line === null ? '' : `:${line}`}  ${reason}: ${detail}`,
		);
	return `${[...lines, ...named].join('\n')}\n`;
}
