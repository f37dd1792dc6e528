import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InputRecord, type RecordLimits, recordLimits } from './input-record.ts';
import { readRecords } from './read-records.ts';

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(text, 'utf8');
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
	text: string,
	size = 64,
	limits: Partial<RecordLimits> = {},
): Promise<InputRecord[]> {
	const records: InputRecord[] = [];
	for await (const record of readRecords(pieces(text, size), { ...recordLimits, ...limits }))
		records.push(record);
	return records;
}

/** Documents over it are read in parts. */
const small = { lineBytesMax: 600, documentBytesMax: 600 };
const element = (id: number) => ({ eventName: 'A', id, note: 'n"]}'.repeat(id % 40) });
const elements = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, i) => element(from + i));
const span = (id: number) => ({ traceId: 'a', spanId: `${id}`, name: 'n'.repeat(id % 200) });
const line = (id: number) => `${JSON.stringify(element(id))}\n`;

const ids = (records: readonly InputRecord[]) =>
	records.flatMap((one) => {
		if (one.kind !== 'json') return [];
		const text = JSON.stringify(one.value);
		return [/"(?:id|spanId)":"?(\d+)/.exec(text)?.[1] ?? text];
	});
const quarantined = (records: readonly InputRecord[]) =>
	records.flatMap((one) => (one.kind === 'quarantined' ? [[one.line, one.reason]] : []));

/** What a file may consist of, each ending with a line. */
const part = fc.oneof(
	fc.integer({ min: 1, max: 99 }).map(line),
	fc
		.record({
			shape: fc.constantFrom('list', 'Records', 'spans'),
			count: fc.integer({ min: 1, max: 20 }),
			from: fc.integer({ min: 1, max: 99 }),
			indent: fc.constantFrom(undefined, 1, '\t'),
		})
		.map(({ shape, count, from, indent }) => {
			const list = elements(from, from + count);
			const spans = list.map(({ id }) => span(id));
			const document =
				shape === 'list'
					? list
					: shape === 'Records'
						? { Records: list, next: 'x' }
						: { resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] };
			return `${JSON.stringify(document, null, indent)}\n`;
		}),
);

test('lines and documents of any size stand in one file in any order', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(part, { minLength: 1, maxLength: 6 }),
			fc.integer({ min: 1, max: 300 }),
			async (parts, size) => {
				const alone: InputRecord[] = [];
				let before = 0;
				for (const text of parts) {
					for (const record of await read(text, size))
						alone.push(
							'line' in record && record.line !== null
								? { ...record, line: record.line + before }
								: record,
						);
					before += text.split('\n').length - 1;
				}
				// Whether a document stands alone on its line is seen only where it is parsed whole.
				const told = (records: readonly InputRecord[]) =>
					records.filter(({ kind }) => kind !== 'header');
				expect(told(await read(parts.join(''), size))).toEqual(told(alone));
				expect(told(await read(parts.join(''), size, small))).toEqual(told(alone));
			},
		),
		{ numRuns: 200 },
	);
});

test('a large document after lines is read record by record, with the lines at which they stand', async () => {
	const document = `{"Records": [\n${elements(3, 40)
		.map((one) => JSON.stringify(one))
		.join(',\n')}\n]}\n`;
	const records = await read(`${line(1)}\n${line(2)}${document}${line(40)}`, 50, small);
	expect(quarantined(records)).toEqual([]);
	expect(ids(records)).toEqual(Array.from({ length: 40 }, (_, i) => `${i + 1}`));
	expect(records.flatMap((one) => (one.kind === 'json' ? [one.line] : []))).toEqual([
		...[1, 3],
		...Array.from({ length: 37 }, (_, i) => 5 + i),
		43,
	]);
});

test('large documents stand one after another, on lines of their own or on one', async () => {
	const documents = [0, 20, 40].map((from) =>
		JSON.stringify({ Records: elements(from, from + 20) }),
	);
	for (const between of ['', ' ', '\n', '\n\n', '\n\u001e']) {
		const records = await read(`${documents.join(between)}\n${line(60)}`, 50, small);
		expect(quarantined(records)).toEqual([]);
		expect(ids(records)).toHaveLength(61);
	}
});

test('what a document is, its own beginning says, not that of the next', async () => {
	const records = JSON.stringify({ Records: elements(1, 30) });
	const spans = elements(30, 60).map(({ id }) => span(id));
	const traces = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
	const found = await read(`${records}\n${traces}\n${records}\n`, 100_000, small);
	expect(quarantined(found)).toEqual([]);
	expect(ids(found)).toHaveLength(88);
});

test('a long line of many small records is read', async () => {
	const glued = elements(1, 50).map((one) => JSON.stringify(one));
	const records = await read(`${line(0)}${glued.join('')}\n${line(50)}`, 50, small);
	expect(quarantined(records)).toEqual([]);
	expect(ids(records)).toEqual(Array.from({ length: 51 }, (_, i) => `${i}`));
	expect(records.flatMap((one) => (one.kind === 'json' ? [one.line] : []))).toEqual([
		...[1, ...Array(49).fill(2)],
		3,
	]);
});

test('a large document of which nothing says where its records stand says what to do, and what follows is read', async () => {
	const odd = { odd: elements(1, 30) };
	const onLine = await read(`${line(1)}${JSON.stringify(odd)}\n${line(2)}`, 50, small);
	expect(quarantined(onLine)).toEqual([[2, 'line-too-long']]);
	expect(JSON.stringify(onLine)).toContain('one a line');
	expect(ids(onLine)).toEqual(['1', '2']);
	const pretty = JSON.stringify(odd, null, 1);
	const overLines = await read(`${line(1)}${pretty}\n${line(2)}`, 50, small);
	expect(quarantined(overLines)).toEqual([[2, 'document-too-large']]);
	expect(JSON.stringify(overLines)).toContain('one a line');
	expect(ids(overLines)).toEqual(['1', '2']);
	// Up to its own limit it is parsed whole, among others too.
	const held = { lineBytesMax: 600, documentBytesMax: 50_000 };
	const whole = await read(`${line(1)}${pretty}\n${pretty}\n${line(2)}`, 50, held);
	expect(quarantined(whole)).toEqual([]);
	expect(whole.filter(({ kind }) => kind === 'json')).toHaveLength(4);
});

test('a record that was cut does not swallow the lines after it', async () => {
	const rest = elements(2, 60).map((one) => `${JSON.stringify(one)}\n`);
	for (const cut of ['{"eventName":"A', '{"eventName":"A","id":1', '[1', '{"Records":[{"id":"1']) {
		const records = await read(`${line(1)}${cut}\n${rest.join('')}`, 50, small);
		expect(quarantined(records)).toEqual([[2, 'invalid-json']]);
		expect(ids(records)).toHaveLength(59);
	}
});

test('thousands of documents one after another take time in proportion', async () => {
	const pretty = (id: number) => `${JSON.stringify({ message: 'm', id }, null, 1)}\n`;
	const text = Array.from({ length: 20_000 }, (_, id) => pretty(id)).join('');
	const started = performance.now();
	const records = await read(text, 65_536);
	expect(ids(records)).toHaveLength(20_000);
	expect(performance.now() - started).toBeLessThan(5_000);
});
