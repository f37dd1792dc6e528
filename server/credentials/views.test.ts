import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bareCredential, type Credential } from '@/core/credentials/credential.ts';
import { none, value } from '@/core/credentials/fact.ts';
import type { CredentialPage } from '@/core/credentials/views.ts';
import { tendInventory } from '@/server/jobs/inventory.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { assessDue } from './assess.ts';
import { moveEarlierUses } from './earlier-uses.ts';
import { credentialExpiry } from './expiry.ts';
import { keepInventory } from './import.ts';
import { keepCredentials } from './keep.ts';
import { getCredential, listCredentials, listUses } from './list.ts';
import { credentialReach, credentialsThatReach } from './reach.ts';
import { credentialFilterSchema, credentialOrders } from './row-filter.ts';
import { credentialScopes } from './scopes.ts';
import { credentialSprawl } from './sprawl.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
	await keepCredentials(
		actor(),
		Array.from({ length: 47 }, (_, index) => toKeep(made(index))),
	);
});
afterAll(() => installed.close());

const dayMs = 86_400_000;
const actor = () => actorIn(installed.workspace);
const stranger = () => actorIn(installed.other);
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
const filter = (given: object) => credentialFilterSchema.parse(given);
const toKeep = (credential: Credential) => ({ credential, sightings: [], uses: [] });
const unwrap = <T>(result: { ok: true; value: T } | { ok: false }): T => {
	if (!result.ok) throw new Error('it failed');
	return result.value;
};

/** Some share every value that lists are sorted by, some have none of them. */
const made = (index: number): Credential => ({
	...bareCredential('github-classic-token', 'github'),
	name: `token ${index % 11}`,
	providerId: `t-${index}`,
	owner: index % 4 === 0 ? { state: 'unknown' } : value(`Team ${index % 3}`),
	environments: [index % 2 === 0 ? 'production' : 'staging'],
	issuedAt: index % 5 === 0 ? null : inDays(-(index % 7) * 40 - 1),
	expiresAt: index % 6 === 0 ? none : index % 6 === 1 ? { state: 'unknown' } : value(inDays(index)),
	lastUsedAt: index % 3 === 0 ? { state: 'unknown' } : value(inDays(-index)),
	scopes: value([
		{
			provider: 'github',
			permission: 'repo',
			resource: '*',
			environment: 'unknown',
			level: 'write',
		},
	]),
	status: 'active',
	sources: ['test'],
});

describe('a list', () => {
	test.each(credentialOrders.flatMap((order) => [order, `-${order}`]))(
		'by %s has every credential once, page by page, those without the value last',
		async (sort) => {
			const ids: string[] = [];
			let cursor: string | null = null;
			do {
				const page: CredentialPage = unwrap(
					await listCredentials(
						actor(),
						filter({ sort, limit: 5, ...(cursor === null ? {} : { cursor }) }),
					),
				);
				expect(page.total).toBe(47);
				ids.push(...page.credentials.map(({ id }) => id));
				cursor = page.nextCursor;
			} while (cursor !== null);
			expect(ids).toHaveLength(47);
			expect(new Set(ids).size).toBe(47);
			const whole = unwrap(await listCredentials(actor(), filter({ sort, limit: 500 })));
			expect(whole.credentials.map(({ id }) => id)).toEqual(ids);
			if (sort.endsWith('used')) {
				const known = whole.credentials.map(({ lastUsedAt }) => lastUsedAt.state === 'value');
				expect(known).toEqual([...known].sort((a, b) => Number(b) - Number(a)));
			}
		},
	);

	test('does not take the cursor of another order, nor nonsense', async () => {
		const page = unwrap(await listCredentials(actor(), filter({ sort: 'name', limit: 5 })));
		for (const given of [{ sort: 'age', cursor: page.nextCursor }, { cursor: 'AAAA' }]) {
			expect(await listCredentials(actor(), filter(given))).toMatchObject({
				ok: false,
				error: { code: 'invalid-input' },
			});
		}
	});

	test('counts by facet what its filter finds', async () => {
		const { facets } = unwrap(await listCredentials(actor()));
		for (const name of ['kind', 'provider', 'owner', 'environment', 'finding'] as const) {
			for (const { key, count } of facets[name]) {
				const found = await listCredentials(actor(), filter({ [name]: key }));
				expect(unwrap(found).total, `${name} ${key}`).toBe(count);
			}
		}
	});

	test('binds words, so that none of them becomes a query', async () => {
		const words = "') OR 1=1 -- {f_word0:String}";
		expect(unwrap(await listCredentials(actor(), filter({ query: words }))).total).toBe(0);
		expect(unwrap(await listCredentials(actor(), filter({ owner: words }))).total).toBe(0);
		expect(unwrap(await listCredentials(actor(), filter({ query: 'GITHUB t-46' }))).total).toBe(1);
	});
});

test('what was right yesterday is looked at again on the day it changes', async () => {
	const soon = {
		...bareCredential('npm-token', 'npm'),
		providerId: 'soon',
		expiresAt: value(inDays(20)),
	};
	await keepCredentials(actor(), [toKeep(soon)]);
	const findings = async () =>
		unwrap(
			await listCredentials(actor(), filter({ provider: 'npm' })),
		).credentials[0]?.findings.map(({ kind }) => kind);
	expect(await findings()).toEqual([]);
	expect(await assessDue(actor(), new Date(Date.now() + dayMs / 48))).toBe(0);
	expect(await assessDue(actor(), new Date(Date.now() + 7 * dayMs))).toBeGreaterThan(0);
	expect(await findings()).toEqual(['expiring']);
});

test('uses that an earlier version kept move to the event store once', async () => {
	const { database } = installed.at.records;
	const page = unwrap(await listCredentials(actor(), filter({ query: 't-13', limit: 1 })));
	const id = page.credentials[0]?.id ?? '';
	await database.credentialUse.createMany({
		data: [1, 2, 3].map((index) => ({
			workspaceId: installed.workspace,
			credentialId: id,
			eventId: `earlier-${index}`,
			timeMicros: BigInt(Date.UTC(2026, 0, index)) * 1_000n,
			provider: 'github',
			operation: 'repo.create',
			actionClass: 'create',
			outcome: 'success',
			environment: 'production',
			resources: ['acme/api'],
		})),
	});
	expect(await moveEarlierUses()).toBe(3);
	expect(await moveEarlierUses()).toBe(0);
	const first = unwrap(await listUses(actor(), id, { limit: 2 }));
	expect(first.uses.map(({ eventId }) => eventId)).toEqual(['earlier-3', 'earlier-2']);
	const rest = unwrap(await listUses(actor(), id, { limit: 2, cursor: first.nextCursor ?? '' }));
	expect(rest.uses).toMatchObject([{ eventId: 'earlier-1', actionClass: 'create', runId: null }]);
	expect(rest.nextCursor).toBeNull();
});

test('a use whose result comes later is one use, with its outcome', async () => {
	const use = {
		eventId: 'late',
		at: inDays(-1),
		provider: 'github',
		operation: 'repo.destroy',
		actionClass: 'destroy',
		outcome: 'unknown',
		environment: 'production' as const,
		resources: [],
		runId: 'run-1',
		machine: null,
		principal: null,
		sourceAddress: null,
		runEnvironment: 'unknown' as const,
	};
	const item = (outcome: string) => ({ ...toKeep(made(14)), uses: [{ ...use, outcome }] });
	await keepCredentials(actor(), [item('success')]);
	await keepCredentials(actor(), [item('unknown')]);
	const page = unwrap(await listCredentials(actor(), filter({ query: 't-14', limit: 1 })));
	expect(page.credentials[0]).toMatchObject({ uses: 1 });
	const { latestUses } = unwrap(await getCredential(actor(), page.credentials[0]?.id ?? ''));
	expect(latestUses).toMatchObject([{ eventId: 'late', outcome: 'success' }]);
});

describe('reach', () => {
	beforeAll(async () => {
		const copy = (id: string) => ({ provider: 'railway', kind: 'backup', id, copyOf: 'vol' });
		await keepInventory(actor(), {
			schema: 'aftertrace.inventory/v1',
			credentials: [
				['everything', ['railway:everything']],
				['reader', ['vol: read']],
			].map(([name, scopes]) => ({
				id: name,
				name,
				kind: 'railway-api-token',
				provider: 'railway',
				providerId: name,
				scopes,
			})),
			resources: [
				{ provider: 'railway', kind: 'volume', id: 'vol', environment: 'production' },
				copy('b1'),
				copy('b2'),
			],
		});
		const { database } = installed.at.records;
		await database.inventoryFile.create({
			data: {
				workspaceId: installed.workspace,
				id: 'reach',
				source: 'test',
				document: {
					schema: 'aftertrace.inventory/v1',
					resources: [
						{ provider: 'railway', kind: 'volume', id: 'vol', environment: 'production' },
						copy('b1'),
						copy('b2'),
					],
				},
			},
		});
	});

	test('names the credential that destroys data with every copy first, and what is lost', async () => {
		const list = unwrap(await credentialsThatReach(actor()));
		expect(list.credentials[0]).toMatchObject({ title: 'everything', isAlarm: true, destroys: 3 });
		expect(list.alarms).toBe(1);
		const view = unwrap(await credentialReach(actor(), list.credentials[0]?.id ?? ''));
		expect(view.trees).toMatchObject([
			{ fate: 'all-lost', resource: { id: 'vol' }, copiesInAll: 2, copiesDestroyed: 2 },
		]);
		const reader = list.credentials.find(({ title }) => title === 'reader');
		expect(unwrap(await credentialReach(actor(), reader?.id ?? ''))).toMatchObject({
			trees: [{ fate: 'not-destroyed', copiesDestroyed: 0 }],
			counts: { read: 1, destroy: 0 },
		});
	});

	test('of another workspace finds nothing', async () => {
		expect(unwrap(await credentialsThatReach(stranger()))).toMatchObject({ total: 0 });
	});
});

describe('scopes and sprawl', () => {
	test('the matrix has granted and used in one cell, and counts unknown scopes apart', async () => {
		const view = unwrap(await credentialScopes(actor(), filter({ provider: 'github' })));
		const column = view.columns.find(({ key }) => key === 'github|repo|write');
		expect(column?.granted).toBe(47);
		expect(view.rows[0]?.cells.length).toBeGreaterThan(0);
		const npm = unwrap(await credentialScopes(actor(), filter({ provider: 'npm' })));
		expect(npm).toMatchObject({ total: 0, unknown: 1 });
	});

	test('every figure of sprawl is what the list under it counts', async () => {
		const view = unwrap(await credentialSprawl(actor()));
		const counted = async (given: object) =>
			unwrap(await listCredentials(actor(), filter({ live: 'true', ...given }))).total;
		expect(await counted({})).toBe(view.total);
		for (const { key, count } of view.byAge) expect(await counted({ age: key })).toBe(count);
		for (const { key, count } of view.byOwner) expect(await counted({ owner: key })).toBe(count);
		for (const { key, count } of view.byEnvironment)
			expect(await counted({ environment: key })).toBe(count);
		for (const { kind, count } of view.findings)
			expect(await counted({ finding: kind })).toBe(count);
	});

	test('a trend has the kept days and today, and one day is one day', async () => {
		expect(unwrap(await credentialSprawl(actor())).trend).toHaveLength(1);
		await tendInventory(actor(), new Date(Date.now() - 40 * dayMs));
		await tendInventory(actor(), new Date());
		await tendInventory(actor(), new Date());
		const { trend, total } = unwrap(await credentialSprawl(actor()));
		expect(trend).toHaveLength(2);
		expect(trend.at(-1)?.total).toBe(total);
	});

	test('expiry counts everything once', async () => {
		const { counts, days } = unwrap(await credentialExpiry(actor()));
		const { total, in14Days: _, ...rest } = counts;
		expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(total);
		expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(counts.in90Days);
		for (const { date, count, credentials } of days) {
			expect(credentials).toHaveLength(count);
			const listed = await listCredentials(actor(), filter({ ends: date, live: 'true' }));
			expect(unwrap(listed).total).toBe(count);
		}
	});
});
