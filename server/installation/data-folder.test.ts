import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeDataFolder } from './data-folder.ts';
import { openKeys } from './keys.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-folder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const makeFolder = async (data: string) => {
	const lock = await takeDataFolder(data, null);
	if (lock.ok) await lock.value.release();
};

test('a second process is told in one line who uses the folder and what to do', async () => {
	const data = join(folder, 'owned');
	const lock = await takeDataFolder(data, 'http://127.0.0.1:3000');
	expect(lock.ok).toBe(true);
	const second = await takeDataFolder(data, null);
	expect(second).toMatchObject({ ok: false, error: { code: 'data-folder-in-use' } });
	const message = second.ok ? '' : second.error.message;
	expect(message).toContain('http://127.0.0.1:3000');
	expect(message).toContain(String(process.pid));
	expect(message).toContain('--server');
	expect(message).not.toContain('\n');
	if (lock.ok) await lock.value.release();
	expect((await takeDataFolder(data, null)).ok).toBe(true);
});

test('the lock of a process that was killed does not hold the next one up', async () => {
	const data = join(folder, 'stale');
	const child = spawn(process.execPath, ['-e', '']);
	await new Promise((resolve) => child.on('close', resolve));
	await makeFolder(data);
	const dead = { pid: child.pid, started: null, url: null };
	await writeFile(join(data, 'owner.json'), JSON.stringify(dead));
	expect((await takeDataFolder(data, null)).ok).toBe(true);
});

test('a lock whose process id now belongs to another process does not count', async () => {
	const data = join(folder, 'reused');
	await makeFolder(data);
	const reused = { pid: process.pid, started: '1', url: null };
	await writeFile(join(data, 'owner.json'), JSON.stringify(reused));
	expect((await takeDataFolder(data, null)).ok).toBe(process.platform === 'linux');
});

test('the folder and its keys can be read by their owner only', async () => {
	const data = join(folder, 'private');
	await takeDataFolder(data, null);
	await openKeys(data);
	expect((await stat(data)).mode & 0o777).toBe(0o700);
	expect((await stat(join(data, 'keys'))).mode & 0o777).toBe(0o700);
	for (const name of await readdir(join(data, 'keys'))) {
		expect((await stat(join(data, 'keys', name))).mode & 0o777).toBe(0o600);
	}
});

test('keys stay the same, and each workspace has its own', async () => {
	const data = join(folder, 'keys');
	await takeDataFolder(data, null);
	const [first, again] = [await openKeys(data), await openKeys(data)];
	const key = (keys: typeof first, name: string) =>
		Buffer.from(keys.fingerprintKey(name as never)).toString('hex');
	expect(again.session).toBe(first.session);
	expect(key(again, 'a')).toBe(key(first, 'a'));
	expect(key(first, 'a')).not.toBe(key(first, 'b'));
});

test('a folder that is a file is named, with the mend', async () => {
	const path = join(folder, 'a-file');
	await writeFile(path, '');
	await chmod(path, 0o600);
	expect(await takeDataFolder(path, null)).toMatchObject({
		ok: false,
		error: { code: 'store-unavailable', message: expect.stringContaining('AFTERTRACE_DATA') },
	});
});

test.runIf(process.platform === 'linux')(
	'a folder that can never be made fails at once with one line',
	async () => {
		const made = await takeDataFolder('/proc/no-such-folder/data', null);
		expect(made).toMatchObject({ ok: false });
		expect(made.ok ? '' : made.error.message).not.toContain('\n');
	},
	5_000,
);

test('missing parents of the folder are made', async () => {
	const data = join(folder, 'a', 'b', 'c');
	await makeFolder(data);
	expect((await stat(data)).isDirectory()).toBe(true);
});
