import type { Pattern, Piece } from './pattern.ts';
import { folded } from './pattern.ts';

/**
 * A test of a text against a pattern. Both sides are folded by the caller unless the pattern is
 * cased. The plain forms (equal, begins, ends, contains) are direct; the general form walks the
 * pieces between `*` from left to right and never goes back further than one of them.
 */
export function textMatcher(given: Pattern, cased: boolean): (text: string) => boolean {
	const pattern = cased
		? given
		: given.map((piece) => (typeof piece === 'string' ? piece : { text: folded(piece.text) }));
	const [first, second, third] = pattern;
	if (pattern.length === 0) return (text) => text === '';
	if (pattern.length === 1 && first === 'many') return () => true;
	if (pattern.length === 1 && isText(first)) {
		const { text: wanted } = first;
		return (text) => text === wanted;
	}
	if (pattern.length === 2 && isText(first) && second === 'many') {
		const { text: wanted } = first;
		return (text) => text.startsWith(wanted);
	}
	if (pattern.length === 2 && first === 'many' && isText(second)) {
		const { text: wanted } = second;
		return (text) => text.endsWith(wanted);
	}
	if (pattern.length === 3 && first === 'many' && isText(second) && third === 'many') {
		const { text: wanted } = second;
		return (text) => text.includes(wanted);
	}
	return globMatcher(pattern);
}

const isText = (piece: Piece | undefined): piece is { readonly text: string } =>
	typeof piece === 'object';

/** A stretch between two `*`: text and single characters of any kind (null). */
type Stretch = readonly (string | null)[];

function globMatcher(pattern: Pattern): (text: string) => boolean {
	const stretches: (string | null)[][] = [[]];
	for (const piece of pattern) {
		if (piece === 'many') stretches.push([]);
		else (stretches.at(-1) as (string | null)[]).push(piece === 'one' ? null : piece.text);
	}
	const lengths = stretches.map(lengthOf);
	const last = stretches.length - 1;
	return (text) => {
		if (last === 0) return text.length === lengths[0] && standsAt(text, stretches[0] ?? [], 0);
		if (!standsAt(text, stretches[0] ?? [], 0)) return false;
		let at = lengths[0] ?? 0;
		for (let i = 1; i < last; i++) {
			const found = find(text, stretches[i] ?? [], at);
			if (found === -1) return false;
			at = found + (lengths[i] ?? 0);
		}
		const end = text.length - (lengths[last] ?? 0);
		return end >= at && standsAt(text, stretches[last] ?? [], end);
	};
}

const lengthOf = (stretch: Stretch): number =>
	stretch.reduce((sum, part) => sum + (part === null ? 1 : part.length), 0);

function standsAt(text: string, stretch: Stretch, start: number): boolean {
	let at = start;
	for (const part of stretch) {
		if (part === null) at++;
		else if (text.startsWith(part, at)) at += part.length;
		else return false;
	}
	return at <= text.length;
}

function find(text: string, stretch: Stretch, start: number): number {
	const [only] = stretch;
	if (stretch.length === 0) return start;
	if (stretch.length === 1 && typeof only === 'string') return text.indexOf(only, start);
	const end = text.length - lengthOf(stretch);
	for (let at = start; at <= end; at++) if (standsAt(text, stretch, at)) return at;
	return -1;
}
