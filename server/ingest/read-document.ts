import type { ByteSource } from './byte-source.ts';
import { documentRecords, recordsOfDocument } from './document-records.ts';
import { type InputRecord, parseRecord, type RecordLimits } from './input-record.ts';
import { FirstValue, isSpace, openArrays } from './json-elements.ts';
import { beginningOf, largeDocument } from './large-document.ts';
import {
	areLines,
	isWholeObject,
	lineRecords,
	unwrapped,
	withoutSeparator,
} from './line-records.ts';
import type { Line, LineReader } from './read-lines.ts';

/** Where reading stands in an input. */
export interface Place {
	readonly source: ByteSource;
	readonly lines: LineReader;
	readonly limits: RecordLimits;
}

type Chunks = AsyncGenerator<readonly InputRecord[]>;

/**
 * Whether a line is the beginning of a JSON document that spans several lines. A broken line of
 * JSON lines starts like one too, but then it ends like one.
 */
export function opensDocument(text: string, isFirst: boolean, limits: RecordLimits): boolean {
	const trimmed = withoutSeparator(text).trim();
	if (!/^[[{]/.test(trimmed)) return false;
	if (trimmed.length > 1 && /[}\]]$/.test(trimmed)) {
		const mayGoOn = isFirst || trimmed.startsWith('[');
		return mayGoOn && new FirstValue().endIn(Buffer.from(trimmed)) === null;
	}
	return !parseRecord(trimmed, limits).ok;
}

/**
 * Reads a document that begins where reading stands, and those that follow it on the line on which it
 * ends: parsed whole where it is small, record by record where it is not.
 */
export async function* readDocument(place: Place): Chunks {
	const { source, lines, limits } = place;
	do {
		const { held, size, isLarge } = await beginningOf(source, limits.lineBytesMax);
		const large = isLarge ? largeDocument(held, source, limits) : null;
		if (isCutLine(held, limits)) {
			source.giveBack(held);
			yield* oneLine(place);
			return;
		}
		if (large !== null) yield* largeRecords(large, lines);
		else if (isLarge) {
			source.giveBack(held);
			if (!(yield* readUnplaced(place))) return;
		} else if (size === null) {
			source.giveBack(held);
			yield* readRest(place);
			return;
		} else if (!(yield* smallRecords(held, size, place))) {
			yield* readRest(place);
			return;
		}
	} while (await nextOpensValue(source));
}

/** Reads a line that is too long to be held: documents of which it consists, else it is named. */
export async function* readLongLine(place: Place): Chunks {
	const { source, lines, limits } = place;
	lines.giveBack();
	do {
		const { held, size, isLarge } = await beginningOf(source, limits.lineBytesMax);
		const large = isLarge ? largeDocument(held, source, limits) : null;
		if (large !== null) {
			yield* largeRecords(large, lines);
			continue;
		}
		const bytes = size === null || isLarge ? null : Buffer.concat(held);
		const text = bytes === null ? null : plain(bytes.toString('utf8', 0, size as number));
		const parsed = text === null ? null : parseRecord(text, limits);
		if (bytes === null || text === null || parsed === null || !parsed.ok) {
			const hint = opensArray(held) ? `: ${mend}` : '';
			source.giveBack(held);
			lines.drop();
			yield* droppedLine(place, hint);
			return;
		}
		source.giveBack([bytes.subarray(size as number)]);
		const first = lines.number + 1;
		if (!text.includes('\n')) yield [...unwrapped(parsed.value, first)];
		else yield [...recordsOfDocument(parsed.value, text, first)];
		lines.number += linesIn(text);
	} while (await nextOpensValue(source));
}

async function* droppedLine({ lines, limits }: Place, hint: string): Chunks {
	for await (const { number: line, bytes } of lines.rest()) {
		const detail = `${bytes} bytes, over the limit of ${limits.lineBytesMax}${hint}`;
		yield [{ kind: 'quarantined', line, reason: 'line-too-long', detail, text: null }];
		return;
	}
}

/** Whether there is an array in which the records of a document could stand. */
const opensArray = (held: readonly Buffer[]): boolean =>
	openArrays(Buffer.concat(held)).next().done === false;

/** The records of a large document under the numbers of the input's lines. */
async function* largeRecords(
	large: AsyncGenerator<readonly InputRecord[], number>,
	lines: LineReader,
): Chunks {
	const before = lines.number;
	for (let next = await large.next(); ; next = await large.next()) {
		if (next.done === true) {
			lines.number = before + next.value;
			return;
		}
		yield next.value.map((record) =>
			'line' in record && record.line !== null ? { ...record, line: record.line + before } : record,
		);
	}
}

/** A document that is parsed whole. False, and all is given back: neither it nor what follows is JSON. */
async function* smallRecords(
	held: Buffer[],
	size: number,
	{ source, lines, limits }: Place,
): AsyncGenerator<readonly InputRecord[], boolean> {
	const bytes = Buffer.concat(held.splice(0));
	const text = plain(bytes.toString('utf8', 0, size));
	const parsed = parseRecord(text, limits);
	const first = lines.number + 1;
	source.giveBack([Buffer.from(bytes.subarray(size))]);
	if (!parsed.ok) {
		const areRecords = areLines(linesOf(text, first), limits);
		if (areRecords || !(await isFollowedByJson(source))) {
			source.giveBack([bytes.subarray(0, size)]);
			return false;
		}
	}
	lines.number += linesIn(text);
	if (parsed.ok) yield [...recordsOfDocument(parsed.value, text, first)];
	else yield [...documentRecords(linesOf(text, first), limits)];
	return true;
}

/**
 * A document over several lines that is large, and of which nothing says where its records stand.
 * False, and all that was not read is given back: it does not end.
 */
async function* readUnplaced(place: Place): AsyncGenerator<readonly InputRecord[], boolean> {
	const { source, lines, limits } = place;
	const { held, size, isLarge } = await beginningOf(source, limits.documentBytesMax);
	if (size !== null && !isLarge && (yield* smallRecords(held, size, place))) return true;
	if (!isLarge) {
		source.giveBack(held);
		yield* readRest(place);
		return false;
	}
	if (areLines(linesOf(beginningText(held), 1), limits)) {
		source.giveBack(held);
		yield* oneLine(place);
		return false;
	}
	const line = lines.number + 1;
	const detail = `it is over ${limits.documentBytesMax} bytes, and nothing says where its records stand: ${mend}`;
	yield [{ kind: 'quarantined', line, reason: 'document-too-large', detail, text: null }];
	source.giveBack(held.splice(0));
	const end = new FirstValue();
	for (let next = await source.next(); next.done !== true; next = await source.next()) {
		const at = end.endIn(next.value);
		lines.number += linesIn(next.value.subarray(0, at ?? next.value.length));
		if (at === null) continue;
		source.giveBack([next.value.subarray(at)]);
		return true;
	}
	return false;
}

/** What to do about a document that cannot be read. */
const mend = 'write its records as a list, or one a line';

/** What is no JSON as a whole: lines that are, or one entry. */
async function* readRest({ lines, limits }: Place): Chunks {
	const held: Line[] = [];
	let size = 0;
	for await (const line of lines.rest()) {
		held.push(line);
		size += line.bytes + 1;
		// Not a document after all: a line that is a whole object, after one that was cut.
		const isLine = held.length === 2 && line.text !== null && isWholeObject(line.text, limits);
		const isOver = size > limits.documentBytesMax || line.text === null;
		if (!isLine && !isOver) continue;
		if (isLine || areLines(held, limits)) {
			for (const each of held) yield [...lineRecords(each, limits)];
			return;
		}
		const detail =
			line.text === null
				? 'a line in it is over the limit'
				: `it is over ${limits.documentBytesMax} bytes`;
		const first = held[0]?.number ?? 1;
		yield [{ kind: 'quarantined', line: first, reason: 'document-too-large', detail, text: null }];
		for await (const _ of lines.rest());
		return;
	}
	if (held.length > 0) yield [...documentRecords(held, limits)];
}

const beginningText = (held: readonly Buffer[]): string =>
	Buffer.concat(held).toString('utf8', 0, 1024 * 1024);

/** Whether a document's second line is a record by itself: then its first is one that was cut. */
function isCutLine(held: readonly Buffer[], limits: RecordLimits): boolean {
	const bytes = Buffer.concat(held);
	const end = bytes.indexOf(10);
	if (end === -1 || /[[{,:]\s*$/.test(bytes.toString('utf8', Math.max(0, end - 200), end)))
		return false;
	const next = bytes.indexOf(10, end + 1);
	return isWholeObject(bytes.toString('utf8', end + 1, next === -1 ? bytes.length : next), limits);
}

async function* oneLine({ lines, limits }: Place): Chunks {
	for await (const line of lines.rest()) {
		yield [...lineRecords(line, limits)];
		return;
	}
}

/** Whether another value begins on the line on which one has ended. */
async function nextOpensValue(source: ByteSource): Promise<boolean> {
	const byte = await nextByte(source, (each) => isSpace(each) && each !== 10);
	return byte === 0x7b || byte === 0x5b || byte === separator;
}

async function isFollowedByJson(source: ByteSource): Promise<boolean> {
	const byte = await nextByte(source, isSpace);
	return byte === null || byte === 0x7b || byte === 0x5b || byte === separator;
}

const separator = 0x1e;
const spacesMax = 1024 * 1024;

/** The next byte that is not passed over; null: there is none. Nothing is taken from the source. */
async function nextByte(
	source: ByteSource,
	isPassed: (byte: number) => boolean,
): Promise<number | null> {
	const passed: Buffer[] = [];
	let found: number | null = null;
	for (let bytes = 0; found === null && bytes < spacesMax; ) {
		const next = await source.next();
		if (next.done === true) break;
		passed.push(next.value);
		bytes += next.value.length;
		found = next.value.find((byte) => !isPassed(byte)) ?? null;
	}
	source.giveBack(passed);
	return found;
}

/** Without the separators that RFC 7464 puts before a text. */
const plain = (text: string): string => withoutSeparator(text.trimStart());

const linesOf = (text: string, first: number): Line[] =>
	text.split('\n').map((each, index) => {
		const facts = { number: first + index, bytes: each.length, repaired: false, last: false };
		return { ...facts, text: each.endsWith('\r') ? each.slice(0, -1) : each };
	});

function linesIn(text: string | Buffer): number {
	let lines = 0;
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
	return lines;
}
