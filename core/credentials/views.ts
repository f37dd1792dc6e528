import type { Environment, Severity } from '../incidents/document.ts';
import type {
	CredentialSighting,
	CredentialStatus,
	CredentialUse,
	Scope,
	ScopeLevel,
} from './credential.ts';
import type { Fact } from './fact.ts';
import type { Finding, FindingKind } from './finding.ts';

/**
 * What the pages of the inventory show. Plain data: it crosses from server to browser as JSON.
 * Times are RFC 3339 in UTC.
 */
export interface CredentialRow {
	readonly id: string;
	/** Its name; where it has none, the provider's id or its kind with the fingerprint. */
	readonly title: string;
	readonly name: string | null;
	readonly kind: string;
	/** Kind in words. */
	readonly kindTitle: string;
	readonly provider: string;
	readonly providerId: string | null;
	/** The current one; null while its secret was never seen. */
	readonly fingerprint: string | null;
	readonly owner: Fact<string>;
	readonly principal: string | null;
	readonly environments: readonly Environment[];
	/** In words: `github contents write on acme/api`. */
	readonly scopes: Fact<readonly string[]>;
	/** The most that it can do; null: unknown. */
	readonly level: ScopeLevel | null;
	readonly issuedAt: string | null;
	/** Since it was issued; null: unknown. */
	readonly ageDays: number | null;
	readonly expiresAt: Fact<string>;
	/** Negative when it is past; null: it never expires or nobody knows. */
	readonly expiresInDays: number | null;
	readonly lastUsedAt: Fact<string>;
	readonly lastRotatedAt: string | null;
	readonly storedAt: readonly string[];
	readonly status: CredentialStatus;
	readonly sources: readonly string[];
	readonly sightings: number;
	readonly uses: number;
	/** Agent runs in which it was seen or used. */
	readonly runs: number;
	/** The gravest finding's; null: no finding. */
	readonly severity: Severity | null;
	/** Gravest first. */
	readonly findings: readonly Pick<Finding, 'kind' | 'severity' | 'title'>[];
}

export interface CredentialPage {
	readonly credentials: readonly CredentialRow[];
	/** How many match the filter. */
	readonly total: number;
	readonly nextCursor: string | null;
	/** Of everything in the workspace, whatever the filter. */
	readonly facets: {
		readonly kind: readonly Count[];
		readonly provider: readonly Count[];
		readonly owner: readonly Count[];
		readonly environment: readonly Count[];
		readonly status: readonly Count[];
		readonly finding: readonly Count[];
	};
}

export interface Count {
	readonly key: string;
	readonly title: string;
	readonly count: number;
}

export interface CredentialDetail extends CredentialRow {
	readonly fingerprints: readonly {
		readonly fingerprint: string;
		readonly since: string | null;
		readonly until: string | null;
	}[];
	readonly purpose: string | null;
	readonly note: string | null;
	readonly grantedScopes: Fact<readonly Scope[]>;
	/** What its uses needed, in the same language. */
	readonly usedScopes: readonly Scope[];
	readonly allFindings: readonly Finding[];
	/** The latest 100; the rest by `/sightings`. */
	readonly latestSightings: readonly CredentialSighting[];
	/** The latest 100; the rest by `/uses`. */
	readonly latestUses: readonly CredentialUse[];
	/** Ids of the agent runs in which it was seen or used. */
	readonly runIds: readonly string[];
	readonly lifecycle: readonly LifecycleStep[];
	readonly reach: readonly ReachedResource[];
	/** The copies of each reached resource that it cannot destroy; null: it reaches no data. */
	readonly survivingCopies: number | null;
}

export interface LifecycleStep {
	readonly at: string;
	readonly kind: 'issued' | 'rotated' | 'seen' | 'used' | 'expires' | 'expired';
	readonly title: string;
	readonly eventId: string | null;
	readonly runId: string | null;
}

export interface ReachedResource {
	readonly provider: string;
	readonly kind: string;
	readonly id: string;
	readonly name: string | null;
	readonly environment: Environment;
	/** Id of the resource that it is a copy of; null: it is data itself. */
	readonly copyOf: string | null;
	readonly containedIn: string | null;
	readonly level: ScopeLevel;
	/** Why it is reached: the scope or the inventory's word. */
	readonly reason: string;
}

export interface ExpiryEntry {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly kindTitle: string;
	readonly provider: string;
	readonly owner: Fact<string>;
	readonly environments: readonly Environment[];
	/** Null for those that never expire. */
	readonly expiresAt: string | null;
	readonly expiresInDays: number | null;
	readonly issuedAt: string | null;
	readonly ageDays: number | null;
	readonly lastUsedAt: Fact<string>;
	readonly severity: Severity | null;
}

export interface ExpiryView {
	/** The instant for which it was made. */
	readonly now: string;
	/** Expired, and used afterwards. */
	readonly expiredButUsed: readonly ExpiryEntry[];
	/** Expired, and not used since. */
	readonly expired: readonly ExpiryEntry[];
	/** By day (`2026-05-01`), the next 90 days; days without any are left out. */
	readonly days: readonly { readonly date: string; readonly credentials: readonly ExpiryEntry[] }[];
	/** Oldest first. */
	readonly neverExpires: readonly ExpiryEntry[];
	readonly counts: {
		readonly total: number;
		readonly expired: number;
		readonly expiredButUsed: number;
		readonly in14Days: number;
		readonly in90Days: number;
		readonly later: number;
		readonly neverExpires: number;
		readonly unknown: number;
	};
	/** True: a list was cut at 1,000 entries; the counts are whole. */
	readonly truncated: boolean;
}

export interface ScopeMatrixView {
	readonly columns: readonly {
		readonly key: string;
		readonly provider: string;
		readonly permission: string;
		readonly resource: string;
	}[];
	readonly rows: readonly {
		readonly id: string;
		readonly title: string;
		readonly provider: string;
		readonly environments: readonly Environment[];
		readonly severity: Severity | null;
		readonly cells: readonly ScopeCell[];
	}[];
	/** Credentials whose scopes nobody knows. */
	readonly unknown: number;
	/** Credentials that match, before the cut to 200 rows. */
	readonly total: number;
}

export interface ScopeCell {
	/** Key of its column. */
	readonly column: string;
	readonly granted: ScopeLevel | null;
	readonly used: ScopeLevel | null;
}

export interface SprawlView {
	readonly now: string;
	readonly total: number;
	/** Of the findings, each credential once a kind. */
	readonly findings: readonly (Count & {
		readonly kind: FindingKind;
		readonly severity: Severity;
	})[];
	readonly byProvider: readonly SprawlGroup[];
	readonly byKind: readonly SprawlGroup[];
	readonly byOwner: readonly SprawlGroup[];
	readonly byEnvironment: readonly SprawlGroup[];
	readonly byAge: readonly Count[];
	/** How many are value, none and unknown, for each three-state property. */
	readonly known: Readonly<
		Record<
			'owner' | 'expiresAt' | 'lastUsedAt' | 'scopes',
			{ readonly value: number; readonly none: number; readonly unknown: number }
		>
	>;
	/** One secret in several places, most places first; at most 100. */
	readonly duplicates: readonly {
		readonly id: string;
		readonly title: string;
		readonly places: readonly string[];
	}[];
	/** What to act on first; at most 50. */
	readonly worst: readonly CredentialRow[];
}

export interface SprawlGroup extends Count {
	readonly atRisk: number;
	readonly neverExpires: number;
	readonly unowned: number;
	readonly onDisk: number;
}

/** What an import did, or with `preview` would do. */
export interface CredentialImportView {
	readonly preview: boolean;
	readonly files: readonly {
		readonly path: string;
		/** What the file was recognised as; null: as nothing. */
		readonly source: string | null;
		readonly records: number;
		readonly credentials: number;
		readonly sightings: number;
		/** Lines or elements that could not be read, with the reason; at most 1,000. */
		readonly unread: readonly { readonly line: number | null; readonly reason: string }[];
	}[];
	readonly added: number;
	readonly changed: number;
	readonly unchanged: number;
	readonly sightingsAdded: number;
	/** At most 1,000. */
	readonly changes: readonly {
		readonly id: string;
		readonly title: string;
		readonly change: 'added' | 'changed' | 'merged';
		readonly fields: readonly string[];
	}[];
}
