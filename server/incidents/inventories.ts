import type { Actor } from '@/core/access/permissions.ts';
import { type Inventory, inventorySchema } from '@/core/incidents/inventory.ts';
import { installation } from '@/server/installation/installation.ts';

const inventoriesMax = 1_000;

/** The credential inventories that the workspace holds, oldest first; at most 1,000 files. */
export async function storedInventories(actor: Actor): Promise<Inventory[]> {
	const rows = await installation().records.database.inventoryFile.findMany({
		where: { workspaceId: actor.workspaceId },
		orderBy: { createdAt: 'asc' },
		take: inventoriesMax,
	});
	return rows.map((row) => inventorySchema.parse(row.document));
}
