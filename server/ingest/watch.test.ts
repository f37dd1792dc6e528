import { appendFile, copyFile, mkdir, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { watchPaths } from './watch.ts';

let installed: TestInstallation;
let folder: string;
beforeAll(async () => {
	installed = await testInstallation();
	folder = installed.folder;
});
afterAll(async () => {
	await installed.close();
});

let second = 0;
const line = (message: string) =>
	`${JSON.stringify({ time: new Date(Date.UTC(2026, 3, 24) + 1_000 * second++).toISOString(), message })}\n`;

test('follows growth, rotation, copy-and-truncate and restart, and takes each line in once', async () => {
	const actor = actorIn(installed.workspace);
	const logs = join(folder, 'logs');
	await mkdir(logs);
	const log = join(logs, 'app.ndjson');
	const cursorFile = join(folder, 'watch.json');
	const read: string[] = [];
	const begin = () => {
		const stop = new AbortController();
		const watching = watchPaths(actor, [logs], {
			cursorFile,
			signal: stop.signal,
			everyMs: 20,
			onFile: (path) => read.push(path),
		});
		return async () => {
			stop.abort();
			return watching;
		};
	};
	const held = async () => {
		const counted = await installed.at.events.count(actor);
		return counted.ok ? counted.value : -1;
	};
	const until = (events: number) => expect.poll(held, { timeout: 20_000 }).toBe(events);

	let end = begin();
	await writeFile(log, line('one') + line('two'));
	await until(2);
	const partial = line('three');
	await appendFile(log, partial.slice(0, 20));
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(await held(), 'a line that is not finished waits').toBe(2);
	await appendFile(log, partial.slice(20) + line('four'));
	await until(4);

	await rename(log, join(logs, 'app.1.ndjson'));
	await writeFile(log, line('five'));
	await until(5);

	await copyFile(log, join(logs, 'app.2.ndjson'));
	await truncate(log, 0);
	await appendFile(log, line('six'));
	await until(6);
	const { counts } = await end();
	expect(counts).toMatchObject({ quarantined: 0, events: 6 });

	await appendFile(log, line('seven'));
	read.length = 0;
	end = begin();
	await until(7);
	expect((await end()).counts.events).toBe(1);
	expect(new Set(read), 'what did not change is not read again').toEqual(new Set([log]));
});
