import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as getOne, PATCH } from '@/app/api/v1/credentials/[id]/route.ts';
import { GET as getUses } from '@/app/api/v1/credentials/[id]/uses/route.ts';
import { GET as getExpiry } from '@/app/api/v1/credentials/expiry/route.ts';
import { POST } from '@/app/api/v1/credentials/import/route.ts';
import { GET as getList } from '@/app/api/v1/credentials/route.ts';
import type { Permission } from '@/core/access/permissions.ts';
import { createApiKey } from '@/server/auth/api-keys.ts';
import type { RouteHandler } from '@/server/http/endpoint.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { loadSample } from '@/server/ingest/sample.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { changeCredential } from './change.ts';
import { credentialExpiry } from './expiry.ts';
import { importCredentials } from './import.ts';
import { getCredential, listCredentials } from './list.ts';
import { credentialSprawl } from './sprawl.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
	const actor = actorIn(installed.workspace);
	const done = await runImport(actor, ['samples/pocketos'], { name: 'samples/pocketos' });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
});
afterAll(() => installed.close());

const token = () => `ghp_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`;
const leak = (secret: string, file = 'deploy/.env') => ({
	RuleID: 'github-pat',
	Description: 'GitHub token',
	StartLine: 3,
	Match: `TOKEN=${secret}`,
	Secret: secret,
	File: file,
	Commit: '',
	Message: `adds ${secret}`,
	Date: '2026-01-01T00:00:00Z',
	Email: 'ada@example.com',
});
const report = (...leaks: object[]) => JSON.stringify(leaks);
const admin = () => actorIn(installed.workspace);
async function imported(text: string, preview = false) {
	const done = await importCredentials(admin(), [{ path: 'leaks.json', text }], preview);
	if (!done.ok) throw new Error(done.error.message);
	return done.value;
}
async function titled(title: string) {
	const page = await listCredentials(admin());
	const row = page.ok ? page.value.credentials.find((each) => each.title === title) : undefined;
	if (row === undefined) throw new Error(`${title} is not listed`);
	return row;
}

describe('the credential of the sample incident', () => {
	test('is one credential of the log, the provider and the inventory, and its page names the run', async () => {
		const row = await titled('domains-cli');
		expect(row).toMatchObject({
			provider: 'railway',
			kind: 'railway-api-token',
			expiresAt: { state: 'none' },
			owner: { state: 'none' },
			severity: 'critical',
			level: 'destroy',
		});
		const found = await getCredential(admin(), row.id);
		if (!found.ok) throw new Error(found.error.message);
		const kinds = found.value.allFindings.map(({ kind }) => kind);
		expect(kinds).toEqual(
			expect.arrayContaining([
				'never-expires',
				'on-disk',
				'in-transcript',
				'can-destroy-backups',
				'production-from-staging',
				'over-scoped',
				'unowned',
			]),
		);
		expect(found.value.runIds).toHaveLength(1);
		const { latestUses, latestSightings, reach } = found.value;
		expect(latestUses.map(({ operation }) => operation)).toContain('volumeDelete');
		expect(latestUses.some(({ runId }) => runId === found.value.runIds[0])).toBe(true);
		expect(latestSightings.map(({ file }) => file)).toContain(
			'/home/dev/work/domain-tools/.config/domains.env',
		);
		expect(reach.some(({ copyOf, level }) => copyOf !== null && level === 'destroy')).toBe(true);
		expect(found.value.survivingCopies).toBe(1);
	});

	test('the same logs again add no sighting and no use', async () => {
		const before = await titled('domains-cli');
		const done = await runImport(admin(), ['samples/pocketos'], { name: 'again' });
		if (done.ok) await done.value.reconstructed;
		expect(await titled('domains-cli')).toMatchObject({
			sightings: before.sightings,
			uses: before.uses,
		});
	});
});

describe('an import', () => {
	test('adds a credential once, shows before what it will do, and keeps no secret', async () => {
		const secret = token();
		const text = report(leak(secret));
		expect(await imported(text, true)).toMatchObject({ preview: true, added: 1 });
		expect((await imported(text)).added).toBe(1);
		expect(await imported(text)).toMatchObject({
			added: 0,
			changed: 0,
			unchanged: 1,
			sightingsAdded: 0,
		});
		const { database } = installed.at.records;
		const kept = JSON.stringify(
			[
				await database.credential.findMany(),
				await database.sighting.findMany(),
				await database.auditEntry.findMany(),
				await database.credentialKey.findMany(),
			],
			(_, value) => (typeof value === 'bigint' ? String(value) : value),
		);
		expect(kept).not.toContain(secret);
		expect(kept).not.toContain(secret.slice(4, 24));
	});

	test('finds the same secret in another file to be the same credential, twice stored', async () => {
		const secret = token();
		await imported(report(leak(secret, 'a/.env')));
		const second = await imported(report(leak(secret, 'b/.env')));
		expect(second).toMatchObject({ added: 0, changed: 1, sightingsAdded: 1 });
		const page = await listCredentials(admin(), { query: 'b/.env', limit: 10 });
		expect(page.ok && page.value.credentials[0]?.findings.map(({ kind }) => kind)).toContain(
			'duplicated',
		);
	});

	test('joins what two sources knew apart when a third names both', async () => {
		const secret = token();
		await imported(report(leak(secret, 'c/.env')));
		const known = { kind: 'github-classic-token', provider: 'github', name: 'ci', id: 'ci' };
		const inventory = (more: object) =>
			JSON.stringify({
				schema: 'aftertrace.inventory/v1',
				credentials: [{ ...known, providerId: '771', ...more }],
			});
		expect((await imported(inventory({}))).added).toBe(1);
		const joined = await imported(inventory({ lastCharacters: secret.slice(-8) }));
		expect(joined).toMatchObject({ added: 0, changed: 1 });
		expect(joined.changes[0]?.change).toBe('merged');
		const row = await titled('ci');
		expect(row.storedAt).toEqual(['c/.env:3']);
		expect(row.sightings).toBe(1);
	});

	test('of nothing that is known fails, and names the file', async () => {
		const file = { path: 'x.json', text: '{"hello": 1}' };
		expect(await importCredentials(admin(), [file], false)).toMatchObject({
			ok: false,
			error: { code: 'unsupported-format', message: expect.stringContaining('x.json') },
		});
	});
});

describe('who may', () => {
	test('another workspace sees and finds nothing', async () => {
		const { id } = await titled('domains-cli');
		const stranger = actorIn(installed.other);
		expect(await listCredentials(stranger)).toMatchObject({ ok: true, value: { total: 0 } });
		expect(await getCredential(stranger, id)).toMatchObject({ error: { code: 'not-found' } });
		expect(await changeCredential(stranger, id, { owner: 'me' })).toMatchObject({
			error: { code: 'not-found' },
		});
		expect(await credentialSprawl(stranger)).toMatchObject({ ok: true, value: { total: 0 } });
	});

	test('a viewer reads and changes nothing', async () => {
		const { id } = await titled('domains-cli');
		const viewer = actorIn(installed.workspace, 'viewer');
		expect(await changeCredential(viewer, id, { owner: 'me' })).toMatchObject({
			error: { code: 'forbidden' },
		});
		expect(await importCredentials(viewer, [], false)).toMatchObject({
			error: { code: 'forbidden' },
		});
	});
});

test('what a person says stands above what sources say, and is audited', async () => {
	const { id } = await titled('domains-cli');
	await changeCredential(admin(), id, { owner: 'platform', note: 'rotating' });
	await imported(readFileSync('samples/pocketos/inventory.json', 'utf8'));
	const row = await titled('domains-cli');
	expect(row.owner).toEqual({ state: 'value', value: 'platform' });
	expect(row.findings.map(({ kind }) => kind)).not.toContain('unowned');
	const audit = await installed.at.records.database.auditEntry.findMany({
		where: { action: 'credential.changed', subject: id },
	});
	expect(audit).toHaveLength(1);
});

test('expiry counts never and unknown apart', async () => {
	const view = await credentialExpiry(admin());
	if (!view.ok) throw new Error(view.error.message);
	expect(view.value.neverExpires.map(({ title }) => title)).toContain('domains-cli');
	expect(view.value.counts.unknown).toBeGreaterThan(0);
	expect(view.value.counts.neverExpires).toBeGreaterThanOrEqual(2);
});

test('the sample inventory is loaded once, beside the sample incident, in seconds', async () => {
	const started = performance.now();
	expect(await loadSample(installed.at)).toMatchObject({
		ok: true,
		value: expect.stringContaining('inventory: 400 credentials'),
	});
	expect(performance.now() - started).toBeLessThan(60_000);
	expect(await loadSample(installed.at)).toEqual({ ok: true, value: null });
	const { database } = installed.at.records;
	const { id } = await database.workspace.findUniqueOrThrow({ where: { name: 'Sample' } });
	const page = await listCredentials(actorIn(id), { limit: 5 });
	if (!page.ok) throw new Error(page.error.message);
	expect(page.value.total).toBeGreaterThanOrEqual(402);
	expect(page.value.facets.kind.length).toBeGreaterThanOrEqual(12);
	expect(page.value.credentials[0]?.title).toBe('domains-cli');
});

describe('over HTTP', () => {
	const scopes: Permission[] = ['credentials.read', 'credentials.write'];
	async function call(handler: RouteHandler, path: string, init: RequestInit = {}, id = '') {
		const wanted = { name: 'k', role: 'analyst' as const, scopes, lifetimeDays: 1 };
		const made = await createApiKey(admin(), wanted, new Date());
		if (!made.ok) throw new Error(made.error.message);
		const { key } = made.value;
		const request = new NextRequest(`http://127.0.0.1:3000/api/v1/credentials${path}`, {
			method: init.method ?? 'GET',
			...(init.body == null ? {} : { body: init.body }),
			headers: {
				host: '127.0.0.1:3000',
				authorization: `Bearer ${key}`,
				'content-type': 'application/json',
			},
		});
		const response = await handler(request, { params: Promise.resolve({ id }) });
		return {
			status: response.status,
			link: response.headers.get('link'),
			body: await response.json(),
		};
	}

	test('lists by cursor, changes, shows uses, imports and refuses what is not valid', async () => {
		const first = await call(getList, '?limit=1');
		expect(first.status).toBe(200);
		expect(first.body.credentials).toHaveLength(1);
		expect(first.link).toContain('rel="next"');
		const second = await call(getList, `?limit=1&cursor=${first.body.nextCursor}`);
		const [{ id }] = first.body.credentials;
		expect(second.body.credentials[0].id).not.toBe(id);
		expect((await call(getList, '?finding=nope')).status).toBe(400);
		expect((await call(getOne, `/${id}`, {}, id)).body.id).toBe(id);
		expect((await call(getOne, '/nope', {}, 'nope')).status).toBe(404);
		const change = { method: 'PATCH', body: '{"status":"active"}' };
		expect((await call(PATCH, `/${id}`, change, id)).body.status).toBe('active');
		const wrong = { method: 'PATCH', body: '{"status":"gone"}' };
		expect((await call(PATCH, `/${id}`, wrong, id)).status).toBe(400);
		expect((await call(getUses, `/${id}/uses?limit=1`, {}, id)).body.uses).toHaveLength(1);
		expect((await call(getExpiry, '/expiry')).body.counts.total).toBeGreaterThan(2);
		const sent = { method: 'POST', body: report(leak(token(), 'd/.env')) };
		expect((await call(POST, '/import?preview=true', sent)).body).toMatchObject({
			preview: true,
			added: 1,
		});
		expect((await call(POST, '/import', { method: 'POST', body: '[[[' })).status).toBe(422);
	});
});
