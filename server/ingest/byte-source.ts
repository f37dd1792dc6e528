/** The bytes of an input from where reading stands. What was taken too much is given back. */
export class ByteSource implements AsyncIterableIterator<Buffer> {
	/** Given back; the last one comes next. */
	private readonly ahead: Buffer[] = [];

	private readonly stream: AsyncIterator<Buffer>;

	constructor(stream: AsyncIterable<Buffer>) {
		this.stream = stream[Symbol.asyncIterator]();
	}

	async next(): Promise<IteratorResult<Buffer>> {
		const value = this.ahead.pop();
		return value === undefined ? this.stream.next() : { done: false, value };
	}

	/** These bytes, in their order, come next. */
	giveBack(parts: readonly Buffer[]): void {
		for (let i = parts.length - 1; i >= 0; i--) {
			const part = parts[i] as Buffer;
			if (part.length > 0) this.ahead.push(part);
		}
	}

	[Symbol.asyncIterator](): this {
		return this;
	}
}
