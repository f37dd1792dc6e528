import { expect, test } from 'vitest';
import { movement, type TrendDay } from './trend.ts';

const day = (date: string, total: number): TrendDay => ({
	day: date,
	total,
	grants: 0,
	grantsUnused: 0,
	duplicated: 0,
	findings: {},
	owners: {},
});
const total = (each: TrendDay) => each.total;

test('a figure moves against the latest day that is a month back', () => {
	const trend = [
		day('2026-01-01', 5),
		day('2026-01-31', 7),
		day('2026-02-15', 9),
		day('2026-03-05', 12),
	];
	expect(movement(trend, total)).toEqual({ by: 5, since: '2026-01-31' });
});

test('a short record is measured against its first day, and one day has no movement', () => {
	const trend = [day('2026-03-01', 10), day('2026-03-05', 8)];
	expect(movement(trend, total)).toEqual({ by: -2, since: '2026-03-01' });
	expect(movement(trend.slice(1), total)).toBeNull();
	expect(movement([], total)).toBeNull();
});
