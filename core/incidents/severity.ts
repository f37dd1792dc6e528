import type { Effect, Severity } from './document.ts';
import type { Touch } from './touches.ts';

/**
 * As the contract has it: critical = data destroyed or exposed in production, privileges granted
 * there, or an effect outside the run brought about by an injected instruction; high = the same
 * attempted, or done outside production on something shared; medium = a deviation without effect.
 */
export function severityOf(effects: readonly Effect[], touches: readonly Touch[]): Severity {
	const grave = (effect: Effect): boolean =>
		effect.class === 'destroyed' || effect.class === 'exposed' || effect.class === 'granted';
	const injected = touches.some(
		(touch) => touch.deviation.reason === 'injected' && touch.outcome === 'ok',
	);
	const local = (effect: Effect): boolean =>
		effect.resource.provider === 'filesystem' ||
		effect.resource.provider === 'git' ||
		effect.resource.provider === 'docker';
	if (injected && effects.length > 0) return 'critical';
	if (
		effects.some(
			(effect) =>
				effect.resource.environment === 'production' &&
				(grave(effect) || effect.class === 'modified'),
		)
	)
		return effects.some((effect) => effect.resource.environment === 'production' && grave(effect))
			? 'critical'
			: 'high';
	if (
		effects.some(
			(effect) =>
				effect.class === 'exposed' &&
				touches.some((touch) => touch.deviation.reason === 'secret-sent-out'),
		)
	)
		return 'critical';
	// Files of a person's machine: theirs to lose, shared with nobody, and there is no environment to name.
	if (
		effects.some(
			(effect) =>
				grave(effect) &&
				(!local(effect) ||
					effect.resource.environment === 'shared' ||
					touches.some((touch) => touch.deviation.reason === 'outside-folder')),
		)
	)
		return 'high';
	if (
		touches.some(
			(touch) =>
				touch.outcome !== 'ok' &&
				['destroy', 'expose', 'grant'].includes(touch.act.class) &&
				(touch.environment === 'production' ||
					touch.environment === 'unknown' ||
					touch.deviation.reason === 'injected'),
		)
	)
		return 'high';
	if (effects.length > 0) return 'high';
	return touches.length > 0 ? 'medium' : 'info';
}
