import { mapText, type Pattern, type Piece } from './pattern.ts';

/** Text as a string of bytes (one character a byte), UTF-8. */
const utf8Bytes = (text: string): string =>
	Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');

/** UTF-16 as a string of bytes. */
export function utf16Bytes(text: string, littleEndian: boolean, mark: boolean): string {
	let bytes = mark ? '\u00ff\u00fe' : '';
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const low = String.fromCharCode(code & 0xff);
		const high = String.fromCharCode(code >> 8);
		bytes += littleEndian ? low + high : high + low;
	}
	return bytes;
}

/** Base64 of text, or of bytes that an encoding modifier made before. */
export const base64 = (text: string, isBytes: boolean): string =>
	btoa(isBytes ? text : utf8Bytes(text));

/**
 * The three forms in which a value can stand within a longer Base64 text, each without the
 * characters that depend on its neighbours (Sigma modifiers, base64offset).
 */
export function base64Offsets(text: string, isBytes: boolean): string[] {
	const bytes = isBytes ? text : utf8Bytes(text);
	const forms = [0, 1, 2].map((offset) => {
		const encoded = btoa(' '.repeat(offset) + bytes);
		const start = [0, 2, 3][offset] ?? 0;
		const cut = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
		return encoded.slice(start, cut === 0 ? undefined : -cut);
	});
	return [...new Set(forms.filter((form) => form !== ''))];
}

const DASHES = ['-', '/', '–', '—', '―'] as const;
const FLAG = /(?<![0-9A-Za-z_])[-/–—―](?=[0-9A-Za-z_])/g;

/** How many variants one value may grow into; beyond it the rule is named as not loadable. */
export const dashVariantsMax = 625;

/**
 * Every way to write a value's flags with `-`, `/` and the three long dashes. A dash counts where a
 * flag begins with it: before a word character and not after one. Null beyond `dashVariantsMax`.
 */
export function dashVariants(pattern: Pattern): Pattern[] | null {
	let count = 1;
	mapText(pattern, (text) => {
		count *= DASHES.length ** (text.match(FLAG)?.length ?? 0);
		return text;
	});
	if (count > dashVariantsMax) return null;
	let variants: Piece[][] = [[]];
	for (const piece of pattern) {
		const forms: readonly Piece[] =
			typeof piece === 'string' ? [piece] : textVariants(piece.text).map((text) => ({ text }));
		variants = variants.flatMap((variant) => forms.map((form) => [...variant, form]));
	}
	return variants;
}

function textVariants(text: string): string[] {
	const places = [...text.matchAll(FLAG)].map((match) => match.index);
	let variants = [text];
	for (const place of places)
		variants = variants.flatMap((variant) =>
			DASHES.map((dash) => variant.slice(0, place) + dash + variant.slice(place + 1)),
		);
	return variants;
}
