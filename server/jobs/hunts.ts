import { systemActor } from '@/server/ingest/interrupted.ts';
import { installation } from '@/server/installation/installation.ts';
import { runHunt } from '@/server/rules/hunt-run.ts';
import { startRounds } from './rounds.ts';

const lookEveryMs = 500;
/** A running hunt that gave no sign for so long has lost its process. */
const silentMsMax = 30_000;

/** Takes the next hunt, of whatever workspace, and runs it to its end; false: there is none. */
export async function runNextHunt(stop: AbortSignal, now: () => Date): Promise<boolean> {
	const { database } = installation().records;
	const lost = new Date(now().getTime() - silentMsMax);
	const row = await database.ruleHunt.findFirst({
		where: { OR: [{ state: 'waiting' }, { state: 'running', beatAt: { lt: lost } }] },
		orderBy: { createdAt: 'asc' },
	});
	if (row === null) return false;
	const { workspaceId, id, state, beatAt } = row;
	// Another process may have taken it in between.
	const taken = await database.ruleHunt.updateMany({
		where: { workspaceId, id, state, beatAt },
		data: { state: 'running', beatAt: now() },
	});
	if (taken.count === 0) return true;
	try {
		await runHunt(systemActor(workspaceId), row, stop, now);
	} catch (error) {
		console.error(`hunt ${id} failed:`, error);
		await database.ruleHunt.updateMany({
			where: { workspaceId, id, state: 'running' },
			data: {
				state: 'failed',
				failure: 'it failed; the console’s log says why',
				finishedAt: now(),
			},
		});
	}
	if (stop.aborted)
		// Whoever runs next goes on with it at once.
		await database.ruleHunt.updateMany({
			where: { workspaceId, id, state: 'running' },
			data: { state: 'waiting' },
		});
	return true;
}

/** Runs hunts one after another as they are asked for; answers how to stop. */
export function startHunting(now: () => Date = () => new Date()): () => Promise<void> {
	return startRounds(
		async (stop) => {
			while (!stop.aborted && (await runNextHunt(stop, now)));
		},
		{ firstMs: lookEveryMs, everyMs: lookEveryMs, named: 'hunts' },
	);
}
