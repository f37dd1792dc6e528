import type { Environment } from '../incidents/document.ts';
import type { Reading, Recovery, ResourceRef } from './action.ts';
import { canonicalName, type ProviderCatalogue, valuesUnder } from './catalogue/catalogue.ts';
import type { CatalogueOperation } from './catalogue/schema.ts';
import { type NameReading, readName } from './catalogue/verbs.ts';
import { environmentNamed, environmentOfName } from './environment.ts';

export const NO_RECOVERY_KNOWN: Recovery = { undo: 'unknown', graceHours: null, note: null };

/** A reading with everything empty that the caller does not give. */
export const reading = (
	given: Pick<Reading, 'class' | 'provider' | 'operation' | 'text' | 'basis'> & Partial<Reading>,
): Reading => ({
	resources: [],
	hosts: [],
	readsPaths: [],
	writesPaths: [],
	fallsWith: [],
	recovery: NO_RECOVERY_KNOWN,
	weakens: false,
	environment: null,
	...given,
});

/** A resource whose environment is what its own id or name suggests. */
export function resourceRef(
	provider: string,
	kind: string,
	id: string,
	name: string | null = null,
): ResourceRef {
	const suggested = environmentOfName(name ?? '') ?? environmentOfName(id);
	return {
		provider,
		kind,
		id,
		name,
		environment: suggested?.value ?? 'unknown',
		environmentReason: suggested?.reason ?? null,
	};
}

/** What an operation of a provider does, given its parameters: by the catalogue, else by its name. */
export function readOperation(
	catalogue: ProviderCatalogue,
	given: {
		readonly provider: string;
		readonly operation: string;
		/** Where ids are looked for: what was asked, of a record also what was answered. */
		readonly parameters: unknown;
		/** What was asked, where that is not all of the parameters: only that changes what an operation does. */
		readonly asked?: unknown;
		/** Ids already known from elsewhere: a path, a flag, the record's own resource list. */
		readonly ids?: readonly string[];
		/** These ids are the subject for sure: parameters are not searched for others. */
		readonly idsFirst?: boolean;
		readonly text: string;
	},
): Reading {
	const { provider, operation, parameters, text } = given;
	const asked = given.asked === undefined ? parameters : given.asked;
	const known = catalogue.operation(provider, operation, asked);
	if (known !== null) return withSettings(catalogue, fromCatalogue(catalogue, known, given), asked);
	const byName = readName(operation.slice(operation.indexOf(':') + 1));
	const kind =
		(byName !== null ? kindOfWords(catalogue, provider, byName.noun) : null) ?? 'resource';
	const ids = given.ids?.length ? given.ids : idsByConvention(parameters, kind);
	const act = reading({
		class: byName?.class ?? 'execute',
		provider,
		operation,
		text,
		resources: unique(ids).map((id) => resourceRef(provider, kind, id)),
		environment: environmentParameter(parameters, []),
		basis:
			byName === null
				? 'an operation that the catalogue does not know'
				: `the verb “${byName.verb}” in the name`,
	});
	const guarded = byName === null ? act : withProtection(act, byName, asked);
	return withSettings(catalogue, withPolicy(guarded, asked), asked);
}

/**
 * An operation that nothing describes, whose name says that what watches, copies or guards stops
 * (`stop-configuration-recorder`, `delete-flow-logs`), or whose parameters switch it off
 * (`audit-policy update --state Disabled`).
 */
export function withProtection(
	act: Reading,
	{ verb, noun }: Pick<NameReading, 'verb' | 'noun'>,
	asked: unknown,
): Reading {
	if (!PROTECTS.test(noun)) return act;
	const stops = /^(stop|disable|suspend|delete|deregister|remove|terminate|detach|pause)$/.test(
		verb,
	);
	const isOff =
		(act.class === 'modify' &&
			valuesUnder(asked, SWITCHES).some((value) =>
				/^(false|disabled|off|none|inactive)$/i.test(String(value)),
			)) ||
		(act.class === 'modify' &&
			valuesUnder(asked, STOPPED).some((value) => /^(true|yes|on)$/i.test(String(value))));
	if (!stops && !isOff) return act;
	return { ...act, class: act.class === 'create' ? 'modify' : act.class, weakens: true };
}

const SWITCHES = [
	'state',
	'status',
	'enabled',
	'enable',
	'isEnabled',
	'mode',
	'enforcement',
	'value',
];
const STOPPED = ['disabled', 'disable', 'paused', 'suspended', 'suspend'];
/** Nouns of what makes recovery or detection possible. */
const PROTECTS =
	/\b(audit\w*|trails?|recorders?|detectors?|flow logs?|security hub|guard ?duty|macie|inspector|defender|backup (?:plans?|polic(?:y|ies)|schedules?|selections?|protection)|snapshot (?:polic(?:y|ies)|schedules?)|disks? resource polic(?:y|ies)|lifecycle polic(?:y|ies)|tde|encryption|retention|versioning|deletion protection|termination protection|threat (?:protection|detection)|(?:deletion )?locks?|alarms?|(?:metrics? |activity log |log )alerts?|alert (?:rules?|polic(?:y|ies))|monitoring|log(?:ging)? sinks?|diagnostic settings?|firewalls?(?! rules?)|web acls?|waf|shield|mfa(?: devices?)?|two factor|branch protection|rulesets?)\b/;

/** An operation that changes something, as the settings among what it was asked make it. */
export function withSettings(catalogue: ProviderCatalogue, act: Reading, asked: unknown): Reading {
	if (!/^(modify|execute|create|grant)$/.test(act.class)) return act;
	// What takes a permission away names the same addresses and principals.
	const name = act.operation.slice(act.operation.indexOf(':') + 1);
	if (/(^|[\s._:])(revoke|remove|deny|detach|disallow)/i.test(name)) return act;
	// A thing that is made without a protection had none before.
	const isMade = act.class === 'create';
	const changed = catalogue
		.settings(act.provider, asked)
		.filter(({ effect }) => !isMade || effect !== 'weakens');
	const [gravest] = changed;
	if (gravest === undefined) return act;
	const opens = gravest.effect !== 'weakens';
	return {
		...act,
		class:
			gravest.effect === 'expose' ? 'expose' : opens || act.class === 'grant' ? 'grant' : 'modify',
		weakens: act.weakens || changed.some(({ effect }) => effect === 'weakens'),
		basis: `${act.basis}, ${gravest.what}`,
	};
}

function fromCatalogue(
	catalogue: ProviderCatalogue,
	known: CatalogueOperation,
	given: Parameters<typeof readOperation>[1],
): Reading {
	const { provider, operation, parameters, text } = given;
	const byParameter = valuesUnder(parameters, known.id).filter(
		(value): value is string => typeof value === 'string' && value !== '',
	);
	const ids = byParameter.length > 0 && given.idsFirst !== true ? byParameter : (given.ids ?? []);
	return reading({
		class:
			known.class === 'grant' && letsEveryoneIn(given.asked ?? parameters) ? 'expose' : known.class,
		provider,
		operation,
		text,
		resources: unique(ids)
			.slice(0, 200)
			.map((id) => resourceRef(provider, known.kind, id)),
		fallsWith:
			known.class === 'destroy'
				? unique([...known.fallsWith, ...catalogue.containedKinds(provider, known.kind)])
				: [],
		recovery: { undo: known.undo, graceHours: known.graceHours, note: known.note },
		weakens: known.weakens,
		environment: environmentParameter(parameters, known.environment),
		basis: `catalogue ${provider}`,
	});
}

/** An operation that nothing describes and that is given a policy of a resource's: who that lets in. */
function withPolicy(act: Reading, asked: unknown): Reading {
	if (!/^(modify|create|execute)$/.test(act.class) || !/polic/i.test(act.operation)) return act;
	if (letsEveryoneIn(asked)) return { ...act, class: 'expose' };
	const allows = valuesUnder(asked, ['Effect']).includes('Allow');
	return allows && valuesUnder(asked, ['Principal']).length > 0 ? { ...act, class: 'grant' } : act;
}

/** Whether a policy among the parameters allows something to everyone, without a condition. At most 2,000 nodes. */
function letsEveryoneIn(parameters: unknown): boolean {
	let budget = 2_000;
	const isEveryone = (principal: unknown): boolean =>
		principal === '*' ||
		(principal !== null &&
			typeof principal === 'object' &&
			Object.values(principal).flat().includes('*'));
	const search = (value: unknown): boolean => {
		if (budget-- <= 0 || value === null || typeof value !== 'object') return false;
		if (!Array.isArray(value) && 'Effect' in value && 'Principal' in value)
			return value.Effect === 'Allow' && isEveryone(value.Principal) && !('Condition' in value);
		return Object.values(value).some(search);
	};
	return search(parameters);
}

/** Whether a deletion at that time could be undone: providers changed their ways on known days. */
export function recoveryAt(
	catalogue: ProviderCatalogue,
	act: { readonly provider: string; readonly operation: string; readonly recovery: Recovery },
	day: string | null,
): Recovery {
	const known = catalogue.operation(act.provider, act.operation, null);
	if (known?.undoSince == null || day === null || day < known.undoSince) return act.recovery;
	return { ...act.recovery, undo: 'yes' };
}

function kindOfWords(catalogue: ProviderCatalogue, provider: string, noun: string): string | null {
	const words = noun.split(' ').filter(Boolean);
	for (let from = 0; from < words.length; from++) {
		const kind = catalogue.kindOfNoun(provider, words.slice(from).join(''));
		if (kind !== null) return kind.kind;
	}
	for (const word of words) {
		const kind = catalogue.kindOfNoun(provider, word);
		if (kind !== null) return kind.kind;
	}
	return words.at(-1) ?? null;
}

const ENVIRONMENT_KEYS = ['environment', 'environmentName', 'env', 'stage', 'target'];

function environmentParameter(
	parameters: unknown,
	names: readonly string[],
): { value: Environment; reason: string } | null {
	for (const value of valuesUnder(parameters, [...names, ...ENVIRONMENT_KEYS])) {
		if (typeof value !== 'string' || value.length > 80) continue;
		const named = environmentNamed(value);
		if (named !== null) return { value: named, reason: `its parameter says “${value}”` };
	}
	return null;
}

/** Names of ids that say where something stands or who acts, not what is acted on. */
const CONTEXT_ID =
	/^(user|account|owner|org|organi[sz]ation|tenant|workspace|team|project|session|request|client|app|application|correlation|trace|parent|actor|author|sender|creator|chat|environment|region|cursor|page)$/;

/**
 * Ids under the names that APIs conventionally use, when the catalogue has no entry: the kind's own
 * (`volumeId`), general ones, then any other `…Id` that is no context (`messageId` of `delete_email`).
 */
function idsByConvention(parameters: unknown, kind: string): string[] {
	const compact = canonicalName(kind);
	const own = ['id', `${compact}id`, `${compact}ids`, `${compact}name`, compact, 'ids'];
	const general = ['name', 'identifier', 'arn', 'resource', 'path', 'recipient', 'recipients'];
	for (const name of [...own, ...otherIds(parameters), ...general, 'to', 'key']) {
		const values = valuesUnder(parameters, [name]).filter(
			(value): value is string => typeof value === 'string' && value !== '' && value.length < 300,
		);
		if (values.length > 0) return values.slice(0, 20);
	}
	return [];
}

/** Keys such as `messageId`, `booking_ids`, `ticketNumber` at the top of an object. */
function otherIds(parameters: unknown): string[] {
	if (parameters === null || typeof parameters !== 'object' || Array.isArray(parameters)) return [];
	return Object.keys(parameters).filter((key) => {
		const noun = /^(.+?)_?-?(?:ids?|uuids?|numbers?)$/i.exec(key)?.[1];
		return noun !== undefined && !CONTEXT_ID.test(noun.toLowerCase());
	});
}

export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
