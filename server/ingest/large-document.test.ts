import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InputRecord, recordLimits } from './input-record.ts';
import { readRecords } from './read-records.ts';

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(text, 'utf8');
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(text: string, size: number, limits: object = {}): Promise<InputRecord[]> {
	const records: InputRecord[] = [];
	for await (const record of readRecords(pieces(text, size), { ...recordLimits, ...limits }))
		records.push(record);
	return records;
}
/** Documents over it are read in parts. */
const small = { lineBytesMax: 600, documentBytesMax: 600 };
const big = 'x'.repeat(600);

const value = fc.letrec((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small' },
		fc.string({ unit: 'grapheme', maxLength: 12 }),
		fc.constantFrom('"', '\\', '\\"', ']', '}', ',', '[{', 'a\nb', '\\\\"'),
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('any'), { maxLength: 3 }),
		fc.dictionary(fc.string({ maxLength: 4 }), tie('any'), { maxKeys: 3 }),
	),
})).any;
const record = fc.record({ eventName: fc.string({ maxLength: 8 }), value });

test('a document that is read in parts gives what it gives when it is parsed whole', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(record, { minLength: 1, maxLength: 12 }),
			fc.constantFrom('list', 'Records'),
			fc.constantFrom(undefined, '\t', 1),
			fc.integer({ min: 1, max: 300 }),
			async (records, shape, indent, size) => {
				const many = [
					...records,
					{ eventName: 'filler', value: [big.slice(0, 300), big.slice(0, 200)] },
				];
				const document = shape === 'list' ? many : { note: 'before ] } "', Records: many };
				const text = JSON.stringify(document, null, indent);
				const whole = await read(text, size);
				const parts = await read(text, size, {
					lineBytesMax: Buffer.byteLength(text) - 1,
					documentBytesMax: 0,
				});
				expect(parts).toEqual(whole);
				// As small as its largest element, in the depth where it stands, lets it be.
				const depths = many.map((one) => JSON.stringify([[one]], null, indent));
				const largest = Math.max(...depths.map((one) => Buffer.byteLength(one)));
				fc.pre(largest < Buffer.byteLength(text));
				const limits = { lineBytesMax: largest, documentBytesMax: 0 };
				expect(await read(text, size, limits)).toEqual(whole);
			},
		),
		{ numRuns: 300 },
	);
});

const documentOf = (elements: string[], end = ']}') =>
	`{"Records": [\n${elements.join(',\n')}\n${end}`;
const element = (id: number) => JSON.stringify({ eventName: 'A', id, note: 'n'.repeat(150) });

test('an element over the limit, and one that is broken, are quarantined where they stand', async () => {
	const broken = element(3).replace('"id":3', '"id":03');
	const large = JSON.stringify({ eventName: 'A', note: 'y'.repeat(700) });
	const records = await read(documentOf([element(1), large, broken, element(4)]), 64, small);
	expect(records.map((r) => (r.kind === 'quarantined' ? r.reason : r.kind))).toEqual([
		'header',
		'json',
		'line-too-long',
		'invalid-json',
		'json',
	]);
	expect(records.map((r) => ('line' in r ? r.line : null))).toEqual([null, 2, 3, 4, 5]);
});

test('a document that ends in the middle gives the records before it, and says so', async () => {
	const elements = [1, 2, 3, 4, 5].map(element);
	const cut = await read(documentOf(elements).slice(0, -60), 50, small);
	expect(cut.filter(({ kind }) => kind === 'json')).toHaveLength(4);
	expect(cut.at(-1)).toMatchObject({ kind: 'quarantined', reason: 'truncated', line: 6 });
	const open = await read(documentOf(elements, ''), 50, small);
	expect(open.filter(({ kind }) => kind === 'json')).toHaveLength(5);
	expect(open.at(-1)).toMatchObject({ kind: 'quarantined', reason: 'truncated' });
});

test('what follows the records is checked', async () => {
	const elements = [1, 2, 3, 4, 5].map(element);
	const fine = await read(documentOf(elements, '], "next": "x"}'), 50, small);
	expect(fine.every(({ kind }) => kind === 'json' || kind === 'header')).toBe(true);
	const wrong = await read(documentOf(elements, '], "next" "x"}'), 50, small);
	expect(wrong.at(-1)).toMatchObject({ reason: 'invalid-json' });
	const long = await read(
		documentOf(elements, `], "next": "${'x'.repeat(1_100_000)}"}`),
		9_999,
		small,
	);
	expect(long.at(-1)).toMatchObject({ reason: 'document-too-large' });
});

test('what comes after a document is read on', async () => {
	const elements = [1, 2, 3, 4, 5].map(element);
	const text = `${documentOf(elements)}\n${documentOf(elements)}\n\n${element(6)}\n${element(7)}\n`;
	const records = await read(text, 50, small);
	expect(records.flatMap((r) => (r.kind === 'json' ? [r.line] : []))).toEqual([
		2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17,
	]);
	expect(records.every(({ kind }) => kind === 'json' || kind === 'header')).toBe(true);
});

test('a large document of which nothing says where its records stand is quarantined once', async () => {
	const records = await read(`{"odd": [${[1, 2, 3, 4, 5].map(element).join()}]}`, 50, small);
	expect(records).toMatchObject([{ kind: 'quarantined', reason: 'line-too-long' }]);
});

test('an array without end of elements without end stays within bounds', async () => {
	async function* endless(): AsyncGenerator<Uint8Array> {
		yield Buffer.from('[{"a":"');
		for (let i = 0; i < 4_000; i++) yield Buffer.alloc(65_536, 0x61);
	}
	const before = process.memoryUsage().rss;
	const records: InputRecord[] = [];
	for await (const found of readRecords(endless())) records.push(found);
	expect(records).toMatchObject([
		{ kind: 'quarantined', reason: 'line-too-long' },
		{ kind: 'ignored' },
	]);
	expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});
