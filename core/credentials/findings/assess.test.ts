import { describe, expect, test } from 'vitest';
import type { InventoryResource } from '../../incidents/inventory.ts';
import {
	bareCredential,
	type Credential,
	type CredentialSighting,
	type CredentialUse,
	type Scope,
} from '../credential.ts';
import { none, value } from '../fact.ts';
import type { FindingKind } from '../finding.ts';
import { defaultLimits, type PolicyLimits } from '../policy.ts';
import { assess } from './assess.ts';
import type { Known } from './check.ts';

const now = '2026-06-01T00:00:00.000Z';
const lately = '2026-05-20T00:00:00.000Z';

/** Nothing is wrong with it: each case changes one thing. */
const sound: Credential = {
	...bareCredential('railway-api-token', 'railway'),
	owner: value('platform'),
	scopes: value([
		{
			provider: 'railway',
			permission: 'logs',
			resource: 'x',
			environment: 'unknown',
			level: 'read',
		},
	]),
	issuedAt: '2026-04-01T00:00:00.000Z',
	expiresAt: value('2026-09-01T00:00:00.000Z'),
	lastUsedAt: value(lately),
	status: 'active',
};
const sighting = (change: Partial<CredentialSighting>): CredentialSighting => ({
	eventId: 'ev_1',
	field: 'line',
	place: 'provider-record',
	label: null,
	file: null,
	command: null,
	runId: null,
	machine: null,
	person: null,
	at: lately,
	source: null,
	...change,
});
const use = (change: Partial<CredentialUse>): CredentialUse => ({
	eventId: 'ev_2',
	at: lately,
	provider: 'railway',
	operation: 'logs',
	actionClass: 'read',
	outcome: 'ok',
	environment: 'unknown',
	resources: [],
	runId: null,
	machine: null,
	principal: null,
	sourceAddress: null,
	runEnvironment: 'unknown',
	...change,
});
const resource = (id: string, change: Partial<InventoryResource> = {}): InventoryResource => ({
	provider: 'railway',
	kind: 'volume',
	id,
	name: null,
	environment: 'production',
	containedIn: null,
	copyOf: null,
	createdAt: null,
	...change,
});
const everything: Scope = {
	provider: 'railway',
	permission: '*',
	resource: '*',
	environment: 'unknown',
	level: 'destroy',
};
const volume = [resource('vol'), resource('backup', { copyOf: 'vol' })];

interface Case {
	readonly credential?: Partial<Credential>;
	readonly sightings?: readonly CredentialSighting[];
	readonly uses?: readonly CredentialUse[];
	readonly resources?: readonly InventoryResource[];
	readonly policy?: Partial<PolicyLimits>;
}
const known = ({ credential, policy, ...rest }: Case): Known => ({
	credential: { ...sound, ...credential },
	sightings: [],
	uses: [],
	resources: [],
	policy: { ...defaultLimits, ...policy },
	formerOwners: ['Ada Gone'],
	now,
	...rest,
});
const kindsOf = (given: Case): FindingKind[] => assess(known(given)).map(({ kind }) => kind);

/** For each kind: what makes it, and what comes close and does not. */
const cases: Readonly<Record<FindingKind, { readonly is: Case; readonly isNot: Case }>> = {
	'never-expires': {
		is: { credential: { expiresAt: none } },
		isNot: { credential: { expiresAt: { state: 'unknown' } } },
	},
	'lifetime-over-policy': {
		is: { credential: { expiresAt: value('2028-01-01T00:00:00.000Z') } },
		isNot: { credential: { expiresAt: value('2027-03-01T00:00:00.000Z') } },
	},
	'expired-but-used': {
		is: { credential: { expiresAt: value('2026-05-01T00:00:00.000Z') }, uses: [use({})] },
		isNot: {
			credential: {
				expiresAt: value('2026-05-01T00:00:00.000Z'),
				lastUsedAt: { state: 'unknown' },
			},
			uses: [use({ outcome: 'denied' })],
		},
	},
	'used-after-revocation': {
		is: {
			credential: { status: 'revoked', revokedAt: '2026-05-19T00:00:00.000Z' },
			uses: [use({})],
		},
		isNot: {
			credential: { status: 'revoked', revokedAt: '2026-05-19T00:00:00.000Z', lastUsedAt: none },
			uses: [use({ at: '2026-05-18T00:00:00.000Z' }), use({ outcome: 'denied' })],
		},
	},
	expiring: {
		is: { credential: { expiresAt: value('2026-06-14T00:00:00.000Z') } },
		isNot: { credential: { expiresAt: value('2026-06-17T00:00:00.000Z') } },
	},
	unused: {
		is: { credential: { lastUsedAt: value('2026-02-01T00:00:00.000Z') } },
		isNot: { credential: { lastUsedAt: value('2026-02-01T00:00:00.000Z') }, uses: [use({})] },
	},
	unowned: {
		is: { credential: { owner: none } },
		isNot: { credential: { owner: { state: 'unknown' } } },
	},
	'owner-left': {
		is: { credential: { owner: value('ada gone') } },
		isNot: { credential: { owner: value('ada') } },
	},
	'on-disk': {
		is: { sightings: [sighting({ place: 'file', file: '/srv/app/.env:3' })] },
		isNot: { credential: { storedAt: ['vault:kv/app'] } },
	},
	'in-transcript': {
		is: { sightings: [sighting({ place: 'prompt', runId: 'run' })] },
		isNot: {
			credential: { kind: 'aws-access-key', provider: 'aws', scopes: { state: 'unknown' } },
			sightings: [sighting({ place: 'prompt', runId: 'run' })],
		},
	},
	shared: {
		is: { uses: [use({ machine: 'a' }), use({ machine: 'b' })] },
		isNot: { uses: [use({ machine: 'a', runId: '1' }), use({ machine: 'a', runId: '2' })] },
	},
	'production-from-staging': {
		is: { uses: [use({ runEnvironment: 'staging', resources: ['vol'] })], resources: volume },
		isNot: { uses: [use({ runEnvironment: 'production', resources: ['vol'] })], resources: volume },
	},
	'over-scoped': {
		is: {
			credential: { scopes: value([{ ...everything, permission: 'volume', resource: 'x' }]) },
			uses: [use({})],
		},
		isNot: {
			credential: { scopes: value([{ ...everything, permission: 'volume', resource: 'x' }]) },
		},
	},
	'can-destroy-backups': {
		is: { credential: { scopes: value([everything]) }, resources: volume },
		isNot: {
			credential: { scopes: value([{ ...everything, level: 'write' }]) },
			resources: volume,
		},
	},
	'not-rotated': {
		is: { credential: { issuedAt: '2025-10-01T00:00:00.000Z' } },
		isNot: {
			credential: {
				issuedAt: '2025-10-01T00:00:00.000Z',
				lastRotatedAt: '2026-04-01T00:00:00.000Z',
			},
		},
	},
	duplicated: {
		is: { credential: { storedAt: ['a/.env:1', 'b/.env:1'] } },
		isNot: { credential: { storedAt: ['a/.env:1', 'a/.env:9'] } },
	},
};

describe.each(Object.entries(cases))('%s', (kind, { is, isNot }) => {
	test('is found, with a reason, standards and what to do', () => {
		const found = assess(known(is)).find((each) => each.kind === kind);
		expect(found).toBeDefined();
		expect(found?.reason).not.toBe('');
		expect(found?.standards.length).toBeGreaterThan(0);
		expect(found?.advice).not.toBe('');
	});

	test('is not found where it only comes close', () => {
		expect(kindsOf(isNot)).not.toContain(kind);
	});
});

test('nothing is found of a credential with which nothing is wrong, or of which nothing is known', () => {
	expect(kindsOf({})).toEqual([]);
	const bare = known({});
	expect(assess({ ...bare, credential: bareCredential('secret', 'generic') })).toEqual([]);
});

test('a revoked credential is wrong only where it is used all the same', () => {
	const credential = { status: 'revoked' as const, owner: none, expiresAt: none };
	expect(kindsOf({ credential })).toEqual([]);
});

test('copies that are out of reach are named as what is left', () => {
	const copies = [
		...volume,
		resource('dump', { provider: 'aws', copyOf: 'vol', createdAt: '2026-01-22T00:00:00Z' }),
	];
	const found = assess(known({ credential: { scopes: value([everything]) }, resources: copies }));
	const reason = found.find(({ kind }) => kind === 'can-destroy-backups')?.reason;
	expect(reason).toContain('1 of its 2 copies');
	expect(reason).toContain('2026-01-22');
});

test('a repository that a scanner read counts as a file, however it is addressed', () => {
	const file = 'https://git.example/x/y:deploy/.env:3';
	expect(kindsOf({ sightings: [sighting({ place: 'repository', file })] })).toContain('on-disk');
});

test('names the events that support it', () => {
	const found = assess(
		known({ uses: [use({ machine: 'a' }), use({ eventId: 'ev_3', machine: 'b' })] }),
	);
	expect(found[0]?.evidence).toEqual(['ev_2', 'ev_3']);
});

describe('a finding follows the policy', () => {
	const file = '/run/secrets/app:1';
	test.each<readonly [FindingKind, Case, Partial<PolicyLimits>]>([
		['never-expires', { credential: { expiresAt: none } }, { expiryRequired: false }],
		['unowned', { credential: { owner: none } }, { ownerRequired: false }],
		[
			'on-disk',
			{ sightings: [sighting({ place: 'file', file })] },
			{ allowedPlaces: ['/run/secrets/*'] },
		],
		[
			'lifetime-over-policy',
			{ credential: { expiresAt: value('2028-01-01T00:00:00.000Z') } },
			{ lifetimeDaysMax: 1_000 },
		],
		[
			'not-rotated',
			{ credential: { issuedAt: '2025-10-01T00:00:00.000Z' } },
			{ rotationDaysMax: 400 },
		],
	])('%s is one under the default and none where the policy allows it', (kind, given, policy) => {
		expect(kindsOf(given)).toContain(kind);
		expect(kindsOf({ ...given, policy })).not.toContain(kind);
	});
});
