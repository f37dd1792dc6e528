import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleOf } from './bundle.mjs';

let home: string;
const write = async (path: string, text: string) => {
	await mkdir(dirname(join(home, path)), { recursive: true });
	await writeFile(join(home, path), text);
};
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), 'aftertrace-bundle-'));
	await write('package.json', '{ "type": "module" }');
	await write('package-lock.json', '{}');
	await write('cli/main.ts', `export { word } from '../core/word.ts';`);
	await write('core/word.ts', `export const word: string = 'first';`);
	await write('server/ingest/read-worker.ts', 'export {};');
	await write('samples/note.txt', '');
	await write('node_modules/none/package.json', '{}');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const wordOf = async (folder: string | null): Promise<string> =>
	((await import(pathToFileURL(join(folder ?? '', 'main.js')).href)) as { word: string }).word;

test('the program is bundled once, however many begin it, and anew when a source has changed', async () => {
	const [first, second] = await Promise.all([bundleOf(home), bundleOf(home)]);
	expect(first).not.toBeNull();
	expect(second).toBe(first);
	expect(await wordOf(first)).toBe('first');
	expect(await readdir(first ?? '')).toContain('read-worker.js');

	await write('core/word.ts', `export const word: string = 'other';`);
	const changed = await bundleOf(home);
	expect(changed).not.toBe(first);
	expect(await wordOf(changed)).toBe('other');
});

test('a bundle stays for a day for those that began with it, and then goes', async () => {
	const old = (await bundleOf(home)) ?? '';
	const cache = dirname(old);
	await write('core/new.ts', '');
	await bundleOf(home);
	expect(await readdir(cache)).toHaveLength(2);
	const yesterday = new Date(Date.now() - 25 * 3_600_000);
	await utimes(old, yesterday, yesterday);
	await write('core/newer.ts', '');
	await bundleOf(home);
	expect(await readdir(cache)).toHaveLength(2);
});

test('where none can be made, the sources are to be loaded', async () => {
	await rm(join(home, 'node_modules'), { recursive: true });
	await writeFile(join(home, 'node_modules'), 'a file where a folder should be');
	expect(await bundleOf(home)).toBeNull();
	await rm(join(home, 'node_modules'));
	await write('cli/main.ts', 'export const broken: = 1;');
	expect(await bundleOf(home)).toBeNull();
});
