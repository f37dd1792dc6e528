import { expect, test } from 'vitest';
import { daysInWords, endInWords } from './day-words.ts';

test('days are told in the largest unit that still says something', () => {
	expect([0, 59, 60, 335, 730, 1_500].map(daysInWords)).toEqual([
		'0 d',
		'59 d',
		'1 mo',
		'11 mo',
		'1 y',
		'4 y',
	]);
});

test('an end ahead and an end behind are told apart', () => {
	expect([endInWords(9), endInWords(0), endInWords(-12)]).toEqual(['in 9 d', 'today', '12 d ago']);
});
