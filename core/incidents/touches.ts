import type { Act, ResourceRef } from '../actions/action.ts';
import type { ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import { recoveryAt } from '../actions/reading.ts';
import type { Event } from '../event/event.ts';
import { type EpochMicros, formatTime, formatTimeOrNull } from '../event/time.ts';
import type { Deviation } from './deviation.ts';
import type { Effect, EffectClass, Environment, Resource } from './document.ts';
import type { Join, RecordTrace } from './join.ts';
import type { CallTrace, Outcome } from './runs.ts';
import type { World } from './world.ts';

/** One act on one resource that lies outside the task: done, attempted or refused. */
export interface Touch {
	/** The agent's call; null where only the provider's record shows it. */
	readonly call: CallTrace | null;
	/** The provider's record, joined or alone. */
	readonly record: RecordTrace | null;
	readonly join: Join | null;
	readonly act: Act;
	readonly resource: ResourceRef;
	readonly environment: Environment;
	readonly environmentReason: string | null;
	readonly deviation: Deviation;
	readonly outcome: Outcome;
	readonly confirmedBy: Effect['confirmedBy'];
}

const EFFECT_OF: Readonly<Record<Act['class'], EffectClass | null>> = {
	read: null,
	execute: null,
	destroy: 'destroyed',
	delete: 'destroyed',
	modify: 'modified',
	expose: 'exposed',
	grant: 'granted',
	create: 'created',
};

/** The event that stands for a touch: the agent's call where there is one. */
export const eventOf = (touch: Touch): Event => (touch.call?.event ?? touch.record?.event) as Event;

/** When it took effect: as the provider recorded it, else when the call returned or was made. */
export const timeOf = (touch: Touch): EpochMicros | null =>
	touch.record?.event.time ?? touch.call?.result?.time ?? touch.call?.event.time ?? null;

/** A touch with its effect on the world. */
export interface TouchEffect {
	readonly touch: Touch;
	readonly effect: Effect;
	/** The record of what fell with it, for effects by containment. */
	readonly record: RecordTrace | null;
}

/**
 * What the touches changed. Denied and failed ones change nothing; a touch whose outcome no log shows
 * changes nothing either (the caller lists it as a gap). What fell with a destroyed resource follows it.
 */
export function effectsOf(
	touches: readonly Touch[],
	falling: readonly RecordTrace[],
	world: World,
	catalogue: ProviderCatalogue,
): TouchEffect[] {
	const effects: TouchEffect[] = [];
	const gone = new Set<string>();
	for (const touch of touches) {
		const effectClass = EFFECT_OF[touch.act.class];
		if (effectClass === null || touch.outcome !== 'ok') continue;
		const key = `${effectClass}/${touch.resource.id}`;
		if (gone.has(key)) continue;
		gone.add(key);
		effects.push({ touch, effect: effectOf(touch, effectClass, world, catalogue), record: null });
		if (effectClass === 'destroyed' && touch.act.class === 'destroy')
			effects.push(...fallenWith(touch, falling, world, catalogue, gone));
	}
	return effects;
}

function effectOf(
	touch: Touch,
	effectClass: EffectClass,
	world: World,
	catalogue: ProviderCatalogue,
): Effect {
	const time = timeOf(touch);
	const recovery = recoveryAt(
		catalogue,
		touch.act,
		time === null ? null : formatTime(time).slice(0, 10),
	);
	const known = world.resources.get(touch.resource.id);
	return {
		class: effectClass,
		eventId: eventOf(touch).id,
		time: formatTimeOrNull(time),
		resource: {
			provider: touch.resource.provider,
			kind: touch.resource.kind,
			id: touch.resource.id,
			name: touch.resource.name ?? known?.name ?? null,
			environment: touch.environment,
			environmentReason: touch.environmentReason,
			containedIn: known?.containedIn ?? null,
			containedInName: known == null ? null : (world.toResource(known).containedInName ?? null),
		},
		viaContainment: false,
		recoverable:
			effectClass === 'destroyed' ? recovery.undo : effectClass === 'exposed' ? 'no' : 'unknown',
		recoveryNote: recovery.note,
		confirmedBy: touch.confirmedBy,
		joined:
			touch.join === null
				? null
				: {
						eventId: touch.join.record.event.id,
						confidence: touch.join.confidence,
						offsetMs: touch.join.offsetMs,
					},
	};
}

/** Ten minutes: the longest seen between a deletion and the records of what fell with it. */
const FALL_MICROS = 600_000_000;

function fallenWith(
	touch: Touch,
	falling: readonly RecordTrace[],
	world: World,
	catalogue: ProviderCatalogue,
	gone: Set<string>,
): TouchEffect[] {
	const kinds = touch.act.fallsWith;
	const parent = effectOf(touch, 'destroyed', world, catalogue);
	const at = timeOf(touch);
	const effects: TouchEffect[] = [];
	const add = (resource: Resource, record: RecordTrace | null): void => {
		const key = `destroyed/${resource.id}`;
		if (gone.has(key)) return;
		gone.add(key);
		effects.push({
			touch,
			record,
			effect: {
				...parent,
				eventId: record?.event.id ?? parent.eventId,
				time: formatTimeOrNull(record?.event.time ?? at),
				resource: {
					...resource,
					environment:
						resource.environment === 'unknown' ? touch.environment : resource.environment,
					environmentReason:
						resource.environmentReason ??
						`it stood in ${touch.resource.kind} ${touch.resource.name ?? touch.resource.id}`,
					containedIn: resource.containedIn ?? touch.resource.id,
				},
				viaContainment: true,
				confirmedBy: record === null ? parent.confirmedBy : 'provider',
				joined: null,
			},
		});
	};
	const recorded = new Map<string, RecordTrace>();
	for (const record of falling) {
		const time = record.event.time;
		for (const act of record.acts) {
			if (
				act.class !== 'destroy' ||
				act.provider !== touch.act.provider ||
				!kinds.includes(act.resources[0]?.kind ?? '')
			)
				continue;
			if (time !== null && at !== null && (time < at - 2_000_000 || time > at + FALL_MICROS))
				continue;
			for (const resource of act.resources) {
				const container = world.resources.get(resource.id)?.containedIn ?? null;
				if (
					container !== null &&
					container !== touch.resource.id &&
					!insideOf(container, touch.resource.id, world)
				)
					continue;
				recorded.set(resource.id, record);
			}
		}
	}
	for (const [id, record] of [...recorded].sort(
		(a, b) => (a[1].event.time ?? 0) - (b[1].event.time ?? 0),
	)) {
		const known = world.resources.get(id);
		const ref = record.acts.flatMap((act) => act.resources).find((resource) => resource.id === id);
		add(
			known !== undefined
				? world.toResource(known)
				: {
						provider: touch.act.provider,
						kind: ref?.kind ?? 'resource',
						id,
						name: ref?.name ?? null,
						environment: 'unknown',
					},
			record,
		);
	}
	for (const known of world.contained(touch.resource.id, kinds)) add(world.toResource(known), null);
	return effects;
}

function insideOf(id: string, outer: string, world: World): boolean {
	let at: string | null = id;
	for (let i = 0; i < 10 && at !== null; i++) {
		if (at === outer) return true;
		at = world.resources.get(at)?.containedIn ?? null;
	}
	return false;
}
