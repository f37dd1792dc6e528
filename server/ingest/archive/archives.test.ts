import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type TestEntry, tarOf, zipOf } from '@/server/testing/archives.ts';
import type { ReadBatch } from '../read-batch.ts';
import { type InputStream, readInput } from '../read-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'aftertrace-archives-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = (message: string) => `${JSON.stringify({ time: '2026-04-24T10:00:00Z', message })}\n`;
const hmac = (label: string, text: string) =>
	createHmac('sha256', 'test').update(`${label}\0${text}`).digest('hex');

async function read(input: readonly string[] | InputStream) {
	const batches: ReadBatch[] = [];
	for await (const batch of readInput(input, { workspace: 'one', hmac })) batches.push(batch);
	const sum = (pick: (batch: ReadBatch) => number) =>
		batches.reduce((total, batch) => total + pick(batch), 0);
	return {
		events: batches.flatMap((batch) => batch.events),
		quarantined: batches.flatMap((batch) => batch.quarantined),
		ignored: batches.flatMap((batch) => batch.ignored),
		bytes: sum((batch) => batch.file?.bytes ?? 0),
		isBalanced:
			sum((batch) => batch.counts.records) ===
			sum(({ counts }) => counts.read + counts.duplicates + counts.quarantined + counts.ignored),
	};
}

let made = 0;
function fileOf(name: string, bytes: Buffer): string {
	const path = join(folder, `${made++}-${name}`);
	writeFileSync(path, bytes);
	return path;
}

/** In small pieces, as a network delivers it. */
const streamOf = (bytes: Buffer, piece = 700): InputStream => ({
	name: 'upload',
	stream: (async function* () {
		for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
	})(),
});

const entries: TestEntry[] = [
	{ path: 'logs/a.ndjson', content: line('one') + line('two') },
	{ path: 'logs/deep/b.ndjson', content: line('three') },
];

describe.each([
	['zip', zipOf(entries)],
	['zip whose lengths follow', zipOf(entries.map((entry) => ({ ...entry, isStreamed: true })))],
	['zip without compression', zipOf(entries.map((entry) => ({ ...entry, method: 0 })))],
	['tar', tarOf(entries)],
	['tar.gz', gzipSync(tarOf(entries))],
])('%s', (name, bytes) => {
	test('every file in it is read, and each event says where it stands', async () => {
		const path = fileOf('logs.bin', bytes);
		const result = await read([path]);
		expect(result.events.map((event) => [event.origin.path, event.origin.line])).toEqual([
			[`${path}!logs/a.ndjson`, 1],
			[`${path}!logs/a.ndjson`, 2],
			[`${path}!logs/deep/b.ndjson`, 1],
		]);
		expect(result).toMatchObject({ quarantined: [], bytes: bytes.length, isBalanced: true });
	});

	test('it is read the same when it arrives as a stream', async () => {
		const result = await read(streamOf(bytes));
		expect(result.events.map((event) => event.text)).toEqual(['one', 'two', 'three']);
		expect(result).toMatchObject({ quarantined: [], bytes: bytes.length, isBalanced: true });
	});

	test('cut off, it gives what stood before and says so', async () => {
		const at = name === 'tar.gz' ? bytes.length - 20 : Math.floor(bytes.length * 0.2);
		const result = await read(streamOf(bytes.subarray(0, at)));
		expect(result.quarantined.map((each) => each.reason)).toContainEqual(
			expect.stringMatching(/^corrupt-/),
		);
		expect(result).toMatchObject({ bytes: at, isBalanced: true });
	});
});

test('an archive without files is named and its bytes are counted', async () => {
	const bytes = zipOf([]);
	const result = await read(streamOf(bytes));
	expect(result).toMatchObject({ bytes: bytes.length, quarantined: [], isBalanced: true });
	expect(result.ignored.map((each) => each.reason)).toEqual(['no-records']);
});

test('a secret that one file of an archive names is hidden in all of them', async () => {
	const secret = `Kx7${randomBytes(20).toString('hex')}Qz`;
	const bytes = zipOf([
		{ path: 'a.ndjson', content: line(`sent ${secret} along`) },
		{ path: 'b.ndjson', content: line(`export API_TOKEN=${secret}`) },
	]);
	for (const input of [[fileOf('s.zip', bytes)]]) {
		const { events } = await read(input);
		expect(events).toHaveLength(2);
		expect(JSON.stringify(events).includes(secret)).toBe(false);
	}
});

test('links and what is no log are left out, and named with the reason', async () => {
	const result = await read([
		fileOf(
			'l.tar',
			tarOf([
				{ path: 'passwd', content: '/etc/passwd', type: '2' },
				{ path: 'README.md', content: '# hello' },
				...entries,
			]),
		),
	]);
	expect(result.ignored.map((each) => each.reason)).toEqual(['link', 'not-a-log']);
	expect(result.events).toHaveLength(3);
});

test.each([
	[
		'a path that leads out',
		zipOf([{ path: '../../etc/cron.d/x', content: line('x') }, ...entries]),
		'unsafe-path',
	],
	[
		'an absolute path',
		tarOf([{ path: '/etc/x.ndjson', content: line('x') }, ...entries]),
		'unsafe-path',
	],
	[
		'an encrypted file',
		zipOf([{ path: 'x.ndjson', content: 'noise', method: 0, isEncrypted: true }, ...entries]),
		'encrypted',
	],
	[
		'an unknown method',
		zipOf([{ path: 'x.ndjson', content: 'noise', method: 14 }, ...entries]),
		'unsupported-compression',
	],
	[
		'an archive in it',
		zipOf([{ path: 'inner.zip', content: zipOf(entries) }, ...entries]),
		'nested-archive',
	],
	[
		'a compressed archive in it',
		tarOf([{ path: 'inner.tgz', content: gzipSync(tarOf(entries)) }, ...entries]),
		'nested-archive',
	],
])('%s is quarantined, and the rest is read', async (_, bytes, reason) => {
	const result = await read([fileOf('hostile', bytes)]);
	expect(result.quarantined.map((each) => each.reason)).toEqual([reason]);
	expect(result.events).toHaveLength(3);
	expect(result.isBalanced).toBe(true);
});

test('a bomb ends in quarantine after 64 MiB, with bounded memory', async () => {
	const bomb = zipOf([{ path: 'zeros.ndjson', content: Buffer.alloc(300 * 1024 ** 2, 0x20) }]);
	const before = process.memoryUsage().rss;
	const result = await read([fileOf('bomb.zip', bomb)]);
	expect(result.quarantined.map((each) => each.reason)).toContain('decompression-limit');
	expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 ** 2);
});

test('thousands of files are read', async () => {
	const many = Array.from({ length: 5_000 }, (_, i) => ({
		path: `d/${i}.ndjson`,
		content: line(`number ${i}`),
	}));
	const result = await read([fileOf('many.tar', tarOf(many))]);
	expect(result.events).toHaveLength(5_000);
});

test('a truncated or damaged header stops the archive with a reason', async () => {
	const bytes = tarOf(entries);
	bytes.write('XXXXXXXX', 2 * 512 + 148);
	const result = await read([fileOf('damaged.tar', bytes)]);
	expect(result.quarantined.map((each) => each.reason)).toEqual(['corrupt-archive']);
	expect(result.events).toHaveLength(2);
});
