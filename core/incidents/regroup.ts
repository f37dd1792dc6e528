import {
	type ChainStep,
	type ControlReplay,
	controlIds,
	type Effect,
	type IncidentDocument,
	type Resource,
	severities,
	type Verdict,
} from './document.ts';
import { between } from './incident.ts';

/**
 * What analysts do to incidents: two that are one story become one document, and effects that are
 * another story become a document of their own. Nothing is stated that the parts did not state; what
 * follows from the list of effects (impact, verdicts, severity) is worked out anew.
 */

/** One document of two. The first gives the title, the task and the id. */
export function mergeDocuments(
	target: IncidentDocument,
	other: IncidentDocument,
): IncidentDocument {
	const effects = [...target.effects];
	const places = other.effects.map((effect) => {
		const same = effects.findIndex((known) => sameEffect(known, effect));
		if (same >= 0) return same;
		effects.push(effect);
		return effects.length - 1;
	});
	const chain = mergeChains(target.chain, other.chain);
	const touched = new Set(effects.map((effect) => effect.resource.id));
	return {
		...target,
		severity: worse(target, other),
		window: {
			start: earlier(target.window.start, other.window.start),
			end: later(target.window.end, other.window.end),
		},
		impact: impactOf(effects),
		metrics: {
			taskToImpactMs: least(target.metrics.taskToImpactMs, other.metrics.taskToImpactMs),
			exposureToImpactMs: least(
				target.metrics.exposureToImpactMs,
				other.metrics.exposureToImpactMs,
			),
			deviationToImpactMs: least(
				target.metrics.deviationToImpactMs,
				other.metrics.deviationToImpactMs,
			),
		},
		agents: uniqueBy([...target.agents, ...other.agents], (agent) => agent.sessions.join()),
		task: target.task ?? other.task,
		credentials: uniqueBy(
			[...target.credentials, ...other.credentials],
			(each) => each.fingerprint,
		),
		chain,
		effects,
		atRisk: uniqueBy([...target.atRisk, ...other.atRisk], (each) => each.id).filter(
			(resource: Resource) => !touched.has(resource.id),
		),
		controls: controlIds.map((id) => mergeControl(id, target, other, places, effects.length)),
		detections: uniqueBy([...target.detections, ...other.detections], (each) => each.ruleId),
		evidence: uniqueBy([...target.evidence, ...other.evidence], (each) => each.eventId),
		gaps: [...new Set([...target.gaps, ...other.gaps])],
		claims: uniqueBy(
			[...(target.claims ?? []), ...(other.claims ?? [])],
			(claim) => `${claim.eventId}/${claim.text}`,
		),
		survivingCopies: uniqueBy(
			[...(target.survivingCopies ?? []), ...(other.survivingCopies ?? [])],
			(copy) => copy.resource.id,
		),
	};
}

/**
 * The effects that these events made, as a document of their own, and the rest without them. Each keeps
 * the steps that led to its effects. Null where one of the two would have none.
 *
 * @param id of the part that is split off
 */
export function splitDocument(
	document: IncidentDocument,
	eventIds: ReadonlySet<string>,
	id: string,
): { readonly part: IncidentDocument; readonly rest: IncidentDocument } | null {
	const taken = document.effects.filter((effect) => eventIds.has(effect.eventId));
	const left = document.effects.filter((effect) => !eventIds.has(effect.eventId));
	if (taken.length === 0 || left.length === 0) return null;
	return {
		part: { ...narrowed(document, taken, left), id, title: titleOf(taken, document) },
		rest: narrowed(document, left, taken),
	};
}

/** A document with some of its effects, the steps that led to them, and what follows from both. */
function narrowed(
	document: IncidentDocument,
	effects: readonly Effect[],
	gone: readonly Effect[],
): IncidentDocument {
	const kept = new Set(effects.map((effect) => effect.eventId));
	const dropped = new Set(
		gone
			.flatMap((effect) => [effect.eventId, effect.joined?.eventId ?? ''])
			.filter((event) => !kept.has(event)),
	);
	const steps = document.chain.filter((step) => !dropped.has(step.eventId));
	const numbers = new Map(steps.map((step, i) => [step.step, i + 1]));
	const places = new Map(
		effects.map((effect, i) => [document.effects.indexOf(effect), i] as const),
	);
	return {
		...document,
		effects: [...effects],
		impact: impactOf(effects),
		chain: steps.map((step, i) => ({
			...step,
			step: i + 1,
			causes: step.causes.flatMap((cause) => {
				const at = numbers.get(cause.step);
				return at === undefined ? [] : [{ ...cause, step: at }];
			}),
		})),
		controls: document.controls.map((control) => {
			const prevented = control.prevented.flatMap((place) => places.get(place) ?? []);
			return {
				...control,
				prevented,
				verdict: verdictOf(control.verdict, prevented.length, effects.length),
			};
		}),
		evidence: document.evidence.filter((entry) => !dropped.has(entry.eventId)),
	};
}

const titleOf = (effects: readonly Effect[], document: IncidentDocument): string => {
	const [first] = effects;
	const more = effects.length - 1;
	return `${first?.resource.kind ?? 'resource'} ${first?.resource.name ?? first?.resource.id ?? ''} ${first?.class ?? ''}${more > 0 ? ` and ${more} more` : ''}, split from “${document.title}”`;
};

function mergeControl(
	id: ControlReplay['id'],
	target: IncidentDocument,
	other: IncidentDocument,
	places: readonly number[],
	effects: number,
): ControlReplay {
	const one = target.controls.find((control) => control.id === id);
	const two = other.controls.find((control) => control.id === id);
	if (one === undefined || two === undefined) return (one ?? two) as ControlReplay;
	const prevented = [
		...new Set([...one.prevented, ...two.prevented.map((place) => places[place] ?? -1)]),
	]
		.filter((place) => place >= 0)
		.sort((a, b) => a - b);
	const main = one.verdict === 'not-applicable' ? two : one;
	return {
		...main,
		verdict:
			one.verdict === 'not-applicable' && two.verdict === 'not-applicable'
				? 'not-applicable'
				: verdictOf(main.verdict, prevented.length, effects),
		stopsAt: one.stopsAt ?? two.stopsAt,
		prevented,
		why: one.why === two.why ? one.why : `${one.why} ${two.why}`,
	};
}

function verdictOf(before: Verdict, prevented: number, effects: number): Verdict {
	if (before === 'not-applicable') return before;
	if (effects === 0) return before;
	return prevented === 0 ? 'no-effect' : prevented === effects ? 'prevents' : 'limits';
}

/** Both chains as one, in order of time; a step that stands in both stands once. */
function mergeChains(one: readonly ChainStep[], two: readonly ChainStep[]): ChainStep[] {
	const steps = uniqueBy([...one, ...two], (step) => step.eventId);
	const events = (chain: readonly ChainStep[]) =>
		new Map(chain.map((step) => [step.step, step.eventId]));
	const [ofOne, ofTwo] = [events(one), events(two)];
	const ordered = steps
		.map((step, i) => ({ step, i }))
		.sort((a, b) => (a.step.time ?? '').localeCompare(b.step.time ?? '') || a.i - b.i)
		.map(({ step }) => step);
	const numbers = new Map(ordered.map((step, i) => [step.eventId, i + 1]));
	return ordered.map((step, i) => {
		const from = one.includes(step) ? ofOne : ofTwo;
		return {
			...step,
			step: i + 1,
			causes: step.causes.flatMap((cause) => {
				const at = numbers.get(from.get(cause.step) ?? '');
				return at === undefined || at >= i + 1 ? [] : [{ ...cause, step: at }];
			}),
		};
	});
}

const sameEffect = (a: Effect, b: Effect): boolean =>
	a.class === b.class &&
	a.resource.provider === b.resource.provider &&
	a.resource.id === b.resource.id;

function impactOf(effects: readonly Effect[]): IncidentDocument['impact'] {
	if (effects.length === 0) return null;
	const times = effects
		.map((effect) => effect.time)
		.filter((time) => time !== null)
		.sort();
	const start = times[0] ?? null;
	const end = times.at(-1) ?? null;
	return { start, end, durationMs: between(start, end) };
}

const worse = (a: IncidentDocument, b: IncidentDocument): IncidentDocument['severity'] =>
	severities.indexOf(a.severity) <= severities.indexOf(b.severity) ? a.severity : b.severity;
const earlier = (a: string | null, b: string | null): string | null =>
	a === null ? b : b === null || a <= b ? a : b;
const later = (a: string | null, b: string | null): string | null =>
	a === null ? b : b === null || a >= b ? a : b;
const least = (a: number | null, b: number | null): number | null =>
	a === null ? b : b === null ? a : Math.min(a, b);

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
	return [...new Map(items.toReversed().map((item) => [key(item), item])).values()].toReversed();
}
