import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { importCredentials } from './import.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

async function twice(path: string, text: string) {
	const actor = actorIn(installed.workspace);
	const first = await importCredentials(actor, [{ path, text }], false);
	const second = await importCredentials(actor, [{ path, text }], false);
	return { first, second };
}
const nothing = { added: 0, changed: 0, sightingsAdded: 0, changes: [] };

const samples = process.env.AFTERTRACE_SAMPLES;
const folder = join(samples ?? '', 'inventory');
const files =
	samples === undefined
		? []
		: readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
				statSync(join(folder, path)).isFile(),
			);

describe.skipIf(samples === undefined)('exports of real tools (AFTERTRACE_SAMPLES)', () => {
	test('add nothing when they are imported again', async () => {
		const told: [string, string | null, number][] = [];
		for (const path of files) {
			const { first, second } = await twice(path, readFileSync(join(folder, path), 'utf8'));
			if (!first.ok) {
				expect(second, path).toMatchObject({ ok: false, error: { code: first.error.code } });
				continue;
			}
			expect(second, path).toMatchObject({ ok: true, value: nothing });
			told.push([path, first.value.files[0]?.source ?? null, first.value.added]);
		}
		expect(told.length).toBeGreaterThan(files.length / 2);
	});
});

test.each(['samples/pocketos/inventory.json'])(
	'%s adds nothing when it is imported again',
	async (path) => {
		const { first, second } = await twice(path, readFileSync(path, 'utf8'));
		expect(first.ok && first.value.added).toBeGreaterThan(0);
		expect(second).toMatchObject({ ok: true, value: nothing });
	},
);

test('a table and a list of an API add nothing when they are imported again', async () => {
	const table = `name,kind,provider,id,owner,expires,last_used,scopes,location
deploy,npm-token,npm,t-1,ada,never,2026-01-01,read;write,ci/.env:3
deploy,npm-token,npm,t-2,ada,2030-01-01,never,,
,github-classic-token,github,77,,never,,repo,
`;
	const openai = JSON.stringify({
		object: 'list',
		data: [
			{
				object: 'organization.admin_api_key',
				id: 'key_1',
				name: 'main',
				redacted_value: 'sk-admin...xyz1',
				created_at: 1_711_471_533,
				last_used_at: 1_711_471_534,
				owner: { type: 'user', object: 'organization.user', id: 'u', name: 'Ada', role: 'owner' },
			},
		],
	});
	for (const [path, text] of [
		['table.csv', table],
		['keys.json', openai],
	] as const) {
		const { first, second } = await twice(path, text);
		expect(first.ok && first.value.added, path).toBeGreaterThan(0);
		expect(second, path).toMatchObject({ ok: true, value: nothing });
	}
});
