import { parseTime } from '@/core/event/time.ts';
import type { Effect, IncidentDocument, Resource } from '@/core/incidents/document.ts';
import type { IncidentView, TimelineEvent } from '@/core/incidents/workspace-view.ts';
import { idleStretches, type Span } from './scale.ts';

/** An event with its place on the strip, in milliseconds from the origin. */
export interface StripItem extends Span {
	readonly event: TimelineEvent;
	/** Its source has no time: it stands between its neighbours, by order. */
	readonly untimed: boolean;
}

export interface ResourceBar {
	readonly key: string;
	readonly resource: Resource;
	readonly effects: readonly {
		readonly index: number;
		readonly effect: Effect;
		readonly time: number;
	}[];
	/** When it ended; null while it lives. */
	readonly endedAt: number | null;
	/** When it began, if the incident created it. */
	readonly beganAt: number | null;
	readonly recoverable: Effect['recoverable'];
}

export interface CredentialLine extends Span {
	readonly fingerprint: string;
	readonly label: string;
	readonly points: readonly {
		readonly eventId: string;
		readonly time: number;
		readonly type: 'obtained' | 'used';
	}[];
}

export interface StripModel {
	/** Epoch microseconds of the strip's zero: the first effect, else the first event. Null when no source has times. */
	readonly originMicros: number | null;
	readonly items: readonly StripItem[];
	readonly byId: ReadonlyMap<string, StripItem>;
	readonly span: Span;
	/** From first to last effect; null when nothing changed. */
	readonly impact: Span | null;
	readonly idle: readonly Span[];
	readonly resources: readonly ResourceBar[];
	readonly credentials: readonly CredentialLine[];
}

const untimedStepMs = 1_000;

/** What the strip draws, from the view that the server sent. Never throws; an empty timeline gives an empty strip. */
export function stripModel(view: IncidentView): StripModel {
	const { document, timeline } = view;
	const firstTimed = timeline.find((event) => event.timeMicros !== null)?.timeMicros ?? null;
	const originMicros = firstTimed === null ? null : (micros(document.impact?.start) ?? firstTimed);
	const items = placeEvents(timeline, originMicros);
	const byId = new Map(items.map((item) => [item.event.eventId, item]));
	const busy = items.map(({ start, end }) => ({ start, end }));
	const whole = busy.reduce(union, busy[0] ?? { start: 0, end: untimedStepMs });
	const effectTimes = document.effects.map((effect) => effectTime(effect, byId, originMicros));
	const known = effectTimes.filter((time) => time !== null);
	return {
		originMicros,
		items,
		byId,
		span: padded(known.reduce((span, time) => union(span, { start: time, end: time }), whole)),
		impact: known.length === 0 ? null : { start: Math.min(...known), end: Math.max(...known) },
		idle: originMicros === null ? [] : idleStretches(busy),
		resources: resourceBars(document, effectTimes),
		credentials: credentialLines(document, byId),
	};
}

const micros = (text: string | null | undefined): number | null =>
	text == null ? null : parseTime(text);

const union = (a: Span, b: Span): Span => ({
	start: Math.min(a.start, b.start),
	end: Math.max(a.end, b.end),
});

const padded = (span: Span): Span => {
	const pad = Math.min(Math.max((span.end - span.start) * 0.02, 1), 4_000);
	return { start: span.start - pad, end: span.end + pad };
};

/** Events in order; those without a time are put between their neighbours, evenly. */
function placeEvents(timeline: readonly TimelineEvent[], origin: number | null): StripItem[] {
	const starts: (number | null)[] = timeline.map((event) =>
		event.timeMicros === null || origin === null ? null : (event.timeMicros - origin) / 1_000,
	);
	for (let index = 0; index < starts.length; index += 1) {
		if (starts[index] !== null) continue;
		let next = index;
		while (next < starts.length && starts[next] === null) next += 1;
		const before = index === 0 ? null : (starts[index - 1] ?? null);
		const after = starts[next] ?? null;
		const count = next - index;
		const step = before !== null && after !== null ? (after - before) / (count + 1) : untimedStepMs;
		const base = before ?? (after !== null ? after - step * (count + 1) : -step);
		for (let place = 0; place < count; place += 1)
			starts[index + place] = base + step * (place + 1);
		index = next - 1;
	}
	return timeline
		.map((event, index) => {
			const start = starts[index] ?? 0;
			const untimed = event.timeMicros === null;
			return { event, untimed, start, end: start + (untimed ? 0 : (event.durationMs ?? 0)) };
		})
		.sort((a, b) => a.start - b.start || a.event.order - b.event.order);
}

function effectTime(
	effect: Effect,
	byId: ReadonlyMap<string, StripItem>,
	origin: number | null,
): number | null {
	const stated = micros(effect.time);
	if (stated !== null && origin !== null) return (stated - origin) / 1_000;
	return byId.get(effect.eventId)?.start ?? null;
}

function resourceBars(
	document: IncidentDocument,
	times: readonly (number | null)[],
): ResourceBar[] {
	const grouped = new Map<
		string,
		{ resource: Resource; effects: ResourceBar['effects'][number][] }
	>();
	document.effects.forEach((effect, index) => {
		const time = times[index];
		if (time == null) return;
		const key = resourceKey(effect.resource);
		const group = grouped.get(key) ?? { resource: effect.resource, effects: [] };
		group.effects.push({ index, effect, time });
		grouped.set(key, group);
	});
	return [...grouped].map(([key, { resource, effects }]) => {
		const end = effects.find(({ effect }) => effect.class === 'destroyed');
		const begin = effects.find(({ effect }) => effect.class === 'created');
		return {
			key,
			resource,
			effects,
			endedAt: end?.time ?? null,
			beganAt: begin?.time ?? null,
			recoverable: end?.effect.recoverable ?? 'unknown',
		};
	});
}

export const resourceKey = (resource: Resource): string =>
	`${resource.provider}/${resource.kind}/${resource.id}`;

function credentialLines(
	document: IncidentDocument,
	byId: ReadonlyMap<string, StripItem>,
): CredentialLine[] {
	return document.credentials.flatMap((credential): CredentialLine[] => {
		const got = credential.obtained.eventId;
		const points = [...(got === null ? [] : [got]), ...credential.uses]
			.flatMap((eventId) => {
				const item = byId.get(eventId);
				const type = eventId === got ? ('obtained' as const) : ('used' as const);
				return item === undefined ? [] : [{ eventId, time: item.start, type }];
			})
			.sort((a, b) => a.time - b.time);
		const first = points[0];
		const last = points.at(-1);
		if (first === undefined || last === undefined) return [];
		const from = credential.obtained.path ?? credential.obtained.how;
		return [
			{
				fingerprint: credential.fingerprint,
				label: `${credential.name ?? credential.kind} from ${from}`,
				points,
				start: first.time,
				end: last.time,
			},
		];
	});
}
