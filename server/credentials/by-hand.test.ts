import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { changeCredential } from './change.ts';
import { importCredentials } from './import.ts';
import { getCredential, listCredentials } from './list.ts';
import { changeMany } from './many.ts';
import { mergeCredentials, splitCredential, unmergeCredential } from './regroup.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const admin = () => actorIn(installed.workspace);
const unique = () => createHash('sha256').update(randomBytes(8)).digest('hex').slice(0, 12);
const inventory = (...credentials: object[]) =>
	JSON.stringify({ schema: 'aftertrace.inventory/v1', credentials });
const entry = (name: string, more: object = {}) => ({
	kind: 'github-classic-token',
	provider: 'github',
	name,
	id: name,
	providerId: `id-${name}`,
	...more,
});
async function imported(text: string) {
	const done = await importCredentials(admin(), [{ path: 'inventory.json', text }], false);
	if (!done.ok) throw new Error(done.error.message);
	return done.value;
}
async function listed(query: string) {
	const page = await listCredentials(admin(), { query, limit: 50 });
	if (!page.ok) throw new Error(page.error.message);
	return page.value.credentials;
}
async function added(name: string, more: object = {}) {
	await imported(inventory(entry(name, more)));
	const [row] = await listed(name);
	if (row === undefined) throw new Error(`${name} is not listed`);
	return row.id;
}
async function detail(id: string) {
	const found = await getCredential(admin(), id);
	if (!found.ok) throw new Error(found.error.message);
	return found.value;
}
const mark = (id: string, kind: 'revoked' | 'rotated' | 'reinstated', at: string, reason = '') =>
	changeMany(admin(), { credentials: [id], change: { kind: 'mark', mark: kind, at, reason } });

describe('the life of a credential', () => {
	test('a revocation is kept with who, when and why, and stands above later imports', async () => {
		const name = unique();
		const id = await added(name);
		await mark(id, 'revoked', '2026-05-01T10:00:00Z', 'was in a public repository');
		await imported(inventory(entry(name, { owner: 'platform' })));
		const found = await detail(id);
		expect(found).toMatchObject({ status: 'revoked', revokedAt: '2026-05-01T10:00:00.000Z' });
		expect(found.marks).toMatchObject([
			{ kind: 'revoked', by: admin().name, reason: 'was in a public repository' },
		]);
		expect(found.lifecycle.map(({ kind }) => kind)).toContain('revoked');
		expect((await listed(name))[0]?.findings).toEqual([]);
	});

	test('a use after the revocation is critical, one before it is not', async () => {
		const name = unique();
		const table = (lastUsed: string) =>
			`name,kind,provider,id,owner,expires,last_used\n${name},github-classic-token,github,id-${name},ops,2030-01-01T00:00:00Z,${lastUsed}\n`;
		await imported(table('2026-05-02T00:00:00Z'));
		const id = (await listed(name))[0]?.id ?? '';
		await mark(id, 'revoked', '2026-05-03T00:00:00Z');
		expect((await listed(name))[0]?.findings).toEqual([]);
		await imported(table('2026-05-04T00:00:00Z'));
		expect((await listed(name))[0]).toMatchObject({
			severity: 'critical',
			findings: [{ kind: 'used-after-revocation' }],
		});
		await mark(id, 'reinstated', '2026-05-05T00:00:00Z');
		const kinds = (await listed(name))[0]?.findings.map(({ kind }) => kind);
		expect(kinds).not.toContain('used-after-revocation');
	});

	test('a rotation answers that it was not rotated', async () => {
		const name = unique();
		const id = await added(name, { issuedAt: '2024-01-01T00:00:00Z' });
		const kinds = async () => (await listed(name))[0]?.findings.map(({ kind }) => kind);
		expect(await kinds()).toContain('not-rotated');
		await mark(id, 'rotated', new Date().toISOString());
		expect(await kinds()).not.toContain('not-rotated');
	});

	test('a status that is set is a mark too, and a mark cannot lie ahead', async () => {
		const id = await added(unique());
		await changeCredential(admin(), id, { status: 'revoked' });
		expect((await detail(id)).marks).toMatchObject([{ kind: 'revoked' }]);
		await changeCredential(admin(), id, { status: 'active' });
		expect(await detail(id)).toMatchObject({ status: 'active', revokedAt: null });
		const ahead = new Date(Date.now() + 86_400_000).toISOString();
		expect(await mark(id, 'revoked', ahead)).toMatchObject({ error: { code: 'invalid-input' } });
	});
});

describe('one change to many', () => {
	test('sets owner and tags, keeps other tags, and names ids that are not there', async () => {
		const [a, b] = [await added(unique()), await added(unique())];
		const change = async (given: Parameters<typeof changeMany>[1]['change']) =>
			changeMany(admin(), { credentials: [a, b, 'cred_nope'], change: given });
		await changeCredential(admin(), a, { tags: ['ci'] });
		expect(await change({ kind: 'owner', owner: 'payments' })).toMatchObject({
			value: { changed: 2, missing: ['cred_nope'] },
		});
		await change({ kind: 'tags', add: ['quarter 2', 'ci'], remove: [] });
		expect((await detail(a)).tags).toEqual(['ci', 'quarter 2']);
		await change({ kind: 'tags', add: [], remove: ['ci'] });
		expect((await detail(b)).tags).toEqual(['quarter 2']);
		expect((await detail(b)).owner).toEqual({ state: 'value', value: 'payments' });
		const audit = await installed.at.records.database.auditEntry.findMany({
			where: { action: 'credentials.changed' },
		});
		expect(audit).toHaveLength(3);
	});

	test('is refused to viewers, and reaches no other workspace', async () => {
		const id = await added(unique());
		const asked = {
			credentials: [id],
			change: { kind: 'owner' as const, owner: 'me' },
		};
		expect(await changeMany(actorIn(installed.workspace, 'viewer'), asked)).toMatchObject({
			error: { code: 'forbidden' },
		});
		expect(await changeMany(actorIn(installed.other), asked)).toMatchObject({
			value: { changed: 0, missing: [id] },
		});
		expect((await detail(id)).owner).not.toMatchObject({ value: 'me' });
	});
});

describe('merging by hand', () => {
	test('shows one credential, keeps it one over later imports, and can be undone', async () => {
		const [one, two] = [unique(), unique()];
		const a = await added(one);
		const b = await added(two, { purpose: 'pays suppliers' });
		expect(await mergeCredentials(admin(), a, [b])).toMatchObject({
			value: { id: a, mergedIds: [b], purpose: 'pays suppliers' },
		});
		const again = await imported(inventory(entry(one), entry(two, { storedAt: ['vault:kv/pay'] })));
		expect(again).toMatchObject({ added: 0 });
		expect(await listed(two)).toEqual([]);
		expect((await listed(one)).map(({ id }) => id)).toEqual([a]);
		expect(await getCredential(admin(), b)).toMatchObject({ error: { code: 'not-found' } });
		expect(await unmergeCredential(admin(), b)).toMatchObject({ value: { id: b } });
		expect((await listed(two)).map(({ id }) => id)).toEqual([b]);
		expect((await detail(a)).purpose).toBeNull();
		const last = await imported(inventory(entry(one), entry(two)));
		expect(last).toMatchObject({ added: 0 });
		expect((await listed(two)).map(({ id }) => id)).toEqual([b]);
	});

	test('is refused into itself, into a part of another, and where it is not there', async () => {
		const [a, b, c] = [await added(unique()), await added(unique()), await added(unique())];
		expect(await mergeCredentials(admin(), a, [a])).toMatchObject({ error: { code: 'conflict' } });
		expect(await mergeCredentials(admin(), a, ['x'])).toMatchObject({
			error: { code: 'not-found' },
		});
		await mergeCredentials(admin(), a, [b]);
		expect(await mergeCredentials(admin(), b, [c])).toMatchObject({ error: { code: 'conflict' } });
		expect(await mergeCredentials(admin(), c, [b])).toMatchObject({ error: { code: 'conflict' } });
		expect(await unmergeCredential(admin(), c)).toMatchObject({ error: { code: 'conflict' } });
		expect(await mergeCredentials(actorIn(installed.other), a, [c])).toMatchObject({
			error: { code: 'not-found' },
		});
	});
});

describe('splitting by hand', () => {
	const leak = (secret: string, file: string) => [
		{ RuleID: 'github-pat', Match: secret, Secret: secret, File: file, StartLine: 1 },
	];
	const token = () => `ghp_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`;

	test('keeps the secret apart over a source that names both, and can be undone', async () => {
		const name = unique();
		const secret = token();
		const id = await added(name);
		const whole = inventory(entry(name, { lastCharacters: secret.slice(-8) }));
		await imported(JSON.stringify(leak(secret, `${name}/.env`)));
		await imported(whole);
		const [print] = (await detail(id)).fingerprints;
		if (print === undefined) throw new Error('the secret was not joined');
		const split = await splitCredential(admin(), id, print.fingerprint);
		if (!split.ok) throw new Error(split.error.message);
		const part = split.value.id;
		expect(part).not.toBe(id);
		expect((await detail(id)).fingerprints).toEqual([]);
		await imported(JSON.stringify(leak(secret, `${name}/other.env`)));
		await imported(whole);
		expect((await detail(id)).fingerprints).toEqual([]);
		expect((await detail(part)).fingerprints).toHaveLength(1);
		await mergeCredentials(admin(), id, [part]);
		expect((await detail(id)).fingerprints.map((each) => each.fingerprint)).toEqual([
			print.fingerprint,
		]);
	});

	test('is refused where nothing would be left, or where there is no such fingerprint', async () => {
		const name = unique();
		await imported(JSON.stringify(leak(token(), `${name}/.env`)));
		const [row] = await listed(name);
		if (row === undefined) throw new Error('not listed');
		expect(await splitCredential(admin(), row.id, row.fingerprint ?? '')).toMatchObject({
			error: { code: 'conflict' },
		});
		expect(await splitCredential(admin(), row.id, 'nope')).toMatchObject({
			error: { code: 'conflict' },
		});
	});
});
