import type { ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import { type ControlReplay, controlIds } from './document.ts';
import { approvalPolicy } from './policies.ts';
import { eventOf, type Touch, type TouchEffect, timeOf } from './touches.ts';

/**
 * The controls over an incident that only a provider recorded. Those that need the run (its task, its
 * credential's origin) cannot be replayed, and say so; those that act on the provider's side can.
 */
export function replayWithoutRun(
	effects: readonly TouchEffect[],
	touches: readonly Touch[],
	catalogue: ProviderCatalogue,
): ControlReplay[] {
	const destructive = touches.filter(
		(touch) => touch.act.class === 'destroy' && touch.outcome === 'ok',
	);
	const indexes = (holds: (effect: TouchEffect) => boolean): number[] =>
		effects.flatMap((effect, i) => (holds(effect) ? [i] : []));
	const verdict = (prevented: readonly number[]): ControlReplay['verdict'] =>
		prevented.length === 0
			? 'no-effect'
			: prevented.length === effects.length
				? 'prevents'
				: 'limits';
	return controlIds.map((id): ControlReplay => {
		const first = destructive[0];
		if (id === 'approval-for-destructive' && first !== undefined) {
			const prevented = indexes(({ touch }) => destructive.includes(touch));
			return {
				id,
				verdict: verdict(prevented),
				stopsAt: eventOf(first).id,
				prevented,
				why: 'Nothing in the records shows that a human was asked.',
				policy: approvalPolicy([...new Set(destructive.map((touch) => touch.act.operation))]),
			};
		}
		if (id === 'delayed-deletion' && first !== undefined) {
			const prevented = indexes(
				({ effect }) => effect.class === 'destroyed' && effect.recoverable !== 'yes',
			);
			return {
				id,
				verdict: verdict(prevented),
				stopsAt: prevented.length > 0 ? eventOf(first).id : null,
				prevented,
				why: 'What was deleted could have been restored during the grace period.',
				policy: null,
			};
		}
		if (id === 'isolated-backups') {
			const prevented = indexes(
				({ effect }) =>
					effect.class === 'destroyed' &&
					(catalogue.kind(effect.resource.provider, effect.resource.kind)?.copyOf.length ?? 0) > 0,
			);
			const stopped = effects[prevented[0] ?? -1];
			if (stopped !== undefined)
				return {
					id,
					verdict: verdict(prevented),
					stopsAt:
						stopped.record?.event.id ??
						(stopped.effect.viaContainment ? null : eventOf(stopped.touch).id),
					prevented,
					why: 'Out of the credential’s reach, the copies would have stayed.',
					policy: null,
				};
			return {
				id,
				verdict: 'not-applicable',
				stopsAt: null,
				prevented: [],
				why: 'No copy was touched.',
				policy: null,
			};
		}
		if (id === 'rate-limit' && first !== undefined) {
			const late = destructive.filter(
				(touch, i) =>
					i > 0 && (timeOf(touch) ?? 0) - (timeOf(destructive[0] as Touch) ?? 0) < 60_000_000,
			);
			const prevented = indexes(({ touch }) => late.includes(touch));
			return {
				id,
				verdict: verdict(prevented),
				stopsAt: late[0] === undefined ? null : eventOf(late[0]).id,
				prevented,
				why:
					prevented.length === 0
						? 'No two destructive calls fell within a minute.'
						: `Only the first of ${destructive.length} destructive calls would have passed within the minute.`,
				policy: null,
			};
		}
		return {
			id,
			verdict: 'not-applicable',
			stopsAt: null,
			prevented: [],
			why: 'Only the provider’s records are at hand: the run’s task and its credential’s origin are not.',
			policy: null,
		};
	});
}
