import { createHmac, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { newRunState, type RunState, readActs } from '@/core/actions/understand.ts';
import { createUnderstanding, type Understanding } from '@/core/actions/understanding.ts';
import { createDetector, type Detector } from '@/core/detection/detector.ts';
import { eventSubjects } from '@/core/detection/event-subjects.ts';
import { isMapped } from '@/core/detection/log-sources.ts';
import { type LoadedRules, type RuleLevel, ruleLevels } from '@/core/detection/sigma/rule.ts';
import { windowsEvent } from '@/core/detection/windows-event.ts';
import { readInput } from '@/server/ingest/read-input.ts';
import { loadShellGrammar } from '@/server/parsers/shell-grammar.ts';
import { loadSqlGrammar } from '@/server/parsers/sql-grammar.ts';
import { Findings, type PlacedSubject } from './detect-findings.ts';
import type { StoreOptions } from './detect-store.ts';
import type { CliIo } from './io.ts';
import { readDocuments } from './json-documents.ts';
import { readRules } from './rule-folder.ts';

const HELP = `Usage: aftertrace detect PATH… [options]
       aftertrace detect --store [options]

Runs Sigma rules over logs (files, folders, - for standard input; .gz and .zst too) without storing
anything. Reads every known log format, and Windows events as JSON.

  --rules DIR           rules to run; may be given more than once (default: those that are shipped)
  --pipeline FILE       a Sigma processing pipeline (YAML): field names, log sources, values of
                        placeholders; may be given more than once
  --store               over the events of a data folder instead, correlations too; without --rules
                        with the workspace's own rules and what it switched off
  --data DIR            --store: data folder (default: ./data)
  --workspace NAME      --store: workspace (default: Main)
  --from TIME, --to TIME  --store: events from (inclusive) to (exclusive), RFC 3339
  --json                one JSON object a line: rule, title, level, path, line, time
  --strict              exit 3 when a rule could not be loaded
  --fail-on LEVEL       exit 1 when a rule of this level or above matched:
                        informational, low, medium, high or critical

Rules that cannot be loaded, or that are meant for logs that are not read here, are named on
standard error.
`;

interface Options {
	readonly paths: readonly string[];
	readonly rules: readonly string[];
	readonly pipelines: readonly string[];
	readonly json: boolean;
	readonly strict: boolean;
	readonly failOn: RuleLevel | null;
	/** Null: over the paths. */
	readonly store: StoreOptions | null;
}

/** `aftertrace detect`: exit 0 done, 1 with `--fail-on` and something found, 2 usage, 3 unreadable. */
export async function detectVerb(args: readonly string[], io: CliIo): Promise<number> {
	const options = parseOptions(args);
	if (options === 'help') {
		io.stdout(HELP);
		return 0;
	}
	if (typeof options === 'string') {
		io.stderr(`aftertrace detect: ${options}; see --help\n`);
		return 2;
	}
	if (options.store !== null && options.rules.length === 0)
		return overStore(options, options.store, null, io);
	const read = await readRules(options.rules, io.cwd, options.pipelines);
	if (!read.ok) {
		io.stderr(`aftertrace detect: ${read.error}\n`);
		return 3;
	}
	const loaded = read.value;
	nameProblems(loaded, io);
	if (options.store !== null) return overStore(options, options.store, loaded, io);
	const found = new Findings(options, io);
	const unreadable = await runOver(options, createDetector(loaded.rules), found, io);
	found.summarise(loaded.rules.length);
	if (unreadable || (options.strict && loaded.problems.length > 0)) return 3;
	return found.isFailing ? 1 : 0;
}

/** Over stored events; `loaded` null: with the workspace's own rules. */
async function overStore(
	options: Options,
	store: StoreOptions,
	loaded: LoadedRules | null,
	io: CliIo,
): Promise<number> {
	const { detectInStore } = await import('./detect-store.ts');
	const found = new Findings(options, io);
	const done = await detectInStore(store, loaded, found, io);
	if ('exit' in done) return done.exit;
	found.summarise(done.rules);
	if (options.strict && done.problems > 0) return 3;
	return found.isFailing ? 1 : 0;
}

function parseOptions(args: readonly string[]): Options | 'help' | string {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			rules: { type: 'string', multiple: true },
			pipeline: { type: 'string', multiple: true },
			json: { type: 'boolean' },
			strict: { type: 'boolean' },
			'fail-on': { type: 'string' },
			store: { type: 'boolean' },
			data: { type: 'string' },
			workspace: { type: 'string' },
			from: { type: 'string' },
			to: { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) return 'help';
	const isStore = values.store === true;
	if (isStore && positionals.length > 0) return '--store takes no paths';
	if (!isStore && positionals.length === 0) return 'name at least one file or folder';
	const { data = null, workspace = null, from = null, to = null } = values;
	const store = { data, workspace, from, to };
	const only = Object.entries(store).find(([, value]) => value !== null)?.[0];
	if (!isStore && only !== undefined) return `--${only} goes with --store`;
	if (isStore && (values.pipeline ?? []).length > 0 && (values.rules ?? []).length === 0)
		return '--pipeline goes with --rules; the workspace has pipelines of its own';
	const failOn = values['fail-on'] ?? null;
	if (failOn !== null && !isLevel(failOn)) return `a level is one of ${ruleLevels.join(', ')}`;
	return {
		paths: positionals,
		rules: values.rules ?? [],
		pipelines: values.pipeline ?? [],
		json: values.json ?? false,
		strict: values.strict ?? false,
		failOn,
		store: isStore ? store : null,
	};
}

const isLevel = (text: string): text is RuleLevel => ruleLevels.some((level) => level === text);

function nameProblems({ rules, problems }: LoadedRules, io: CliIo): void {
	for (const { path, place, rule, reason } of problems)
		io.stderr(
			`${path}${place === null ? '' : `:${place.line}:${place.column}`}: not loaded${rule === null ? '' : `, “${rule}”`}: ${reason}\n`,
		);
	for (const rule of rules) {
		if (rule.kind !== 'event' || isMapped(rule.logSource)) continue;
		const { product, service, category } = rule.logSource;
		const source = [product, service, category].filter((part) => part !== null).join('/');
		io.stderr(`${rule.path}: loaded, but no log read here is ${source || 'without a source'}\n`);
	}
}

async function runOver(
	options: Options,
	detector: Detector<PlacedSubject>,
	found: Findings,
	io: CliIo,
): Promise<boolean> {
	const understanding = createUnderstanding({
		shell: await loadShellGrammar(),
		sql: await loadSqlGrammar(),
	});
	const key = randomBytes(32);
	const hmac = (label: string, text: string): string =>
		createHmac('sha256', key).update(`${label}\0${text}`, 'utf8').digest('hex');
	const states = new RunStates(understanding);
	let unreadable = false;
	const paths =
		io.cwd === process.cwd()
			? options.paths
			: options.paths.map((path) => (path === '-' ? path : resolve(io.cwd, path)));
	for await (const batch of readInput(paths, { workspace: 'local', hmac })) {
		for (const event of batch.events) {
			const { path, line } = event.origin;
			const told = new Set<string>();
			const acts = states.actsOf(event);
			for (const subject of eventSubjects(event, acts, { environment: null, outcome: null })) {
				const placed = { ...subject, path: path ?? batch.path, line };
				for (const rule of detector.add(placed)) {
					if (told.has(rule.id)) continue; // several acts of one event are one match
					told.add(rule.id);
					found.report(rule, [placed]);
				}
			}
		}
		if (batch.file?.outcome === 'unreadable') {
			unreadable = true;
			io.stderr(
				`aftertrace detect: ${batch.path} could not be read: ${batch.quarantined[0]?.detail ?? ''}\n`,
			);
		}
		if (batch.file?.outcome !== 'quarantined') continue;
		if (batch.path !== '-' && (await runOverWindowsEvents(batch.path, detector, found))) continue;
		for (const { path, reason, detail } of batch.quarantined.slice(0, 1))
			io.stderr(`${path}: not read: ${reason}${detail === '' ? '' : ` (${detail})`}\n`);
	}
	for (const { rule, subjects } of detector.finish()) found.report(rule, subjects);
	if (detector.leftOut() > 0)
		io.stderr(`correlations left out ${detector.leftOut()} matches: their limit was reached\n`);
	return unreadable;
}

/** The states of the runs read so far, so that a command is read with what earlier ones set. */
class RunStates {
	private readonly states = new Map<string, RunState>();

	constructor(private readonly understanding: Understanding) {}

	actsOf(event: Parameters<typeof readActs>[0]): ReturnType<typeof readActs> {
		if (event.call === null && event.record === null) return [];
		const run = event.run?.id ?? null;
		let state = run === null ? newRunState() : this.states.get(run);
		if (state === undefined) {
			if (this.states.size >= 10_000) this.states.clear();
			state = newRunState();
			if (run !== null) this.states.set(run, state);
		}
		return readActs(event, this.understanding, state);
	}
}

/** A file of no log format that may hold Windows events; answers whether it held any. */
async function runOverWindowsEvents(
	path: string,
	detector: Detector<PlacedSubject>,
	found: Findings,
): Promise<boolean> {
	let order = 0;
	for await (const { value, line } of readDocuments(path)) {
		const subject = windowsEvent(value);
		if (subject === null) continue;
		const placed = { ...subject, order: order++, eventId: null, path, line };
		for (const rule of detector.add(placed)) found.report(rule, [placed]);
	}
	return order > 0;
}
