import { expect, test } from 'vitest';
import { lagWords } from './lag-words.ts';

test.each([
	[null, '–'],
	[12, '12 ms'],
	[1_400, '1.4 s'],
	[180_000, '3 min'],
	[1_036_800_000, '12 d'],
	[-5, 'ahead'],
])('%s ms reads as %s', (lag, words) => {
	expect(lagWords(lag)).toBe(words);
});
