import { createDetector } from '@/core/detection/detector.ts';
import { eventSubjects } from '@/core/detection/event-subjects.ts';
import type { LoadedRules } from '@/core/detection/sigma/rule.ts';
import { parseTime } from '@/core/event/time.ts';
import { failureFaces } from '@/core/failure-faces.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { eventReader, loadUnderstanding } from '@/server/ingest/reading.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace, mainWorkspaceName } from '@/server/records/workspaces.ts';
import { ruleBookOf } from '@/server/rules/rule-book.ts';
import type { Findings, PlacedSubject } from './detect-findings.ts';
import { installationHome } from './home.ts';
import type { CliIo } from './io.ts';

export interface StoreOptions {
	readonly data: string | null;
	readonly workspace: string | null;
	/** As given: RFC 3339. */
	readonly from: string | null;
	readonly to: string | null;
}

const eventsAtOnce = 500;
/** Readers refuse the year 2100. */
const LATEST = 4_102_444_800_000_000;

/**
 * Runs rules over the events that a data folder holds, correlations at the end. Answers the number of
 * rules, or the failure's exit status once it is told.
 *
 * @param named the rules that the caller named; null: the workspace's own set
 */
export async function detectInStore(
	options: StoreOptions,
	named: LoadedRules | null,
	found: Findings,
	io: CliIo,
): Promise<{ readonly rules: number; readonly problems: number } | { readonly exit: number }> {
	const done = await runOverStore(options, named, found, io);
	if (done.ok) return done.value;
	io.stderr(`aftertrace detect: ${done.error.message}\n`);
	return { exit: failureFaces[done.error.code].exit };
}

async function runOverStore(
	{ data, workspace, from, to }: StoreOptions,
	named: LoadedRules | null,
	found: Findings,
	io: CliIo,
): Promise<Result<{ readonly rules: number; readonly problems: number }>> {
	const range = {
		from: from === null ? null : parseTime(from),
		to: to === null ? null : parseTime(to),
	};
	if ((from !== null && range.from === null) || (to !== null && range.to === null))
		return fail<Failure>(failure('usage', '--from and --to take RFC 3339 times'));
	const env = { ...io.env, ...(data === null ? {} : { AFTERTRACE_DATA: data }) };
	const settings = readSettings({ ...env, AFTERTRACE_HOME: installationHome }, io.cwd);
	const opened = await openInstallation(settings, null);
	if (!opened.ok) return opened;
	try {
		setInstallation(opened.value);
		const name = workspace ?? mainWorkspaceName;
		const actor = systemActor(await ensureWorkspace(opened.value, name, false));
		const book = named === null ? await ruleBookOf(actor) : null;
		const problems = (named ?? book?.loaded)?.problems ?? [];
		// Those of named rules are told already.
		for (const { path, rule, reason } of book === null ? [] : problems)
			io.stderr(`${path}: not loaded${rule === null ? '' : `, “${rule}”`}: ${reason}\n`);
		const { rules, muted } = book?.running ?? {
			rules: named?.rules ?? [],
			muted: new Set<string>(),
		};
		const detector = createDetector<PlacedSubject>(rules);
		const readEvent = eventReader(await loadUnderstanding());
		// Clocks of sources run ahead: everything that is stored counts.
		const to = range.to ?? LATEST;
		let after: { time: number; order: number; id: string } | null = null;
		for (;;) {
			const scan = { from: range.from, to, after, limit: eventsAtOnce };
			const events = await opened.value.events.after(actor, scan);
			if (!events.ok) return events;
			const last = events.value.at(-1);
			if (last === undefined) break;
			for (const event of events.value) {
				const { acts } = readEvent(event);
				const place = { path: event.origin.path ?? event.origin.source, line: event.origin.line };
				const told = new Set<string>();
				const context = { environment: null, outcome: event.record?.outcome ?? null };
				for (const subject of eventSubjects(event, acts, context))
					for (const rule of detector.add({ ...subject, ...place })) {
						if (told.has(rule.id) || muted.has(rule.id)) continue;
						told.add(rule.id);
						found.report(rule, [{ ...subject, ...place }]);
					}
			}
			after = { time: last.time ?? 0, order: last.order, id: last.id };
		}
		for (const { rule, subjects } of detector.finish())
			if (!muted.has(rule.id)) found.report(rule, subjects);
		if (detector.leftOut() > 0)
			io.stderr(`correlations left out ${detector.leftOut()} matches: their limit was reached\n`);
		return ok({ rules: rules.length, problems: problems.length });
	} finally {
		await opened.value.close();
	}
}
