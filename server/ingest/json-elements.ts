const quote = 0x22;
const backslash = 0x5c;
/** Stands before each text of a JSON text sequence (RFC 7464). */
const separator = 0x1e;

/** Finds the end of strings in JSON that comes in pieces. */
export class StringScan {
	isOpen = false;
	private isEscaped = false;

	/** Goes on in an open string from `at`; answers the place after its end, or the piece's length. */
	through(piece: Buffer, at: number): number {
		let i = at;
		if (this.isEscaped && i < piece.length) {
			this.isEscaped = false;
			i++;
		}
		for (; i < piece.length; i++) {
			const byte = piece[i];
			if (byte === quote) {
				this.isOpen = false;
				return i + 1;
			}
			if (byte !== backslash) continue;
			if (i + 1 === piece.length) this.isEscaped = true;
			i++;
		}
		return piece.length;
	}
}

/** Says when the first JSON value of a stream has ended. Structure only: it checks no syntax. */
export class FirstValue {
	private readonly string = new StringScan();

	/** @param depth brackets and braces that are open already */
	constructor(private depth = 0) {}

	/**
	 * The place after its end; null: not in this piece. What begins with neither a brace nor a bracket
	 * ends at once.
	 */
	endIn(piece: Buffer): number | null {
		for (let i = 0; i < piece.length; i++) {
			if (this.string.isOpen) {
				i = this.string.through(piece, i) - 1;
				continue;
			}
			const byte = piece[i] as number;
			if (byte === quote) this.string.isOpen = true;
			else if (isOpening(byte)) this.depth++;
			else if (isClosing(byte) && --this.depth <= 0) return i + 1;
			if (this.depth === 0 && !isSpace(byte) && byte !== separator) return i + 1;
		}
		return null;
	}
}

/** Finds the end of one JSON value, of any kind, from its first byte on. Structure only. */
export class ValueEnd {
	private readonly string = new StringScan();

	/** @param depth brackets and braces that are open already */
	constructor(private depth = 0) {}

	/** The place after its end; null: not in this piece, it goes on. */
	in(piece: Buffer, from: number): number | null {
		for (let i = from; i < piece.length; ) {
			if (this.string.isOpen) {
				i = this.string.through(piece, i);
				if (!this.string.isOpen && this.depth === 0) return i;
				continue;
			}
			const byte = piece[i] as number;
			if (byte === quote) this.string.isOpen = true;
			else if (isOpening(byte)) this.depth++;
			else if (isClosing(byte)) {
				if (this.depth === 0) return i;
				if (--this.depth === 0) return i + 1;
			} else if (this.depth === 0 && (byte === 0x2c || isSpace(byte))) return i;
			i++;
		}
		return null;
	}
}

/** An array that stands in a document under keys alone. */
export interface OpenArray {
	/** The byte after its bracket. */
	readonly from: number;
	/** Line of that byte, from 1. */
	readonly line: number;
	readonly keys: readonly string[];
	/** Text of the document up to the bracket. */
	readonly before: string;
}

/** The arrays that a document opens, but for those inside of arrays, in order, as far as its text goes. */
export function* openArrays(text: Buffer): Generator<OpenArray> {
	const string = new StringScan();
	const keys: string[] = [];
	let arrays = 0;
	let line = 1;
	let expectsKey = false;
	for (let i = 0; i < text.length; i++) {
		const byte = text[i] as number;
		if (byte === 10) line++;
		else if (byte === quote) {
			string.isOpen = true;
			const end = string.through(text, i + 1);
			if (string.isOpen) return;
			if (expectsKey && arrays === 0) {
				keys[keys.length - 1] = keyOf(text.toString('utf8', i, end));
				expectsKey = false;
			}
			i = end - 1;
		} else if (byte === 0x5b) {
			if (arrays === 0)
				yield { from: i + 1, line, keys: [...keys], before: text.toString('utf8', 0, i) };
			arrays++;
		} else if (byte === 0x5d) {
			arrays--;
			if (arrays <= 0 && keys.length === 0) return;
		} else if (arrays > 0) continue;
		else if (byte === 0x7b) {
			keys.push('');
			expectsKey = true;
		} else if (byte === 0x7d) {
			keys.pop();
			if (keys.length === 0) return;
		} else if (byte === 0x2c) expectsKey = true;
	}
}

function keyOf(text: string): string {
	try {
		return String(JSON.parse(text));
	} catch {
		return '';
	}
}

/** An element of an array; without text where it is longer than may be. */
export interface ElementText {
	readonly text: string | null;
	readonly line: number;
	readonly bytes: number;
	/** The input ended in it. */
	readonly isCut: boolean;
}

/** Takes an array that is open apart, element by element, as its pieces come. */
export class ElementSplitter {
	private readonly string = new StringScan();
	private depth = 0;
	private parts: Buffer[] = [];
	private bytes = 0;
	private startLine = 0;
	private isInside = false;
	/** The array has ended. */
	isDone = false;

	constructor(
		private line: number,
		private readonly bytesMax: number,
	) {}

	/** The elements that end in a piece, and what of it stands after the array. */
	take(piece: Buffer): { elements: ElementText[]; rest: Buffer } {
		const elements: ElementText[] = [];
		let from = 0;
		let i = 0;
		const end = () => {
			this.hold(piece.subarray(from, i));
			elements.push(this.element(false));
		};
		let lineEnd = piece.indexOf(10);
		while (i < piece.length && !this.isDone) {
			for (; lineEnd !== -1 && lineEnd < i; lineEnd = piece.indexOf(10, lineEnd + 1)) this.line++;
			if (this.string.isOpen) {
				i = this.string.through(piece, i);
				continue;
			}
			const byte = piece[i] as number;
			const closesArray = this.depth === 0 && byte === 0x5d;
			if (closesArray || (this.depth === 0 && byte === 0x2c)) {
				if (this.isInside) end();
				this.isDone = closesArray;
			} else if (!isSpace(byte)) {
				if (!this.isInside) {
					this.isInside = true;
					this.startLine = this.line;
					from = i;
				}
				if (byte === quote) this.string.isOpen = true;
				else if (isOpening(byte)) this.depth++;
				else if (isClosing(byte)) this.depth--;
			}
			i++;
		}
		for (; lineEnd !== -1 && lineEnd < i; lineEnd = piece.indexOf(10, lineEnd + 1)) this.line++;
		if (this.isInside && !this.isDone) this.hold(Buffer.from(piece.subarray(from)));
		return { elements, rest: piece.subarray(i) };
	}

	/** Line of the last byte that was taken. */
	get endLine(): number {
		return this.line;
	}

	/** What the input ended in. */
	cut(): ElementText | null {
		return this.isInside ? this.element(true) : null;
	}

	private hold(part: Buffer): void {
		this.bytes += part.length;
		if (this.bytes > this.bytesMax) this.parts = [];
		else this.parts.push(part);
	}

	private element(isCut: boolean): ElementText {
		const { bytes, startLine: line } = this;
		const text = bytes > this.bytesMax ? null : Buffer.concat(this.parts).toString('utf8');
		this.parts = [];
		this.bytes = 0;
		this.isInside = false;
		return { text, line, bytes, isCut };
	}
}

export const isSpace = (byte: number): boolean =>
	byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;
