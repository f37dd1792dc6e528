import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell } from './export.ts';

test.each([
	'=1+1',
	'+1-1',
	'-2+3',
	'@SUM(A1)',
	'\t=1',
	'  =cmd|x',
	'\r=1',
	'=HYPERLINK("http://x")',
])('%j is no formula in a spreadsheet', (text) =>
	expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/),
);

test('numbers stay numbers, and plain text stays as it is', () => {
	expect(csvCell('-12.5')).toBe('-12.5');
	expect(csvCell('deploy')).toBe('deploy');
	expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
});

test('no text breaks out of its cell', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			const cell = csvCell(text);
			const inside = cell.startsWith('"') ? cell.slice(1, -1).replace(/""/g, '') : cell;
			return !inside.includes('"') && (cell.startsWith('"') || !/[,\r\n]/.test(cell));
		}),
	);
});
