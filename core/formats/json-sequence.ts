/** One JSON text of several that stand one after another. */
export interface SequencePart {
	readonly text: string;
	/** 1-based, from `firstLine`. */
	readonly line: number;
	/** The text ends before the value does. */
	readonly isCut: boolean;
}

const isSpace = (code: number): boolean =>
	code === 32 || (code >= 9 && code <= 13) || code === RECORD_SEPARATOR;

/** Stands before each text of a JSON text sequence (RFC 7464). */
const RECORD_SEPARATOR = 0x1e;

/**
 * Takes apart objects and arrays that stand one after another with nothing but white space between
 * them: documents that a program appended to one file, or records without a line end between them.
 * Null where anything else stands between, and where there is but one. One pass, no recursion; what
 * stands inside a part is not checked.
 */
export function jsonSequence(text: string, firstLine = 1): SequencePart[] | null {
	const parts: SequencePart[] = [];
	let depth = 0;
	let start = -1;
	let startLine = firstLine;
	let line = firstLine;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 10) line++;
		if (depth === 0) {
			if (isSpace(code)) continue;
			if (code !== 123 && code !== 91) return null;
			start = i;
			startLine = line;
			depth = 1;
		} else if (code === 34) {
			i = stringEnd(text, i);
		} else if (code === 123 || code === 91) depth++;
		else if ((code === 125 || code === 93) && --depth === 0) {
			parts.push({ text: text.slice(start, i + 1), line: startLine, isCut: false });
		}
	}
	if (depth > 0) parts.push({ text: text.slice(start), line: startLine, isCut: true });
	return parts.length < 2 ? null : parts;
}

/** The quote that closes the string opened at `start`, or the end of the text. */
function stringEnd(text: string, start: number): number {
	for (let i = start + 1; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 92) i++;
		else if (code === 34) return i;
		// A string does not go on over a line end: one that was cut would swallow what follows.
		else if (code === 10) return i - 1;
	}
	return text.length;
}
