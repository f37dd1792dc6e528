import { z } from 'zod';
import { environments } from '../incidents/document.ts';
import { factSchema, unknown } from './fact.ts';

/** What a scope lets its holder do. `admin`: changes who may do what; `destroy`: removes data. */
export const scopeLevels = ['read', 'write', 'admin', 'destroy'] as const;
export type ScopeLevel = (typeof scopeLevels)[number];

export const credentialStatuses = ['active', 'inactive', 'revoked', 'unknown'] as const;
export type CredentialStatus = (typeof credentialStatuses)[number];

/** One permission in the one language that all providers' scopes are decoded to. */
export const scopeSchema = z.object({
	/** As in the provider catalogue: `aws`, `github` … */
	provider: z.string(),
	/** In the provider's words: `s3:DeleteBucket`, `contents`, `*`. */
	permission: z.string(),
	/** Pattern of the resources that it holds for; `*`: everything of its provider. */
	resource: z.string(),
	environment: z.enum(environments),
	level: z.enum(scopeLevels),
});
export type Scope = z.infer<typeof scopeSchema>;

/** A fingerprint that the credential has, or had before it was rotated. Times are RFC 3339. */
const fingerprintSchema = z.object({
	fingerprint: z.string(),
	since: z.string().nullable(),
	/** When another took its place; null: still current. */
	until: z.string().nullable(),
});

/**
 * A credential of the inventory: a secret that is no human's password, and what is known of it. Never
 * holds the secret. Times are RFC 3339 in UTC.
 */
export const credentialSchema = z.object({
	/** `core/secrets/kinds`, or the importer's word for it. */
	kind: z.string(),
	/** As in the provider catalogue; `generic` where no provider can be told. */
	provider: z.string(),
	name: z.string().nullable(),
	/** The provider's id of it: access key id, token id, accessor. */
	providerId: z.string().nullable(),
	/** Oldest first; the last without `until` is current. */
	fingerprints: z.array(fingerprintSchema),
	/** Keyed hashes of the last four and eight characters. */
	tail4: z.string().nullable(),
	tail8: z.string().nullable(),
	/** Person or team that answers for it. */
	owner: factSchema(z.string()),
	/** Who it acts as, in the provider's words. */
	principal: z.string().nullable(),
	environments: z.array(z.enum(environments)),
	scopes: factSchema(z.array(scopeSchema)),
	/** Parts of what is granted to it that could not be decoded, in words: neither granted nor denied. */
	scopesUnread: z.array(z.string()).default([]),
	issuedAt: z.string().nullable(),
	/** `none`: it never expires. */
	expiresAt: factSchema(z.string()),
	/** `none`: the provider says that it was never used. */
	lastUsedAt: factSchema(z.string()),
	lastRotatedAt: z.string().nullable(),
	/** When it was revoked, where that is known. */
	revokedAt: z.string().nullable().default(null),
	/** Places where it is stored, `path:line` for files. */
	storedAt: z.array(z.string()),
	status: z.enum(credentialStatuses),
	/** Names of the sources that it is known from: `gitleaks`, `logs` … */
	sources: z.array(z.string()),
	/** Operations that its uses needed, where the provider's history tells. */
	usedOperations: z.array(z.string()),
	/** Ids of resources that it reaches beside its scopes; `*`: everything of its provider. */
	reaches: z.array(z.string()),
	purpose: z.string().nullable(),
});
export type Credential = z.infer<typeof credentialSchema>;

/** A credential of which nothing but its kind is known. */
export const bareCredential = (kind: string, provider: string): Credential => ({
	kind,
	provider,
	name: null,
	providerId: null,
	fingerprints: [],
	tail4: null,
	tail8: null,
	owner: unknown,
	principal: null,
	environments: [],
	scopes: unknown,
	scopesUnread: [],
	issuedAt: null,
	expiresAt: unknown,
	lastUsedAt: unknown,
	lastRotatedAt: null,
	revokedAt: null,
	storedAt: [],
	status: 'unknown',
	sources: [],
	usedOperations: [],
	reaches: [],
	purpose: null,
});

/** A place where a credential was seen: in an event of a log, or by a scanner. */
export interface CredentialSighting {
	/** The event that shows it, or `scan:` and a digest of the scanner's finding. */
	readonly eventId: string;
	/** JSON path of the string in the record; `line` for plain text. */
	readonly field: string;
	readonly place: SightingPlace;
	/** What named it: variable, header, JSON key, flag; null where it stood alone. */
	readonly label: string | null;
	/** The file on disk that held it, with its line where known. */
	readonly file: string | null;
	/** The redacted command that showed it. */
	readonly command: string | null;
	readonly runId: string | null;
	readonly machine: string | null;
	readonly person: string | null;
	/** RFC 3339; null where the source has no time. */
	readonly at: string | null;
	/** Where the log or report stands. */
	readonly source: string | null;
}

export const sightingPlaces = [
	'file',
	'prompt',
	'transcript',
	'command',
	'provider-record',
	'repository',
	'configuration',
] as const;
export type SightingPlace = (typeof sightingPlaces)[number];

/** One act that named the credential. */
export interface CredentialUse {
	readonly eventId: string;
	/** RFC 3339; null where the source has no time. */
	readonly at: string | null;
	readonly provider: string;
	readonly operation: string;
	readonly actionClass: string | null;
	readonly outcome: string;
	readonly environment: (typeof environments)[number];
	readonly resources: readonly string[];
	readonly runId: string | null;
	readonly machine: string | null;
	/** Who the provider says it was, or the agent's product. */
	readonly principal: string | null;
	readonly sourceAddress: string | null;
	/** Environment of the run's task, where the run says; `unknown` otherwise. */
	readonly runEnvironment: (typeof environments)[number];
}
