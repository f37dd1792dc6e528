import { z } from 'zod';
import { environments } from '../incidents/document.ts';
import {
	type Credential,
	type CredentialSighting,
	type CredentialUse,
	credentialStatuses,
} from './credential.ts';
import { none, value } from './fact.ts';
import type { Finding } from './finding.ts';
import { type LifecycleMark, lifecycleMarkSchema, withMarks } from './lifecycle-mark.ts';
import type { PolicyException } from './policy.ts';

/** A word that people sort credentials by. */
export const tagSchema = z
	.string()
	.trim()
	.min(1)
	.max(40)
	.regex(/^[\w.:/ -]+$/, 'letters, digits, spaces and . : / - only');

/** What people said of a credential here; stands above what sources say. */
export const manualSchema = z
	.object({
		/** Person or team; null: nobody answers for it. */
		owner: z.string().trim().min(1).max(200).nullable().optional(),
		status: z.enum(credentialStatuses).optional(),
		environments: z.array(z.enum(environments)).max(5).optional(),
		name: z.string().trim().min(1).max(200).optional(),
		/** RFC 3339: when a person rotated it. */
		lastRotatedAt: z.iso.datetime({ offset: true }).optional(),
		note: z.string().trim().max(4_000).nullable().optional(),
		tags: z.array(tagSchema).max(20).optional(),
	})
	.strict();
export type ManualFacts = z.infer<typeof manualSchema>;

/** As it is kept: with the marks, which are only ever added to. */
export const keptManualSchema = manualSchema.extend({
	marks: z.array(lifecycleMarkSchema).optional(),
});
export type KeptManual = z.infer<typeof keptManualSchema>;

/** A finding that does not count for now, and why. */
export interface ExceptedFinding {
	readonly finding: Finding;
	readonly exception: PolicyException;
}

/** A credential with what was made of it: the input of every view. */
export interface AssessedCredential {
	readonly id: string;
	readonly credential: Credential;
	readonly note: string | null;
	readonly tags: readonly string[];
	/** What people recorded of its life, oldest first. */
	readonly marks: readonly LifecycleMark[];
	/** Credentials that a person said are this one. */
	readonly mergedIds: readonly string[];
	/** One of each place and run, latest first; `sightingCount` says how many there are. */
	readonly sightings: readonly CredentialSighting[];
	/** One of each operation, place and run, latest first. */
	readonly uses: readonly CredentialUse[];
	readonly sightingCount: number;
	readonly useCount: number;
	/** Findings that an exception of the policy covers now. */
	readonly excepted: readonly ExceptedFinding[];
	/** Gravest first. */
	readonly findings: readonly Finding[];
}

/** A credential as its sources say, with people's words above them. */
export function withManual(credential: Credential, manual: KeptManual): Credential {
	const said = {
		...credential,
		...(manual.name === undefined ? {} : { name: manual.name }),
		...(manual.status === undefined ? {} : { status: manual.status }),
		...(manual.lastRotatedAt === undefined ? {} : { lastRotatedAt: manual.lastRotatedAt }),
		...(manual.environments === undefined ? {} : { environments: manual.environments }),
		...(manual.owner === undefined
			? {}
			: { owner: manual.owner === null ? none : value(manual.owner) }),
	};
	return withMarks(said, manual.marks ?? []);
}
