import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	type Installation,
	openInstallation,
	setInstallation,
} from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';
import { getImport } from './imports.ts';
import { finishInterrupted, systemActor } from './interrupted.ts';
import { runImport } from './run-import.ts';

const linesInFile = 60_000;
let folder: string;
let file: string;
let data: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-kill-'));
	file = join(folder, 'app.ndjson');
	data = join(folder, 'data');
	const start = Date.UTC(2026, 3, 24);
	const lines = Array.from({ length: linesInFile }, (_, i) =>
		JSON.stringify({ time: new Date(start + i * 500).toISOString(), message: `event number ${i}` }),
	);
	await writeFile(file, `${lines.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts taking the file in and kills the process after some acknowledgements. Answers the last one. */
async function killedAfter(acknowledgements: number): Promise<number> {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', 'server/testing/ingest-process.ts', data, file],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let output = '';
	child.stdout.on('data', (chunk) => {
		output += chunk;
		if (output.split('\n').length > acknowledgements) child.kill('SIGKILL');
	});
	const signal = await new Promise((resolve) => child.on('close', (_, name) => resolve(name)));
	expect(signal).toBe('SIGKILL');
	// The last line may be cut off: what was written whole was acknowledged.
	return Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
}

async function reopened(): Promise<Installation> {
	const opened = await openInstallation(
		readSettings({ AFTERTRACE_DATA: data }, process.cwd()),
		null,
	);
	if (!opened.ok) throw new Error(opened.error.message);
	setInstallation(opened.value);
	return opened.value;
}

test('killed during ingest and started again, every acknowledged event is there once', async () => {
	const first = await killedAfter(2);
	const second = await killedAfter(2);
	const acknowledged = first + second;
	expect(acknowledged).toBeGreaterThan(0);
	expect(acknowledged).toBeLessThan(linesInFile);

	const at = await reopened();
	const actor = systemActor(await ensureWorkspace(at, 'One', false));
	const before = await at.events.count(actor);
	const kept = before.ok ? before.value : 0;
	expect(kept).toBeGreaterThanOrEqual(acknowledged);
	expect(await readdir(join(data, 'batches')), 'leftover batches are removed').toEqual([]);

	expect(await finishInterrupted(at)).toBe(2);
	const rows = await at.records.database.import.findMany();
	for (const row of rows) {
		const found = await getImport(actor, row.id);
		expect(found).toMatchObject({
			value: { state: 'failed', failure: expect.stringContaining('again') },
		});
	}

	const again = await runImport(actor, [file], { name: 'again' });
	if (!again.ok) throw new Error(again.error.message);
	expect(again.value.stored?.counts).toMatchObject({
		events: linesInFile - kept,
		duplicates: kept,
		quarantined: 0,
	});
	await again.value.reconstructed;
	expect(await at.events.count(actor)).toEqual({ ok: true, value: linesInFile });
	const page = await at.events.search(actor, {
		query: '"event number 777"',
		from: null,
		to: null,
		cursor: null,
		limit: 100,
	});
	expect(page.ok && page.value.events.filter((e) => /number 777\b/.test(e.text))).toHaveLength(1);
	await at.close();
});
