import { describe, expect, test } from 'vitest';
import { bareCredential, type Credential } from './credential.ts';
import { none, value } from './fact.ts';
import { identityKeys, mayBeOne, recognised } from './identity.ts';
import { mergeCredential } from './merge.ts';

const printOf = (secret: string) => `print of ${secret}`;
const print = (fingerprint: string) => [{ fingerprint, since: null, until: null }];
const railway = (change: Partial<Credential>): Credential => ({
	...bareCredential('railway-api-token', 'railway'),
	...change,
});

/** Ids of the known credentials that the given one is. */
function found(given: Credential, known: Readonly<Record<string, Credential>>): string[] {
	const holders = new Map<string, Set<string>>();
	for (const [id, credential] of Object.entries(known)) {
		const keys = identityKeys(credential, printOf);
		for (const key of [...keys.strong, ...keys.weak])
			holders.set(key, (holders.get(key) ?? new Set()).add(id));
	}
	return recognised(given, identityKeys(given, printOf), holders, (id) => known[id] ?? null);
}

describe('the same credential', () => {
	test('is known by its fingerprint, whatever kind it was found as', () => {
		const seen = { ...bareCredential('bearer-token', 'generic'), fingerprints: print('f') };
		expect(found(seen, { a: railway({ fingerprints: print('f') }) })).toEqual(['a']);
	});

	test('is known by the provider’s id, and only of that provider', () => {
		const known = { a: railway({ providerId: '7' }) };
		expect(found(railway({ providerId: '7' }), known)).toEqual(['a']);
		const other = { ...bareCredential('gitlab-access-token', 'gitlab'), providerId: '7' };
		expect(found(other, known)).toEqual([]);
	});

	test('is known by an access key id that a log showed as a sighting', () => {
		const seen = { ...bareCredential('aws-access-key', 'aws'), fingerprints: print('print of K') };
		const used = { ...bareCredential('aws-access-key', 'aws'), providerId: 'K' };
		expect(found(used, { a: seen })).toEqual(['a']);
	});

	test('is known by its last characters where one has them, and not where two do', () => {
		const listed = railway({ providerId: '7', tail4: 't' });
		const one = { a: railway({ fingerprints: print('f'), tail4: 't' }) };
		expect(found(listed, one)).toEqual(['a']);
		expect(found(listed, { ...one, b: railway({ fingerprints: print('g'), tail4: 't' }) })).toEqual(
			[],
		);
	});

	test('is not another secret that happens to end alike', () => {
		const known = { a: railway({ fingerprints: print('f'), tail8: 't' }) };
		expect(found(railway({ fingerprints: print('g'), tail8: 't' }), known)).toEqual([]);
	});

	test('is known by its name, unless the provider’s ids differ', () => {
		const known = { a: railway({ name: 'CI', providerId: '7' }) };
		expect(found(railway({ name: 'ci' }), known)).toEqual(['a']);
		expect(found(railway({ name: 'ci', providerId: '8' }), known)).toEqual([]);
		expect(mayBeOne(railway({}), bareCredential('x', 'aws'), 'name:x')).toBe(false);
	});
});

describe('two sources as one', () => {
	test('what the later does not know stays; none is something that it says', () => {
		const known = railway({ owner: value('platform'), expiresAt: value('2026-01-01') });
		expect(mergeCredential(known, railway({ expiresAt: none }))).toMatchObject({
			owner: { state: 'value', value: 'platform' },
			expiresAt: { state: 'none' },
		});
	});

	test('a kind that tells nothing never replaces one that does', () => {
		const vague = { ...bareCredential('railway-credential', 'railway'), providerId: '7' };
		expect(mergeCredential(railway({}), vague).kind).toBe('railway-api-token');
		expect(mergeCredential(vague, railway({})).kind).toBe('railway-api-token');
	});

	test('rotation makes the earlier fingerprint history', () => {
		const before = railway({ name: 'ci', fingerprints: print('f') });
		const after = railway({ name: 'ci', fingerprints: print('g'), lastRotatedAt: '2026-05-01' });
		expect(mergeCredential(before, after).fingerprints).toEqual([
			{ fingerprint: 'f', since: null, until: '2026-05-01' },
			{ fingerprint: 'g', since: null, until: null },
		]);
	});

	test('the later of two uses counts, in either order', () => {
		const [a, b] = [
			railway({ lastUsedAt: value('2026-01-01') }),
			railway({ lastUsedAt: value('2026-02-01') }),
		];
		expect(mergeCredential(a, b).lastUsedAt).toEqual(mergeCredential(b, a).lastUsedAt);
		expect(mergeCredential(a, railway({ lastUsedAt: none })).lastUsedAt).toEqual(a.lastUsedAt);
	});

	test('twice the same changes nothing', () => {
		const one = railway({ fingerprints: print('f'), storedAt: ['a'], sources: ['x'] });
		expect(mergeCredential(one, one)).toEqual(one);
	});
});
