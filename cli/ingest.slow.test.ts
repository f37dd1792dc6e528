import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeDataFolder } from '@/server/installation/data-folder.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(script: string, args: readonly string[], env: Record<string, string> = {}) {
	return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
		const child = spawn(process.execPath, [script, ...args], {
			env: { ...process.env, NODE_OPTIONS: '', ...env },
		});
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (data) => {
			stdout += data;
		});
		child.stderr.on('data', (data) => {
			stderr += data;
		});
		child.on('close', (status) => resolve({ status, stdout, stderr }));
	});
}
const aftertrace = (...args: string[]) => run('cli/bin.mjs', args);

describe('aftertrace ingest', () => {
	test('stores the sample and sums up; again, it adds nothing', async () => {
		const data = join(folder, 'data');
		const first = await aftertrace('ingest', 'samples/pocketos', '--data', data, '--json');
		expect(first.stderr).toBe('');
		expect(first.status).toBe(0);
		expect(JSON.parse(first.stdout)).toMatchObject({ duplicates: 0, quarantined: 0, incidents: 1 });
		const again = await aftertrace('ingest', 'samples/pocketos', '--data', data, '--json');
		expect(JSON.parse(again.stdout)).toMatchObject({
			events: 0,
			duplicates: JSON.parse(first.stdout).events,
			incidents: 1,
		});
	});

	test('says in one line that another process owns the folder, with exit 4', async () => {
		const data = join(folder, 'owned');
		const lock = await takeDataFolder(data, 'http://127.0.0.1:3000');
		const second = await aftertrace('ingest', 'samples/pocketos', '--data', data);
		expect(second).toMatchObject({ status: 4, stdout: '' });
		expect(second.stderr.trim().split('\n')).toHaveLength(1);
		expect(second.stderr).toContain('--server http://127.0.0.1:3000');
		if (lock.ok) await lock.value.release();
	});

	test('exits 2 on wrong usage and 3 when nothing could be read', async () => {
		expect(await aftertrace('ingest')).toMatchObject({ status: 2, stdout: '' });
		expect(await aftertrace('ingest', 'x', '--nope')).toMatchObject({ status: 2, stdout: '' });
		const missing = await aftertrace(
			'ingest',
			join(folder, 'nothing'),
			'--data',
			join(folder, 'd3'),
		);
		expect(missing.status).toBe(3);
		expect(missing.stdout).toContain('there is no such file');
	});

	test('says that a server does not answer, with exit 4', async () => {
		const args = ['--server', 'http://127.0.0.1:1', '--key', 'at_x'];
		const sent = await aftertrace('ingest', 'samples/pocketos', ...args);
		expect(sent.status).toBe(4);
		expect(sent.stderr.trim().split('\n')).toHaveLength(1);
	});
});

describe('aftertrace doctor', () => {
	test('checks each part in one line and exits 0 when all is well', async () => {
		const checked = await aftertrace('doctor', '--data', join(folder, 'none'), '--json');
		const { checks } = JSON.parse(checked.stdout);
		expect(checks.map((check: { name: string }) => check.name)).toEqual([
			'node',
			'clock',
			'data folder',
			'disk',
			'chDB',
			'PGlite',
		]);
		expect(checked.status).toBe(0);
	});
});

describe('the console', () => {
	const serve = (env: Record<string, string>) =>
		run('scripts/serve.mjs', [], { NODE_ENV: 'production', ...env });

	test('says in one line that its port is taken, with exit 4', async () => {
		const taken = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => taken.once('listening', resolve));
		const address = taken.address();
		const port = typeof address === 'object' && address !== null ? String(address.port) : '';
		const told = await serve({ PORT: port });
		taken.close();
		expect(told.status).toBe(4);
		expect(told.stderr).toBe(
			`aftertrace: port ${port} of 127.0.0.1 is taken; stop what uses it, or set PORT to another\n`,
		);
	});

	test('says what is wrong with PORT or HOST', async () => {
		expect(await serve({ PORT: 'x' })).toMatchObject({ status: 2 });
		expect(await serve({ PORT: '0', HOST: '203.0.113.1' })).toMatchObject({ status: 4 });
	});

	test('says in one line that its data folder is in use, before anything is built', async () => {
		const data = join(folder, 'served');
		const lock = await takeDataFolder(data, null);
		const told = await run('scripts/start.mjs', [], { AFTERTRACE_DATA: data });
		expect(told.status).toBe(4);
		expect(told.stderr).toContain(`the data folder ${data} is in use by process ${process.pid}`);
		if (lock.ok) await lock.value.release();
	});
});

test('an old Node is told in one line which is needed', async () => {
	const old = join(folder, 'old-node.cjs');
	const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });`;
	await writeFile(old, versions);
	for (const script of ['cli/bin.mjs', 'scripts/start.mjs']) {
		const told = await run(script, [], { NODE_OPTIONS: `--require=${old}` });
		expect(told.status, script).toBe(4);
		expect(told.stderr).toContain('needs Node.js 20.19 or newer, this is 18.20.0');
	}
});
