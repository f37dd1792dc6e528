import type { Event } from '../event/event.ts';
import type { IncidentCredential } from './document.ts';
import type { Investigation } from './investigation.ts';
import { resourceName } from './narrative.ts';
import type { Touch, TouchEffect } from './touches.ts';
import { eventOf } from './touches.ts';

export interface GapInput {
	readonly investigation: Investigation | null;
	readonly touches: readonly Touch[];
	readonly effects: readonly TouchEffect[];
	readonly credentials: readonly IncidentCredential[];
	readonly offsetsMs: ReadonlyMap<string, number>;
	readonly records: readonly Event[];
	readonly hasInventory: boolean;
}

/** What could not be established, each with the log that would establish it. */
export function gapsOf(input: GapInput): string[] {
	const gaps: string[] = [];
	const { investigation, touches, effects } = input;
	for (const touch of touches)
		if (touch.outcome === 'unknown')
			gaps.push(
				`Whether ${touch.act.operation} on ${resourceName(touch.resource)} took effect: no result and no provider's record shows it. The audit log of ${touch.resource.provider} would.`,
			);
	for (const touch of touches)
		if (touch.call === null && investigation !== null)
			gaps.push(
				`The call behind ${touch.act.operation} on ${resourceName(touch.resource)} is missing from the transcript; only the provider recorded it. The agent's hook log or OpenTelemetry events would hold it.`,
			);
	const agentOnly = effects.filter(
		({ effect }) => effect.confirmedBy === 'agent' && effect.resource.provider !== 'filesystem',
	);
	if (agentOnly.length > 0)
		gaps.push(
			`${agentOnly.length === 1 ? `The effect on ${resourceName((agentOnly[0] as TouchEffect).effect.resource)} rests` : `${agentOnly.length} effects rest`} on the agent's own result. The audit log of ${[...new Set(agentOnly.map(({ effect }) => effect.resource.provider))].join(', ')} would confirm ${agentOnly.length === 1 ? 'it' : 'them'}.`,
		);
	for (const { touch, effect } of effects) {
		const fallen = effects.some((other) => other.effect.viaContainment && other.touch === touch);
		if (
			!effect.viaContainment &&
			touch.act.fallsWith.length > 0 &&
			!fallen &&
			effect.class === 'destroyed'
		)
			gaps.push(
				`Whether ${touch.act.fallsWith.join(', ')} stood in ${resourceName(effect.resource)} and fell with it: neither the inventory nor a log lists what it held.`,
			);
	}
	for (const { effect } of effects)
		if (
			effect.resource.environment === 'unknown' &&
			!effect.viaContainment &&
			effect.resource.provider !== 'filesystem'
		)
			gaps.push(
				`The environment of ${resourceName(effect.resource)}: nothing names it. An inventory entry would.`,
			);
	for (const credential of input.credentials) {
		if (credential.obtained.how === 'unknown')
			gaps.push(
				`Where the run got the ${credential.kind} ${credential.fingerprint.slice(0, 6)}…: no event holds it before its first use. Earlier runs' transcripts or the environment of the process would show it.`,
			);
		if (credential.inventoryId === null)
			gaps.push(
				`Scopes, expiry and owner of the ${credential.kind} ${credential.fingerprint.slice(0, 6)}…: the inventory has no entry for it.`,
			);
	}
	if (
		investigation !== null &&
		effects.length > 0 &&
		input.credentials.length === 0 &&
		effects.some(
			({ effect }) => !['filesystem', 'git', 'docker'].includes(effect.resource.provider),
		)
	)
		gaps.push(
			'Which credential was used: it stands in no log. The provider’s record with a credential id would tell.',
		);
	for (const touch of touches.slice(0, 20)) {
		if (investigation === null || touch.call === null || touch.resource.provider === 'filesystem')
			continue;
		const introduced = investigation.values.introduced(
			touch.resource.id,
			investigation.positions.get(eventOf(touch).id) ?? 0,
		);
		const inPrompt = introduced !== null && introduced.by !== 'agent';
		if (!inPrompt && /\d/.test(touch.resource.id) && touch.resource.id.length >= 8)
			gaps.push(
				`Where the agent got the id ${touch.resource.id}: no event introduced it before it was used, so the agent guessed it or knew it from outside these logs.`,
			);
	}
	for (const [source, offset] of input.offsetsMs)
		if (Math.abs(offset) > 10_000)
			gaps.push(
				`The clock of ${source} stands ${Math.abs(offset / 1000).toFixed(1)} s ${offset > 0 ? 'ahead of' : 'behind'} the agent's (median over joined pairs). Its times are given as recorded.`,
			);
	if (investigation?.events.some((event) => event.time === null))
		gaps.push(
			'Times of the agent’s events: its log has none for some of them. Hook logs or OpenTelemetry events would.',
		);
	return [...new Set(gaps)];
}
