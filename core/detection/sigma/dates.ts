import type { TimePart } from './expression.ts';

/**
 * A part of a date as it is written, without any change of time zone (Sigma modifiers, Time
 * Modifiers). Weeks are those of ISO 8601. Null for what is no date.
 */
export function datePart(text: string, part: TimePart): number | null {
	const match = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text);
	if (match === null) return null;
	const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
	switch (part) {
		case 'year':
			return year;
		case 'month':
			return month;
		case 'day':
			return day;
		case 'hour':
			return match[4] === undefined ? null : Number(match[4]);
		case 'minute':
			return match[5] === undefined ? null : Number(match[5]);
		case 'week':
			return isoWeek(year, month, day);
		default:
			return part satisfies never;
	}
}

function isoWeek(year: number, month: number, day: number): number {
	const date = Date.UTC(year, month - 1, day);
	const weekday = (new Date(date).getUTCDay() + 6) % 7;
	const thursday = date + (3 - weekday) * 86_400_000;
	const start = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
	return 1 + Math.floor((thursday - start) / 604_800_000);
}
