import { workspaceId } from '@/core/event/ids.ts';
import { epochMicros, formatTimeOrNull } from '@/core/event/time.ts';
import type { Environment } from '@/core/incidents/document.ts';
import type { KeyedUse } from '@/server/events/credential-port.ts';
import { installation } from '@/server/installation/installation.ts';

const partMax = 2_000;

/**
 * Moves the uses that earlier versions kept in the records to the event store, part by part: each is
 * deleted once it is durable there, so that a death in between moves it again and doubles nothing.
 * Answers how many were moved.
 */
export async function moveEarlierUses(): Promise<number> {
	const { records, events } = installation();
	const { database } = records;
	let moved = 0;
	for (;;) {
		const rows = await database.credentialUse.findMany({
			take: partMax,
			orderBy: [{ workspaceId: 'asc' }, { credentialId: 'asc' }, { eventId: 'asc' }],
		});
		const [first] = rows;
		if (first === undefined) return moved;
		const part = rows.filter((row) => row.workspaceId === first.workspaceId);
		const ids = [...new Set(part.map((row) => row.credentialId))];
		const keys = await database.credentialKey.findMany({
			where: {
				workspaceId: first.workspaceId,
				credentialId: { in: ids },
				OR: [{ key: { startsWith: 'print:' } }, { key: { startsWith: 'id:' } }],
			},
			orderBy: { key: 'desc' },
		});
		const keyOf = new Map(keys.map(({ credentialId, key }) => [credentialId, key]));
		const uses = part.flatMap((row): KeyedUse[] => {
			const key = keyOf.get(row.credentialId);
			if (key === undefined) return [];
			const { timeMicros, credentialId: _, workspaceId: __, ...use } = row;
			const at = timeMicros === null ? null : epochMicros(Number(timeMicros));
			return [
				{
					key,
					use: {
						...use,
						at: formatTimeOrNull(at),
						environment: use.environment as Environment,
						runEnvironment: use.runEnvironment as Environment,
					},
				},
			];
		});
		await events.credentials.addUses(workspaceId(first.workspaceId), uses);
		await database.$executeRaw`
			DELETE FROM "CredentialUse" u
			USING jsonb_to_recordset(${JSON.stringify(part.map(({ credentialId, eventId }) => ({ credentialId, eventId })))}::jsonb)
				AS r("credentialId" text, "eventId" text)
			WHERE u."workspaceId" = ${first.workspaceId}
				AND u."credentialId" = r."credentialId" AND u."eventId" = r."eventId"`;
		moved += part.length;
	}
}
