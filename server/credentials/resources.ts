import type { Actor } from '@/core/access/permissions.ts';
import { type InventoryResource, mergeInventories } from '@/core/incidents/inventory.ts';
import { storedInventories } from '@/server/incidents/inventories.ts';
import { installation } from '@/server/installation/installation.ts';

const workspacesRemembered = 20;

interface Remembered {
	readonly state: string;
	readonly resources: readonly InventoryResource[];
}
const remembered = new Map<string, Remembered>();

/** The resources that the workspace's inventories name; read anew when another inventory has come. */
export async function workspaceResources(actor: Actor): Promise<readonly InventoryResource[]> {
	const { workspaceId } = actor;
	const { settings, records } = installation();
	const newest = await records.database.inventoryFile.aggregate({
		where: { workspaceId },
		_count: true,
		_max: { createdAt: true },
	});
	const state = `${newest._count} ${newest._max.createdAt?.toISOString() ?? ''}`;
	const key = `${settings.dataFolder}\0${workspaceId}`;
	const before = remembered.get(key);
	if (before?.state === state) return before.resources;
	const { resources } = mergeInventories(await storedInventories(actor));
	remembered.delete(key);
	remembered.set(key, { state, resources });
	const [oldest] = remembered.keys();
	if (remembered.size > workspacesRemembered && oldest !== undefined) remembered.delete(oldest);
	return resources;
}
