/** Bytes of a stream, taken in pieces of a wanted length. Holds no more than it was asked for, and one chunk. */
export class ByteQueue {
	private readonly iterator: AsyncIterator<Uint8Array>;
	private held: Buffer = Buffer.alloc(0);
	private ended = false;
	private arrived = 0;

	/** Bytes that were taken so far. */
	get passed(): number {
		return this.arrived - this.held.length;
	}

	constructor(source: AsyncIterable<Uint8Array>) {
		this.iterator = source[Symbol.asyncIterator]();
	}

	/** The next bytes without taking them; fewer than asked for only at the end. */
	async peek(length: number): Promise<Buffer> {
		while (this.held.length < length && !this.ended) {
			const { value, done } = await this.iterator.next();
			if (done === true) this.ended = true;
			else {
				const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
				this.arrived += chunk.length;
				this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
			}
		}
		return this.held.subarray(0, length);
	}

	/** Exactly so many bytes; null: the stream ends before. */
	async take(length: number): Promise<Buffer | null> {
		const found = await this.peek(length);
		if (found.length < length) return null;
		this.held = this.held.subarray(length);
		return found;
	}

	/** What comes next, at most so many bytes; null at the end. */
	async some(lengthMax: number): Promise<Buffer | null> {
		if ((await this.peek(1)).length === 0) return null;
		const taken = this.held.subarray(0, lengthMax);
		this.held = this.held.subarray(taken.length);
		return taken;
	}

	giveBack(bytes: Buffer): void {
		if (bytes.length > 0) this.held = Buffer.concat([bytes, this.held]);
	}

	/** All that is left. */
	async *rest(): AsyncGenerator<Uint8Array> {
		for (let next = await this.some(1 << 18); next !== null; next = await this.some(1 << 18)) {
			yield next;
		}
	}
}
