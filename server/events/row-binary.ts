/**
 * Writes rows in ClickHouse's RowBinary: values one after another, without names, in the order of
 * the columns. The buffer grows as needed and is handed out without its unused rest.
 */
export class RowBinaryWriter {
	private bytes = Buffer.allocUnsafe(FIRST_BYTES);
	private at = 0;

	/** Bytes written so far: where the next row begins. */
	get length(): number {
		return this.at;
	}

	string(text: string): void {
		// A length of four bytes, also where fewer would do: it is known only after the text is written.
		this.reserve(4 + text.length * 3);
		const written = this.bytes.write(text, this.at + 4, 'utf8');
		if (written >= LENGTH_MAX) throw new RangeError('a value is too long for a row');
		this.bytes[this.at] = (written & 0x7f) | 0x80;
		this.bytes[this.at + 1] = ((written >> 7) & 0x7f) | 0x80;
		this.bytes[this.at + 2] = ((written >> 14) & 0x7f) | 0x80;
		this.bytes[this.at + 3] = written >> 21;
		this.at += 4 + written;
	}

	strings(values: readonly string[]): void {
		this.count(values.length);
		for (const value of values) this.string(value);
	}

	uint32(value: number): void {
		this.reserve(4);
		this.at = this.bytes.writeUInt32LE(value >>> 0, this.at);
	}

	/** An integer that a double holds exactly. */
	int64(value: number): void {
		this.reserve(8);
		this.at = this.bytes.writeInt32LE(value | 0, this.at);
		this.at = this.bytes.writeInt32LE(Math.floor(value / 2 ** 32), this.at);
	}

	nullableInt64(value: number | null): void {
		this.reserve(1);
		this.bytes[this.at++] = value === null ? 1 : 0;
		if (value !== null) this.int64(value);
	}

	/** What was written; the writer begins anew. */
	take(): Buffer {
		const taken = this.bytes.subarray(0, this.at);
		this.bytes = Buffer.allocUnsafe(FIRST_BYTES);
		this.at = 0;
		return taken;
	}

	private count(value: number): void {
		this.reserve(10);
		let rest = value;
		for (; rest > 0x7f; rest >>>= 7) this.bytes[this.at++] = (rest & 0x7f) | 0x80;
		this.bytes[this.at++] = rest;
	}

	private reserve(size: number): void {
		const needed = this.at + size;
		if (needed <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
		this.bytes.copy(larger, 0, 0, this.at);
		this.bytes = larger;
	}
}

/** What is reserved at first; it doubles as rows come. */
const FIRST_BYTES = 1 << 20;

/** What four groups of seven bits hold. */
const LENGTH_MAX = 2 ** 28;
