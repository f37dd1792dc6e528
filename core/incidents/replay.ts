import type { Act } from '../actions/action.ts';
import type { ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import type { IncidentCredential } from './document.ts';
import type { InventoryCredential } from './inventory.ts';
import type { Investigation } from './investigation.ts';
import type { RecordTrace } from './join.ts';
import type { PolicyEngine } from './policies.ts';
import type { PolicyDraft } from './policy-requests.ts';
import type { Touch, TouchEffect } from './touches.ts';
import type { World } from './world.ts';

export interface ReplayInput {
	readonly investigation: Investigation;
	/** The incident's effects, in the order of the document. */
	readonly effects: readonly TouchEffect[];
	readonly touches: readonly Touch[];
	readonly credentials: readonly IncidentCredential[];
	readonly entries: ReadonlyMap<string, InventoryCredential>;
	readonly world: World;
	readonly catalogue: ProviderCatalogue;
	/** Every provider record of the input: earlier uses of the same credential stand there. */
	readonly records: readonly RecordTrace[];
	/** Source → how far its clock stands ahead, milliseconds. */
	readonly offsetsMs: ReadonlyMap<string, number>;
	/** Environments that the task put in scope. */
	readonly scope: readonly string[];
	/** Checks the policies of the controls; null: they are written and not checked. */
	readonly policyEngine: PolicyEngine | null;
}

/** What one control stops: the first call of the run that it does not let through, and the effects that then never come. */
export interface Replay {
	readonly stopsAt: EventId | null;
	readonly prevented: readonly number[];
	readonly why: string;
	readonly applicable: boolean;
	readonly policy?: PolicyDraft;
}

export const notApplicable = (why: string): Replay => ({
	stopsAt: null,
	prevented: [],
	why,
	applicable: false,
});
export const noEffect = (why: string): Replay => ({
	stopsAt: null,
	prevented: [],
	why,
	applicable: true,
});

/** Effects whose act, or the act that they fell with, satisfies a condition. */
export const effectsWhere = (
	input: ReplayInput,
	holds: (effect: TouchEffect) => boolean,
): number[] => input.effects.flatMap((effect, i) => (holds(effect) ? [i] : []));

export const credentialsOf = (touch: Touch): readonly Fingerprint[] =>
	touch.call === null ? touch.act.credentials : touch.call.acts.flatMap((act) => act.credentials);

/** Every act of the run's calls at or after an event that uses a credential, in order. */
export function usesOf(input: ReplayInput, print: string): { id: EventId; act: Act }[] {
	return input.investigation.calls.flatMap((call) =>
		call.acts
			.filter((act) => act.credentials.includes(print as Fingerprint))
			.map((act) => ({ id: call.event.id, act })),
	);
}

export const usesCredential = (touch: Touch, print: string): boolean =>
	credentialsOf(touch).includes(print as Fingerprint) || touch.call === null;

/** What was only sent out was not used: no limit on its use would have kept it. */
export const onlySent = ({ act, deviation }: Touch): boolean =>
	deviation.reason === 'secret-sent-out' ||
	(act.class === 'expose' && deviation.reason === 'injected');
