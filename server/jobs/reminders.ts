import { systemActor } from '@/server/ingest/interrupted.ts';
import { installation } from '@/server/installation/installation.ts';
import { deliverNotices } from '@/server/reminders/deliver.ts';
import { planReminders } from '@/server/reminders/plan.ts';
import { startRounds } from './rounds.ts';

const planEveryMs = 10 * 60_000;
const deliverEveryMs = 15_000;
/** After the start, when the first readers have been answered. */
const firstMs = 30_000;
const keptDays = 90;
/** Longer than the longest countdown: what was told is not told again. */
const stepsKeptDays = 400;
const dayMs = 86_400_000;

/** Plans for every workspace that has reminders set up, and forgets what is long past. */
export async function planAll(now: Date): Promise<void> {
	const { database } = installation().records;
	const set = await database.reminderSettings.findMany({ select: { workspaceId: true } });
	for (const { workspaceId } of set) await planReminders(systemActor(workspaceId), now);
	const before = (days: number) => ({ lt: new Date(now.getTime() - days * dayMs) });
	await database.notice.deleteMany({
		where: { state: { not: 'waiting' }, createdAt: before(keptDays) },
	});
	await database.reminderStep.deleteMany({ where: { createdAt: before(stepsKeptDays) } });
}

/** Plans and sends reminders now and then; answers how to stop. */
export function startReminding(now: () => Date = () => new Date()): () => Promise<void> {
	let plannedMs = 0;
	return startRounds(
		async () => {
			const at = now();
			if (at.getTime() - plannedMs >= planEveryMs) {
				plannedMs = at.getTime();
				await planAll(at);
			}
			await deliverNotices(at);
		},
		{ firstMs, everyMs: deliverEveryMs, named: 'reminders' },
	);
}
