import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '@/core/event/event.ts';
import { type InputRecord, type RecordLimits, recordLimits } from './input-record.ts';
import { readInput } from './read-input.ts';
import { readRecords } from './read-records.ts';

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(text, 'utf8');
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function recordsOf(
	bytes: AsyncIterable<Uint8Array>,
	limits: Partial<RecordLimits> = {},
): Promise<InputRecord[]> {
	const records: InputRecord[] = [];
	for await (const record of readRecords(bytes, { ...recordLimits, ...limits }))
		records.push(record);
	return records;
}
const read = (text: string, size: number, limits: Partial<RecordLimits> = {}) =>
	recordsOf(pieces(text, size), limits);

const value = fc.letrec((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small' },
		fc.string({ unit: 'grapheme', maxLength: 12 }),
		fc.constantFrom('"', '\\', '\\"', ']', '}', ',', '[{', 'a\nb', '\\\\"', '\u2028', '😀é'),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('any'), { maxLength: 3 }),
		fc.dictionary(fc.string({ maxLength: 4 }), tie('any'), { maxKeys: 3 }),
	),
})).any;

const hex = (length: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const attributes = fc.array(
	fc.record({ key: fc.string({ maxLength: 5 }), value: fc.record({ stringValue: value }) }),
	{ maxLength: 2 },
);
const item = fc.record(
	{ traceId: hex(32), spanId: hex(16), name: fc.string({ maxLength: 5 }), attributes, more: value },
	{ requiredKeys: ['more'] },
);
/** A level of an export: what describes its records before them, and sometimes something after. */
const level = (key: string, described: string, inner: fc.Arbitrary<unknown>) =>
	fc
		.record(
			{
				[described]: fc.record({ attributes }),
				before: value,
				[key]: fc.array(fc.oneof({ weight: 9, arbitrary: inner }, value), { maxLength: 4 }),
				schemaUrl: fc.string({ maxLength: 4 }),
			},
			{ requiredKeys: [key] },
		)
		.map((one) => one as unknown);
const groupsOf = (scopes: string, items: string) =>
	fc.array(level(scopes, 'resource', level(items, 'scope', item)), { maxLength: 4 });
const exports = fc.record(
	{
		before: value,
		resourceLogs: groupsOf('scopeLogs', 'logRecords'),
		between: value,
		resourceSpans: fc.oneof(
			groupsOf('scopeSpans', 'spans'),
			groupsOf('instrumentationLibrarySpans', 'spans'),
		),
		after: value,
	},
	{ requiredKeys: ['resourceSpans'] },
);

/** Without what stands behind the records of a level, which a large export does not give them. */
const comparable = (records: readonly InputRecord[]): unknown =>
	JSON.parse(
		JSON.stringify(records, (key, each: unknown) => (key === 'schemaUrl' ? undefined : each)),
	);

test('an export that is read as it comes gives what it gives when it is parsed whole', async () => {
	await fc.assert(
		fc.asyncProperty(
			exports,
			fc.constantFrom(undefined, '\t', 1),
			fc.integer({ min: 1, max: 300 }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			async (document, indent, size, share) => {
				const text = JSON.stringify(document, null, indent);
				const whole = await read(text, size);
				const bytes = Buffer.byteLength(text);
				// From as small as its largest record lets it be to just too small for the whole.
				const largest = whole.map((one) =>
					one.kind === 'json' ? Buffer.byteLength(JSON.stringify([one.value], null, indent)) : 0,
				);
				// The beginning that is looked at tells that it is an export.
				const start = text.search(/"resource(?:Logs|Spans)"/);
				const told = Buffer.byteLength(text.slice(0, start)) + 20;
				const least = Math.max(told, ...largest);
				fc.pre(least < bytes - 1);
				const lineBytesMax = Math.floor(least + share * (bytes - 1 - least));
				const parts = await read(text, size, { lineBytesMax, documentBytesMax: 0 });
				expect(comparable(parts)).toEqual(comparable(whole));
			},
		),
		{ numRuns: 400 },
	);
});

const options = {
	workspace: 'w',
	hmac: (label: string, text: string) =>
		createHmac('sha256', 'k').update(`${label}\0${text}`).digest('hex'),
	isContentKeyed: true,
};

async function eventsOf(text: string, limits: Partial<RecordLimits> = {}): Promise<Event[]> {
	const found: Event[] = [];
	const input = { name: 'x.json', stream: pieces(text, 997) };
	const given = { ...options, limits: { ...recordLimits, ...limits } };
	for await (const batch of readInput(input, given)) {
		const { records, read, duplicates, quarantined, ignored } = batch.counts;
		expect(records).toBe(read + duplicates + quarantined + ignored);
		found.push(...batch.events);
	}
	return found;
}

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const nano = (second: number) => `${1_777_629_600 + second}000000000`;
const toolSpan = (at: number, more: object = {}) => ({
	traceId: 'a'.repeat(32),
	spanId: at.toString(16).padStart(16, '0'),
	name: 'execute_tool shell',
	startTimeUnixNano: nano(at),
	endTimeUnixNano: nano(at + 1),
	attributes: [
		attribute('gen_ai.operation.name', 'execute_tool'),
		attribute('gen_ai.tool.name', 'shell'),
		attribute('gen_ai.tool.call.id', `call-${at % 7}`),
		attribute('gen_ai.tool.call.arguments', JSON.stringify({ command: `echo ${at}` })),
	],
	...more,
});
const logRecord = (at: number, tool: string) => ({
	timeUnixNano: nano(at),
	body: { stringValue: 'claude_code.tool_result' },
	attributes: [
		attribute('session.id', 's-1'),
		attribute('tool_name', tool),
		attribute('tool_use_id', `use-${at}`),
		attribute('tool_parameters', JSON.stringify({ command: `ls ${at % 3}` })),
	],
});
const resource = { attributes: [attribute('service.name', 'shop-agent')] };
const scope = { name: 'tracer', version: '1' };
const traces = (...spans: object[]) => ({
	resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }],
});
const logs = (...logRecords: object[]) => ({
	resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }],
});

test('the same records have the same ids, order and pairs in a small export, a large one, and lines', async () => {
	const told = (events: readonly Event[]) =>
		events.map(({ id, kind, text, raw, run, call, result, sightings }) => ({
			...{ id, kind, text, raw, run, call, result, sightings },
		}));
	const anonymous = [3, 3, 4].map((at) => toolSpan(at, { spanId: undefined, name: `n${at}` }));
	const spans = [...Array.from({ length: 40 }, (_, at) => toolSpan(at)), ...anonymous];
	// One that stands twice: both count.
	const records = [1, 2, 2, 3, 4, 4, 4].map((at) => logRecord(at, 'Bash'));
	for (const [make, items] of [
		[traces, spans],
		[logs, records],
	] as const) {
		const small = await eventsOf(JSON.stringify(make(...items)));
		const limits = { lineBytesMax: 1_500, documentBytesMax: 0 };
		const large = await eventsOf(JSON.stringify(make(...items)), limits);
		const pretty = await eventsOf(JSON.stringify(make(...items), null, 2), limits);
		const lines = await eventsOf(items.map((one) => `${JSON.stringify(make(one))}\n`).join(''));
		expect(small.length).toBeGreaterThan(items.length);
		expect(new Set(small.map(({ id }) => id)).size).toBe(small.length);
		for (const other of [large, pretty, lines]) expect(told(other)).toEqual(told(small));
		for (const events of [small, large, pretty, lines])
			expect(events.map(({ order }) => order)).toEqual(
				events.map(({ order }) => order).sort((a, b) => a - b),
			);
		// The line at which each record begins.
		const rows = JSON.stringify(make(...items), null, 2).split('\n');
		for (const { origin } of pretty) expect(rows[(origin.line ?? 0) - 1]?.trim()).toBe('{');
	}
});

const small = { lineBytesMax: 2_000, documentBytesMax: 2_000 };
const many = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, i) => toolSpan(from + i));
const reasons = (records: readonly InputRecord[]) =>
	records.flatMap((one) => (one.kind === 'quarantined' ? [one.reason] : []));
const countOf = (records: readonly InputRecord[]) =>
	records.filter(({ kind }) => kind === 'json').length;

test('a span that is too long, or broken, is quarantined alone', async () => {
	const long = toolSpan(50, { note: 'x'.repeat(3_000) });
	const text = JSON.stringify(traces(...many(0, 10), long, ...many(10, 20)));
	const records = await read(text, 100, small);
	expect(reasons(records)).toEqual(['line-too-long']);
	expect(countOf(records)).toBe(20);
	const broken = await read(text.replace('echo 3', '\u0001'), 100, small);
	expect(reasons(broken)).toEqual(['invalid-json', 'line-too-long']);
	expect(countOf(broken)).toBe(19);
});

test('an export that ends in the middle gives the records before it', async () => {
	const text = JSON.stringify(traces(...many(0, 30)), null, 1);
	for (const end of [text.indexOf('echo 20'), text.length - 3, text.length - 1]) {
		const records = await read(text.slice(0, end), 100, small);
		expect(reasons(records)).toEqual(['truncated']);
		expect(countOf(records)).toBe(end < text.length - 10 ? 20 : 30);
	}
	// What fits into the limit is taken apart as well where it is cut.
	const one = { resource, scopeSpans: [{ scope, spans: many(0, 3) }] };
	const group = JSON.stringify({ resourceSpans: [one, one] });
	const cut = await read(group.slice(0, group.lastIndexOf('echo 2')), 50, {
		lineBytesMax: Buffer.byteLength(JSON.stringify(one)) + 10,
		documentBytesMax: 0,
	});
	expect(reasons(cut)).toEqual(['truncated']);
	expect(countOf(cut)).toBe(5);
});

test('what stands between records is checked, and what follows the export is read on', async () => {
	const text = JSON.stringify(traces(...many(0, 20)));
	const after = `${text}\n${text}\n${JSON.stringify({ message: 'after' })}\n`;
	const fine = await read(after, 64, small);
	expect(reasons(fine)).toEqual([]);
	expect(fine.flatMap((one) => (one.kind === 'json' ? [one.line] : []))).toEqual([
		...Array(20).fill(1),
		...Array(20).fill(2),
		3,
	]);
	const broken = text.replace('"scopeSpans":', '"scopeSpans"');
	const records = await read(`${broken}\n${text}\n`, 64, small);
	expect(reasons(records)).toEqual(['invalid-json']);
	expect(countOf(records)).toBe(20);
});

test('what describes records is found behind them where they can be held, and missed aloud where not', async () => {
	const late = (spans: object[]) =>
		JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans, scope }], resource }] });
	const held = await read(late(many(0, 3)), 64, {
		lineBytesMax: late(many(0, 3)).length - 1,
		documentBytesMax: 0,
	});
	expect(reasons(held)).toEqual([]);
	for (const one of held)
		if (one.kind === 'json') expect(one.value).toMatchObject({ resourceSpans: [{ resource }] });
	const missed = await read(late(many(0, 30)), 64, small);
	expect(reasons(missed)).toEqual(['late-context', 'late-context']);
	expect(countOf(missed)).toBe(30);
});

test('a key that stands twice loses nothing', async () => {
	const text = JSON.stringify(traces(...many(0, 20)));
	const twice = `${text.slice(0, -1)},${text.slice(1)}`;
	expect(countOf(await read(twice, 64, small))).toBe(40);
	const inner = text.replace('"scopeSpans":', '"schemaUrl":"a","schemaUrl":"b","scopeSpans":');
	const records = await read(inner, 64, small);
	for (const one of records)
		if (one.kind === 'json')
			expect(one.value).toMatchObject({ resourceSpans: [{ schemaUrl: 'b' }] });
});

test('what each record would carry is bounded, however the export is read', async () => {
	const heavy = { attributes: [attribute('a', 'x'.repeat(70_000))] };
	const group = (described: object, spans: object[]) => ({
		...{ resource: described, scopeSpans: [{ scope, spans }] },
	});
	const text = JSON.stringify({
		resourceSpans: [
			group(resource, many(0, 5)),
			group(heavy, many(5, 50)),
			group(resource, many(50, 60)),
		],
	});
	for (const limits of [{}, { lineBytesMax: 60_000, documentBytesMax: 0 }]) {
		const records = await read(text, 1_000, limits);
		expect(reasons(records)).toEqual(['context-too-large']);
		expect(countOf(records)).toBe(15);
	}
});

test.each([
	[
		'a string of 100 MB in a span',
		['{"name":"', 'x'.repeat(1024 * 1024), '"}'],
		100,
		'line-too-long',
	],
	['a million keys beside its spans', ['', '"k":1,', '"a":{}'], 1_000_000, 'context-too-large'],
	['a span nested 100,000 deep', ['', '{"a":', '1'], 100_000, 'too-deep'],
])('%s ends in quarantine, within bounds', async (_, [before, part, after], times, reason) => {
	const isContext = reason === 'context-too-large';
	async function* bytes(): AsyncGenerator<Uint8Array> {
		yield Buffer.from(
			`{"resourceSpans":[{"scopeSpans":[{"scope":{},${isContext ? '' : '"spans":['}${before}`,
		);
		const block = 1_000;
		for (let i = 0; i < times; i += block)
			yield Buffer.from(
				(part as string)
					.repeat(Math.min(block, times - i))
					.slice(0, part === undefined ? 0 : undefined),
			);
		const filler = JSON.stringify(toolSpan(1, { note: 'y'.repeat(10_000) }));
		const closed = reason === 'too-deep' ? '}'.repeat(times) : '';
		yield Buffer.from(`${after}${closed}${isContext ? ',"spans":[' : ','}${filler}`);
		for (let i = 0; i < 2_000; i++) yield Buffer.from(`,${filler}`);
		yield Buffer.from(']}]}]}');
	}
	const before_ = process.memoryUsage().rss;
	const records = await recordsOf(bytes());
	expect(reasons(records)).toEqual([reason]);
	expect(countOf(records)).toBe(isContext ? 0 : 2_001);
	expect(process.memoryUsage().rss - before_).toBeLessThan(350_000_000);
});

test('a secret is hidden in every record, also where only the resource names it', async () => {
	const token = `Zq${randomBytes(18).toString('hex')}`;
	const named = {
		attributes: [attribute('service.name', 'a'), attribute('DEPLOY_API_TOKEN', token)],
	};
	const document = {
		resourceSpans: [
			{ scopeSpans: [{ spans: [...many(0, 10), toolSpan(11, { name: `uses ${token}` })] }] },
			{
				resource: named,
				scopeSpans: [
					{ scope, spans: many(20, 40).map((span) => ({ ...span, name: `use ${token}` })) },
				],
			},
		],
	};
	for (const size of [1, 7, 997]) {
		const found: Event[] = [];
		const input = { name: 'x', stream: pieces(JSON.stringify(document), size) };
		const given = { ...options, limits: { ...recordLimits, ...small } };
		for await (const batch of readInput(input, given)) {
			expect(JSON.stringify(batch)).not.toContain(token);
			found.push(...batch.events);
		}
		expect(found.length).toBeGreaterThan(30);
		expect(found.filter(({ sightings }) => sightings.length > 0).length).toBeGreaterThanOrEqual(21);
	}
});
