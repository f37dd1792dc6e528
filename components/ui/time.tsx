'use client';
import { useSyncExternalStore } from 'react';
import { epochMicros, formatTime } from '@/core/event/time.ts';
import { formatDateTime, formatDay, localZoneMinutes } from './time-format.ts';

const never = () => () => {};
/** False while the page is still as the server drew it: the viewer's zone is not known there. */
export const useInBrowser = (): boolean =>
	useSyncExternalStore(
		never,
		() => true,
		() => false,
	);

/**
 * A moment in the viewer's zone, with UTC on hover. `micros` is epoch microseconds; null is said in
 * words. `dayOnly`: where the hour does not matter.
 */
export function Time({
	micros,
	precise = false,
	dayOnly = false,
}: {
	micros: number | null;
	precise?: boolean;
	dayOnly?: boolean;
}) {
	const inBrowser = useInBrowser();
	if (micros === null) return <span className="text-muted">time unknown</span>;
	const ms = micros / 1_000;
	const utc = formatTime(epochMicros(micros));
	const zoneMinutes = inBrowser ? localZoneMinutes(ms) : 0;
	return (
		<time dateTime={utc} title={`${utc} (UTC)`} className="whitespace-nowrap tabular-nums">
			{dayOnly ? formatDay(ms, zoneMinutes) : formatDateTime(ms, zoneMinutes, precise)}
		</time>
	);
}
