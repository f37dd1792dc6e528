import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-credentials-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function aftertrace(...args: string[]) {
	return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
		const child = spawn(process.execPath, ['cli/bin.mjs', 'credentials', ...args], {
			env: { ...process.env, NODE_OPTIONS: '', AFTERTRACE_DATA: join(folder, 'data') },
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

test('a report is imported once, listed and reported, and its secret is printed nowhere', async () => {
	const secret = `ghp_${randomBytes(18).toString('hex')}`;
	const path = join(folder, 'leaks.json');
	const finding = {
		RuleID: 'github-pat',
		StartLine: 1,
		Secret: secret,
		Match: secret,
		File: '.env',
	};
	await writeFile(path, JSON.stringify([finding]));
	const preview = await aftertrace('import', path, '--preview', '--json');
	expect(JSON.parse(preview.stdout)).toMatchObject({ preview: true, added: 1 });
	const first = await aftertrace('import', path);
	expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining('1 added') });
	const again = await aftertrace('import', path);
	expect(again.stdout).toContain('0 added, 0 changed, 1 unchanged, 0 sightings added');
	const list = await aftertrace('list', '--json');
	expect(JSON.parse(list.stdout).credentials).toMatchObject([
		{ kind: 'github-classic-token', storedAt: ['.env:1'], expiresAt: { state: 'unknown' } },
	]);
	for (const format of ['markdown', 'html', 'json']) {
		const report = await aftertrace('report', '--format', format);
		expect(report.status).toBe(0);
		expect(report.stdout).toContain('on disk');
		expect(report.stdout + list.stdout + first.stdout).not.toContain(secret);
	}
});

test('each failure is one line with its exit status', async () => {
	const unknown = join(folder, 'unknown.json');
	await writeFile(unknown, '{"hello": 1}');
	const failures: [string[], number, string][] = [
		[[], 2, 'import, list or report'],
		[['import'], 2, 'name at least one file'],
		[['import', join(folder, 'missing.json')], 3, 'no such file'],
		[['import', unknown], 3, 'no export of a known scanner'],
		[['list', '--finding', 'nope'], 2, 'no finding'],
		[['report', '--format', 'pdf'], 2, 'html, markdown, json'],
		[['list', '--nope'], 2, '--nope'],
	];
	for (const [args, status, words] of failures) {
		const done = await aftertrace(...args);
		expect(done, args.join(' ')).toMatchObject({ status, stdout: '' });
		expect(done.stderr).toContain(words);
		expect(done.stderr.trim().split('\n')).toHaveLength(1);
	}
});
