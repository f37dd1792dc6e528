import type { RawJson } from '@/core/event/text.ts';
import { tableOf } from '@/core/formats/csv.ts';
import { elementLines } from '@/core/formats/element-lines.ts';
import { unwrap } from '@/core/formats/envelope.ts';
import { jsonSequence, type SequencePart } from '@/core/formats/json-sequence.ts';
import {
	type InputRecord,
	parseRecord,
	type QuarantineReason,
	type RecordLimits,
	recordLimits,
} from './input-record.ts';
import { beginningOf, inputFrom, largeDocument } from './large-document.ts';
import { placedRecords } from './placed-records.ts';
import { type Line, lineChunks, toUtf8 } from './read-lines.ts';
import { isSqlite, readSqlite } from './read-sqlite.ts';
import { readTable } from './read-table.ts';

/**
 * Takes an input apart into records: a line of JSON, an element of a JSON document's array, a line
 * of text. Never throws on content.
 */
export async function* readRecords(
	bytes: AsyncIterable<Uint8Array>,
	limits: RecordLimits = recordLimits,
): AsyncGenerator<InputRecord> {
	for await (const records of recordChunks(bytes, limits)) yield* records;
}

/** The same, all records at once that a piece of the input ends. */
export async function* recordChunks(
	bytes: AsyncIterable<Uint8Array>,
	limits: RecordLimits = recordLimits,
): AsyncGenerator<readonly InputRecord[]> {
	const start = await startOf(bytes);
	if (isSqlite(start.head)) {
		for await (const record of readSqlite(start.all(), limits)) yield [record];
		return;
	}
	if (isBinary(start.head)) {
		yield [whole('binary', 'it is not text')];
		return;
	}
	yield* textChunks(toUtf8(start.all()), limits);
}

async function* textChunks(
	text: AsyncIterable<Buffer>,
	limits: RecordLimits,
	followsDocument = false,
): AsyncGenerator<readonly InputRecord[]> {
	const beginning = await beginningOf(text, limits.lineBytesMax);
	const large = beginning.isLarge ? largeDocument(beginning, limits) : null;
	if (large !== null) {
		const after = yield* large;
		if (after === null) return;
		for await (const records of textChunks(after.text, limits, true))
			yield records.map((record) =>
				'line' in record && record.line !== null
					? { ...record, line: record.line + after.lines }
					: record,
			);
		return;
	}
	const lines = new LineCursor(lineChunks(inputFrom(beginning), limits.lineBytesMax));
	let any = false;
	let seen = false;
	while (await lines.advance()) {
		any = true;
		const records: InputRecord[] = [];
		for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
			const text = line.text;
			if (line.repaired) records.push({ kind: 'note', note: 'invalid-utf8' });
			if (text !== null && isBlank(text)) continue;
			const table = text === null || seen ? null : tableOf(text);
			seen = true;
			const isDocument = table === null && text !== null && opensDocument(text, limits);
			if (table === null && !isDocument) {
				for (const record of lineRecords(line, limits)) records.push(record);
				continue;
			}
			yield records.splice(0);
			const inside =
				table === null
					? readDocument(line, lines.rest(), limits)
					: readTable(table, line, lines.rest(), limits);
			for await (const record of inside) yield [record];
		}
		if (records.length > 0) yield records;
	}
	if (!any && !followsDocument) yield [whole('empty', 'the file holds nothing')];
}

/** Says of a whole input why it is not read. */
const whole = (reason: QuarantineReason, detail: string): InputRecord => ({
	kind: 'quarantined',
	line: null,
	reason,
	detail,
	text: null,
});

/** Where reading stands among the lines: at once within a piece of the input, waiting between pieces. */
class LineCursor {
	private lines: readonly Line[] = [];
	private at = 0;

	constructor(private readonly chunks: AsyncGenerator<readonly Line[]>) {}

	/** The next line of this piece. */
	shift(): Line | undefined {
		return this.lines[this.at++];
	}

	/** Goes on to the next piece; false: there is none. */
	async advance(): Promise<boolean> {
		const next = await this.chunks.next();
		if (next.done === true) return false;
		this.lines = next.value;
		this.at = 0;
		return true;
	}

	/** All lines from here on, as far as they are asked for. */
	async *rest(): AsyncGenerator<Line> {
		do {
			for (let line = this.shift(); line !== undefined; line = this.shift()) yield line;
		} while (await this.advance());
	}
}

/** The first bytes of a stream, and the stream with them. */
async function startOf(bytes: AsyncIterable<Uint8Array>) {
	const iterator = bytes[Symbol.asyncIterator]();
	const first = await iterator.next();
	return {
		head: first.done === true ? new Uint8Array(0) : first.value.subarray(0, 8192),
		async *all() {
			if (first.done === true) return;
			yield first.value;
			yield* { [Symbol.asyncIterator]: () => iterator };
		},
	};
}

/** NUL bytes in what neither is UTF-16 nor begins like JSON. */
function isBinary(head: Uint8Array): boolean {
	if (!head.includes(0)) return false;
	const [a, b] = head;
	if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return false;
	return !/^\s*[[{/]/.test(Buffer.from(head.subarray(0, 64)).toString('latin1'));
}

const isBlank = (text: string): boolean => text.trim() === '';

/**
 * Whether a line is the beginning of a JSON document that spans several lines. A broken line of
 * JSON lines starts like one too, but then it ends like one.
 */
function opensDocument(text: string, limits: RecordLimits): boolean {
	const trimmed = text.trim();
	if (!/^[[{]/.test(trimmed)) return false;
	if (trimmed.length > 1 && /[}\]]$/.test(trimmed)) return false;
	return !parseRecord(trimmed, limits).ok;
}

async function* readDocument(
	first: Line,
	lines: AsyncGenerator<Line>,
	limits: RecordLimits,
): AsyncGenerator<InputRecord> {
	const held: Line[] = [first];
	let size = first.bytes;
	for (;;) {
		const { value: line, done } = await lines.next();
		if (done === true) break;
		held.push(line);
		size += line.bytes + 1;
		// Not a document after all: a line that is a whole object, after one that was cut.
		if (held.length === 2 && line.text !== null && isWholeObject(line.text, limits)) {
			for (const each of held) yield* lineRecords(each, limits);
			return;
		}
		if (size > limits.documentBytesMax || line.text === null) {
			const detail =
				line.text === null
					? 'a line in it is over the limit'
					: `it is over ${limits.documentBytesMax} bytes`;
			yield {
				kind: 'quarantined',
				line: first.number,
				reason: 'document-too-large',
				detail,
				text: null,
			};
			for await (const _ of lines);
			return;
		}
	}
	yield* documentRecords(held, limits);
}

const isWholeObject = (text: string, limits: RecordLimits): boolean =>
	/^\s*\{.*\}\s*$/.test(text) && parseRecord(text, limits).ok;

function* documentRecords(held: readonly Line[], limits: RecordLimits): Generator<InputRecord> {
	const firstLine = held[0]?.number ?? 1;
	const text = held.map((line) => line.text).join('\n');
	const parsed = parseRecord(text, limits);
	if (!parsed.ok) {
		const whole = held.filter(
			(line) => line.text !== null && isWholeObject(line.text, limits),
		).length;
		if (held.length > 1 && whole * 2 > held.length) {
			for (const line of held) yield* lineRecords(line, limits);
			return;
		}
		if (text.includes('\u0000')) {
			yield {
				kind: 'quarantined',
				line: firstLine,
				reason: 'binary',
				detail: 'it holds NUL bytes',
				text: null,
			};
			return;
		}
		const parts = parsed.reason === 'invalid-json' ? jsonSequence(text, firstLine) : null;
		if (parts !== null) {
			for (const part of parts) yield* partRecords(part, limits);
			return;
		}
		const last = held.at(-1)?.number ?? firstLine;
		const isCut = parsed.reason === 'invalid-json' && !/[}\]]\s*$/.test(text);
		yield {
			kind: 'quarantined',
			line: isCut ? last : firstLine,
			reason: isCut ? 'truncated' : parsed.reason,
			detail: isCut ? 'the JSON document ends in the middle' : parsed.detail,
			text: text.length <= 1_000_000 ? text : null,
		};
		return;
	}
	yield* recordsOfDocument(parsed.value, text, firstLine);
}

function* recordsOfDocument(
	value: RawJson,
	text: string,
	firstLine: number,
): Generator<InputRecord> {
	const placed = placedRecords(value, text, firstLine);
	if (placed !== null) {
		// Without a header: what an export says of a run goes on in the next one.
		yield* placed;
		return;
	}
	const { records, header, path } = unwrap(value);
	yield { kind: 'header', value: header, container: 'document' };
	const numbers = path === null ? [firstLine] : elementLines(text, path, firstLine);
	for (let i = 0; i < records.length; i++) {
		const record = records[i] as RawJson;
		const line = numbers[i] ?? firstLine;
		const placed = placedRecords(record, null, line);
		if (placed === null) yield { kind: 'json', value: record, line };
		else yield* placed;
	}
	if (records.length === 0) yield { kind: 'ignored', line: firstLine, reason: 'no-records' };
}

/** One of several documents in one file: it is read, or quarantined, by itself. */
function* partRecords(part: SequencePart, limits: RecordLimits): Generator<InputRecord> {
	const { text, line } = part;
	const parsed = parseRecord(text, limits);
	if (parsed.ok) {
		yield* recordsOfDocument(parsed.value, text, line);
		return;
	}
	const isCut = part.isCut && parsed.reason === 'invalid-json';
	yield {
		kind: 'quarantined',
		line,
		reason: isCut ? 'truncated' : parsed.reason,
		detail: isCut ? 'the JSON document ends in the middle' : parsed.detail,
		text: text.length <= 1_000_000 ? text : null,
	};
}

/** RFC 7464 begins each text of a sequence with a record separator. */
const withoutSeparator = (text: string): string => {
	let from = 0;
	while (text.charCodeAt(from) === 0x1e) from++;
	return text.slice(from);
};

function* lineRecords(line: Line, limits: RecordLimits): Generator<InputRecord> {
	const { number, text } = line;
	if (text === null) {
		const detail = `${line.bytes} bytes, over the limit of ${limits.lineBytesMax}`;
		yield { kind: 'quarantined', line: number, reason: 'line-too-long', detail, text: null };
		return;
	}
	if (isBlank(text)) return;
	if (text.includes('\u0000')) {
		yield {
			kind: 'quarantined',
			line: number,
			reason: 'binary',
			detail: 'it holds NUL bytes',
			text: null,
		};
		return;
	}
	const trimmed = withoutSeparator(text).trim();
	if (trimmed === '') return;
	if (/^(?:\/\/|#(?!\{))/.test(trimmed)) {
		yield { kind: 'ignored', line: number, reason: 'comment' };
		return;
	}
	if (!/^[[{]/.test(trimmed)) {
		yield { kind: 'text', text, line: number };
		return;
	}
	const parsed = parseRecord(trimmed, limits);
	if (parsed.ok) {
		yield* unwrapped(parsed.value, number);
		return;
	}
	// Objects that stand on one line: a line end was lost between two writes.
	const parts = parsed.reason === 'invalid-json' ? jsonSequence(trimmed, number) : null;
	if (parts !== null) {
		for (const part of parts) yield* gluedRecords(part, line, limits);
		return;
	}
	const isCut = parsed.reason === 'invalid-json' && line.last && !/[}\]]$/.test(trimmed);
	yield {
		kind: 'quarantined',
		line: number,
		reason: isCut ? 'truncated' : parsed.reason,
		detail: isCut ? 'the last line ends in the middle' : parsed.detail,
		text,
	};
}

function* gluedRecords(part: SequencePart, line: Line, limits: RecordLimits) {
	const parsed = parseRecord(part.text, limits);
	if (parsed.ok) {
		yield* unwrapped(parsed.value, line.number);
		return;
	}
	const isCut = part.isCut && line.last && parsed.reason === 'invalid-json';
	const quarantined: InputRecord = {
		kind: 'quarantined',
		line: line.number,
		reason: isCut ? 'truncated' : parsed.reason,
		detail: isCut ? 'the last line ends in the middle' : parsed.detail,
		text: part.text,
	};
	yield quarantined;
}

function* unwrapped(value: RawJson, line: number): Generator<InputRecord> {
	const { records, header, path } = unwrap(value);
	if (path !== null) yield { kind: 'header', value: header, container: 'document' };
	for (const record of records) {
		const placed = placedRecords(record, null, line);
		if (placed === null) yield { kind: 'json', value: record, line };
		else yield* placed;
	}
	if (records.length === 0) yield { kind: 'ignored', line, reason: 'no-records' };
}
