import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { ok, type Result } from '@/core/result.ts';
import type { SourceRow } from '@/server/events/source-row.ts';
import { installation } from '@/server/installation/installation.ts';

const sourcesMax = 200;
const hourMs = 3_600_000;
const errorDays = 7;

export const sourceSchema = z.object({
	source: z.string(),
	format: z.string(),
	events: z.number().int(),
	eventsLastHour: z.number().int(),
	eventsLastDay: z.number().int(),
	/** The latest time that an event of it states. */
	lastEventAt: z.string().nullable(),
	lastReceivedAt: z.string(),
	/** Median of the last day, from when an event happened to when it was here. */
	lagMs: z.number().nullable(),
	/** It came again and again, and has stopped. */
	silent: z.boolean(),
	/** Of the last seven days. */
	quarantined: z.number().int(),
	lastFailure: z.string().nullable(),
});
export type SourceView = z.infer<typeof sourceSchema>;

/** What sends to the workspace, the latest first. */
export async function listSources(actor: Actor, now: Date): Promise<Result<SourceView[]>> {
	if (!may(actor, 'sources.read')) return ok([]);
	const { events, records } = installation();
	const rows = await events.sources(actor, sourcesMax);
	if (!rows.ok) return rows;
	const since = new Date(now.getTime() - errorDays * 24 * hourMs);
	const where = { workspaceId: actor.workspaceId, createdAt: { gte: since } };
	const quarantined = await records.database.import.groupBy({
		by: ['source'],
		where: { ...where, quarantined: { gt: 0 } },
		_sum: { quarantined: true },
	});
	const failed = await records.database.import.findMany({
		where: { ...where, state: 'failed' },
		orderBy: { createdAt: 'desc' },
		take: sourcesMax,
		select: { source: true, failure: true },
	});
	const unread = new Map(quarantined.map(({ source, _sum }) => [source, _sum.quarantined ?? 0]));
	return ok(
		rows.value.map((row) => ({
			source: row.source,
			format: row.format,
			events: row.events,
			eventsLastHour: row.last_hour,
			eventsLastDay: row.last_day,
			lastEventAt: isoOf(row.last_event_micros),
			lastReceivedAt: new Date(row.last_received_ms).toISOString(),
			lagMs: row.lag_ms,
			silent: isSilent(row, now.getTime()),
			quarantined: unread.get(row.source) ?? 0,
			lastFailure: failed.find(({ source }) => source === row.source)?.failure ?? null,
		})),
	);
}

const isoOf = (micros: number | null): string | null =>
	micros === null ? null : new Date(micros / 1_000).toISOString();

const hoursMin = 3;
const quietHoursMin = 6;

/** Silent for three times its usual pause, and for six hours at least. What came once is not silent. */
export function isSilent(
	row: Pick<SourceRow, 'hours' | 'first_received_ms' | 'last_received_ms'>,
	nowMs: number,
): boolean {
	if (row.hours < hoursMin) return false;
	const usual = (row.last_received_ms - row.first_received_ms) / (row.hours - 1);
	return nowMs - row.last_received_ms > Math.max(quietHoursMin * hourMs, 3 * usual);
}
