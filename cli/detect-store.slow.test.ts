import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-detect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function aftertrace(...args: string[]) {
	return new Promise<{ status: number | null; lines: string[]; stderr: string }>((resolve) => {
		const child = spawn(process.execPath, ['cli/bin.mjs', ...args], {
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
		child.on('close', (status) =>
			resolve({ status, lines: stdout.split('\n').filter((line) => line !== ''), stderr }),
		);
	});
}

const at = (second: number): string => new Date(Date.UTC(2026, 3, 24, 10, 0, second)).toISOString();

test('over a data folder it finds what it finds over the same logs, correlations too', async () => {
	const log = join(folder, 'trail.json');
	const records = Array.from({ length: 12 }, (_, i) => ({
		eventVersion: '1.09',
		eventID: `deletion-${i}`,
		eventTime: at(i),
		eventSource: 'ec2.amazonaws.com',
		eventName: 'DeleteSnapshot',
		awsRegion: 'eu-west-1',
		userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/deploy' },
		requestParameters: { snapshotId: `snap-${i}` },
		recipientAccountId: '111122223333',
	}));
	await writeFile(log, JSON.stringify({ Records: records }));
	const overFiles = await aftertrace('detect', log, '--json');
	expect((await aftertrace('ingest', log)).status).toBe(0);
	const overStore = await aftertrace('detect', '--store', '--json', '--fail-on', 'high');
	const found = ({ lines }: { lines: string[] }) =>
		lines
			.map((line) => JSON.parse(line) as { rule: string; time: string })
			.map(({ rule, time }) => `${rule} ${time}`)
			.sort();
	expect(found(overStore).length).toBeGreaterThan(12);
	expect(found(overStore)).toEqual(found(overFiles));
	expect(overStore.status).toBe(1);
	const some = await aftertrace('detect', '--store', '--json', '--from', at(2), '--to', at(4));
	expect(some.lines.filter((line) => line.includes('Snapshot deleted in AWS'))).toHaveLength(2);
	expect((await aftertrace('detect', '--store', '--from', 'yesterday')).status).toBe(2);
	expect((await aftertrace('detect', '--store', log)).status).toBe(2);
	expect((await aftertrace('detect', log, '--workspace', 'Main')).status).toBe(2);
});
