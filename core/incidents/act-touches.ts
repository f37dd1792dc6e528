import type { Act, ResourceRef } from '../actions/action.ts';
import { consentTo } from './consent.ts';
import { type Circumstances, deviationOf, placeOf } from './deviation.ts';
import { isPlaceholder, type Joined, type RecordTrace } from './join.ts';
import type { CallTrace, RunTrace } from './runs.ts';
import type { Touch } from './touches.ts';
import type { World } from './world.ts';

/** A touch whose reason is known without asking what the task allows. */
export function plainTouch(
	call: CallTrace,
	act: Act,
	resource: ResourceRef,
	reason: 'injected' | 'not-asked' | 'secret-sent-out',
	world: World,
): Touch {
	const place = placeOf(act, resource, world);
	return {
		call,
		record: null,
		join: null,
		act,
		resource,
		environment: place.environment,
		environmentReason: place.reason,
		deviation: { reason },
		outcome: call.outcome,
		confirmedBy: 'agent',
	};
}

/** What an act touches outside the task, resource by resource; nothing where the task allows it. */
export function touchesOf(
	call: CallTrace,
	act: Act,
	run: RunTrace,
	circumstances: Circumstances,
	joined: Joined,
): Touch[] {
	const joins = (joined.byCall.get(call.event.id) ?? []).filter((join) => join.act === act);
	const targets =
		act.resources.length > 0
			? act.resources
			: (act.class === 'read' || act.class === 'execute') && !circumstances.injected
				? []
				: [
						{
							provider: act.provider,
							kind: 'resource',
							id: act.operation,
							name: null,
							environment: 'unknown' as const,
							environmentReason: null,
						},
					];
	const ofRecords =
		act.provider === 'terraform'
			? joins.flatMap((join) =>
					join.record.acts.flatMap((recorded) =>
						recorded.resources.map((resource) => ({ resource, join, recorded })),
					),
				)
			: [];
	const pairs =
		ofRecords.length > 0
			? ofRecords
			: targets.map((resource) => ({
					resource,
					join:
						joins.find((join) => namesSame(join.record, resource)) ??
						(targets.length === 1 ? (joins[0] ?? null) : null),
					recorded: act,
				}));
	return pairs.flatMap(({ resource, join, recorded }) => {
		const named = join === null ? resource : betterNamed(resource, join.record);
		const deviation = deviationOf(act, named, circumstances);
		if (deviation === null) return [];
		const place = placeOf(
			{ ...act, environment: act.environment ?? recordEnvironment(join?.record ?? null) },
			named,
			circumstances.world,
		);
		const recordOutcome = join?.record.event.record?.outcome ?? 'unknown';
		const agentOk =
			(call.outcome === 'ok' && act.later !== true) ||
			(call.outcome === 'unknown' && !run.hasResults && claimsSuccess(call, run));
		const outcome =
			recordOutcome === 'ok' || agentOk
				? 'ok'
				: recordOutcome !== 'unknown'
					? recordOutcome
					: act.later === true && call.outcome === 'ok'
						? 'unknown'
						: call.outcome;
		const touch: Touch = {
			call,
			record: join?.record ?? null,
			join,
			act: ofRecords.length > 0 ? { ...act, ...recorded, eventId: act.eventId } : act,
			resource: named,
			environment: place.environment,
			environmentReason: place.reason,
			deviation,
			outcome,
			confirmedBy: recordOutcome === 'ok' ? (agentOk ? 'both' : 'provider') : 'agent',
		};
		// A human who was asked and agreed has widened the task; what the task ruled out stays ruled out.
		return deviation.reason === 'not-asked' && consentTo(touch, run) !== null ? [] : [touch];
	});
}

const recordEnvironment = (record: RecordTrace | null): Act['environment'] =>
	record?.acts.find((act) => act.environment !== null)?.environment ?? null;

const namesSame = (record: RecordTrace, resource: ResourceRef): boolean =>
	record.acts.some((act) =>
		act.resources.some((other) => other.id === resource.id || other.name === resource.id),
	);

/** The provider's record often knows the resource's name. */
function betterNamed(resource: ResourceRef, record: RecordTrace): ResourceRef {
	if (isPlaceholder(resource.id))
		return (
			record.acts
				.flatMap((act) => act.resources)
				.find((candidate) => candidate.kind === resource.kind) ?? resource
		);
	const other = record.acts
		.flatMap((act) => act.resources)
		.find((candidate) => candidate.id === resource.id);
	return other?.name == null ? resource : { ...resource, name: resource.name ?? other.name };
}

/** In a transcript without results, the agent's next words are all there is. */
function claimsSuccess(call: CallTrace, run: RunTrace): boolean {
	const next = run.events
		.slice(call.position + 1)
		.find((event) => event.kind === 'message' || event.kind === 'tool-call');
	return (
		next?.kind === 'message' &&
		/\b(delet|remov|destroy|drop|done|success|complet|gone|creat|sent|grant|publish|updat)\w*/i.test(
			next.text,
		) &&
		!/\b(fail|error|denied|could not|couldn['’]t|unable)\b/i.test(next.text)
	);
}
