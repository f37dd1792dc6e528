import type { Credential } from './credential.ts';
import type { Fact } from './fact.ts';

const listMax = 200;

/**
 * What two sources say of one credential, as one. `later` wins where it says something; where it does
 * not know, what was known stays. A current fingerprint that another follows becomes history.
 */
export function mergeCredential(known: Credential, later: Credential): Credential {
	const isMoreTelling = !isGeneric(later) || isGeneric(known);
	return {
		kind: isMoreTelling ? later.kind : known.kind,
		provider: later.provider === 'generic' ? known.provider : later.provider,
		name: later.name ?? known.name,
		providerId: later.providerId ?? known.providerId,
		fingerprints: mergedPrints(known, later),
		tail4: later.tail4 ?? known.tail4,
		tail8: later.tail8 ?? known.tail8,
		owner: saidBy(known.owner, later.owner),
		principal: later.principal ?? known.principal,
		environments: union(known.environments, later.environments),
		scopes: saidBy(known.scopes, later.scopes),
		// What a source could not decode goes with what the same source said.
		scopesUnread:
			later.scopes.state === 'unknown' && later.scopesUnread.length === 0
				? known.scopesUnread
				: later.scopesUnread,
		issuedAt: later.issuedAt ?? known.issuedAt,
		expiresAt: saidBy(known.expiresAt, later.expiresAt),
		lastUsedAt: latest(known.lastUsedAt, later.lastUsedAt),
		lastRotatedAt: later.lastRotatedAt ?? known.lastRotatedAt,
		revokedAt: later.revokedAt ?? known.revokedAt,
		storedAt: union(known.storedAt, later.storedAt),
		status: later.status === 'unknown' ? known.status : later.status,
		sources: union(known.sources, later.sources),
		usedOperations: union(known.usedOperations, later.usedOperations),
		reaches: union(known.reaches, later.reaches),
		purpose: later.purpose ?? known.purpose,
	};
}

/** Kinds that say only how a secret was found, or whose provider it opens. */
const isGeneric = ({ kind, provider }: Credential): boolean =>
	provider === 'generic' || kind === providersOwn(provider);

/** The kind of a credential of which only the provider is known. */
export const providersOwn = (provider: string): string => `${provider}-credential`;

const saidBy = <T>(known: Fact<T>, later: Fact<T>): Fact<T> =>
	later.state === 'unknown' ? known : later;

/** The later of two times; a time is more than “never”, and “never” more than “unknown”. */
export function latest(a: Fact<string>, b: Fact<string>): Fact<string> {
	if (a.state === 'value' && b.state === 'value') return a.value >= b.value ? a : b;
	if (a.state === 'value' || b.state === 'unknown') return a;
	return b;
}

function union<T>(known: readonly T[], later: readonly T[]): T[] {
	return [...new Set([...known, ...later])].slice(0, listMax);
}

function mergedPrints(known: Credential, later: Credential): Credential['fingerprints'] {
	const prints = new Map(known.fingerprints.map((each) => [each.fingerprint, each]));
	const fresh = later.fingerprints.filter((each) => !prints.has(each.fingerprint));
	if (fresh.length === 0) return known.fingerprints;
	const since = fresh[0]?.since ?? later.lastRotatedAt ?? later.issuedAt;
	const before = [...prints.values()].map((each) =>
		each.until === null ? { ...each, until: since } : each,
	);
	return [...before, ...fresh].slice(-listMax);
}
