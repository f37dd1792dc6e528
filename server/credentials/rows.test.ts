import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareCredential } from '@/core/credentials/credential.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { goneRow, keepCredentials } from './keep.ts';
import { listCredentials } from './list.ts';
import { changeMany } from './many.ts';
import { ofRows, writeRows } from './rows.ts';
import { credentialSprawl } from './sprawl.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());
const actor = () => actorIn(installed.workspace);
const stranger = () => actorIn(installed.other);

test('one question at once is answered once, and anew when a row was written', async () => {
	let made = 0;
	const ask = () => ofRows(actor(), 'how many', async () => ++made);
	expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
	await writeRows(stranger(), [goneRow('cred_elsewhere')]);
	expect(await ask()).toBe(1);
	await writeRows(actor(), [goneRow('cred_here')]);
	expect(await ask()).toBe(2);
});

test('another workspace gets its own answer to the same question', async () => {
	expect(await ofRows(actor(), 'whose', async () => 'ours')).toBe('ours');
	expect(await ofRows(stranger(), 'whose', async () => 'theirs')).toBe('theirs');
});

test('an answer that failed is not kept', async () => {
	const ask = (fails: boolean) =>
		ofRows(actor(), 'a failure', () =>
			fails ? Promise.reject(new Error('the store is away')) : Promise.resolve('there'),
		);
	await expect(ask(true)).rejects.toThrow('the store is away');
	expect(await ask(false)).toBe('there');
});

test('counts and sprawl follow a change at once', async () => {
	const credential = {
		...bareCredential('github-classic-token', 'github'),
		name: 'ci',
		providerId: 't-1',
	};
	await keepCredentials(actor(), [{ credential, sightings: [], uses: [] }]);
	const owners = async () => {
		const page = await listCredentials(actor());
		const sprawl = await credentialSprawl(actor());
		if (!page.ok || !sprawl.ok) throw new Error('it failed');
		const keys = [page.value.facets.owner, sprawl.value.byOwner].map(([first]) => first?.key);
		return { id: page.value.credentials[0]?.id ?? '', keys };
	};
	const before = await owners();
	expect(before.keys).toEqual(['unknown', 'unknown']);
	await changeMany(actor(), {
		credentials: [before.id],
		change: { kind: 'owner', owner: 'Platform' },
	});
	expect((await owners()).keys).toEqual(['Platform', 'Platform']);
});
