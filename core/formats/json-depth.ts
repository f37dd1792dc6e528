/**
 * Whether a JSON text nests deeper than `limit`. Iterative, so that it is safe to ask before a
 * parser that recurses.
 */
export function nestsDeeperThan(text: string, limit: number): boolean {
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 34) {
			i = endOfString(text, i);
			if (i === -1) return false;
		} else if (code === 123 || code === 91) {
			if (++depth > limit) return true;
		} else if (code === 125 || code === 93) depth--;
	}
	return false;
}

/** `"":0,`: what a key takes at the least, with its value. */
const KEY_CHARS_MIN = 5;

/**
 * Whether one object in a JSON text has more than `limit` keys. Iterative, one pass; texts that are
 * too short for it are not looked through. Ask `nestsDeeperThan` before: levels are held.
 */
export function objectWithMoreKeysThan(text: string, limit: number): boolean {
	if (text.length < limit * KEY_CHARS_MIN) return false;
	const keys: number[] = [];
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 34) {
			i = endOfString(text, i);
			if (i === -1) return false;
		} else if (code === 123 || code === 91) keys[depth++] = 0;
		else if (code === 125 || code === 93) depth--;
		else if (code === 58 && depth > 0) {
			const count = (keys[depth - 1] ?? 0) + 1;
			if (count > limit) return true;
			keys[depth - 1] = count;
		}
	}
	return false;
}

/** The quote that closes the string opened at `start`; -1: none does. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
	return -1;
}
