import type { Actor } from '@/core/access/permissions.ts';
import { workspaceId } from '@/core/event/ids.ts';
import { type Installation, installation } from '@/server/installation/installation.ts';
import { reconstructExtent } from '@/server/jobs/reconstruct.ts';
import { closeImport } from './imports.ts';

const resumedMax = 1_000;

/** The part of the system that acts where no person asked. */
export const systemActor = (workspace: string): Actor => ({
	type: 'system',
	id: 'aftertrace',
	name: 'Aftertrace',
	workspaceId: workspaceId(workspace),
	role: 'admin',
	scopes: null,
});

/**
 * Ends the imports that the death of a process cut off. What had been stored is reconstructed; an
 * import that had not taken in everything says that it must be sent again.
 */
export async function finishInterrupted(at: Installation): Promise<number> {
	const rows = await at.records.database.import.findMany({
		where: { state: { in: ['running', 'reconstructing'] } },
		orderBy: { createdAt: 'asc' },
		take: resumedMax,
	});
	for (const row of rows) {
		const actor = systemActor(row.workspaceId);
		const extent = await installation().events.extentOfImport(actor, row.id);
		const done = extent.ok ? await reconstructExtent(actor, extent.value, true) : extent;
		const broken =
			row.state === 'running'
				? 'it was cut off when the console stopped; send it again: nothing is stored twice'
				: null;
		await closeImport(actor, row.id, done.ok ? broken : done.error.message);
	}
	return rows.length;
}
