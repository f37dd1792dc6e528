import type { Act } from '../actions/action.ts';
import { newRunState, readActs } from '../actions/understand.ts';
import type { Understanding } from '../actions/understanding.ts';
import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import { placeOf } from './deviation.ts';
import type { Environment } from './document.ts';
import { type Inventory, mergeInventories } from './inventory.ts';
import { type Join, joinActions, type RecordTrace } from './join.ts';
import { learnWorld } from './reconstruct.ts';
import { type CallTrace, callSpan, traceRuns } from './runs.ts';
import type { World } from './world.ts';

/** How one event was read, for those who show or store it. */
export interface EventReading {
	readonly acts: readonly Act[];
	/** The act that weighs most: what stands for the event in lists and on the strip. */
	readonly main: Act | null;
	readonly environment: Environment;
	readonly environmentReason: string | null;
	readonly outcome: string;
	readonly durationMs: number | null;
	readonly call: CallTrace | null;
	readonly joins: readonly Join[];
}

export interface Readings {
	readonly byEvent: ReadonlyMap<EventId, EventReading>;
	readonly world: World;
}

const WEIGHT: Readonly<Record<Act['class'], number>> = {
	destroy: 7,
	expose: 6,
	grant: 5,
	delete: 4,
	modify: 3,
	create: 2,
	execute: 1,
	read: 0,
};

/** Reads every call and record of a set of events: class, environment, outcome, and what is joined with what. */
export function readEvents(
	events: readonly Event[],
	inventories: readonly Inventory[],
	understanding: Understanding,
): Readings {
	const inventory = mergeInventories(inventories);
	const runs = traceRuns(events, understanding);
	const records: RecordTrace[] = events
		.filter((event) => event.record !== null)
		.map((event) => ({ event, acts: readActs(event, understanding, newRunState()) }));
	const world = learnWorld(understanding, inventory, runs, records);
	const calls = runs.flatMap((run) => run.calls);
	const joined = joinActions(calls, records, understanding.catalogue);
	const byEvent = new Map<EventId, EventReading>();
	for (const call of calls) {
		const { start, end } = callSpan(call);
		const durationMs =
			call.result?.result?.durationMs ??
			(start !== null && end !== null ? (end - start) / 1000 : null);
		const joins = joined.byCall.get(call.event.id) ?? [];
		byEvent.set(call.event.id, {
			...readingOf(call.acts, world),
			outcome: call.outcome,
			durationMs,
			call,
			joins,
		});
	}
	for (const record of records) {
		const join = joined.byRecord.get(record.event.id);
		byEvent.set(record.event.id, {
			...readingOf(record.acts, world),
			outcome: record.event.record?.outcome ?? 'unknown',
			durationMs: null,
			call: join?.call ?? null,
			joins: join === undefined ? [] : [join],
		});
	}
	return { byEvent, world };
}

function readingOf(
	acts: readonly Act[],
	world: World,
): Pick<EventReading, 'acts' | 'main' | 'environment' | 'environmentReason'> {
	const main = [...acts].sort((a, b) => WEIGHT[b.class] - WEIGHT[a.class])[0] ?? null;
	const resource = main?.resources[0];
	const place =
		main === null
			? null
			: resource === undefined
				? main.environment
				: placeOf(main, resource, world);
	const value = place === null ? 'unknown' : 'value' in place ? place.value : place.environment;
	return { acts, main, environment: value, environmentReason: place?.reason ?? null };
}
