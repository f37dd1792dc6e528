/** How times are written. Pure: the zone offset comes in, nothing here asks the clock. */

export const timeModes = ['offset', 'local', 'utc'] as const;
/** `offset` counts from the impact: `T−4.2 s`, `T+0.9 s`. */
export type TimeMode = (typeof timeModes)[number];

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const digits = (value: number, places: number): string =>
	value.toLocaleString('en', {
		minimumFractionDigits: places,
		maximumFractionDigits: places,
		useGrouping: false,
	});

/** A length of time as a person reads it: `8.742 s`, `41.6 s`, `14 min 5 s`, `3 h 2 min`, `92 d`. Null is `unknown`. */
export function formatDuration(milliseconds: number | null): string {
	if (milliseconds === null || !Number.isFinite(milliseconds)) return 'unknown';
	const ms = Math.abs(milliseconds);
	if (ms < 1) return `${Math.round(ms * 1_000)} µs`;
	if (ms < second) return `${trim(digits(ms, ms < 10 ? 1 : 0))} ms`;
	if (ms < 20 * second) return `${trim(digits(ms / second, 3))} s`;
	if (ms < 2 * minute) return `${digits(ms / second, 1)} s`;
	if (ms < 2 * hour) return two(ms, minute, 'min', second, 's');
	if (ms < 2 * day) return two(ms, hour, 'h', minute, 'min');
	if (ms < 10 * day) return two(ms, day, 'd', hour, 'h');
	return `${Math.floor(ms / day)} d`;
}

const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

function two(ms: number, big: number, bigName: string, small: number, smallName: string): string {
	const whole = Math.round(ms / small) * small;
	const rest = Math.floor((whole % big) / small);
	return `${Math.floor(whole / big)} ${bigName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/** Offset from a moment, signed with a real minus: `−41.6 s`, `+8.742 s`, `0`. `stepMs` is the precision wanted. */
export function formatOffset(milliseconds: number, stepMs = 100): string {
	const sign = milliseconds < 0 ? '−' : '+';
	const ms = Math.abs(milliseconds);
	if (ms < stepMs / 2) return '0 s';
	if (ms < second && stepMs < 100) return `${sign}${digits(ms, places(stepMs))} ms`;
	if (ms < 2 * minute || stepMs < 100) {
		return `${sign}${digits(ms / second, places(stepMs / second))} s`;
	}
	return sign + formatDuration(Math.round(ms / stepMs) * stepMs);
}

const places = (step: number): number =>
	step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));

/** Wall-clock time with as many digits as the step asks for: `14:03`, `14:03:27`, `14:03:27.314`, `24 Apr`. */
export function formatClock(epochMs: number, stepMs: number, zoneMinutes: number): string {
	const shifted = new Date(Math.floor(epochMs + zoneMinutes * minute));
	if (stepMs >= day) return `${shifted.getUTCDate()} ${months[shifted.getUTCMonth()]}`;
	const iso = shifted.toISOString();
	if (stepMs >= minute) return iso.slice(11, 16);
	if (stepMs >= second) return iso.slice(11, 19);
	const micros = Math.round((epochMs - Math.floor(epochMs)) * 1_000);
	const fraction = iso.slice(20, 23) + String(micros).padStart(3, '0');
	return `${iso.slice(11, 19)}.${fraction.slice(0, Math.max(1, places(stepMs / second)))}`;
}

/** Date and time in a zone, to the second or (`precise`) the millisecond: `24 Apr 2026 14:03:27.314`. */
export function formatDateTime(epochMs: number, zoneMinutes: number, precise = false): string {
	const shifted = new Date(Math.floor(epochMs + zoneMinutes * minute));
	return `${formatDay(epochMs, zoneMinutes)} ${shifted.toISOString().slice(11, precise ? 23 : 19)}`;
}

/** The day in a zone: `24 Apr 2026`. */
export function formatDay(epochMs: number, zoneMinutes: number): string {
	const shifted = new Date(Math.floor(epochMs + zoneMinutes * minute));
	return `${shifted.getUTCDate()} ${months[shifted.getUTCMonth()]} ${shifted.getUTCFullYear()}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Minutes by which this browser's zone is ahead of UTC at that moment. */
export const localZoneMinutes = (epochMs: number): number => -new Date(epochMs).getTimezoneOffset();
