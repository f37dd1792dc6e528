import type { RawJson } from '@/core/event/text.ts';
import { takesElements, unwrap } from '@/core/formats/envelope.ts';
import { nestedLevels } from '@/core/formats/nested.ts';
import type { ByteSource } from './byte-source.ts';
import { type InputRecord, parseRecord, type RecordLimits } from './input-record.ts';
import { ElementSplitter, type ElementText, FirstValue, openArrays } from './json-elements.ts';
import { withoutSeparator } from './line-records.ts';
import { NestedReader } from './nested-document.ts';
import { placedRecords } from './placed-records.ts';

/** What follows the records of a large document, and is looked at. */
const tailBytesMax = 1024 * 1024;
const partBytes = 128 * 1024;

/** What an input goes on with. */
export interface Beginning {
	/** Bytes up to the end of its first JSON value; null: it ends neither in what is held nor after. */
	readonly size: number | null;
	/** The value has more bytes than may be. */
	readonly isLarge: boolean;
	/** Taken from the source. */
	readonly held: Buffer[];
}

/** Reads on until the first JSON value has ended, at most about so many bytes. */
export async function beginningOf(source: ByteSource, bytesMax: number): Promise<Beginning> {
	const held: Buffer[] = [];
	const first = new FirstValue();
	for (let bytes = 0; bytes <= bytesMax; ) {
		const next = await source.next();
		if (next.done === true) return { size: null, isLarge: false, held };
		held.push(next.value);
		const end = first.endIn(next.value);
		if (end !== null) return { size: bytes + end, isLarge: bytes + end > bytesMax, held };
		bytes += next.value.length;
	}
	return { size: null, isLarge: true, held };
}

/** Where the records of a large document stand. */
interface RecordArray {
	readonly keys: readonly string[];
	/** The document with the array empty; null: the array is the document. */
	readonly around: RawJson | null;
	readonly splitter: ElementSplitter;
	/** What of the beginning stands after its bracket. */
	readonly inside: Buffer;
}

/**
 * Reads a document that is too large to be parsed whole: its records one after another, as they
 * come. Null: nothing in its beginning says where they stand. Answers how many line ends stood in it;
 * what follows it is given back.
 *
 * What stands before the array is the header of its records. What stands after it is checked, and
 * belongs to none.
 */
export function largeDocument(
	held: readonly Buffer[],
	source: ByteSource,
	limits: RecordLimits,
): AsyncGenerator<readonly InputRecord[], number> | null {
	const text = Buffer.concat(held);
	if (opensNested(text)) return readNested(text, source, limits);
	const array = recordArray(text, limits);
	return array === null ? null : readElements(array, source, limits);
}

/** Whether its records stand under what describes them; of a list, whether those of its first do. */
function opensNested(text: Buffer): boolean {
	const list = /^\s*\[(?=\s*\{)/.exec(text.toString('latin1', 0, 1024));
	for (const { keys } of openArrays(list === null ? text : text.subarray(list[0].length)))
		if (keys.length === 1 && nestedLevels.has(keys[0] as string)) return true;
	return false;
}

async function* readNested(
	text: Buffer,
	source: ByteSource,
	limits: RecordLimits,
): AsyncGenerator<readonly InputRecord[], number> {
	const reader = new NestedReader(limits);
	giveBackInParts(text, source);
	for (let piece = await pieceOf(source); piece !== null; piece = await pieceOf(source)) {
		const { records, rest } = reader.take(piece);
		if (records.length > 0) yield records;
		if (!reader.isDone) continue;
		source.giveBack([rest]);
		return reader.line - 1;
	}
	yield reader.finish();
	return reader.line - 1;
}

/** In parts, so that not all records of what was held for its beginning come at once. */
function giveBackInParts(text: Buffer, source: ByteSource): void {
	const parts: Buffer[] = [];
	for (let at = 0; at < text.length; at += partBytes) parts.push(text.subarray(at, at + partBytes));
	source.giveBack(parts);
}

async function pieceOf(source: ByteSource): Promise<Buffer | null> {
	const next = await source.next();
	return next.done === true ? null : next.value;
}

function recordArray(text: Buffer, limits: RecordLimits): RecordArray | null {
	for (const { from, line, keys, before } of openArrays(text)) {
		const around = keys.length === 0 ? null : closed(before, keys.length, limits);
		if (keys.length > 0 && (around === null || !takesElements(around, keys))) continue;
		const splitter = new ElementSplitter(line, limits.lineBytesMax);
		return { keys, around, splitter, inside: text.subarray(from) };
	}
	return null;
}

/** The document as if it ended with the array that begins after `before`. */
function closed(before: string, depth: number, limits: RecordLimits): RawJson | null {
	const start = withoutSeparator(before);
	const parsed = parseRecord(`${start}[]${'}'.repeat(depth)}`, limits);
	return parsed.ok ? parsed.value : null;
}

async function* readElements(
	{ keys, around, splitter, inside }: RecordArray,
	source: ByteSource,
	limits: RecordLimits,
): AsyncGenerator<readonly InputRecord[], number> {
	let isFirst = true;
	const recordsOf = (element: ElementText): InputRecord[] => {
		const records: InputRecord[] = [];
		const { text, line, bytes, isCut } = element;
		if (text === null) {
			const detail = `an element of ${bytes} bytes, over the limit of ${limits.lineBytesMax}`;
			return [{ kind: 'quarantined', line, reason: 'line-too-long', detail, text: null }];
		}
		const parsed = parseRecord(text, limits);
		if (!parsed.ok) {
			const reason = isCut ? 'truncated' : parsed.reason;
			const detail = isCut ? 'the JSON document ends in the middle' : parsed.detail;
			return [{ kind: 'quarantined', line, reason, detail, text }];
		}
		const document = around === null ? [parsed.value] : withArray(around, keys, parsed.value);
		const { records: values, header } = unwrap<RawJson>(document as RawJson);
		if (isFirst) records.push({ kind: 'header', value: header, container: 'document' });
		isFirst = false;
		for (const value of values)
			records.push(
				...(placedRecords(value, null, line) ?? [{ kind: 'json', value, line } as const]),
			);
		return records;
	};

	const tail = new Tail(keys.length);
	let after: Buffer | null = null;
	giveBackInParts(inside, source);
	for (let piece = await pieceOf(source); piece !== null && after === null; ) {
		let behind = piece;
		if (!splitter.isDone) {
			const { elements, rest: left } = splitter.take(piece);
			const records = elements.flatMap(recordsOf);
			if (records.length > 0) yield records;
			behind = left;
		}
		if (splitter.isDone) after = tail.take(behind);
		if (after !== null) break;
		piece = await pieceOf(source);
	}
	const last = splitter.cut();
	const cut = last === null ? [] : recordsOf({ ...last, isCut: true });
	if (cut.length > 0) yield cut;
	const lines = splitter.endLine + tail.lines;
	const wrong = cut.some(({ kind }) => kind === 'quarantined') ? null : tail.fault(after !== null);
	if (wrong !== null) yield [{ kind: 'quarantined', line: lines, ...wrong }];
	if (isFirst) yield [{ kind: 'ignored', line: 1, reason: 'no-records' }];
	if (after !== null) source.giveBack([after]);
	return lines - 1;
}

/** What stands between the end of the array and that of the document. */
class Tail {
	private readonly end: FirstValue;
	private readonly parts: Buffer[] = [];
	private bytes = 0;
	lines = 0;

	constructor(private readonly depth: number) {
		this.end = new FirstValue(depth);
	}

	/** What of a piece follows the document; null: it goes on. */
	take(piece: Buffer): Buffer | null {
		const end = this.depth === 0 ? 0 : this.end.endIn(piece);
		const part = piece.subarray(0, end ?? piece.length);
		for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) this.lines++;
		this.bytes += part.length;
		if (this.bytes <= tailBytesMax) this.parts.push(Buffer.from(part));
		return end === null ? null : piece.subarray(end);
	}

	/** What is wrong with it, where something is. */
	fault(hasEnded: boolean): Pick<Quarantined, 'reason' | 'detail' | 'text'> | null {
		const { bytes } = this;
		if (!hasEnded)
			return { reason: 'truncated', detail: 'the JSON document ends in the middle', text: null };
		if (bytes > tailBytesMax) {
			const detail = `${bytes} bytes follow its records`;
			return { reason: 'document-too-large', detail, text: null };
		}
		const text = Buffer.concat(this.parts).toString('utf8');
		try {
			JSON.parse(`${'{"":'.repeat(this.depth)}[]${text}`);
			return null;
		} catch {
			return { reason: 'invalid-json', detail: 'what follows its records is not valid JSON', text };
		}
	}
}

type Quarantined = Extract<InputRecord, { kind: 'quarantined' }>;

/** The document with one element in its array. */
function withArray(around: RawJson, keys: readonly string[], element: RawJson): unknown {
	const [key, ...inner] = keys;
	const object = around as unknown as Record<string, RawJson>;
	if (key === undefined) return [element];
	return { ...object, [key]: withArray(object[key] as RawJson, inner, element) };
}
