import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openRecords } from './open.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = async (at: string) => {
	const opened = await openRecords(process.cwd(), at, null);
	if (!opened.ok) throw new Error(opened.error.message);
	return opened.value;
};

test('new records are empty, nobody else’s to read, and stay what they became', async () => {
	const at = join(folder, 'new', 'records');
	const records = await open(at);
	expect(await records.database.workspace.count()).toBe(0);
	expect((await stat(at)).mode & 0o777).toBe(0o700);
	await records.database.workspace.create({ data: { id: 'w', name: 'One' } as never });
	await records.close();
	const again = await open(at);
	expect(await again.database.workspace.count()).toBe(1);
	await again.close();
	expect(await readdir(join(folder, 'new'))).toEqual(['records']);
});

test('a beginning that was killed half-way is begun anew', async () => {
	const at = join(folder, 'killed', 'records');
	await mkdir(join(`${at}.unfinished`, 'base'), { recursive: true });
	await writeFile(join(`${at}.unfinished`, 'PG_VERSION'), 'cut off');
	const records = await open(at);
	expect(await records.database.workspace.count()).toBe(0);
	await records.close();
	expect(await readdir(join(folder, 'killed'))).toEqual(['records']);
});

test('a folder with something else in it is not removed', async () => {
	const at = join(folder, 'other', 'records');
	await mkdir(at, { recursive: true });
	await writeFile(join(at, 'notes.txt'), 'mine');
	await expect(open(at)).rejects.toThrow('ENOTEMPTY');
	expect(await readdir(at)).toEqual(['notes.txt']);
});
