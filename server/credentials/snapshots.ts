import type { Actor } from '@/core/access/permissions.ts';
import { type TrendDay, type TrendFigures, trendFiguresSchema } from '@/core/credentials/trend.ts';
import { installation } from '@/server/installation/installation.ts';

/** Days of a trend. */
const daysMax = 366;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Keeps the figures of today; what was kept of today before is replaced. */
export async function keepSnapshot(actor: Actor, at: Date, figures: TrendFigures): Promise<void> {
	const { workspaceId } = actor;
	const day = dayOf(at);
	await installation().records.database.credentialSnapshot.upsert({
		where: { workspaceId_day: { workspaceId, day } },
		create: { workspaceId, day, figures: { ...figures } },
		update: { figures: { ...figures } },
	});
}

/** The kept days, oldest first, with the figures of this moment as today's. */
export async function trendOf(actor: Actor, at: Date, today: TrendFigures): Promise<TrendDay[]> {
	const rows = await installation().records.database.credentialSnapshot.findMany({
		where: { workspaceId: actor.workspaceId, day: { lt: dayOf(at) } },
		orderBy: { day: 'desc' },
		take: daysMax - 1,
	});
	const days = rows.flatMap(({ day, figures }): TrendDay[] => {
		const read = trendFiguresSchema.safeParse(figures);
		return read.success ? [{ day, ...read.data }] : [];
	});
	return [...days.reverse(), { day: dayOf(at), ...today }];
}
