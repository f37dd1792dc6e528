import { Fragment, type ReactNode } from 'react';

/**
 * Text that came from a log. It is shown as characters and nothing else: no link in it is live,
 * control and bidirectional characters are drawn as their names, and redacted secrets
 * (`‹kind:fingerprint›`) are hatched. `mark` finds words to bring out, such as the operation.
 */
export function InertText({ text, mark }: { text: string; mark?: readonly InertMark[] }) {
	return (
		<span dir="ltr" className="[unicode-bidi:isolate]">
			{inertPieces(text, mark ?? []).map((piece) => (
				<Fragment key={piece.at}>{drawn(piece)}</Fragment>
			))}
		</span>
	);
}

/** The same for places that take only a string, such as titles: hidden characters as `[RLO]`, all on one line. */
export const inertLine = (text: string): string =>
	inertPieces(text.replace(/\s+/g, ' '), [])
		.map((piece) => (piece.type === 'hidden' ? `[${hiddenName(piece.text)}]` : piece.text))
		.join('')
		.trim();

/** A word to colour wherever it stands in the text; `color` is a token. */
export interface InertMark {
	readonly word: string;
	readonly color: string;
}

export interface InertPiece {
	readonly at: number;
	readonly type: 'text' | 'hidden' | 'redacted' | 'marked';
	readonly text: string;
	readonly color?: string;
}

const redaction = /‹[a-z0-9][a-z0-9-]{0,60}:[0-9a-f]{4,64}›/;
/**
 * Whatever takes no space or moves what stands beside it: controls, formats (bidirectional,
 * zero-width, tags), separators. Not tab, line feed, nor the selector that makes emoji colourful.
 */
const hidden = /(?![\t\n]|\ufe0f)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Cuts text into plain pieces, hidden characters by name, redactions and marked words. Loses no character. */
export function inertPieces(text: string, marks: readonly InertMark[]): InertPiece[] {
	const words = marks.filter((mark) => mark.word.length > 1);
	const pattern = new RegExp(
		[redaction.source, hidden.source, ...words.map((mark) => escaped(mark.word))].join('|'),
		'gu',
	);
	const pieces: InertPiece[] = [];
	let from = 0;
	for (const found of text.matchAll(pattern)) {
		if (found.index > from) {
			pieces.push({ at: from, type: 'text', text: text.slice(from, found.index) });
		}
		pieces.push(special(found[0], found.index, words));
		from = found.index + found[0].length;
	}
	if (from < text.length) pieces.push({ at: from, type: 'text', text: text.slice(from) });
	return pieces;
}

function special(text: string, at: number, marks: readonly InertMark[]): InertPiece {
	if (redaction.test(text)) return { at, type: 'redacted', text };
	const mark = marks.find((candidate) => candidate.word === text);
	if (mark !== undefined) return { at, type: 'marked', text, color: mark.color };
	return { at, type: 'hidden', text };
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

const names: Readonly<Record<string, string>> = {
	'\u0000': 'NUL',
	'\u0007': 'BEL',
	'\u0008': 'BS',
	'\r': 'CR',
	'\u001b': 'ESC',
	'\u007f': 'DEL',
	'\u00ad': 'SHY',
	'\u200b': 'ZWSP',
	'\u200c': 'ZWNJ',
	'\u200d': 'ZWJ',
	'\u200e': 'LRM',
	'\u200f': 'RLM',
	'\u202a': 'LRE',
	'\u202b': 'RLE',
	'\u202c': 'PDF',
	'\u202d': 'LRO',
	'\u202e': 'RLO',
	'\u2060': 'WJ',
	'\u2066': 'LRI',
	'\u2067': 'RLI',
	'\u2068': 'FSI',
	'\u2069': 'PDI',
	'\ufeff': 'BOM',
};

/** What a hidden character is called: its abbreviation, or its code point. */
export const hiddenName = (character: string): string =>
	names[character] ??
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

function drawn(piece: InertPiece): ReactNode {
	switch (piece.type) {
		case 'text':
			return piece.text;
		case 'marked':
			return (
				<span className="font-semibold" style={{ color: piece.color }}>
					{piece.text}
				</span>
			);
		case 'hidden':
			return (
				<span
					role="img"
					aria-label={`hidden character ${hiddenName(piece.text)}`}
					className="mx-px rounded-[3px] border border-modify px-0.5 align-baseline text-[0.8em] text-modify"
				>
					{hiddenName(piece.text)}
				</span>
			);
		case 'redacted':
			return (
				<span
					className="redacted"
					title="A secret, redacted before it was stored. Equal fingerprints are the same secret."
				>
					<span className="redacted-label">{piece.text}</span>
				</span>
			);
		default:
			return piece.type satisfies never;
	}
}
