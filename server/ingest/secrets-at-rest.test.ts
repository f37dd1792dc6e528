import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generatePocketos } from '@/samples/pocketos/generate.ts';
import { listIncidents } from '@/server/incidents/list.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { getImport } from './imports.ts';
import { runImport } from './run-import.ts';

let installed: TestInstallation;
let logs: string;
const sample = generatePocketos(Date.now());
beforeAll(async () => {
	installed = await testInstallation();
	logs = await mkdtemp(join(tmpdir(), 'aftertrace-logs-'));
	for (const [name, text] of Object.entries(sample.files)) {
		await mkdir(dirname(join(logs, name)), { recursive: true });
		await writeFile(join(logs, name), text);
	}
	// What cannot be read holds secrets too.
	await writeFile(join(logs, 'cut.jsonl'), `{"token": "${sample.secrets[0]}", "text": "cut off he`);
});
afterAll(async () => {
	await installed.close();
	await rm(logs, { recursive: true, force: true });
});

async function* filesUnder(folder: string): AsyncGenerator<string> {
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* filesUnder(path);
		else if (entry.isFile()) yield path;
	}
}

/** Every way in which a secret could stand in a file. */
const spellings = (secret: string): Buffer[] => {
	const base64 = [0, 1, 2].map((shift) =>
		// The middle of the text does not depend on what stands around it.
		Buffer.from(`${' '.repeat(shift)}${secret}`)
			.toString('base64')
			.slice(4, -6),
	);
	return [
		secret,
		secret.toUpperCase(),
		secret.replaceAll('-', ''),
		encodeURIComponent(secret),
		Buffer.from(secret).toString('hex'),
		Buffer.from(secret, 'utf16le').toString('latin1'),
		...base64,
	].map((text) => Buffer.from(text, 'latin1'));
};

test('after the sample is taken in, no byte under the data folder tells its secrets', async () => {
	const actor = actorIn(installed.workspace);
	const done = await runImport(actor, [logs], { name: 'sample' });
	if (!done.ok) throw new Error(done.error.message);
	expect(await done.value.reconstructed).toMatchObject({ ok: true, value: { incidents: 1 } });
	expect(done.value.stored?.counts.secretsRedacted).toBeGreaterThan(0);
	const kept = await getImport(actor, done.value.id);
	expect(kept).toMatchObject({ value: { state: 'done', quarantined: 1 } });

	const needles = sample.secrets.flatMap(spellings);
	const planted = join(installed.at.settings.dataFolder, 'planted');
	await writeFile(planted, `x${sample.secrets[0]}x`);
	const found: string[] = [];
	let bytes = 0;
	for await (const path of filesUnder(installed.at.settings.dataFolder)) {
		const content = await readFile(path);
		bytes += content.length;
		if (needles.some((needle) => content.includes(needle))) found.push(path);
	}
	expect(bytes).toBeGreaterThan(1_000_000);
	expect(found, 'only what the test planted').toEqual([planted]);
	await rm(planted);
});

test('the stores, read as rows, do not tell them either', async () => {
	const actor = actorIn(installed.workspace);
	const page = await installed.at.events.search(actor, {
		query: '',
		from: null,
		to: null,
		cursor: null,
		limit: 1_000,
	});
	if (!page.ok) throw new Error(page.error.message);
	const texts = [JSON.stringify(page.value), JSON.stringify(await listIncidents(actor))];
	for (const { id } of page.value.events) {
		texts.push(JSON.stringify(await installed.at.events.get(actor, id as never)));
	}
	const { database } = installed.at.records;
	texts.push(JSON.stringify(await database.quarantineEntry.findMany()));
	texts.push(JSON.stringify(await database.inventoryFile.findMany()));
	texts.push(JSON.stringify(await database.knownSecret.findMany()));
	for (const secret of sample.secrets) {
		expect(texts.some((text) => text.includes(secret))).toBe(false);
	}
});

test('a later file in which nothing marks the secret is redacted all the same', async () => {
	const [secret = ''] = sample.secrets;
	const line = JSON.stringify({ time: '2026-04-25T08:00:00Z', message: `pasted ${secret} here` });
	const stream = async function* () {
		yield gzipSync(`${line}\n${line.replace('08:00', '08:01')}\n`);
	};
	const actor = actorIn(installed.workspace);
	const done = await runImport(actor, { stream: stream(), name: 'later' }, { name: 'later' });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
	expect(done.value.stored?.counts).toMatchObject({ events: 2, secretsRedacted: 2 });
	const page = await installed.at.events.search(actor, {
		query: 'pasted',
		from: null,
		to: null,
		cursor: null,
		limit: 10,
	});
	expect(JSON.stringify(page)).not.toContain(secret);
});

test('the same logs sent again add nothing, neither events nor incidents', async () => {
	const actor = actorIn(installed.workspace);
	const before = await installed.at.events.count(actor);
	const done = await runImport(actor, [logs], { name: 'again' });
	if (!done.ok) throw new Error(done.error.message);
	expect(await done.value.reconstructed).toEqual({ ok: true, value: { incidents: 1, added: 0 } });
	expect(done.value.stored?.counts.events).toBe(0);
	expect(await installed.at.events.count(actor)).toEqual(before);
	const incidents = await listIncidents(actor);
	expect(incidents.ok && incidents.value.incidents).toHaveLength(1);
});

test('an idempotency key is taken once, also when it comes twice at once', async () => {
	const actor = actorIn(installed.workspace);
	const send = () => runImport(actor, [logs], { name: 'keyed', idempotencyKey: 'once' });
	const both = await Promise.all([send(), send()]);
	const ids = both.map((result) => (result.ok ? result.value.id : result.error.code));
	expect(ids[0]).toBe(ids[1]);
	expect(both.filter((result) => result.ok && result.value.stored !== null)).toHaveLength(1);
	await Promise.all(both.map((result) => (result.ok ? result.value.reconstructed : null)));
});
