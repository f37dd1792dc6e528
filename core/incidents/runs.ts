import type { Act } from '../actions/action.ts';
import { fingerprintsIn, newRunState, type RunState, readActs } from '../actions/understand.ts';
import type { Understanding } from '../actions/understanding.ts';
import type { Event, Run } from '../event/event.ts';
import type { EventId, Fingerprint, RunId } from '../event/ids.ts';
import { type EpochMicros, epochMicros } from '../event/time.ts';
import { Logins } from './logins.ts';
import { StandingPlaces } from './standing-places.ts';
import { UnseenCredentials } from './unseen-credentials.ts';

/** A tool call with its result, how it was approved, and what it did. */
export interface CallTrace {
	readonly event: Event;
	readonly result: Event | null;
	readonly approval: Event | null;
	readonly acts: readonly Act[];
	readonly outcome: Outcome;
	/** Position among the run's events. */
	readonly position: number;
}

export type Outcome = 'ok' | 'error' | 'denied' | 'unknown';

/** One agent run: its events in order, its calls paired with their results. */
export interface RunTrace {
	readonly id: RunId;
	readonly run: Run;
	readonly events: readonly Event[];
	readonly prompts: readonly Event[];
	readonly calls: readonly CallTrace[];
	readonly positions: ReadonlyMap<EventId, number>;
	/** Whether its source records results at all; Cursor's transcripts may not. */
	readonly hasResults: boolean;
}

/** Orders events of one run: by time, and by source position where times are equal or missing. */
export function orderEvents(events: readonly Event[]): Event[] {
	const bySource = new Map<string, Event[]>();
	for (const event of events) {
		const key = event.origin.path ?? event.origin.source;
		const group = bySource.get(key);
		if (group === undefined) bySource.set(key, [event]);
		else group.push(event);
	}
	// An event without a time takes the time of the one before it in the same source, for ordering only.
	const keyed: { event: Event; at: number }[] = [];
	for (const group of bySource.values()) {
		group.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
		const firstKnown = group.find((event) => event.time !== null)?.time ?? 0;
		let at: number = firstKnown;
		for (const event of group) {
			at = event.time ?? at;
			keyed.push({ event, at });
		}
	}
	keyed.sort(
		(a, b) => a.at - b.at || a.event.order - b.event.order || (a.event.id < b.event.id ? -1 : 1),
	);
	return keyed.map(({ event }) => event);
}

/** Groups events into runs and reads what each call did. Deterministic: the order of arrival does not matter. */
export function traceRuns(events: readonly Event[], understanding: Understanding): RunTrace[] {
	const groups = new Map<RunId, Event[]>();
	for (const event of events)
		if (event.run !== null) {
			const group = groups.get(event.run.id);
			if (group === undefined) groups.set(event.run.id, [event]);
			else group.push(event);
		}
	const ids = [...groups.keys()].sort();
	return ids.map((id) => traceRun(id, groups.get(id) ?? [], understanding));
}

function traceRun(id: RunId, unordered: readonly Event[], understanding: Understanding): RunTrace {
	const events = orderEvents(unordered);
	const positions = new Map(events.map((event, i) => [event.id, i]));
	const results = new Map<string, Event>();
	const approvals = new Map<string, Event>();
	for (const event of events) {
		if (event.result?.callId && !results.has(event.result.callId))
			results.set(event.result.callId, event);
		if (event.approval?.callId) approvals.set(event.approval.callId, event);
	}
	const hasResults = events.some((event) => event.kind === 'tool-result');
	const state = newRunState();
	const labelled = new Map<string, Fingerprint>();
	const logins = new Logins();
	const places = new StandingPlaces();
	const unseen = new UnseenCredentials();
	const calls: CallTrace[] = [];
	const told = new Map<string, Event[]>();
	for (const [position, event] of events.entries()) {
		for (const sighting of event.sightings)
			if (sighting.label !== null) labelled.set(sighting.label, sighting.fingerprint);
		if (event.call === null) continue;
		// A hook, a transcript and telemetry may each tell of one call: it happened once.
		const sameId = told.get(event.call.id);
		if (sameId === undefined) told.set(event.call.id, [event]);
		else if (sameId.some((other) => isSameCall(other, event))) continue;
		else sameId.push(event);
		const result = results.get(event.call.id) ?? null;
		const approval = approvals.get(event.call.id) ?? null;
		const acts = readActs(event, understanding, state).map((act) =>
			unseen.of(places.of(logins.of(withVariables(act, state, labelled))), (name) =>
				state.shell.variables.get(name),
			),
		);
		logins.see(acts);
		unseen.see(acts, result);
		const outcome = outcomeOf(result, approval, acts);
		if (outcome !== 'error' && outcome !== 'denied') places.see(acts);
		calls.push({
			event,
			result,
			approval,
			acts,
			outcome,
			position,
		});
	}
	const run = fullestRun(events);
	return {
		id,
		run,
		events,
		prompts: events.filter((event) => event.kind === 'prompt'),
		calls,
		positions,
		hasResults,
	};
}

const isSameCall = (a: Event, b: Event): boolean =>
	a.call?.tool === b.call?.tool && JSON.stringify(a.call?.input) === JSON.stringify(b.call?.input);

/** Later records of a run often know more (the model, the folder) than the first. */
function fullestRun(events: readonly Event[]): Run {
	let run = events[0]?.run as Run;
	let last: Run | null = null;
	for (const event of events) {
		const other = event.run;
		if (other === null || other === last) continue;
		last = other;
		run = {
			...run,
			version: run.version ?? other.version,
			model: run.model ?? other.model,
			parent: run.parent ?? other.parent,
			parentCall: run.parentCall ?? other.parentCall,
			folder: run.folder ?? other.folder,
			permissionMode: other.permissionMode ?? run.permissionMode,
		};
	}
	return run;
}

/** `$TOKEN` in an act stands for the credential that the run saw under that name. */
function withVariables(act: Act, state: RunState, labelled: ReadonlyMap<string, Fingerprint>): Act {
	if (!act.text.includes('$')) return act;
	const names = [...act.text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
	const found = names.flatMap((name) => {
		const value = state.shell.variables.get(name);
		const inValue = value === undefined ? [] : fingerprintsIn(value);
		const byLabel = labelled.get(name) ?? labelledIn(value, labelled);
		return inValue.length > 0 ? inValue : byLabel === undefined ? [] : [byLabel];
	});
	if (found.length === 0) return act;
	return { ...act, credentials: [...new Set([...act.credentials, ...found])] };
}

/** `$(grep RAILWAY_TOKEN .env …)`: the label inside the substitution names the credential. */
function labelledIn(
	value: string | undefined,
	labelled: ReadonlyMap<string, Fingerprint>,
): Fingerprint | undefined {
	if (value === undefined || !value.startsWith('$(')) return undefined;
	for (const [label, print] of labelled)
		if (label.length > 3 && value.includes(label)) return print;
	return undefined;
}

const REFUSED =
	/\b(AccessDenied|UnauthorizedOperation|not authorized|unauthorized|forbidden|permission denied|access denied|insufficient (?:permissions?|privileges|scope)|HTTP\/[\d.]+ 40[13]|status(?: code)?:? 40[13]|\(40[13]\)|Problem processing request.*401)\b/i;

function outcomeOf(result: Event | null, approval: Event | null, acts: readonly Act[]): Outcome {
	if (approval?.approval?.decision === 'denied') return 'denied';
	if (result?.result == null) return 'unknown';
	const { status, output, exitCode } = result.result;
	if (status === 'denied') return 'denied';
	if (status === 'error' || (exitCode !== null && exitCode !== 0)) return 'error';
	const remote = acts.some(
		(act) =>
			act.hosts.length > 0 || !['filesystem', 'shell', 'git', 'docker'].includes(act.provider),
	);
	if (remote && answersWithError(output)) return 'error';
	return status === 'unknown' ? 'unknown' : 'ok';
}

/** HTTP clients exit 0 on a refused request: the answer's own words count. */
function answersWithError(output: string): boolean {
	const head = output.slice(0, 4_000);
	if (/"errors"\s*:\s*\[\s*\{/.test(head))
		return !/"data"\s*:\s*\{\s*"[^"]+"\s*:\s*(?!null)/.test(head);
	if (/^\s*\{?\s*"(?:error|message)"\s*:/.test(head) && head.length < 600)
		return REFUSED.test(head);
	return head.length < 400 && REFUSED.test(head);
}

/** Whether a text reports a refusal, a failed authentication or an error: what makes an agent leave its way. */
export const reportsRefusal = (text: string): boolean =>
	REFUSED.test(text) ||
	/\b(invalid|expired|mismatch(?:ed)?|revoked|missing|wrong) (?:\w+ ){0,2}(?:token|credentials?|api[- ]?key|password|auth(?:entication|orization)?)\b|\b(?:token|credentials?|key|authentication|login)[^.\n]{0,40}\b(?:invalid|expired|mismatch|failed|rejected|not found|does not match)\b|\b40[13]\b/i.test(
		text,
	);

/** When the call's effect can have happened: between the call and its result. */
export function callSpan(call: CallTrace): { start: EpochMicros | null; end: EpochMicros | null } {
	const start = call.event.time;
	const end =
		call.result?.time ??
		(start !== null && call.result?.result?.durationMs != null
			? epochMicros(start + call.result.result.durationMs * 1000)
			: null);
	return { start, end };
}
