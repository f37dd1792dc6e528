import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { type ImportFile, importCredentials } from './import.ts';
import { listCredentials } from './list.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());
const actor = () => actorIn(installed.workspace);
const take = async (file: Omit<ImportFile, 'path'>, preview: boolean, who = actor()) => {
	const done = await importCredentials(who, [{ path: 'keys.csv', ...file }], preview);
	if (!done.ok) throw new Error(done.error.message);
	return done.value;
};
const text = 'Label,Ablauf,Wer\ndeploy,2027-01-31,Payments\n,2027-02-28,\n';
const columns = { name: 'Label', expires: 'Ablauf', owner: 'Wer' };

test('a table that nobody knows is shown with its columns, and changes nothing', async () => {
	const seen = await take({ text }, true);
	expect(seen).toMatchObject({ added: 0, files: [{ source: null }] });
	expect(seen.files[0]?.table).toEqual({
		columns: ['Label', 'Ablauf', 'Wer'],
		chosen: {},
		isSaved: false,
	});
	expect((await importCredentials(actor(), [{ path: 'keys.csv', text }], false)).ok).toBe(false);
});

test('a choice of columns is previewed, applied, and kept for tables with the same columns', async () => {
	const seen = await take({ text, columns }, true);
	expect(seen).toMatchObject({
		added: 1,
		files: [{ source: 'CSV table', unread: [{ line: 3, reason: 'neither name nor id is given' }] }],
	});
	// A preview keeps no choice.
	expect((await take({ text }, true)).files[0]?.source).toBeNull();

	expect(await take({ text, columns }, false)).toMatchObject({ added: 1 });
	const page = await listCredentials(actor());
	expect(page.ok && page.value.credentials).toMatchObject([
		{
			title: 'deploy',
			owner: { state: 'value', value: 'Payments' },
			expiresAt: { state: 'value', value: '2027-01-31T00:00:00.000Z' },
		},
	]);

	const later = 'Wer,Label,Ablauf\nPayments,deploy,2027-01-31\nSearch,index,never\n';
	const again = await take({ text: later }, true);
	expect(again).toMatchObject({ added: 1, unchanged: 1 });
	expect(again.files[0]?.table).toMatchObject({ chosen: columns, isSaved: true });
	const stranger = await importCredentials(
		actorIn(installed.other),
		[{ path: 'keys.csv', text: later }],
		false,
	);
	expect(stranger.ok).toBe(false);
});

test('a column that was chosen away is not guessed again', async () => {
	const named = 'name,kind,provider,owner\nci,token,github,left-the-company\n';
	await take({ text: named, columns: { owner: null } }, false);
	const page = await listCredentials(actor());
	const row = page.ok ? page.value.credentials.find(({ title }) => title === 'ci') : undefined;
	expect(row?.owner).toEqual({ state: 'unknown' });
});
