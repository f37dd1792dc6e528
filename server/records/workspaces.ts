import { randomUUID } from 'node:crypto';
import { type WorkspaceId, workspaceId } from '@/core/event/ids.ts';
import type { Installation } from '@/server/installation/installation.ts';

/** Where logs go when nobody names a workspace. */
export const mainWorkspaceName = 'Main';
export const sampleWorkspaceName = 'Sample';

/** Makes the two workspaces that every installation has; the one with the sample comes first. */
export async function ensureWorkspaces(at: Installation): Promise<void> {
	if (at.settings.loadsSample) await ensureWorkspace(at, sampleWorkspaceName, true);
	await ensureWorkspace(at, mainWorkspaceName, false);
}

/** The workspace of that name, made if there is none. */
export async function ensureWorkspace(
	at: Installation,
	name: string,
	isSample: boolean,
): Promise<WorkspaceId> {
	const row = await at.records.database.workspace.upsert({
		where: { name },
		create: { id: `ws_${randomUUID()}`, name, isSample },
		update: {},
	});
	return workspaceId(row.id);
}
