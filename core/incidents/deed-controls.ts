import type { EventId } from '../event/ids.ts';
import type { EpochMicros } from '../event/time.ts';
import { consentTo } from './consent.ts';
import { placeOf } from './deviation.ts';
import { approvalPolicy, sandboxPolicy } from './policies.ts';
import {
	actionName,
	leavesBoundary,
	runPrincipal,
	taskRequests,
	touchRequest,
} from './policy-requests.ts';
import {
	credentialsOf,
	effectsWhere,
	noEffect,
	notApplicable,
	type Replay,
	type ReplayInput,
} from './replay.ts';
import { eventOf, type Touch, type TouchEffect, timeOf } from './touches.ts';

export function sandbox(input: ReplayInput): Replay {
	const scope = new Set(input.scope);
	if (
		scope.size === 0 &&
		!input.touches.some((touch) => touch.resource.provider === 'filesystem') &&
		input.touches.every((touch) => touch.environment === 'unknown' && !leavesBoundary(touch))
	)
		return noEffect('Neither the task nor any log names an environment.');
	const outside = (touch: Touch): boolean => {
		if (leavesBoundary(touch)) return true;
		if (touch.resource.provider === 'filesystem')
			return touch.deviation.reason === 'outside-folder';
		return (
			touch.environment !== 'unknown' &&
			!scope.has(touch.environment) &&
			!(touch.environment === 'development' && scope.size === 0)
		);
	};
	const first = firstReachOutside(input, scope) ?? input.touches.find(outside);
	const prevented = effectsWhere(input, (effect) => outside(effect.touch));
	if (prevented.length === 0 && !input.touches.some(outside))
		return noEffect(
			scope.size > 0
				? `What it touched is not known to lie outside ${[...scope].join(' and ')}.`
				: 'What it touched is not known to lie outside its sandbox.',
		);
	return {
		stopsAt:
			first === undefined || first === null ? null : 'call' in first ? eventOf(first).id : first.id,
		prevented,
		why:
			scope.size > 0
				? `The run could have reached ${[...scope].join(' and ')} only, as its task said.`
				: 'The task named no environment: the run could have reached its own folder only.',
		applicable: true,
		policy: {
			text: sandboxPolicy([...scope]),
			impact: input.touches
				.filter(outside)
				.map((touch) => touchRequest(input, touch, runPrincipal(input))),
			needed: taskRequests(input),
		},
	};
}

/** The first call, reading included, that reached a resource of another environment than the task's. */
function firstReachOutside(input: ReplayInput, scope: ReadonlySet<string>): { id: EventId } | null {
	if (scope.size === 0) return null;
	const until = Math.min(
		...input.touches.map(
			(touch) => input.investigation.positions.get(eventOf(touch).id) ?? Number.POSITIVE_INFINITY,
		),
	);
	for (const call of input.investigation.calls) {
		const position = input.investigation.positions.get(call.event.id) ?? 0;
		if (position >= until) return null;
		const remote = call.acts.some(
			(act) =>
				act.provider !== 'filesystem' &&
				act.resources.some((resource) => {
					const place = placeOf(act, resource, input.world).environment;
					return place !== 'unknown' && place !== 'development' && !scope.has(place);
				}),
		);
		if (remote) return { id: call.event.id };
	}
	return null;
}

const destructive = (touch: Touch): boolean =>
	touch.act.class === 'destroy' || touch.act.class === 'delete';

export function approval(input: ReplayInput): Replay {
	const asked = input.touches.filter(destructive);
	if (asked.length === 0)
		return notApplicable(
			'Nothing destructive was done: approval of destructive acts does not come into it.',
		);
	const runOf = new Map(
		input.investigation.runs.flatMap((run) => run.calls.map((call) => [call, run] as const)),
	);
	const approved = (touch: Touch): boolean => {
		const run = touch.call === null ? undefined : runOf.get(touch.call);
		return run !== undefined && consentTo(touch, run) !== null;
	};
	const unapproved = asked.filter((touch) => !approved(touch));
	const first = unapproved[0];
	if (first === undefined) return noEffect('A human was asked and allowed it.');
	return {
		stopsAt: eventOf(first).id,
		prevented: effectsWhere(input, (effect) => unapproved.includes(effect.touch)),
		why: `${first.act.operation} ran without a human being asked.`,
		applicable: true,
		policy: {
			text: approvalPolicy(
				[...new Set(unapproved.map((touch) => actionName(input, touch.act)))],
				unapproved.every(leavesBoundary),
			),
			impact: unapproved.map((touch) => touchRequest(input, touch, runPrincipal(input))),
			needed: taskRequests(input),
		},
	};
}

export function delayedDeletion(input: ReplayInput): Replay {
	const destroyed = effectsWhere(input, ({ effect }) => effect.class === 'destroyed');
	const attempted = input.touches.find(destructive);
	if (destroyed.length === 0)
		return attempted === undefined
			? notApplicable('Nothing was deleted.')
			: noEffect('The deletion did not take place.');
	const first = input.effects[destroyed[0] ?? 0];
	const already = destroyed.every((i) => input.effects[i]?.effect.recoverable === 'yes');
	if (already) return noEffect('The provider already lets it be restored.');
	return {
		stopsAt: first === undefined ? null : eventOf(first.touch).id,
		prevented: destroyed,
		why: 'What was deleted could have been restored during the grace period, and what fell with it too.',
		applicable: true,
	};
}

export function isolatedBackups(input: ReplayInput): Replay {
	const isCopy = ({ effect }: TouchEffect): boolean =>
		(input.catalogue.kind(effect.resource.provider, effect.resource.kind)?.copyOf.length ?? 0) >
			0 ||
		input.world.resources.get(effect.resource.id)?.copyOf != null ||
		/backup|snapshot/.test(effect.resource.kind);
	const prevented = effectsWhere(
		input,
		(effect) => effect.effect.class === 'destroyed' && isCopy(effect),
	);
	const first = input.effects[prevented[0] ?? -1];
	if (first === undefined) return notApplicable('No copy was touched.');
	const stopsAt =
		first.record?.event.id ?? (first.effect.viaContainment ? null : eventOf(first.touch).id);
	return {
		stopsAt,
		prevented,
		why: `Out of the credential's reach, ${prevented.length === 1 ? 'the copy' : prevented.length === 2 ? 'both copies' : `all ${prevented.length} copies`} would have stayed.`,
		applicable: true,
	};
}

const MINUTE_MICROS = 60_000_000;

export function rateLimit(input: ReplayInput): Replay {
	const calls = input.touches.filter((touch) => destructive(touch) && touch.outcome !== 'denied');
	if (calls.length === 0) return notApplicable('No destructive call was made.');
	const last = new Map<string, EpochMicros | null>();
	const allowed = new Set<EventId>();
	const stopped: Touch[] = [];
	for (const touch of calls) {
		const id = eventOf(touch).id;
		if (allowed.has(id)) continue;
		const key = credentialsOf(touch)[0] ?? 'none';
		const time = timeOf(touch);
		const previous = last.get(key);
		if (
			previous !== undefined &&
			(previous === null || time === null || time - previous < MINUTE_MICROS)
		) {
			if (previous !== null && time !== null) stopped.push(touch);
			continue;
		}
		allowed.add(id);
		last.set(key, time);
	}
	const first = stopped[0];
	if (first === undefined)
		return noEffect(
			calls.length === 1
				? 'One call was enough.'
				: 'No two destructive calls with a known time fell within a minute.',
		);
	return {
		stopsAt: eventOf(first).id,
		prevented: effectsWhere(input, (effect) => stopped.includes(effect.touch)),
		why: `Only the first of ${calls.length} destructive calls would have passed within the minute.`,
		applicable: true,
	};
}
