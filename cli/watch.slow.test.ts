import { type ChildProcess, spawn } from 'node:child_process';
import {
	appendFile,
	copyFile,
	mkdir,
	mkdtemp,
	rename,
	rm,
	truncate,
	writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace, mainWorkspaceName } from '@/server/records/workspaces.ts';

let folder: string;
let child: ChildProcess | null = null;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-watching-'));
});
afterAll(async () => {
	child?.kill('SIGKILL');
	await rm(folder, { recursive: true, force: true });
});

let written = 0;
/** So many new lines, each unlike any other. */
const lines = (count: number) =>
	Array.from({ length: count }, () => {
		const time = new Date(Date.UTC(2026, 4, 1) + 1_000 * written).toISOString();
		return `${JSON.stringify({ time, message: `line ${written++}` })}\n`;
	}).join('');

/** `aftertrace ingest --watch` as a process of its own; counts the new events that it says. */
function watching(logs: string, data: string) {
	const args = ['cli/bin.mjs', 'ingest', logs, '--watch', '--data', data, '--json'];
	const started = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
	child = started;
	let said = '';
	let printed = '';
	started.stderr.on('data', (text) => {
		said += text;
	});
	started.stdout.on('data', (text) => {
		printed += text;
	});
	const ended = new Promise<number | null>((resolve) => started.on('close', resolve));
	return {
		untilItSaidSomething: () =>
			expect.poll(() => /new events/.test(said), { timeout: 90_000 }).toBe(true),
		kill: async () => {
			started.kill('SIGKILL');
			await ended;
		},
		stop: async () => {
			started.kill('SIGINT');
			expect(await ended, said).toBe(0);
			return JSON.parse(printed) as { events: number; quarantined: number };
		},
		said: () => said,
	};
}

async function heldIn(data: string): Promise<string[]> {
	const opened = await openInstallation(
		readSettings({ AFTERTRACE_DATA: data }, process.cwd()),
		null,
	);
	if (!opened.ok) throw new Error(opened.error.message);
	setInstallation(opened.value);
	const actor = systemActor(await ensureWorkspace(opened.value, mainWorkspaceName, false));
	const texts: string[] = [];
	for (let cursor: string | null = null, more = true; more; ) {
		const search = { query: '', from: null, to: null, cursor, limit: 1_000 };
		const page = await opened.value.events.search(actor, search);
		if (!page.ok) throw new Error(page.error.message);
		texts.push(...page.value.events.map(({ text }) => text));
		cursor = page.value.nextCursor;
		more = cursor !== null;
	}
	await opened.value.close();
	return texts;
}

test('watching, killed at any moment while files grow and rotate, takes every line in once', async () => {
	const logs = join(folder, 'logs');
	const data = join(folder, 'data');
	await mkdir(logs);
	const log = join(logs, 'app.ndjson');
	await writeFile(log, lines(2_000));

	for (let round = 0; round < 4; round++) {
		const watch = watching(logs, data);
		if (round === 0) await watch.untilItSaidSomething();
		else await pause(3_000 + Math.random() * 3_000);
		// What is added now may be read, half read or not read when the process dies.
		await appendFile(log, lines(3_000));
		await pause(Math.random() * 1_500);
		if (round === 1) {
			await rename(log, join(logs, 'app.1.ndjson'));
			await writeFile(log, lines(500));
		}
		if (round === 2) {
			await copyFile(log, join(logs, 'app.2.ndjson'));
			await truncate(log, 0);
			await appendFile(log, lines(500));
		}
		await watch.kill();
		// Something is written while nobody watches, and the last line is not finished.
		const more = lines(10);
		await appendFile(log, more.slice(0, -5));
		await appendFile(log, more.slice(-5));
	}

	await appendFile(log, lines(1));
	const last = watching(logs, data);
	await last.untilItSaidSomething();
	await appendFile(log, lines(1));
	// Files are looked through in order of name: when this one is read, the others were, up to here.
	await writeFile(join(logs, 'end.ndjson'), lines(1));
	await expect.poll(last.said, { timeout: 120_000 }).toContain('end.ndjson: 1 new events');
	expect((await last.stop()).quarantined).toBe(0);

	const held = await heldIn(data);
	expect(held).toHaveLength(written);
	expect(new Set(held).size).toBe(written);
}, 400_000);
