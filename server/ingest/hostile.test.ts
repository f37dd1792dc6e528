import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { recordLimits } from './input-record.ts';
import { runImport } from './run-import.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

async function take(...pieces: (string | Buffer)[]) {
	const stream = (async function* () {
		for (const piece of pieces) yield Buffer.from(piece);
	})();
	const actor = actorIn(installed.workspace);
	const done = await runImport(actor, { stream, name: 'hostile' }, { name: 'hostile' });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
	const { counts, quarantined } = done.value.stored ?? { counts: null, quarantined: [] };
	return { counts, reasons: quarantined.map((each) => each.reason) };
}

const good = (message: string) => `${JSON.stringify({ time: '2026-04-24T10:00:00Z', message })}\n`;

test('a line of 100 MB is quarantined in bounded memory, and its neighbours are read', async () => {
	const before = process.memoryUsage().rss;
	const piece = 'x'.repeat(1024 * 1024);
	const result = await take(good('a'), '{"m":"', ...Array(100).fill(piece), '"}\n', good('b'));
	expect(result.reasons).toEqual(['line-too-long']);
	expect(result.counts).toMatchObject({ events: 2, quarantined: 1 });
	expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 ** 2);
});

test('JSON nested 100,000 deep is quarantined before it is parsed', async () => {
	const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n`;
	const result = await take(good('c'), deep, good('d'));
	expect(result.reasons).toEqual(['too-deep']);
	expect(result.counts).toMatchObject({ events: 2 });
});

test.each([
	['as one line', '', '', 'too-many-keys'],
	['as a document', '\n', '\n', 'too-many-keys'],
	['inside a record', '"message":"m","inner":{"inner":{', '}}', 'too-many-keys'],
])(
	'an object of 1,000,000 keys is quarantined before it is parsed: %s',
	async (_, before, after, reason) => {
		const keys = Array.from({ length: 1_000_000 }, (_, i) => `"${i.toString(36)}":1`).join(',');
		const line = `{${before}${keys}${after}}\n`;
		// It must not be the length of the line that stops it.
		expect(line.length).toBeLessThan(recordLimits.lineBytesMax);
		const isDocument = before === '\n';
		const result = isDocument ? await take(line) : await take(good('e'), line, good('f'));
		expect(result.reasons).toEqual([reason]);
		const read = isDocument ? 0 : 2;
		expect(result.counts).toMatchObject({ records: read + 1, read, quarantined: 1 });
	},
);

test('a million keys in many objects are read', async () => {
	const wide = Array.from({ length: 50 }, (_, i) => `"${i.toString(36)}":1`).join(',');
	const inner = Array(20_000).fill(`{${wide}}`).join(',');
	const result = await take(`{"message":"m","time":"2026-04-24T10:00:00Z","all":[${inner}]}\n`);
	expect(result.counts).toMatchObject({ records: 1, read: 1, quarantined: 0 });
});

test('NUL bytes, wrong encodings and prototype keys end in quarantine or as data', async () => {
	const result = await take(
		good('g'),
		'{"message":"a\u0000b"}\n',
		Buffer.concat([
			Buffer.from('{"message":"'),
			Buffer.from([0xff, 0xfe, 0xc3]),
			Buffer.from('"}\n'),
		]),
		'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"message":"p"}\n',
	);
	expect(result.reasons).toEqual(['binary']);
	expect(result.counts).toMatchObject({ records: 4, quarantined: 1 });
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('times of year 0 and 9999, and of hundreds of months at once, do not stop the store', async () => {
	const at = (time: string, i: number) => `${JSON.stringify({ time, message: `at ${i}` })}\n`;
	const months = Array.from({ length: 600 }, (_, i) =>
		at(new Date(Date.UTC(1995, i, 3)).toISOString(), i),
	);
	const odd = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '-000001-01-01T00:00:00Z', '1e400'];
	const result = await take(months.join(''), ...odd.map(at));
	expect(result.counts).toMatchObject({ records: 604, events: 604, quarantined: 0 });
});
