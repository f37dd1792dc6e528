/** `NAME=value` and its relatives, as they stand in shells, code, YAML, JSON, XML and URLs. */
export interface Assignment {
	readonly name: string;
	readonly nameStart: number;
	readonly nameEnd: number;
	readonly valueStart: number;
	readonly valueEnd: number;
	/** The value stood in quotes, so it is data and not code. */
	readonly quoted: boolean;
}

const NAME_MAX = 64;

const isNameCode = (code: number): boolean =>
	(code >= 48 && code <= 57) ||
	(code >= 65 && code <= 90) ||
	(code >= 97 && code <= 122) ||
	code === 95 ||
	code === 45 ||
	code === 46;

/** The whole name around a position; escapes before it (`\n`, `%26`) are not part of it. */
export function nameAround(text: string, at: number): { start: number; end: number } {
	let start = at;
	let end = at;
	while (start > 0 && at - start < NAME_MAX && isNameCode(text.charCodeAt(start - 1))) start--;
	while (end < text.length && end - at < NAME_MAX && isNameCode(text.charCodeAt(end))) end++;
	const before = text.charCodeAt(start - 1);
	if (before === 92 && /[nrt]/.test(text[start] ?? '') && start < at) start++;
	if (before === 37 && /^[0-9a-fA-F]{2}/.test(text.slice(start, start + 2)) && start + 2 <= at) {
		start += 2;
	}
	while (start < at && (text[start] === '-' || text[start] === '.')) start++;
	return { start, end };
}

// After the name: its closing quote, perhaps a bracket, then what separates it from its value.
const SEPARATOR =
	/\\{0,3}["'`]?\]?[ \t]{0,20}(?:=>|:=|\?=|={1,3}|:|%3D|>)[ \t]{0,20}|\\{0,3}["'],[ \t\n]{0,20}(?=\\{0,3}["'])/iy;
const PAIR =
	/\\{0,3}["']?,?(?:\s|\\n){0,40}(?:-[ ])?\\{0,3}["']?(?:value|default|secret_?string)\\{0,3}["']?[ \t]{0,20}[:=][ \t]{0,20}/iy;
/** What follows is a value: no operator and no flag. One that is made at random can begin with a dash. */
const FLAG_SPACE = /[ \t]{1,4}(?![|&;<>]|--|-[A-Za-z]?(?:[\s=]|$)|-[a-z][a-z-]{0,40}(?:[\s=]|$))/y;

/**
 * Reads the assignment whose name ends at `name.end`, its value up to `valueMax` characters; null
 * where no value follows.
 */
export function assignmentAt(
	text: string,
	name: { start: number; end: number },
	valueMax = 8192,
): Assignment | null {
	const after = separatorEnd(text, name);
	if (after === null) return null;
	const value = valueAt(text, after, {
		query: /[?&]/.test(text[name.start - 1] ?? ''),
		element: text[after - 1] === '>' && text[name.start - 1] === '<',
		envLine: text[after - 1] === '=' && isLineStart(text, name.start),
		max: valueMax,
	});
	if (value === null || value.end <= value.start) return null;
	return {
		name: text.slice(name.start, name.end),
		nameStart: name.start,
		nameEnd: name.end,
		valueStart: value.start,
		valueEnd: value.end,
		// strings in a list beside each other are no assignment, unless the second looks like a secret
		quoted: value.quoted && !/,[ \t\n]*$/.test(text.slice(name.end, after)),
	};
}

function separatorEnd(text: string, name: { start: number; end: number }): number | null {
	SEPARATOR.lastIndex = name.end;
	if (SEPARATOR.test(text)) {
		// `>` separates only inside a tag: `<password>x</password>`
		const end = SEPARATOR.lastIndex;
		const tag = /^[ \t"'`\\\]]*>[ \t]*$/.test(text.slice(name.end, end));
		return tag && text[name.start - 1] !== '<' ? null : end;
	}
	PAIR.lastIndex = name.end;
	if (PAIR.test(text)) return PAIR.lastIndex;
	if (text[name.start - 1] === '-') {
		FLAG_SPACE.lastIndex = name.end;
		if (FLAG_SPACE.test(text)) return FLAG_SPACE.lastIndex;
	}
	return null;
}

function isLineStart(text: string, at: number): boolean {
	const before = text.slice(Math.max(0, at - 24), at);
	return /(?:^|\n|→)[ \t\d]{0,12}(?:export |set |ENV |ARG |-e )?$|^\s*(?:export )?$/.test(before);
}

interface ValuePlace {
	readonly query: boolean;
	readonly element: boolean;
	readonly envLine: boolean;
	/** Characters read at most. */
	readonly max: number;
}

/** The value that starts at `from`: up to its closing quote, or to where a bare word ends. */
function valueAt(
	text: string,
	from: number,
	place: ValuePlace,
): { start: number; end: number; quoted: boolean } | null {
	let at = from;
	let slashes = 0;
	if (/[$@fbrLu]/.test(text[at] ?? '') && /["']/.test(text[at + 1] ?? '')) at++;
	while (text.charCodeAt(at + slashes) === 92 && slashes < 4) slashes++;
	const quote = text[at + slashes];
	if (quote === '"' || quote === "'" || quote === '`') {
		const start = at + slashes + 1;
		const close = `${'\\'.repeat(slashes)}${quote}`;
		const end = closingQuote(text, start, close, slashes, place.max);
		if (end !== null) return { start, end, quoted: true };
		return { start, end: bareEnd(text, start, place), quoted: false };
	}
	return { start: at, end: bareEnd(text, at, place), quoted: false };
}

function closingQuote(
	text: string,
	start: number,
	close: string,
	slashes: number,
	max: number,
): number | null {
	const limit = Math.min(text.length, start + max);
	for (let i = start; i < limit; i++) {
		if (text.startsWith(close, i)) return i;
		const code = text.charCodeAt(i);
		if (code === 10 || code === 13) return null;
		if (code === 92 && slashes === 0) i++;
	}
	return null;
}

function bareEnd(text: string, start: number, place: ValuePlace): number {
	const limit = Math.min(text.length, start + place.max);
	let i = start;
	for (; i < limit; i++) {
		const code = text.charCodeAt(i);
		// white space, quotes, backslash, `‹`
		if (code <= 32 || code === 34 || code === 39 || code === 92 || code === 96 || code === 8249)
			break;
		if (code === 60 || (place.element && code === 60)) break; // <
		if (place.envLine) continue;
		if (code === 38 && (place.query || text.charCodeAt(i + 1) === 38)) break; // &
		if (code === 44 || code === 59 || code === 124 || code === 62) break; // , ; | >
		if (code === 41 || code === 93 || code === 125) break; // ) ] }
	}
	// a bare word at the end of a shell command or a sentence
	while (i > start && place.envLine && (text[i - 1] === ';' || text[i - 1] === '&')) i--;
	return i;
}
