import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { importCredentials } from './import.ts';
import { getCredential, listCredentials } from './list.ts';
import { addException, getPolicy, resetPolicy, setPolicy } from './policy.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
	const text = `name,kind,provider,id,owner,expires,issued
deploy,npm-token,npm,t-1,ada,never,2026-11-01T00:00:00Z
`;
	const done = await importCredentials(admin(), [{ path: 'table.csv', text }], false);
	if (!done.ok) throw new Error(done.error.message);
});
afterAll(() => installed.close());

const admin = () => actorIn(installed.workspace);
const head = 'schema: aftertrace.credential-policy/v1\n';
async function row() {
	const page = await listCredentials(admin(), { query: 'deploy', limit: 1 });
	const found = page.ok ? page.value.credentials[0] : undefined;
	if (found === undefined) throw new Error('deploy is not listed');
	return { id: found.id, kinds: found.findings.map(({ kind }) => kind) };
}

test('findings follow the workspace’s own policy, and the installation’s again after a reset', async () => {
	expect((await row()).kinds).toEqual(['never-expires']);
	const set = await setPolicy(
		admin(),
		`${head}limits: { expiryRequired: false }\nformerOwners: [Ada]`,
	);
	expect(set).toMatchObject({ ok: true, value: { origin: 'workspace' } });
	expect((await row()).kinds).toEqual(['owner-left']);
	expect(await getPolicy(actorIn(installed.other))).toMatchObject({
		value: { origin: 'installation' },
	});
	expect(await resetPolicy(admin())).toMatchObject({ value: { origin: 'installation' } });
	expect((await row()).kinds).toEqual(['never-expires']);
});

test('a finding that is accepted for a time no longer counts, and its page says until when', async () => {
	const { id } = await row();
	const asked = {
		credential: id,
		finding: 'never-expires' as const,
		owner: 'platform',
		reason: 'the registry has no other',
		until: '2999-01-01',
	};
	expect(await addException(admin(), asked)).toMatchObject({ value: { origin: 'workspace' } });
	expect((await row()).kinds).toEqual([]);
	const found = await getCredential(admin(), id);
	expect(found).toMatchObject({
		value: { excepted: [{ exception: { reason: 'the registry has no other' } }] },
	});
	await addException(admin(), { ...asked, until: '2020-01-01' });
	expect((await row()).kinds).toEqual(['never-expires']);
	expect(await getPolicy(admin())).toMatchObject({ value: { endedExceptions: 1 } });
});

test('analysts cannot change it, and a policy that is not valid changes nothing', async () => {
	const before = await getPolicy(admin());
	expect(await setPolicy(actorIn(installed.workspace, 'analyst'), head)).toMatchObject({
		error: { code: 'forbidden' },
	});
	expect(await setPolicy(admin(), `${head}limits: { runsMax: many }`)).toMatchObject({
		error: { code: 'invalid-input' },
	});
	expect(await getPolicy(admin())).toEqual(before);
});
