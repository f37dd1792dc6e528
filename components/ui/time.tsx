'use client';
import { useSyncExternalStore } from 'react';
import { epochMicros, formatTime } from '@/core/event/time.ts';
import { formatDateTime, localZoneMinutes } from './time-format.ts';

const never = () => () => {};
/** False while the page is still as the server drew it: the viewer's zone is not known there. */
export const useInBrowser = (): boolean =>
	useSyncExternalStore(
		never,
		() => true,
		() => false,
	);

/** A moment in the viewer's zone, with UTC on hover. `micros` is epoch microseconds; null is said in words. */
export function Time({ micros, precise = false }: { micros: number | null; precise?: boolean }) {
	const inBrowser = useInBrowser();
	if (micros === null) return <span className="text-muted">time unknown</span>;
	const ms = micros / 1_000;
	const utc = formatTime(epochMicros(micros));
	return (
		<time dateTime={utc} title={`${utc} (UTC)`} className="whitespace-nowrap tabular-nums">
			{formatDateTime(ms, inBrowser ? localZoneMinutes(ms) : 0, precise)}
		</time>
	);
}
