import { describe, expect, it } from 'vitest';
import {
	formatClock,
	formatDateTime,
	formatDay,
	formatDuration,
	formatOffset,
} from './time-format.ts';

describe('durations', () => {
	it.each([
		[0.25, '250 µs'],
		[4, '4 ms'],
		[300, '300 ms'],
		[8_742, '8.742 s'],
		[9_000, '9 s'],
		[41_600, '41.6 s'],
		[14 * 60_000 + 5_000, '14 min 5 s'],
		[3 * 3_600_000, '3 h'],
		[92 * 86_400_000, '92 d'],
		[null, 'unknown'],
	])('reads %s ms as %s', (ms, text) => {
		expect(formatDuration(ms)).toBe(text);
	});

	it('carries over instead of writing 60 s', () => {
		expect(formatDuration(3 * 60_000 - 1)).toBe('3 min');
	});
});

describe('offsets from impact', () => {
	it.each([
		[-4_200, 100, '−4.2 s'],
		[900, 100, '+0.9 s'],
		[0, 100, '0 s'],
		[-902_000, 60_000, '−15 min'],
		[-902_000, 100, '−15 min 2 s'],
		[-0.4, 0.1, '−0.4 ms'],
		[-900_000, 60_000, '−15 min'],
		[-900_000, 1_000, '−15 min'],
		[10_000, 10_000, '+10 s'],
	])('writes %s at step %s as %s', (ms, step, text) => {
		expect(formatOffset(ms, step)).toBe(text);
	});
});

describe('clock times', () => {
	const moment = Date.UTC(2026, 3, 24, 14, 3, 27, 314);
	it('shows as many digits as the zoom asks for', () => {
		expect(formatClock(moment, 60_000, 0)).toBe('14:03');
		expect(formatClock(moment, 1_000, 0)).toBe('14:03:27');
		expect(formatClock(moment, 10, 0)).toBe('14:03:27.31');
		expect(formatClock(moment + 0.25, 0.01, 0)).toBe('14:03:27.31425');
		expect(formatClock(moment, 86_400_000, 0)).toBe('24 Apr');
	});

	it('moves into the zone, across midnight too', () => {
		expect(formatDateTime(moment, 10 * 60)).toBe('25 Apr 2026 00:03:27');
		expect(formatDay(moment, 10 * 60)).toBe('25 Apr 2026');
	});
});
