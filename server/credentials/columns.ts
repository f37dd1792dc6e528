import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import { type ColumnChoice, csvFieldNames } from '@/core/credentials/imports/generic-csv.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';

const choiceSchema = z.partialRecord(z.enum(csvFieldNames), z.string().nullable());

/** Tables with the same columns are one, whatever their order. */
const idOf = (columns: readonly string[]): string =>
	createHash('sha256')
		.update(JSON.stringify([...columns].sort()))
		.digest('hex')
		.slice(0, 32);

/** What was chosen for tables with these columns; null: nothing was. */
export async function savedColumns(
	actor: Actor,
	columns: readonly string[],
): Promise<ColumnChoice | null> {
	const row = await installation().records.database.credentialColumns.findUnique({
		where: { workspaceId_id: { workspaceId: actor.workspaceId, id: idOf(columns) } },
	});
	const read = choiceSchema.safeParse(row?.choice);
	return read.success ? read.data : null;
}

export async function saveColumns(
	actor: Actor,
	columns: readonly string[],
	choice: ColumnChoice,
): Promise<void> {
	const { workspaceId } = actor;
	const id = idOf(columns);
	const data = { choice: choice as Prisma.InputJsonObject, createdBy: actor.name };
	await installation().records.database.credentialColumns.upsert({
		where: { workspaceId_id: { workspaceId, id } },
		create: { workspaceId, id, ...data },
		update: data,
	});
}
