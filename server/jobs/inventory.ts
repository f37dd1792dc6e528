import type { Actor } from '@/core/access/permissions.ts';
import { assessDue } from '@/server/credentials/assess.ts';
import { keepOwnKeys } from '@/server/credentials/own-keys.ts';
import { applyPolicy } from '@/server/credentials/policy.ts';
import { keepSnapshot } from '@/server/credentials/snapshots.ts';
import { currentFigures } from '@/server/credentials/sprawl.ts';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { installation } from '@/server/installation/installation.ts';
import { startRounds } from './rounds.ts';

const everyMs = 10 * 60_000;
/** After the start, when the first readers have been answered. */
const firstMs = 20_000;
const workspacesMax = 10_000;

/** Looks at what is due in one workspace, and keeps its figures of today. */
export async function tendInventory(actor: Actor, at: Date): Promise<void> {
	await keepOwnKeys(actor);
	await applyPolicy(actor);
	await assessDue(actor, at);
	const figures = await currentFigures(actor, at);
	if (figures.total > 0) await keepSnapshot(actor, at, figures);
}

/** Tends the inventory of every workspace now and then; answers how to stop. */
export function startTending(): () => Promise<void> {
	return startRounds(
		async (stop) => {
			const workspaces = await installation().records.database.workspace.findMany({
				select: { id: true },
				take: workspacesMax,
			});
			for (const { id } of workspaces) {
				if (stop.aborted) return;
				await tendInventory(systemActor(id), new Date());
			}
		},
		{ firstMs, everyMs, named: 'the inventory could not be tended' },
	);
}
