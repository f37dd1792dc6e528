import { isUtf8 } from 'node:buffer';
import { ByteSource } from './byte-source.ts';

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
	yield* new LineReader(new ByteSource(toUtf8(stream)), limit).rest();
}

const newline = Buffer.from('\n');

/**
 * Where reading stands among the lines of an input: at once within a piece of it, waiting between
 * pieces, since waiting for each line takes time.
 */
export class LineReader {
	private piece: Buffer = Buffer.alloc(0);
	private at = 0;
	/** What of the line that is being read stands in earlier pieces. */
	private parts: Buffer[] = [];
	private size = 0;
	private isDropped = false;
	private hasEnded = false;
	/** The line that was handed out last, as it came. */
	private handed: { readonly parts: readonly Buffer[]; readonly last: boolean } | null = null;
	/** The line that is being read is too long, and begins like JSON: `giveBack` it, or `drop` it. */
	isLong = false;
	/** Lines that were read. */
	number = 0;

	constructor(
		private readonly source: ByteSource,
		private readonly limit: number,
	) {}

	/** The next line that ends in this piece of the input. */
	shift(): Line | undefined {
		if (this.isLong) return undefined;
		if (this.at >= this.piece.length)
			return this.hasEnded && this.size > 0 ? this.finish(true) : undefined;
		const end = this.piece.indexOf(10, this.at);
		const part = this.piece.subarray(this.at, end === -1 ? this.piece.length : end);
		if (this.size + part.length > this.limit && !this.isDropped) {
			if (beginsLikeJson([...this.parts, part])) {
				this.isLong = true;
				return undefined;
			}
			this.drop();
		}
		this.size += part.length;
		// A copy where it waits, so that a long-lived part does not keep the whole piece alive.
		if (!this.isDropped && part.length > 0)
			this.parts.push(end === -1 && this.at > 0 ? Buffer.from(part) : part);
		this.at += part.length + 1;
		return end === -1 ? undefined : this.finish(false);
	}

	/** Goes on to the next piece, where this one is read; false: there is none. */
	async advance(): Promise<boolean> {
		if (this.at < this.piece.length) return true;
		if (this.hasEnded) return false;
		const next = await this.source.next();
		if (next.done === true) this.hasEnded = true;
		else {
			this.piece = next.value;
			this.at = 0;
		}
		return !this.hasEnded || this.size > 0;
	}

	/** All lines from here on, as far as they are asked for. */
	async *rest(): AsyncGenerator<Line> {
		do {
			for (let line = this.shiftAny(); line !== undefined; line = this.shiftAny()) yield line;
		} while (await this.advance());
	}

	/** Gives the line that is being read back to the source, and all that follows. */
	giveBack(): void {
		this.source.giveBack([...this.parts, this.piece.subarray(this.at)]);
		this.piece = Buffer.alloc(0);
		this.at = 0;
		this.parts = [];
		this.size = 0;
		this.isLong = false;
		this.hasEnded = false;
	}

	/** The same from the line on that was handed out last. */
	giveBackLast(): void {
		const { handed } = this;
		if (handed === null) return;
		this.giveBack();
		this.source.giveBack(handed.last ? handed.parts : [...handed.parts, newline]);
		this.handed = null;
		this.number--;
	}

	/** The line that is being read is counted, and not kept. */
	drop(): void {
		this.isDropped = true;
		this.isLong = false;
		this.parts = [];
	}

	private shiftAny(): Line | undefined {
		const line = this.shift();
		if (line !== undefined || !this.isLong) return line;
		this.drop();
		return this.shift();
	}

	private finish(last: boolean): Line {
		const { parts, size: bytes, isDropped } = this;
		this.number++;
		const number = this.number;
		const whole = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
		this.handed = { parts, last };
		this.parts = [];
		this.size = 0;
		this.isDropped = false;
		if (isDropped) return { number, text: null, bytes, repaired: false, last };
		const end = whole.at(-1) === 13 ? whole.length - 1 : whole.length;
		const text = whole.toString('utf8', 0, end);
		return { number, text, bytes, repaired: text.includes('\ufffd') && !isUtf8(whole), last };
	}
}

/** Whether the first byte that is no space opens a value. */
function beginsLikeJson(parts: readonly Buffer[]): boolean {
	for (const part of parts)
		for (const byte of part) {
			if (byte === 0x7b || byte === 0x5b) return true;
			if (byte > 0x20) return false;
		}
	return false;
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
