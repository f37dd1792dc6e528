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

/** The quote that closes the string opened at `start`; -1: none does. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(end - 1 - backslashes) === 92) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
	return -1;
}
