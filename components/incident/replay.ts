import type { ControlId, ControlReplay, IncidentDocument } from '@/core/incidents/document.ts';
import type { IncidentView, TimelineEvent } from '@/core/incidents/workspace-view.ts';

/** The incident with some controls switched on: what no longer happens. */
export interface Replay {
	/** Indexes into the document's effects. */
	readonly prevented: ReadonlySet<number>;
	/** Events that would not have happened or would have changed nothing. */
	readonly faded: ReadonlySet<string>;
	/** Events at which a control that is on prevents, or else limits, what would have followed. */
	readonly stops: ReadonlyMap<string, 'prevents' | 'limits'>;
}

/**
 * What several controls prevent together: the union of what each prevents alone. From the event
 * that a preventing control stops, every chain step that it caused falls away too; an event fades
 * only when all of its effects are prevented.
 */
export function replayControls(
	document: IncidentDocument,
	timeline: readonly TimelineEvent[],
	on: ReadonlySet<ControlId>,
): Replay {
	const active = document.controls.filter((control) => on.has(control.id));
	const prevented = new Set(active.flatMap((control) => control.prevented));
	const stopping = active.filter((control) => control.verdict === 'prevents');
	const stops = new Map<string, 'prevents' | 'limits'>();
	for (const { stopsAt, verdict } of active) {
		if (stopsAt === null) continue;
		if (verdict === 'prevents') stops.set(stopsAt, verdict);
		else if (verdict === 'limits' && !stops.has(stopsAt)) stops.set(stopsAt, verdict);
	}
	const faded = new Set<string>();
	for (const control of stopping) {
		if (control.stopsAt === null) continue;
		faded.add(control.stopsAt);
		for (const eventId of caused(document, timeline, control.stopsAt)) faded.add(eventId);
	}
	const kept = new Set(
		document.effects.filter((_, index) => !prevented.has(index)).flatMap(eventsOf),
	);
	document.effects.forEach((effect, index) => {
		if (!prevented.has(index)) return;
		for (const eventId of eventsOf(effect)) if (!kept.has(eventId)) faded.add(eventId);
	});
	for (const event of timeline) {
		if (event.joinedWith !== null && faded.has(event.joinedWith) && !kept.has(event.eventId)) {
			faded.add(event.eventId);
		}
	}
	return { prevented, faded, stops };
}

const eventsOf = (effect: IncidentDocument['effects'][number]): string[] =>
	effect.joined == null ? [effect.eventId] : [effect.eventId, effect.joined.eventId];

/**
 * The chain step at which an event stands; where it is none itself (the call whose answer is one),
 * the next step after it. Null when no step follows.
 */
function stepAt(
	document: IncidentDocument,
	timeline: readonly TimelineEvent[],
	eventId: string,
): { readonly step: number; readonly exact: boolean } | null {
	const own = document.chain.find((step) => step.eventId === eventId);
	if (own !== undefined) return { step: own.step, exact: true };
	const at = timeline.findIndex((event) => event.eventId === eventId);
	const next = at === -1 ? undefined : timeline.slice(at).find((event) => event.step !== null);
	return next?.step == null ? null : { step: next.step, exact: false };
}

/** Events of all chain steps that descend from the step at which this event stands. */
function caused(
	document: IncidentDocument,
	timeline: readonly TimelineEvent[],
	eventId: string,
): string[] {
	const first = stepAt(document, timeline, eventId);
	const reached = new Set(first === null ? [] : [first.step]);
	for (let grown = true; grown; ) {
		grown = false;
		for (const step of document.chain) {
			if (reached.has(step.step) || !step.causes.some((cause) => reached.has(cause.step))) continue;
			reached.add(step.step);
			grown = true;
		}
	}
	return document.chain.filter((step) => reached.has(step.step)).map((step) => step.eventId);
}

/** The verdict in the words of the panel: `prevents · step 5`, `prevents · before step 6`, `limits · 3 of 4`. */
export function verdictWords(
	{ document, timeline }: Pick<IncidentView, 'document' | 'timeline'>,
	control: ControlReplay,
): string {
	const at = control.stopsAt === null ? null : stepAt(document, timeline, control.stopsAt);
	switch (control.verdict) {
		case 'prevents':
			if (at === null) return 'prevents';
			return at.exact ? `prevents · step ${at.step}` : `prevents · before step ${at.step}`;
		case 'limits':
			return `limits · ${control.prevented.length} of ${document.effects.length}`;
		case 'no-effect':
			return 'no effect';
		case 'not-applicable':
			return 'not applicable';
		default:
			return control.verdict satisfies never;
	}
}

export const controlNames: Readonly<Record<ControlId, string>> = {
	'least-privilege': 'Least privilege',
	'short-lived-credential': 'Short-lived credential',
	'no-credential-on-disk': 'No credential on disk',
	'environment-sandbox': 'Environment sandbox',
	'approval-for-destructive': 'Approval for destructive calls',
	'delayed-deletion': 'Delayed deletion',
	'isolated-backups': 'Isolated backups',
	'rate-limit': 'Rate limit',
};
