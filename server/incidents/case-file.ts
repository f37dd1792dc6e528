import type { Actor } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import { type EpochMicros, epochMicros } from '@/core/event/time.ts';
import { textOf, valuesIn } from '@/core/incidents/values.ts';
import { ok, type Result } from '@/core/result.ts';
import type { Introduction } from '@/server/events/case-port.ts';
import type { EventStore, ImportExtent } from '@/server/events/port.ts';
import { installation } from '@/server/installation/installation.ts';

/**
 * Up to so many events, runs are read whole. Beyond, only what matters is: where a run may have left
 * its task and what stands around that, what framed it, and — by the index of values — what brought
 * the credentials and ids that it used, in whatever run and month that was.
 */
const wholeEventsMax = 12_000;
const runsMax = 5_000;
const suspectsMax = 400;
/** A window round a suspect: what led to it, and what came of it. */
const windowBeforeMicros = 20 * 60_000_000;
const windowAfterMicros = 10 * 60_000_000;
const windowsMax = 40;
const eventsOfWindowMax = 6_000;
const framesMax = 2_000;
const introductionsMax = 300;
/** The call whose answer brought a value stands shortly before it. */
const callBeforeMicros = 10 * 60_000_000;
const callEventsMax = 60;
const hourMicros = 3_600_000_000;
/** Clocks differ, and a record may be delivered under a later time than the act. */
const recordsBeforeMicros = hourMicros;
const recordsAfterMicros = 24 * hourMicros;
const recordsMax = 20_000;
const recentRecordsMax = 5_000;

/** The events that one reconstruction looks at. */
export async function caseFile(actor: Actor, extent: ImportExtent): Promise<Result<Event[]>> {
	const { events } = installation();
	const runs = await runsOf(actor, extent, events);
	if (!runs.ok) return runs;
	const sizes = await events.cases.sizes(actor, runs.value);
	if (!sizes.ok) return sizes;
	const total = [...sizes.value.values()].reduce((sum, size) => sum + size, 0);
	const ofRuns =
		total <= wholeEventsMax
			? await events.ofRuns(actor, runs.value, wholeEventsMax)
			: await whatMatters(actor, runs.value, extent, events);
	if (!ofRuns.ok) return ofRuns;
	const records = await recordsAround(actor, ofRuns.value, extent, events);
	if (!records.ok) return records;
	const brought = await broughtFromElsewhere(actor, ofRuns.value, records.value, events);
	if (!brought.ok) return brought;
	return ok(distinct([...ofRuns.value, ...records.value, ...brought.value]));
}

/** Beside one long run, short ones are read whole, so many events at once. */
const shortRunMax = 2_000;
const portionEventsMax = 6_000;
const suspectRowsMax = 100_000;

/**
 * The extents that are looked at one after another: the import as a whole, which of much reads only
 * what matters; and where that is too much for it, each short run that may have left its task, in
 * portions that are read whole. So an import of thousands of small runs tells what each would alone.
 */
export async function casePortions(
	actor: Actor,
	extent: ImportExtent,
): Promise<Result<ImportExtent[]>> {
	const { events } = installation();
	const runs = await runsOf(actor, extent, events);
	if (!runs.ok) return runs;
	const sizes = await events.cases.sizes(actor, runs.value);
	if (!sizes.ok) return sizes;
	const sizeOf = (run: string): number => sizes.value.get(run) ?? 0;
	const total = [...sizes.value.values()].reduce((sum, size) => sum + size, 0);
	const short = runs.value.filter((run) => sizeOf(run) > 0 && sizeOf(run) <= shortRunMax);
	if (total <= wholeEventsMax || short.length === 0) return ok([extent]);
	const suspects = await events.cases.suspects(actor, short, suspectRowsMax);
	if (!suspects.ok) return suspects;
	const first = new Map<string, number>();
	for (const { runId, micros } of suspects.value)
		first.set(runId, Math.min(first.get(runId) ?? Number.POSITIVE_INFINITY, micros));
	// Runs of one time stay together: what a provider recorded is one run's doing.
	const inTime = [...first].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
	const portions: ImportExtent[] = [extent];
	let portion: string[] = [];
	let size = 0;
	const end = (): void => {
		if (portion.length > 0) portions.push({ runs: portion, providerFrom: null, providerTo: null });
		portion = [];
		size = 0;
	};
	for (const [run] of inTime) {
		if (size + sizeOf(run) > portionEventsMax) end();
		portion.push(run);
		size += sizeOf(run);
	}
	end();
	return ok(portions);
}

const distinct = (events: readonly Event[]): Event[] => [
	...new Map(events.map((event) => [event.id, event])).values(),
];
const shifted = (micros: number, by: number): EpochMicros => epochMicros(Math.max(0, micros + by));

/** The import's own runs, and those that were under way while its provider records were made. */
async function runsOf(
	actor: Actor,
	extent: ImportExtent,
	events: EventStore,
): Promise<Result<string[]>> {
	const runs = new Set(extent.runs);
	if (extent.providerFrom !== null && extent.providerTo !== null) {
		const around = await events.runsBetween(
			actor,
			shifted(extent.providerFrom, -recordsAfterMicros),
			shifted(extent.providerTo, recordsBeforeMicros),
			runsMax,
		);
		if (!around.ok) return around;
		for (const run of around.value) runs.add(run);
	}
	return ok([...runs]);
}

/** Of long runs: windows round what may have left the task and round what providers saw change. */
async function whatMatters(
	actor: Actor,
	runs: readonly string[],
	extent: ImportExtent,
	events: EventStore,
): Promise<Result<Event[]>> {
	const suspects = await events.cases.suspects(actor, runs, suspectsMax);
	if (!suspects.ok) return suspects;
	const moments = suspects.value.map(({ runId, micros }) => ({ micros, runs: [runId] }));
	if (extent.providerFrom !== null && extent.providerTo !== null) {
		const changes = await events.cases.changesBetween(
			actor,
			epochMicros(extent.providerFrom),
			epochMicros(extent.providerTo),
			suspectsMax,
		);
		if (!changes.ok) return changes;
		// A record without a call: the run that was under way is looked at all the same.
		const grave = changes.value.filter((event) => /delet|destroy|terminat|drop/i.test(event.text));
		for (const { time } of grave.slice(0, windowsMax))
			if (time !== null) moments.push({ micros: time, runs: [...runs] });
	}
	const found: Event[] = [];
	for (const window of windowsOf(moments)) {
		const part = await events.cases.ofRunsBetween(
			actor,
			window.runs,
			epochMicros(window.from),
			epochMicros(window.to),
			eventsOfWindowMax,
		);
		if (!part.ok) return part;
		found.push(...part.value);
	}
	const involved = [...new Set(found.map((event) => event.run?.id ?? ''))];
	const frames = await events.cases.frames(actor, involved, framesMax);
	return frames.ok ? ok(distinct([...frames.value, ...found])) : frames;
}

interface Window {
	readonly from: number;
	readonly to: number;
	readonly runs: readonly string[];
}

/** Windows round moments, those that overlap made one; the first ones where there are too many. */
function windowsOf(moments: readonly { micros: number; runs: readonly string[] }[]): Window[] {
	const windows: { from: number; to: number; runs: Set<string> }[] = [];
	for (const { micros, runs } of moments) {
		// A source without times stands at the beginning: its runs are read as one window.
		const from = micros === 0 ? 0 : Math.max(1, micros - windowBeforeMicros);
		const to = micros === 0 ? 0 : micros + windowAfterMicros;
		const known = windows.find((window) => window.from <= to && window.to >= from);
		if (known !== undefined) {
			known.from = Math.min(known.from, from);
			known.to = Math.max(known.to, to);
			for (const run of runs) known.runs.add(run);
		} else if (windows.length < windowsMax) windows.push({ from, to, runs: new Set(runs) });
	}
	return windows
		.map(({ from, to, runs }) => ({ from, to, runs: [...runs] }))
		.sort((a, b) => a.from - b.from);
}

async function recordsAround(
	actor: Actor,
	ofRuns: readonly Event[],
	extent: ImportExtent,
	events: EventStore,
): Promise<Result<Event[]>> {
	let from = extent.providerFrom ?? Number.POSITIVE_INFINITY;
	let to = extent.providerTo ?? Number.NEGATIVE_INFINITY;
	for (const { time } of ofRuns) {
		if (time === null) continue;
		from = Math.min(from, time);
		to = Math.max(to, time);
	}
	if (from > to)
		return ofRuns.length === 0
			? ok([])
			: await events.recentProviderRecords(actor, recentRecordsMax);
	const begin = shifted(from, -recordsBeforeMicros);
	const end = shifted(to, recordsAfterMicros);
	const all = await events.providerRecordsBetween(actor, begin, end, recordsMax + 1);
	// Too many to read all: what changed something is what an incident is made of.
	return all.ok && all.value.length > recordsMax
		? await events.cases.changesBetween(actor, begin, end, recordsMax)
		: all;
}

const BROUGHT = ['prompt', 'tool-result', 'configuration'] as const;

/**
 * Events of other runs that brought what these used: the first that introduced a credential or an id,
 * with the calls that they answer; and what providers recorded of the same credentials before.
 */
async function broughtFromElsewhere(
	actor: Actor,
	ofRuns: readonly Event[],
	records: readonly Event[],
	events: EventStore,
): Promise<Result<Event[]>> {
	const used = usedValues(ofRuns);
	const credentials = [
		...new Set(records.flatMap((event) => event.record?.credentialId?.toLowerCase() ?? [])),
	].slice(0, 200);
	const here = new Set(ofRuns.map((event) => event.id as string));
	const found: Introduction[] = [];
	for (const [values, kinds] of [
		[used, BROUGHT],
		[credentials, ['provider-record']],
	] as const) {
		if (values.length === 0) continue;
		const introduced = await events.cases.introductions(actor, values, kinds, introductionsMax);
		if (!introduced.ok) return introduced;
		found.push(...introduced.value.filter((each) => !here.has(each.eventId)));
	}
	if (found.length === 0) return ok([]);
	const brought = await events.byIds(
		actor,
		found.map((each) => each.eventId),
	);
	if (!brought.ok) return brought;
	const calls: Event[] = [];
	for (const each of found.filter(({ kind }) => kind === 'tool-result').slice(0, 20)) {
		const before = await events.cases.ofRunsBetween(
			actor,
			[each.runId],
			epochMicros(Math.max(0, each.micros - callBeforeMicros)),
			epochMicros(each.micros),
			callEventsMax,
		);
		if (!before.ok) return before;
		calls.push(...before.value);
	}
	return ok([...brought.value, ...calls]);
}

/** Credentials, ids and addresses in the calls of these runs, as the index writes them. */
function usedValues(events: readonly Event[]): string[] {
	const values = new Set<string>();
	for (const event of events) {
		if (event.call === null || values.size >= 2_000) continue;
		for (const { fingerprint } of event.sightings) values.add(fingerprint);
		for (const { kind, text } of valuesIn(textOf(event)))
			if (kind === 'credential' || kind === 'resource-id' || kind === 'account')
				values.add(text.toLowerCase());
	}
	return [...values];
}
