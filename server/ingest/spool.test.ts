import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Lane, Spool, type SpoolLimits } from './spool.ts';

let folder: string;
const key = randomBytes(32);
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'spool-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lane: Lane = {
	workspace: 'w',
	source: 's',
	format: 'otlp',
	sender: { type: 'system', id: 'i', name: 'n' },
};
const limits: SpoolLimits = {
	bytesMax: 10_000,
	delayMs: 60_000,
	segmentBytesMax: 5_000,
	retryMsMax: 10,
};

test('lines are taken in order, each once', async () => {
	const taken: string[] = [];
	const spool = new Spool(folder, key, limits);
	await spool.start(async (_, lines) => {
		taken.push(...lines);
		return true;
	});
	await Promise.all(['a', 'b', 'c'].map((line) => spool.append(lane, [line])));
	await spool.append(lane, ['d', 'e']);
	await spool.settled();
	expect(taken).toEqual(['a', 'b', 'c', 'd', 'e']);
	expect(await readdir(folder)).toEqual([]);
	await spool.close();
});

test('what was acknowledged before the process died is taken by the next, under the same name', async () => {
	const first = new Spool(folder, key, limits);
	await first.start(async () => true);
	await first.append(lane, ['kept']);
	// No close: the process is gone. A second write was cut in the middle.
	const [name] = await readdir(folder);
	const file = await open(join(folder, name ?? ''), 'a');
	await file.write(Buffer.from([0, 0, 0, 99, 1, 2, 3]));
	await file.close();
	const taken: [string, readonly string[]][] = [];
	const second = new Spool(folder, key, limits);
	expect(
		await second.start(async (_, lines, segment) => {
			taken.push([segment, lines]);
			return true;
		}),
	).toBe(1);
	await second.settled();
	expect(taken).toEqual([[name, ['kept']]]);
	await second.close();
});

test('a failure is tried again, and nothing is lost meanwhile', async () => {
	let attempts = 0;
	const spool = new Spool(folder, key, limits);
	await spool.start(async () => ++attempts > 2);
	await spool.append(lane, ['x']);
	await spool.settled();
	for (let i = 0; i < 200 && (await readdir(folder)).length > 0; i++)
		await new Promise((done) => setTimeout(done, 10));
	expect(attempts).toBe(3);
	await spool.close();
});

test('over the bound senders are told to come back, and heard again once there is room', async () => {
	let open = false;
	const spool = new Spool(folder, key, { ...limits, segmentBytesMax: 1_000_000 });
	await spool.start(async () => open);
	expect((await spool.append(lane, ['y'.repeat(9_000)])).ok).toBe(true);
	const refused = await spool.append(lane, ['z'.repeat(2_000)]);
	expect(refused).toMatchObject({ ok: false, error: { code: 'busy' } });
	open = true;
	await spool.settled();
	expect((await spool.append(lane, ['z'.repeat(2_000)])).ok).toBe(true);
	await spool.close();
});

test('another installation’s key opens nothing', async () => {
	const mine = new Spool(folder, key, limits);
	await mine.start(async () => true);
	await mine.append(lane, ['private']);
	const taken: string[] = [];
	const other = new Spool(folder, randomBytes(32), limits);
	await other.start(async (_, lines) => {
		taken.push(...lines);
		return true;
	});
	await other.settled();
	expect(taken).toEqual([]);
	await other.close();
});

test('its files are for their owner only', async () => {
	const spool = new Spool(folder, key, limits);
	await spool.start(async () => true);
	await spool.append(lane, ['x']);
	const [name] = await readdir(folder);
	expect((await stat(join(folder, name ?? ''))).mode & 0o777).toBe(0o600);
	await spool.close();
});
