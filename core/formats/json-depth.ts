/**
 * Whether a JSON text nests deeper than `limit`. Iterative, so that it is safe to ask before a
 * parser that recurses.
 */
export function nestsDeeperThan(text: string, limit: number): boolean {
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 34) {
			for (i++; i < text.length; i++) {
				const inner = text.charCodeAt(i);
				if (inner === 92) i++;
				else if (inner === 34) break;
			}
		} else if (code === 123 || code === 91) {
			if (++depth > limit) return true;
		} else if (code === 125 || code === 93) depth--;
	}
	return false;
}
