import type { Environment, Severity } from '../incidents/document.ts';
import type { ExceptedFinding } from './assessed.ts';
import type {
	CredentialSighting,
	CredentialStatus,
	CredentialUse,
	Scope,
	ScopeLevel,
} from './credential.ts';
import type { Fact, FactState } from './fact.ts';
import type { Finding, FindingKind } from './finding.ts';
import type { CsvField } from './imports/generic-csv.ts';
import type { LifecycleMark, MarkKind } from './lifecycle-mark.ts';
import type { Recommendation } from './narrower/recommendation.ts';
import type { CredentialPolicy } from './policy.ts';
import type { fates } from './reach-view.ts';
import type { ScopeColumn } from './scopes/column.ts';
import type { TrendDay } from './trend.ts';

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
	readonly tags: readonly string[];
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
	/** Changed lately and not looked at again yet: rows and counts still say what was known before. */
	readonly pending: number;
	/** Of everything in the workspace, whatever the filter; empty from the second page on. */
	readonly facets: {
		readonly kind: readonly Count[];
		readonly provider: readonly Count[];
		readonly owner: readonly Count[];
		readonly environment: readonly Count[];
		readonly status: readonly Count[];
		readonly tag: readonly Count[];
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
	readonly revokedAt: string | null;
	/** What people recorded of its life, oldest first. */
	readonly marks: readonly LifecycleMark[];
	/** Credentials that a person said are this one; each can be taken out again. */
	readonly mergedIds: readonly string[];
	readonly grantedScopes: Fact<readonly Scope[]>;
	/** Parts of what is granted that could not be decoded. */
	readonly scopesUnread: readonly string[];
	/** What would have been enough; null: no use of it is known. */
	readonly narrower: Recommendation | null;
	/** What its uses needed, in the same language. */
	readonly usedScopes: readonly Scope[];
	readonly allFindings: readonly Finding[];
	/** Those that an exception of the policy covers: they do not count. */
	readonly excepted: readonly ExceptedFinding[];
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
	readonly kind: 'issued' | MarkKind | 'seen' | 'used' | 'expires' | 'expired';
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

/** A copy of data, and what the credential can do to it; null: it does not reach it. */
export interface ReachCopy {
	readonly provider: string;
	readonly kind: string;
	readonly id: string;
	readonly name: string | null;
	readonly environment: Environment;
	readonly level: ScopeLevel | null;
}

/** Data that a credential reaches, with its copies. */
export interface ReachTree {
	readonly resource: ReachedResource;
	/** At most 20. */
	readonly copies: readonly ReachCopy[];
	readonly copiesInAll: number;
	/** Copies that it can destroy. */
	readonly copiesDestroyed: number;
	/** What one use of it could leave: nothing, some copies, no copy that there ever was, all copies. */
	readonly fate: (typeof fates)[number];
}

export interface ReachView {
	readonly credential: CredentialRow;
	/** At most 60, gravest first. */
	readonly trees: readonly ReachTree[];
	/** Data beyond these. */
	readonly more: number;
	/** Resources that it can read, change and destroy; copies among them. */
	readonly counts: Readonly<Record<ScopeLevel, number>>;
	readonly copies: number;
	/** Resources that any inventory of the workspace names. */
	readonly resourcesKnown: number;
}

/** Credentials that reach something, those first that destroy data with its copies. */
export interface ReachList {
	readonly credentials: readonly {
		readonly id: string;
		readonly title: string;
		readonly kindTitle: string;
		readonly severity: Severity | null;
		readonly reaches: number;
		readonly destroys: number;
		readonly isAlarm: boolean;
	}[];
	/** How many reach anything. */
	readonly total: number;
	/** How many can destroy data together with copies of it. */
	readonly alarms: number;
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
	readonly days: readonly {
		readonly date: string;
		readonly count: number;
		/** The first of them; all stand in the inventory under that day. */
		readonly credentials: readonly ExpiryEntry[];
	}[];
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
	/** True: a list was cut at 300 entries; the counts are whole. */
	readonly truncated: boolean;
}

export interface ScopeMatrixView {
	/** Grouped by provider and area, levels from read to destroy; the commonest 80. */
	readonly columns: readonly MatrixColumn[];
	readonly rows: readonly MatrixRow[];
	readonly nextCursor: string | null;
	/** Credentials that match and whose scopes or uses are known. */
	readonly total: number;
	/** Credentials that match and whose scopes nobody knows. */
	readonly unknown: number;
	/** Columns that were left out for being rare. */
	readonly columnsLeftOut: number;
}

export interface MatrixColumn extends ScopeColumn {
	readonly key: string;
	/** Of all credentials that match. */
	readonly granted: number;
	readonly used: number;
	readonly unused: number;
}

export interface MatrixRow {
	readonly id: string;
	readonly title: string;
	readonly kindTitle: string;
	readonly provider: string;
	readonly owner: Fact<string>;
	readonly environments: readonly Environment[];
	readonly severity: Severity | null;
	/** Whether any source tells what is granted to it. */
	readonly scopes: FactState;
	/** Whether any use of it is known. */
	readonly isUseKnown: boolean;
	readonly cells: readonly ScopeCell[];
	/** Granted columns that no known use needed, those left out of the matrix included. */
	readonly unusedGrants: number;
	/** What to take away, in a few words; null where nothing can be said. */
	readonly narrower: string | null;
}

export interface ScopeCell {
	/** Key of its column. */
	readonly column: string;
	/** `whole`: by a grant of everything. */
	readonly granted: 'itself' | 'whole' | null;
	readonly used: boolean;
}

export interface SprawlView {
	readonly now: string;
	readonly total: number;
	/** Granted columns of the scopes matrix, and how many of them no known use needed. */
	readonly grants: { readonly total: number; readonly unused: number };
	/** Credentials in more than one place. */
	readonly duplicated: number;
	/** Figures of the days before, oldest first, today's last; at most a year. */
	readonly trend: readonly TrendDay[];
	/** Of the findings, each credential once a kind. */
	readonly findings: readonly (Count & {
		readonly kind: FindingKind;
		readonly severity: Severity;
	})[];
	readonly byProvider: readonly SprawlGroup[];
	readonly byKind: readonly SprawlGroup[];
	readonly byOwner: readonly SprawlGroup[];
	readonly byEnvironment: readonly SprawlGroup[];
	readonly byAge: readonly SprawlGroup[];
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
	readonly unused: number;
}

/** The policy by which credentials are assessed. */
export interface PolicyView {
	/** Whose it is: the workspace's own, or the installation's file. */
	readonly origin: 'workspace' | 'installation';
	readonly policy: CredentialPolicy;
	/** As a file: YAML. */
	readonly text: string;
	/** Why the installation's file could not be used; null: it could. */
	readonly problem: string | null;
	/** Exceptions that count no longer. */
	readonly endedExceptions: number;
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
		/** Its columns and what each is read as; null: it is no table, or one of a known source. */
		readonly table: {
			readonly columns: readonly string[];
			/** Field to name of the column. */
			readonly chosen: Readonly<Partial<Record<CsvField, string>>>;
			/** Whether that was saved for tables with these columns. */
			readonly isSaved: boolean;
		} | null;
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
