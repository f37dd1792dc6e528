declare const microsBrand: unique symbol;

/** Microseconds since 1970-01-01T00:00:00Z. Fits a double exactly until the year 2255. */
export type EpochMicros = number & { readonly [microsBrand]: true };

export const epochMicros = (value: number): EpochMicros => value as EpochMicros;

/** Times outside these years are taken for damage: the caller quarantines, it does not guess. */
const EARLIEST = Date.UTC(1990, 0, 1) * 1000;
const LATEST = Date.UTC(2100, 0, 1) * 1000;

const inRange = (micros: number): EpochMicros | null =>
	Number.isFinite(micros) && micros >= EARLIEST && micros < LATEST
		? (Math.round(micros) as EpochMicros)
		: null;

const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|z|UTC|[+-]\d{2}:?(?:\d{2})?)?$/;

/**
 * Reads a timestamp as logs carry it: RFC 3339 and its common variants (space for T, comma for the
 * point, no zone = UTC), or a number of seconds, milliseconds, microseconds or nanoseconds since
 * the epoch, told apart by magnitude. Precision beyond microseconds is cut.
 * Returns null for anything else, also for dates that do not exist and years outside 1990–2099.
 */
export function parseTime(value: unknown): EpochMicros | null {
	if (typeof value === 'number') return fromNumber(value);
	if (typeof value !== 'string') return null;
	const text = value.trim();
	if (/^\d{9,19}(\.\d+)?$/.test(text)) return fromDigits(text);
	const m = ISO.exec(text);
	if (m === null) return null;
	const [, y, mo, d, h = '0', mi = '0', s = '0', frac = '', zone = 'Z'] = m;
	const seconds = Math.min(Number(s), 59); // a leap second reads as :59
	const ms = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), seconds);
	const date = new Date(ms);
	const exists = date.getUTCMonth() === Number(mo) - 1 && date.getUTCDate() === Number(d);
	if (!exists || Number(h) > 23 || Number(mi) > 59) return null;
	const micros = Number(`${frac}000000`.slice(0, 6));
	return inRange(ms * 1000 + micros - zoneMinutes(zone) * 60_000_000);
}

function zoneMinutes(zone: string): number {
	const m = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
	if (m === null) return 0;
	const minutes = Number(m[2]) * 60 + Number(m[3] ?? '0');
	return m[1] === '-' ? -minutes : minutes;
}

function fromDigits(text: string): EpochMicros | null {
	const whole = text.split('.')[0] ?? text;
	if (whole.length >= 18) return inRange(Number(BigInt(whole) / 1000n));
	return fromNumber(Number(text));
}

function fromNumber(value: number): EpochMicros | null {
	if (!Number.isFinite(value) || value <= 0) return null;
	if (value < 1e11) return inRange(value * 1e6);
	if (value < 1e14) return inRange(value * 1e3);
	if (value < 1e17) return inRange(value);
	return inRange(value / 1e3);
}

/** RFC 3339 in UTC; milliseconds always, microseconds where there are any. */
export function formatTime(micros: EpochMicros): string {
	const ms = Math.floor(micros / 1000);
	const rest = micros - ms * 1000;
	const iso = new Date(ms).toISOString();
	return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** Like `formatTime`, and null stays null: what a source does not say is never invented. */
export const formatTimeOrNull = (micros: EpochMicros | null): string | null =>
	micros === null ? null : formatTime(micros);
