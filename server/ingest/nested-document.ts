import type { RawJson } from '@/core/event/text.ts';
import { contextMax, nestedLevels } from '@/core/formats/nested.ts';
import { type InputRecord, parseRecord, type RecordLimits } from './input-record.ts';
import { isSpace, ValueEnd } from './json-elements.ts';
import { type OpenArray, OpenLevels, type OpenObject } from './open-levels.ts';
import { contextTooLarge, placedRecords } from './placed-records.ts';

/** What stands beside the outermost arrays: it is carried by no record. */
const rootBytesMax = 1024 * 1024;

type Quarantined = Extract<InputRecord, { kind: 'quarantined' }>;

/** A value that is being collected. */
interface Held {
	readonly end: ValueEnd;
	readonly line: number;
	readonly bytesMax: number;
	parts: Buffer[];
	bytes: number;
	readonly isObject: boolean;
	/** It is too large, and nothing stands in it. */
	isDropped: boolean;
}

/**
 * Reads an export as it comes whose records stand under what describes them. What fits into the
 * limit is parsed whole; what does not is taken apart a level further down, with what stood in it
 * before its array.
 */
export class NestedReader {
	private readonly open = new OpenLevels();
	private held: Held | null = null;
	private found: InputRecord[] = [];
	/** Runs to the document's end after something in it was no JSON. */
	private skipped: ValueEnd | null = null;
	private hasBegun = false;
	isDone = false;
	line = 1;

	constructor(private readonly limits: RecordLimits) {}

	/** The records that end in a piece, and what of it stands after the document. */
	take(piece: Buffer): { records: InputRecord[]; rest: Buffer } {
		const rest = this.run(piece);
		const records = this.found;
		this.found = [];
		return { records, rest };
	}

	/** The input ends here. */
	finish(): InputRecord[] {
		if (!this.isDone) {
			const line = this.line;
			this.cut();
			if (!this.found.some(({ kind }) => kind === 'quarantined'))
				this.quarantine(line, 'truncated', 'the JSON document ends in the middle');
		}
		return this.found.splice(0);
	}

	private cut(): void {
		const { held } = this;
		if (held === null) return;
		if (this.descend(held)) {
			this.cut();
			return;
		}
		const frame = this.open.top;
		if (frame?.kind !== 'array') return;
		const text = held.isDropped ? null : textOf(held);
		this.quarantine(held.line, 'truncated', 'the JSON document ends in the middle', text);
	}

	private run(piece: Buffer): Buffer {
		let i = 0;
		while (i < piece.length && !this.isDone) {
			if (this.skipped !== null) {
				const end = this.skipped.in(piece, i);
				this.countLines(piece.subarray(i, end ?? piece.length));
				this.isDone = end !== null;
				i = end ?? piece.length;
			} else if (this.held !== null) i = this.hold(this.held, piece, i);
			else if (isSpace(piece[i] as number)) {
				if (piece[i] === 10) this.line++;
				i++;
			} else i = this.step(piece, i);
		}
		return piece.subarray(i);
	}

	/** One byte of what stands between values, or the beginning of a value. */
	private step(piece: Buffer, i: number): number {
		const byte = piece[i] as number;
		const frame = this.open.top;
		if (frame === undefined) {
			if (byte === 0x1e && !this.hasBegun) return i + 1;
			if (this.hasBegun) return this.broken(i);
			this.hasBegun = true;
			if (byte === 0x5b) this.open.enterList();
			else this.open.enterObject(nestedLevels, this.line);
			return i + 1;
		}
		if (frame.expects === 'comma' || frame.isEmpty) {
			if (byte === (frame.kind === 'array' ? 0x5d : 0x7d)) {
				this.leave(frame);
				return i + 1;
			}
			if (frame.expects === 'comma') {
				if (byte !== 0x2c) return this.broken(i);
				frame.expects = frame.kind === 'array' ? 'element' : 'key';
				return i + 1;
			}
			frame.isEmpty = false;
		}
		if (frame.kind === 'array') return this.begin(i, this.limits.lineBytesMax, byte);
		if (frame.expects === 'colon') {
			if (byte !== 0x3a) return this.broken(i);
			frame.expects = 'value';
			return i + 1;
		}
		const besideMax = frame.isRoot ? rootBytesMax : contextMax;
		if (frame.expects === 'key')
			return byte === 0x22 ? this.begin(i, besideMax, byte) : this.broken(i);
		if (byte !== 0x5b || !frame.level.has(frame.key)) return this.begin(i, besideMax, byte);
		frame.arrays[frame.key] = [];
		this.open.enterArray(frame.key, frame.level.get(frame.key) ?? null);
		return i + 1;
	}

	private leave(frame: OpenObject | OpenArray): void {
		const isInside = this.open.leave();
		if (frame.kind === 'object') {
			const { isRoot, beside, arrays, records, line } = frame;
			if (records === 0) this.add(this.open.around({ ...arrays, ...beside }), line);
			else if (isRoot && Object.keys(beside).length > 0) this.add({ ...beside } as RawJson, line);
			this.open.count(records);
		}
		this.isDone = !isInside;
	}

	private begin(i: number, bytesMax: number, byte: number): number {
		const state = { line: this.line, parts: [], bytes: 0, isDropped: false };
		this.held = { end: new ValueEnd(), bytesMax, isObject: byte === 0x7b, ...state };
		return i;
	}

	/** Collects a value; answers where it ends in the piece, or the piece's length. */
	private hold(held: Held, piece: Buffer, from: number): number {
		const end = held.end.in(piece, from);
		// What ends where it begins is no value: a comma where one should stand.
		if (end === from && held.bytes === 0) return this.broken(from);
		const part = piece.subarray(from, end ?? piece.length);
		this.countLines(part);
		held.bytes += part.length;
		// A copy, so that the beginning of a value does not keep the whole piece alive.
		if (!held.isDropped) held.parts.push(end === null && from > 0 ? Buffer.from(part) : part);
		if (!held.isDropped && held.bytes > held.bytesMax) {
			if (this.descend(held)) return end ?? piece.length;
			held.isDropped = true;
			held.parts = [];
		}
		if (end === null) return piece.length;
		this.held = null;
		this.ended(held);
		return end;
	}

	/** Takes an element apart that is too large to be parsed whole. False: nothing stands in it. */
	private descend({ parts, line, isObject }: Held): boolean {
		const frame = this.open.top;
		if (frame?.kind !== 'array' || frame.level === null || !isObject || parts.length === 0)
			return false;
		this.held = null;
		this.line = line;
		this.open.enterObject(frame.level, line);
		const [first, ...rest] = parts.splice(0) as [Buffer, ...Buffer[]];
		this.run(first.subarray(1));
		for (const part of rest) this.run(part);
		return true;
	}

	/** A value has ended. */
	private ended(held: Held): void {
		const frame = this.open.top;
		const text = held.isDropped ? null : textOf(held);
		if (frame?.kind === 'object') frame.besideBytes += held.bytes;
		if (frame?.kind === 'array') {
			frame.expects = 'comma';
			this.element(frame, held, text);
		} else if (frame?.expects === 'key') {
			frame.key = this.keyOf(text);
			frame.expects = 'colon';
		} else if (frame !== undefined) {
			frame.expects = 'comma';
			this.beside(frame, held.line, text);
		}
	}

	private element(frame: OpenArray, { line, bytes }: Held, text: string | null): void {
		if (this.open.isRefused) return;
		if (text === null) {
			const detail = `a record of ${bytes} bytes, over the limit of ${this.limits.lineBytesMax}`;
			this.quarantine(line, 'line-too-long', detail);
			this.open.count(1);
			return;
		}
		const parsed = this.parsed(text);
		if (!parsed.ok) {
			this.quarantine(line, parsed.reason, parsed.detail, text);
			this.open.count(1);
			return;
		}
		const value = this.open.around(parsed.value);
		const inside = frame.level === null ? null : placedRecords(value, text, line, this.open.steps);
		if (inside === null) this.add(value, line);
		else for (const record of inside) this.found.push(record);
		this.open.count(inside?.length ?? 1);
	}

	private beside(frame: OpenObject, line: number, text: string | null): void {
		if (frame.isRefused) return;
		if (text === null || frame.besideBytes > (frame.isRoot ? rootBytesMax : contextMax)) {
			this.refuse(frame);
			return;
		}
		const parsed = this.parsed(text);
		if (!parsed.ok) {
			this.quarantine(line, parsed.reason, parsed.detail, text);
			return;
		}
		if (!frame.isRoot && frame.records > 0 && typeof parsed.value === 'object') {
			const detail = `what describes ${frame.records} records stands behind them, and they are too large to be held: they were read without it. Write it before them`;
			this.quarantine(line, 'late-context', detail);
		}
		Object.defineProperty(frame.beside, frame.key, {
			...{ value: parsed.value, enumerable: true, configurable: true, writable: true },
		});
	}

	/** What stands beside the records is too large; where they would carry it they are not read. */
	private refuse(frame: OpenObject): void {
		const { isRoot, line, besideBytes } = frame;
		for (const key of Object.keys(frame.beside)) delete frame.beside[key];
		frame.isRefused = true;
		frame.records++;
		if (!isRoot) this.found.push(contextTooLarge(line, besideBytes));
		else
			this.quarantine(line, 'document-too-large', `${besideBytes} bytes stand beside its records`);
	}

	private parsed(text: string) {
		const depthMax = this.limits.depthMax - this.open.depth;
		return parseRecord(text, { ...this.limits, depthMax });
	}

	private keyOf(text: string | null): string {
		try {
			return String(JSON.parse(text ?? ''));
		} catch {
			return '';
		}
	}

	private add(value: RawJson, line: number): void {
		this.found.push({ kind: 'json', value, line });
	}

	private quarantine(
		line: number,
		reason: Quarantined['reason'],
		detail: string,
		text: string | null = null,
	): void {
		this.found.push({ kind: 'quarantined', line, reason, detail, text });
	}

	private broken(i: number): number {
		const detail = 'what stands between its records is not valid JSON';
		this.quarantine(this.line, 'invalid-json', detail);
		this.held = null;
		this.skipped = new ValueEnd(this.open.depth);
		return i;
	}

	private countLines(part: Buffer): void {
		for (let at = part.indexOf(10); at !== -1; at = part.indexOf(10, at + 1)) this.line++;
	}
}

const textOf = ({ parts }: Held): string => Buffer.concat(parts).toString('utf8');
