import { z } from 'zod';

/** The figures of the inventory at the end of one day. */
export const trendFiguresSchema = z.object({
	total: z.number().int(),
	grants: z.number().int(),
	grantsUnused: z.number().int(),
	duplicated: z.number().int(),
	/** By kind of finding. */
	findings: z.record(z.string(), z.number().int()),
	/** Credentials by owner: the hundred with most. */
	owners: z.record(z.string(), z.number().int()).default({}),
});
export type TrendFigures = z.infer<typeof trendFiguresSchema>;

export interface TrendDay extends TrendFigures {
	/** `2026-05-01`, UTC. */
	readonly day: string;
}

/** How a figure moved since an earlier day; null where no earlier day is known. */
export interface Movement {
	readonly by: number;
	/** The day that it is measured against. */
	readonly since: string;
}

/**
 * Against the latest day that lies at least `days` before the last one; where the record is not that
 * long, against its first day. One day alone has no movement.
 */
export function movement(
	trend: readonly TrendDay[],
	figure: (day: TrendDay) => number,
	days = 30,
): Movement | null {
	const last = trend.at(-1);
	const [first] = trend;
	if (last === undefined || first === undefined || first === last) return null;
	const from = new Date(Date.parse(last.day) - days * 86_400_000).toISOString().slice(0, 10);
	const before = trend.findLast(({ day }) => day <= from) ?? first;
	return { by: figure(last) - figure(before), since: before.day };
}
