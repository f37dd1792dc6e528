import { createHmac } from 'node:crypto';
import type { Actor } from '@/core/access/permissions.ts';
import { fingerprint } from '@/core/event/ids.ts';
import { type KnownSecret, type KnownSecrets, knownSecrets } from '@/core/secrets/known.ts';
import { installation } from '@/server/installation/installation.ts';

const keptMax = 200_000;
const writtenAtOnce = 1_000;

/** HMAC-SHA-256 under the workspace's key, as `core/secrets` takes it; `label` separates its uses. */
export function workspaceHmac(actor: Actor): (label: string, text: string) => string {
	const key = installation().keys.fingerprintKey(actor.workspaceId);
	return (label, text) =>
		createHmac('sha256', key).update(`${label}\0`, 'utf8').update(text, 'utf8').digest('hex');
}

/** The workspace's known secrets, as fingerprints: what a reader starts with. */
export async function loadKnownSecrets(actor: Actor): Promise<KnownSecrets> {
	const rows = await installation().records.database.knownSecret.findMany({
		where: { workspaceId: actor.workspaceId },
		take: keptMax,
	});
	return knownSecrets(rows.map((row) => ({ ...row, fingerprint: fingerprint(row.fingerprint) })));
}

/** Keeps what a reader learned, so that a later file's secrets are recognised. */
export async function saveKnownSecrets(
	actor: Actor,
	entries: readonly KnownSecret[],
): Promise<void> {
	const { database } = installation().records;
	const { workspaceId } = actor;
	for (let start = 0; start < entries.length; start += writtenAtOnce) {
		await database.knownSecret.createMany({
			data: entries.slice(start, start + writtenAtOnce).map((entry) => ({
				workspaceId,
				fingerprint: entry.fingerprint,
				kind: entry.kind,
				length: entry.length,
			})),
			skipDuplicates: true,
		});
	}
}
