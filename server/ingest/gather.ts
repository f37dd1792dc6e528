import { createHash } from 'node:crypto';
import type { Actor } from '@/core/access/permissions.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import { addCounts, countsOf } from './imports.ts';

const gatheredMs = 3_600_000;

/**
 * Adds a finished import of a segment to the one of its hour, source and format, and lets its own row
 * go: what comes every second would otherwise leave a row, and an entry in the audit, every second.
 * An import that failed or quarantined something stays by itself.
 */
export async function gatherImport(actor: Actor, id: string, format: string): Promise<void> {
	const { database } = installation().records;
	const { workspaceId } = actor;
	const begun = await database.$transaction(async (records) => {
		const row = await records.import.findUnique({
			where: { workspaceId_id: { workspaceId, id } },
		});
		if (row === null || row.state !== 'done' || row.quarantined > 0) return null;
		const hour = new Date(Math.floor(row.createdAt.getTime() / gatheredMs) * gatheredMs);
		const where = { workspaceId_id: { workspaceId, id: idOf(row.source, format, hour) } };
		const before = await records.import.findUnique({ where });
		const counts = before === null ? countsOf(row) : addCounts(countsOf(before), countsOf(row));
		const data = {
			...counts,
			bytes: BigInt(counts.bytes),
			formats: { ...counts.formats },
			finishedAt: row.finishedAt,
		};
		const { source, createdBy } = row;
		await records.import.upsert({
			where,
			create: {
				...where.workspaceId_id,
				...data,
				state: 'done',
				source,
				createdBy,
				createdAt: hour,
			},
			update: data,
		});
		await records.import.delete({ where: { workspaceId_id: { workspaceId, id } } });
		return before === null
			? { id: where.workspaceId_id.id, source, from: hour.toISOString() }
			: null;
	});
	if (begun === null) return;
	const { source, from } = begun;
	await recordAudit(actor, 'import.finished', begun.id, { source, gatheredFrom: from });
}

const idOf = (source: string, format: string, hour: Date): string => {
	const named = [source, format, hour.toISOString()].join('\0');
	return `imp_${createHash('sha256').update(named).digest('hex').slice(0, 32)}`;
};
