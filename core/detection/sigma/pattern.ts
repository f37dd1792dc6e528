/** A piece of a pattern: plain text, any run of characters (`*`), or any one character (`?`). */
export type Piece = { readonly text: string } | 'many' | 'one';
export type Pattern = readonly Piece[];

/**
 * Reads a value with wildcards. `\` escapes `*`, `?` and itself before one of these; before anything
 * else it stands for itself (Sigma rules specification, Escape Character).
 */
export function parsePattern(value: string): Pattern {
	const pieces: Piece[] = [];
	let text = '';
	const flush = (): void => {
		if (text !== '') pieces.push({ text });
		text = '';
	};
	for (let i = 0; i < value.length; i++) {
		const char = value[i] as string;
		const following = value[i + 1];
		if (char === '\\' && (following === '*' || following === '?' || following === '\\')) {
			text += following;
			i++;
		} else if (char === '*' || char === '?') {
			flush();
			const piece = char === '*' ? 'many' : 'one';
			if (!(piece === 'many' && pieces.at(-1) === 'many')) pieces.push(piece);
		} else text += char;
	}
	flush();
	return pieces;
}

/** Text without wildcards, as it is. */
export const plainPattern = (text: string): Pattern => (text === '' ? [] : [{ text }]);

/** The text of a pattern that holds no wildcard; null where it holds one. */
export function plainText(pattern: Pattern): string | null {
	let text = '';
	for (const piece of pattern) {
		if (typeof piece === 'string') return null;
		text += piece.text;
	}
	return text;
}

/** The pattern with `*` before and after it, where there is none yet. */
export function surrounded(pattern: Pattern, before: boolean, after: boolean): Pattern {
	const start: readonly Piece[] = before && pattern[0] !== 'many' ? ['many'] : [];
	const end: readonly Piece[] = after && pattern.at(-1) !== 'many' ? ['many'] : [];
	const pieces = [...start, ...pattern, ...end];
	return pieces.filter((piece, at) => !(piece === 'many' && pieces[at - 1] === 'many'));
}

/** Changes the plain parts, for modifiers that rewrite text. */
export const mapText = (pattern: Pattern, change: (text: string) => string): Pattern =>
	pattern.map((piece) => (typeof piece === 'string' ? piece : { text: change(piece.text) }));

/** Lower case as patterns and fields are compared: by code units, so that lengths of ASCII stay. */
export const folded = (text: string): string => text.toLowerCase();
