import type { Act } from '../actions/action.ts';
import { canonicalName, type ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import { type CallTrace, callSpan } from './runs.ts';

/** A provider's record with its reading. */
export interface RecordTrace {
	readonly event: Event;
	readonly acts: readonly Act[];
}

/** An agent's call and the provider's record of it: one action. */
export interface Join {
	readonly call: CallTrace;
	readonly act: Act;
	readonly record: RecordTrace;
	/** 0–1. */
	readonly confidence: number;
	/** Record's time minus the call's, milliseconds, as recorded; null where the call has no time. */
	readonly offsetMs: number | null;
}

const MINUTE = 60_000;
/** Before the clocks are compared, a record may stand this far from its call when an id ties them. */
const WIDEST_MS = 26 * 60 * MINUTE;
const THRESHOLD = 0.55;

interface Pair extends Join {
	readonly score: number;
	readonly sharesId: boolean;
}

export interface Joined {
	readonly joins: readonly Join[];
	readonly byCall: ReadonlyMap<EventId, readonly Join[]>;
	readonly byRecord: ReadonlyMap<EventId, Join>;
	/** Source → how far its clock stands ahead of the agents', milliseconds (median over joined pairs, latency included). */
	readonly offsetsMs: ReadonlyMap<string, number>;
}

/**
 * Joins agents' calls with providers' records, one to one. Two passes: pairs that share a resource's
 * id tell how far each provider's clock stands off; with that, the rest is joined by operation and
 * time. Ties fall to the pair that is closest in time, then to the smaller ids.
 */
export function joinActions(
	calls: readonly CallTrace[],
	records: readonly RecordTrace[],
	catalogue: ProviderCatalogue,
): Joined {
	const candidates = pairs(calls, records, catalogue);
	const offsetsMs = clockOffsets(candidates.filter((pair) => pair.sharesId));
	const scored = candidates
		.map((pair) => withTime(pair, offsetsMs.get(pair.record.event.origin.source) ?? 0))
		.filter((pair) => pair.score >= THRESHOLD)
		.sort(
			(a, b) =>
				b.score - a.score ||
				distance(a, offsetsMs) - distance(b, offsetsMs) ||
				(a.record.event.id < b.record.event.id ? -1 : 1) ||
				(a.call.event.id < b.call.event.id ? -1 : 1),
		);
	const joins: Join[] = [];
	const takenRecords = new Set<EventId>();
	const takenActs = new Set<string>();
	for (const pair of scored) {
		const actKey = `${pair.call.event.id}/${pair.act.operation}/${pair.act.resources.map((r) => r.id).join()}`;
		// A call on several resources (a list of instances) may stand behind several records.
		const many = pair.act.resources.length > 1 || pair.act.provider === 'terraform';
		if (takenRecords.has(pair.record.event.id) || (takenActs.has(actKey) && !many)) continue;
		takenRecords.add(pair.record.event.id);
		takenActs.add(actKey);
		joins.push({
			call: pair.call,
			act: pair.act,
			record: pair.record,
			confidence: Math.round(Math.min(0.99, pair.score) * 100) / 100,
			offsetMs: pair.offsetMs,
		});
	}
	const byCall = new Map<EventId, Join[]>();
	for (const join of joins)
		byCall.set(join.call.event.id, [...(byCall.get(join.call.event.id) ?? []), join]);
	return {
		joins,
		byCall,
		byRecord: new Map(joins.map((join) => [join.record.event.id, join])),
		offsetsMs,
	};
}

function pairs(
	calls: readonly CallTrace[],
	records: readonly RecordTrace[],
	catalogue: ProviderCatalogue,
): Pair[] {
	const byProvider = new Map<string, { record: RecordTrace; act: Act }[]>();
	for (const record of records)
		for (const act of record.acts) {
			const list = byProvider.get(act.provider);
			if (list === undefined) byProvider.set(act.provider, [{ record, act }]);
			else list.push({ record, act });
		}
	const found: Pair[] = [];
	for (const call of calls)
		for (const act of call.acts)
			for (const candidate of candidatesFor(act, byProvider)) {
				const pair = pairOf(call, act, candidate.record, candidate.act, catalogue);
				if (pair !== null) found.push(pair);
			}
	return found;
}

/** Terraform, pulumi and scripts act through other providers' APIs: their records stand under those. */
function candidatesFor(
	act: Act,
	byProvider: ReadonlyMap<string, { record: RecordTrace; act: Act }[]>,
): readonly { record: RecordTrace; act: Act }[] {
	if (act.provider === 'filesystem' || act.provider === 'web') return [];
	if (act.provider === 'terraform')
		return [...byProvider.values()].flat().filter(({ act: other }) => other.class !== 'read');
	return byProvider.get(act.provider) ?? [];
}

function pairOf(
	call: CallTrace,
	act: Act,
	record: RecordTrace,
	recorded: Act,
	catalogue: ProviderCatalogue,
): Pair | null {
	const called = catalogue.operation(act.provider, act.operation, null);
	const audited = catalogue.operation(recorded.provider, recorded.operation, null);
	const sameOperation =
		canonicalName(act.operation) === canonicalName(recorded.operation) ||
		(called !== null && called === audited);
	const sameMeaning =
		act.class === recorded.class &&
		act.resources[0]?.kind !== undefined &&
		act.resources[0].kind === recorded.resources[0]?.kind;
	const viaTool = act.provider === 'terraform' && recorded.class === act.class;
	const changes =
		(act.class === recorded.class && act.class !== 'read' && act.class !== 'execute') ||
		// What opens a thing to everyone is recorded as a change of who may see it.
		(GIVES.test(act.class) && GIVES.test(recorded.class)) ||
		(audited === null && writesTheSame(act, recorded, record.event));
	if (!sameOperation && !sameMeaning && !viaTool && !changes) return null;
	const isUnnamed = act.resources.every(({ id }) => isPlaceholder(id));
	const ids = new Set(
		isUnnamed
			? []
			: act.resources.flatMap((r) => [r.id, r.name ?? r.id]).map((id) => id.toLowerCase()),
	);
	const recordIds = recorded.resources
		.flatMap((r) => [r.id, r.name ?? r.id])
		.map((id) => id.toLowerCase());
	const answer = isUnnamed ? (call.result?.result?.output ?? '').toLowerCase() : '';
	const sharesId = recordIds.some(
		(id) =>
			ids.has(id) ||
			// A task that acts on what its configuration names says in its answer what that was.
			((sameMeaning || viaTool) && id.length > 3 && answer.includes(id)) ||
			[...ids].some(
				(own) =>
					own.length > 3 &&
					(id.endsWith(`/${own}`) || own.endsWith(`/${id}`) || id.endsWith(`:${own}`)),
			),
	);
	// What a call creates gets its id from the provider: the record may share only where it stands.
	const createdThere =
		sameOperation &&
		(act.class === 'create' || act.class === 'grant') &&
		recordIds.some((id) =>
			id.split('/').some((part) => part.length > 7 && act.text.toLowerCase().includes(part)),
		);
	if (!sharesId && !viaTool && !createdThere && ids.size > 0 && recordIds.length > 0) return null;
	// `rm -r` of a bucket is recorded as the bucket's deletion: another kind, the same thing by its id.
	if (!sharesId && !sameOperation && !sameMeaning && !viaTool) return null;
	if (call.outcome === 'denied' && record.event.record?.outcome === 'ok') return null;
	const { start } = callSpan(call);
	const offsetMs =
		start === null || record.event.time === null ? null : (record.event.time - start) / 1000;
	if (offsetMs !== null && Math.abs(offsetMs) > WIDEST_MS) return null;
	const requestId = record.event.record?.requestId;
	const sharesRequest =
		requestId != null &&
		requestId.length > 8 &&
		(call.result?.result?.output.includes(requestId) ?? false);
	const score =
		(sharesRequest ? 0.9 : 0) +
		(sameOperation ? 0.4 : sameMeaning ? 0.3 : 0.35) +
		(sharesId ? 0.35 : createdThere ? 0.15 : 0);
	return { call, act, record, confidence: 0, offsetMs, score, sharesId };
}

/**
 * A record of an operation that nothing describes (`…/firewallRules/write`) tells little of what it
 * did: it may be of any call that makes or changes a thing of the kind that the record itself names.
 */
function writesTheSame(act: Act, recorded: Act, { record }: Event): boolean {
	const plain = (kind: string | null | undefined): string =>
		canonicalName(kind ?? '').replace(/s$/, '');
	const kind = plain(act.resources[0]?.kind);
	return (
		/^(?:execute|modify)$/.test(recorded.class) &&
		/^(?:create|modify|grant|expose)$/.test(act.class) &&
		kind !== '' &&
		kind !== 'resource' &&
		(record?.resources ?? []).some((resource) => plain(resource.kind) === kind)
	);
}

const GIVES = /^(?:grant|expose)$/;

/** Stands for what a configuration or a login names: `the configured database`. */
export const isPlaceholder = (id: string): boolean => /^(?:the configured|linked by the) /.test(id);

function clockOffsets(sure: readonly Pair[]): Map<string, number> {
	const bySource = new Map<string, Map<EventId, number[]>>();
	for (const pair of sure) {
		// What a schedule did later says nothing of the clocks.
		if (pair.offsetMs === null || pair.act.later === true) continue;
		const source = pair.record.event.origin.source;
		const byRecord = bySource.get(source) ?? new Map<EventId, number[]>();
		byRecord.set(pair.record.event.id, [
			...(byRecord.get(pair.record.event.id) ?? []),
			pair.offsetMs,
		]);
		bySource.set(source, byRecord);
	}
	const offsets = new Map<string, number>();
	for (const [source, byRecord] of bySource) {
		// A record that several calls could explain counts once, by its nearest call.
		const nearest = [...byRecord.values()]
			.map((values) => values.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)))
			.sort((a, b) => a - b);
		const median = nearest[Math.floor((nearest.length - 1) / 2)];
		if (median !== undefined) offsets.set(source, median);
	}
	return offsets;
}

/** Adds what time says: close in corrected time speaks for a pair, far apart against it. */
function withTime(pair: Pair, offsetMs: number): Pair {
	if (pair.offsetMs === null) return { ...pair, score: pair.score + 0.15 };
	const { start, end } = callSpan(pair.call);
	const runsMs = start !== null && end !== null ? (end - start) / 1000 : 0;
	const away = Math.max(0, Math.abs(pair.offsetMs - offsetMs) - runsMs);
	// Terraform's calls go on for minutes; a transcript may show their end at once.
	const viaTool = pair.act.provider === 'terraform' && away < 10 * MINUTE;
	const weight =
		away < 2_000 || viaTool
			? 0.25
			: away < 30_000
				? 0.2
				: away < 5 * MINUTE
					? 0.1
					: pair.sharesId && (away < 30 * MINUTE || pair.act.later === true)
						? 0
						: -0.3;
	return { ...pair, score: pair.score + weight };
}

const distance = (pair: Pair, offsets: ReadonlyMap<string, number>): number =>
	pair.offsetMs === null
		? 0
		: Math.abs(pair.offsetMs - (offsets.get(pair.record.event.origin.source) ?? 0));
