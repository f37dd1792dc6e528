import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenName, inertLine, inertPieces } from './inert-text.tsx';

describe('text from a log', () => {
	it('loses no character, whatever it holds', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(
					inertPieces(text, [])
						.map((piece) => piece.text)
						.join(''),
				).toBe(text);
			}),
		);
	});

	it('names characters that would otherwise reorder or hide what is read', () => {
		const pieces = inertPieces('rm \u202egnp.txt\u200b\u001b[2J\u{e0041}', []);
		const seen = pieces.filter((piece) => piece.type === 'hidden');
		expect(seen.map((piece) => hiddenName(piece.text))).toEqual(['RLO', 'ZWSP', 'ESC', 'U+E0041']);
	});

	it('does so in titles and labels too, on one line', () => {
		expect(inertLine('a\n b\u202ec')).toBe('a b[RLO]c');
	});

	it('keeps line feeds and tabs as they are', () => {
		expect(inertPieces('a\n\tb', []).map((piece) => piece.type)).toEqual(['text']);
	});

	it('finds redacted secrets and marked words, and takes the words literally', () => {
		const pieces = inertPieces('Bearer ‹railway-api-token:7f3a00c1› rm(.*)', [
			{ word: '(.*)', color: 'var(--destroy)' },
		]);
		expect(pieces.map((piece) => piece.type)).toEqual(['text', 'redacted', 'text', 'marked']);
	});
});
