import { isUtf8 } from 'node:buffer';

/** One line of a byte stream, without its end. */
export interface Line {
	/** From 1. */
	readonly number: number;
	/** Null: longer than the limit; its bytes were counted and dropped. */
	readonly text: string | null;
	readonly bytes: number;
	/** The bytes were not valid UTF-8; each bad one reads as U+FFFD. */
	readonly repaired: boolean;
	/** The stream ended without a line end after it. */
	readonly last: boolean;
}

export const lineBytesMax = 16 * 1024 * 1024;

/**
 * Splits a stream of bytes into lines. Memory stays bounded by the limit whatever the stream holds.
 * UTF-8, with or without a byte order mark; UTF-16 where its mark says so.
 */
export async function* readLines(
	stream: AsyncIterable<Uint8Array>,
	limit: number = lineBytesMax,
): AsyncGenerator<Line> {
	for await (const lines of lineChunks(stream, limit)) yield* lines;
}

/** The same, all lines at once that a piece of the stream ends: waiting for each one takes time. */
export async function* lineChunks(
	stream: AsyncIterable<Uint8Array>,
	limit: number = lineBytesMax,
): AsyncGenerator<Line[]> {
	let parts: Buffer[] = [];
	let size = 0;
	let tooLong = false;
	let number = 0;

	const finish = (last: boolean): Line => {
		number++;
		const bytes = size;
		const whole = tooLong ? null : parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
		parts = [];
		size = 0;
		tooLong = false;
		if (whole === null) return { number, text: null, bytes, repaired: false, last };
		const end = whole.at(-1) === 13 ? whole.length - 1 : whole.length;
		const text = whole.toString('utf8', 0, end);
		return { number, text, bytes, repaired: text.includes('\ufffd') && !isUtf8(whole), last };
	};

	const add = (piece: Buffer) => {
		size += piece.length;
		if (size > limit) {
			tooLong = true;
			parts = [];
		} else if (piece.length > 0) parts.push(piece);
	};

	for await (const chunk of toUtf8(stream)) {
		const lines: Line[] = [];
		let from = 0;
		for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
			add(chunk.subarray(from, end));
			lines.push(finish(false));
			from = end + 1;
		}
		// a copy, so that a long-lived piece does not keep the whole chunk alive
		if (from < chunk.length) add(Buffer.from(chunk.subarray(from)));
		if (lines.length > 0) yield lines;
	}
	if (size > 0) yield [finish(true)];
}

/** Drops a UTF-8 byte order mark; turns UTF-16 with a mark into UTF-8. */
export async function* toUtf8(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
	let decoder: TextDecoder | null = null;
	let head: Buffer | null = Buffer.alloc(0);
	for await (const chunk of stream) {
		let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		if (head !== null) {
			bytes = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
			if (bytes.length < 3) {
				head = Buffer.from(bytes);
				continue;
			}
			head = null;
			const mark = markOf(bytes);
			if (mark.encoding !== null) decoder = new TextDecoder(mark.encoding);
			bytes = bytes.subarray(mark.length);
		}
		yield decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }), 'utf8');
	}
	if (head !== null && head.length > 0) yield head;
	const rest = decoder?.decode() ?? '';
	if (rest !== '') yield Buffer.from(rest, 'utf8');
}

function markOf(bytes: Buffer): { length: number; encoding: 'utf-16le' | 'utf-16be' | null } {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return { length: 2, encoding: 'utf-16le' };
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return { length: 2, encoding: 'utf-16be' };
	const isUtf8Mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
	return { length: isUtf8Mark ? 3 : 0, encoding: null };
}
