import type { Actor } from '@/core/access/permissions.ts';
import { assessByPolicy, nextByPolicyMs } from '@/core/credentials/assess-by-policy.ts';
import { reachOf } from '@/core/credentials/reach.ts';
import { credentialLine } from '@/core/credentials/row-line.ts';
import type { InventoryResource } from '@/core/incidents/inventory.ts';
import type { RowToStore } from '@/server/events/credential-port.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { knownCredentials } from './known.ts';
import { policyInForce } from './policy.ts';
import { workspaceResources } from './resources.ts';
import { writeRows } from './rows.ts';

/** Credentials that one round looks at: bounds its memory and how long it holds the records. */
const roundMax = 2_000;
/** More than these are assessed in the background, while readers get what was known before. */
const whileReadingMax = 4_000;
/** Rows after which the store's parts are folded. */
const settleAfter = 10_000;
const never = new Date('9999-01-01T00:00:00Z');

/** One round at a time in a workspace of this process; others wait for it. */
const running = new Map<string, Promise<number>>();

/**
 * Looks again at the credentials of which something changed, or whose day has come, and writes their
 * rows. Answers how many it looked at.
 */
export async function assessDue(actor: Actor, at = new Date()): Promise<number> {
	const key = `${installation().settings.dataFolder}\0${actor.workspaceId}`;
	const before = running.get(key) ?? Promise.resolve(0);
	const mine = before.catch(() => 0).then(() => rounds(actor, at));
	running.set(key, mine);
	try {
		return await mine;
	} finally {
		if (running.get(key) === mine) running.delete(key);
	}
}

async function rounds(actor: Actor, at: Date): Promise<number> {
	const store = installation().events.credentials;
	let looked = 0;
	let resources: readonly InventoryResource[] | null = null;
	const policy = await policyInForce(actor);
	for (;;) {
		const ids = await dueIds(actor, at, roundMax);
		if (ids.length === 0) break;
		resources ??= await workspaceResources(actor);
		const now = at.toISOString();
		const known = await knownCredentials(actor, ids);
		const rows: RowToStore[] = [];
		const next: { id: string; revision: number; at: string }[] = [];
		for (const each of known) {
			const assessed = assessByPolicy(each, resources, policy, now);
			const line = credentialLine(assessed, reachOf(each.credential, resources), now);
			rows.push({ id: each.id, revision: each.revision, line });
			const nextMs = nextByPolicyMs(each, policy, now);
			next.push({ id: each.id, revision: each.revision, at: new Date(nextMs).toISOString() });
		}
		// What a person merged into another has no row of its own, and is never due again by itself.
		const assessed = new Set(next.map(({ id }) => id));
		const merged = ids.filter((id) => !assessed.has(id));
		await writeRows(actor, rows);
		await installation().records.database.credential.updateMany({
			where: { workspaceId: actor.workspaceId, id: { in: merged } },
			data: { assessAt: never },
		});
		// What changed meanwhile has another revision, and stays due.
		await installation().records.database.$executeRaw`
			UPDATE "Credential" c SET "assessAt" = r.at
			FROM jsonb_to_recordset(${JSON.stringify(next)}::jsonb) AS r(id text, revision int, at timestamp)
			WHERE c."workspaceId" = ${actor.workspaceId} AND c.id = r.id AND c.revision = r.revision`;
		looked += ids.length;
		// Other requests get their turn between two rounds.
		await new Promise((resolve) => setImmediate(resolve));
	}
	if (looked >= settleAfter) {
		await store.settle();
		// The embedded engine has nobody who sweeps up after so many changes.
		await installation().records.database.$executeRaw`VACUUM (ANALYZE) "Credential"`;
	}
	return looked;
}

async function dueIds(actor: Actor, at: Date, limit: number): Promise<string[]> {
	const rows = await installation().records.database.$queryRaw<{ id: string }[]>`
		SELECT id FROM "Credential"
		WHERE "workspaceId" = ${actor.workspaceId} AND "assessAt" <= ${at.toISOString()}::timestamp
		LIMIT ${limit}`;
	return rows.map(({ id }) => id);
}

/**
 * Before a list is read: looks at what is due where that is quick, and otherwise lets it go on beside.
 * Answers how many credentials have not been looked at yet.
 */
export async function freshen(actor: Actor, at = new Date()): Promise<number> {
	const due = await dueIds(actor, at, whileReadingMax + 1);
	if (due.length === 0) return 0;
	const done = assessDue(actor, at);
	if (due.length <= whileReadingMax) {
		await done;
		return 0;
	}
	done.catch((error: unknown) => console.error('credentials could not be assessed:', error));
	return installation().records.database.credential.count({
		where: { workspaceId: actor.workspaceId, assessAt: { lte: at } },
	});
}

/** Marks credentials as changed: they are looked at again before they are next shown. */
export async function markChanged(
	records: Prisma.TransactionClient,
	actor: Actor,
	ids: readonly string[],
): Promise<void> {
	await records.$executeRaw`
		UPDATE "Credential" SET "assessAt" = '1970-01-01', revision = revision + 1
		WHERE "workspaceId" = ${actor.workspaceId} AND id IN (
			SELECT coalesce("mergedInto", id) FROM "Credential"
			WHERE "workspaceId" = ${actor.workspaceId} AND id = ANY(${ids}::text[]))`;
}

/** Marks all credentials of some providers as changed: resources that they may reach have come. */
export async function markProviders(actor: Actor, providers: readonly string[]): Promise<void> {
	if (providers.length === 0) return;
	await installation().records.database.$executeRaw`
		UPDATE "Credential" SET "assessAt" = '1970-01-01', revision = revision + 1
		WHERE "workspaceId" = ${actor.workspaceId} AND provider = ANY(${providers}::text[])`;
}
