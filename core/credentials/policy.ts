import { z } from 'zod';
import { environments } from '../incidents/document.ts';
import type { Credential } from './credential.ts';
import { findingKinds } from './finding.ts';
import { globMatches } from './reach.ts';

const days = z.number().int().min(1).max(36_500);
const texts = z.array(z.string().trim().min(1).max(200)).max(200);

const limitShape = {
	/** Days from issue to expiry. */
	lifetimeDaysMax: days,
	/** Days since the last rotation, or since issue. */
	rotationDaysMax: days,
	unusedDaysMax: days,
	/** Days ahead of its end in which it counts as expiring. */
	expiringDays: days,
	/** Agent runs that may share one credential. */
	runsMax: z.number().int().min(1).max(100_000),
	/** Whether a credential must have an end. */
	expiryRequired: z.boolean(),
	/** Whether somebody must answer for it. */
	ownerRequired: z.boolean(),
	/** Patterns of files in which it may stand; `*` stands for anything. */
	allowedPlaces: texts,
};

/** What findings on one credential are measured by. */
export const policyLimitsSchema = z
	.object({
		lifetimeDaysMax: limitShape.lifetimeDaysMax.default(366),
		rotationDaysMax: limitShape.rotationDaysMax.default(180),
		unusedDaysMax: limitShape.unusedDaysMax.default(90),
		expiringDays: limitShape.expiringDays.default(14),
		runsMax: limitShape.runsMax.default(2),
		expiryRequired: limitShape.expiryRequired.default(true),
		ownerRequired: limitShape.ownerRequired.default(true),
		allowedPlaces: limitShape.allowedPlaces.default([]),
	})
	.strict();
export type PolicyLimits = z.infer<typeof policyLimitsSchema>;
export const defaultLimits: PolicyLimits = policyLimitsSchema.parse({});

/** Which credentials something holds for: those that meet every part that is given. */
const selectorSchema = z
	.object({
		credentials: texts.optional(),
		kinds: texts.optional(),
		providers: texts.optional(),
		owners: texts.optional(),
		environments: z.array(z.enum(environments)).max(10).optional(),
		tags: texts.optional(),
	})
	.strict()
	.refine((given) => Object.keys(given).length > 0, {
		message: 'name at least one of credentials, kinds, providers, owners, environments, tags',
	});
type Selector = z.infer<typeof selectorSchema>;

export const policyExceptionSchema = z
	.object({
		when: selectorSchema,
		findings: z.array(z.enum(findingKinds)).min(1),
		/** Who answers for it. */
		owner: z.string().trim().min(1).max(200),
		reason: z.string().trim().min(1).max(1_000),
		/** The last day on which it counts: `2026-12-31`, UTC. */
		until: z.iso.date(),
	})
	.strict();
export type PolicyException = z.infer<typeof policyExceptionSchema>;

/** The policy of a workspace: general limits, others for some, exceptions that end. */
export const credentialPolicySchema = z
	.object({
		schema: z.literal('aftertrace.credential-policy/v1'),
		limits: policyLimitsSchema.prefault({}),
		/** In order: of two rules that hold for one credential, what the later one says counts. */
		rules: z
			.array(
				z
					.object({
						name: z.string().trim().min(1).max(200),
						when: selectorSchema,
						limits: z.object(limitShape).partial().strict(),
					})
					.strict(),
			)
			.max(200)
			.default([]),
		/** People and teams that are gone: what they own, nobody answers for. */
		formerOwners: z.array(z.string().trim().min(1).max(200)).max(5_000).default([]),
		exceptions: z.array(policyExceptionSchema).max(2_000).default([]),
	})
	.strict();
export type CredentialPolicy = z.infer<typeof credentialPolicySchema>;

export const defaultPolicy: CredentialPolicy = credentialPolicySchema.parse({
	schema: 'aftertrace.credential-policy/v1',
});

/** What a policy selects by. */
export interface Selectable {
	readonly id: string;
	readonly credential: Pick<Credential, 'kind' | 'provider' | 'owner' | 'environments'>;
	readonly tags: readonly string[];
}

/** The limits that hold for one credential. */
export const limitsFor = (policy: CredentialPolicy, given: Selectable): PolicyLimits =>
	policy.rules
		.filter(({ when }) => selects(when, given))
		.reduce<PolicyLimits>((limits, rule) => Object.assign(limits, withoutUndefined(rule.limits)), {
			...policy.limits,
		});

/** The exceptions that count for one credential now. */
export const exceptionsFor = (
	policy: CredentialPolicy,
	given: Selectable,
	now: string,
): PolicyException[] =>
	policy.exceptions.filter(
		(exception) => now < exceptionEnd(exception) && selects(exception.when, given),
	);

/** RFC 3339: the instant from which it counts no longer. */
export const exceptionEnd = ({ until }: PolicyException): string =>
	new Date(Date.parse(until) + 86_400_000).toISOString();

function selects(when: Selector, { id, credential, tags }: Selectable): boolean {
	const owner = credential.owner.state === 'value' ? credential.owner.value : null;
	return (
		has(when.credentials, [id]) &&
		has(when.kinds, [credential.kind]) &&
		has(when.providers, [credential.provider]) &&
		has(when.owners, owner === null ? [] : [owner]) &&
		has(
			when.environments,
			credential.environments.length === 0 ? ['unknown'] : credential.environments,
		) &&
		has(when.tags, tags)
	);
}

const has = (wanted: readonly string[] | undefined, given: readonly string[]): boolean =>
	wanted === undefined ||
	wanted.some((pattern) =>
		given.some((each) => globMatches(pattern.toLowerCase(), each.toLowerCase())),
	);

const withoutUndefined = <T extends object>(given: T): { [K in keyof T]?: NonNullable<T[K]> } =>
	Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: NonNullable<T[K]>;
	};
