import { describe, expect, test } from 'vitest';
import { expirySteps, reviewSteps, stepInWords, stepOf } from './countdown.ts';

const now = new Date('2026-06-01T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe('a countdown to the end of a credential', () => {
	test.each([
		[31, null],
		[30, 30],
		[14.1, 30],
		[14, 14],
		[8, 14],
		[7, 7],
		[1.01, 7],
		[1, 1],
		[0.1, 1],
		[0, null],
		[-3, null],
	])('%s days before it', (days, step) => {
		expect(stepOf(inDays(days), now, expirySteps)).toBe(step);
	});
});

describe('a countdown to the due date of a review', () => {
	test.each([
		[8, null],
		[7, 7],
		[1, 1],
		[-0.5, null],
		[-1, -1],
		[-6.9, -1],
		[-7, -7],
		[-90, -7],
	])('%s days before it', (days, step) => {
		expect(stepOf(inDays(days), now, reviewSteps)).toBe(step);
	});
});

test('steps are told in words', () => {
	expect([stepInWords(30), stepInWords(1), stepInWords(-1), stepInWords(-7)]).toEqual([
		'within 30 days',
		'within 1 day',
		'1 day ago',
		'7 days ago',
	]);
});
