import { randomBytes } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { getImport } from './imports.ts';
import { retryQuarantine } from './retry.ts';
import { runImport } from './run-import.ts';

let installed: TestInstallation;
let folder: string;
beforeAll(async () => {
	installed = await testInstallation();
	folder = installed.folder;
});
afterAll(async () => {
	await installed.close();
});

const linesOf = (...texts: string[]) =>
	texts
		.map((text, i) =>
			JSON.stringify({ time: `2026-04-24T10:00:${String(i).padStart(2, '0')}Z`, message: text }),
		)
		.join('\n');

const streamOf = (text: string, name: string) => ({
	name,
	stream: (async function* () {
		yield Buffer.from(text, 'utf8');
	})(),
});

/** Read as what it is not: every line is quarantined. */
async function misread(input: Parameters<typeof runImport>[1], workspace: string) {
	const done = await runImport(actorIn(workspace), input, {
		name: 'misread',
		format: 'cloudtrail',
	});
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
	return done.value;
}

async function viewOf(workspace: string, id: string) {
	const found = await getImport(actorIn(workspace), id);
	if (!found.ok) throw new Error(found.error.message);
	const { records, read, repeatedRecords, ignored, quarantined } = found.value;
	expect(records).toBe(read + repeatedRecords + ignored + quarantined);
	return found.value;
}

async function found(workspace: string, query: string) {
	const search = { query, from: null, to: null, cursor: null, limit: 100 };
	const page = await installed.at.events.search(actorIn(workspace), search);
	if (!page.ok) throw new Error(page.error.message);
	return page.value.events;
}

test('what a stream brought is read again from the redacted lines, under their numbers, with the secret hidden', async () => {
	const secret = `Rq7${randomBytes(12).toString('hex')}Zx`;
	const text = linesOf('first thing', `password=${secret} used`, 'third thing');
	const { id } = await misread(streamOf(text, 'upload'), installed.workspace);
	expect(await viewOf(installed.workspace, id)).toMatchObject({ quarantined: 3, read: 0 });

	const done = await retryQuarantine(actorIn(installed.workspace), id);
	expect(done).toMatchObject({ value: { retried: 3, resolved: 3, quarantined: 0 } });
	const after = await viewOf(installed.workspace, id);
	expect(after).toMatchObject({ quarantined: 0, read: 3, quarantine: [] });
	const events = await found(installed.workspace, 'used');
	expect(events).toHaveLength(1);
	expect(events[0]).toMatchObject({ line: 2, text: expect.stringMatching(/password=‹[\w-]+:/) });
	expect(events[0]?.text).not.toContain(secret);

	const again = await retryQuarantine(actorIn(installed.workspace), id);
	expect(again).toMatchObject({ value: { imports: [], retried: 0, resolved: 0 } });

	// The same log, sent once more, brings nothing new: also the line with the secret is known.
	const sent = await runImport(actorIn(installed.workspace), streamOf(text, 'upload'), {
		name: 'upload',
	});
	if (!sent.ok) throw new Error(sent.error.message);
	await sent.value.reconstructed;
	expect(sent.value.stored?.counts).toMatchObject({ events: 0, read: 3 });
});

test('files are read again where they are unchanged; of others the kept lines are', async () => {
	const same = join(folder, 'same.ndjson');
	const changed = join(folder, 'changed.ndjson');
	await writeFile(same, linesOf('alpha event', 'beta event'));
	await writeFile(changed, linesOf('gamma event'));
	await pause(20);
	const { id } = await misread([same, changed], installed.workspace);
	await writeFile(changed, linesOf('delta event'));
	const done = await retryQuarantine(actorIn(installed.workspace), id);
	expect(done).toMatchObject({ value: { retried: 3, resolved: 3, quarantined: 0 } });
	await viewOf(installed.workspace, id);
	expect(await found(installed.workspace, 'alpha')).toHaveLength(1);
	expect(await found(installed.workspace, 'gamma')).toHaveLength(1);
	expect(await found(installed.workspace, 'delta')).toHaveLength(0);
});

test('what still cannot be read stays, and a file of this machine is not read for the name of a stream', async () => {
	const onDisk = join(folder, 'private.ndjson');
	await writeFile(onDisk, linesOf('never sent'));
	await utimes(onDisk, 1, 1);
	const text = `${linesOf('sent')}\n{"broken": `;
	const { id } = await misread(streamOf(`${text}\n`, onDisk), installed.workspace);
	const done = await retryQuarantine(actorIn(installed.workspace), id);
	expect(done).toMatchObject({ value: { resolved: 1, quarantined: 1 } });
	expect((await viewOf(installed.workspace, id)).quarantine).toHaveLength(1);
	expect(await found(installed.workspace, 'never')).toHaveLength(0);
});

test('nobody retries the import of another workspace, nor without the right to send', async () => {
	const { id } = await misread(streamOf(linesOf('one'), 'upload'), installed.workspace);
	expect(await retryQuarantine(actorIn(installed.other), id)).toMatchObject({
		error: { code: 'not-found' },
	});
	expect(await retryQuarantine(actorIn(installed.workspace, 'viewer'), id)).toMatchObject({
		error: { code: 'forbidden' },
	});
});
