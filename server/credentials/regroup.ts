import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { bareCredential } from '@/core/credentials/credential.ts';
import type { CredentialDetail } from '@/core/credentials/views.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { type AuditAction, recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { markChanged } from './assess.ts';
import { credentialOfRow } from './keep.ts';
import { getCredential, notFound } from './list.ts';
import { writeRows } from './rows.ts';

/** Credentials that one may be made of. */
const membersMax = 50;

export const mergeCredentialsSchema = z
	.object({ credentials: z.array(z.string().max(100)).min(1).max(membersMax) })
	.strict();
export const splitCredentialSchema = z
	.object({
		/** The fingerprint that belongs to another credential. */
		fingerprint: z.string().max(100),
	})
	.strict();

type Records = Prisma.TransactionClient;
interface Row {
	readonly id: string;
	readonly kind: string;
	readonly provider: string;
	readonly document: unknown;
	readonly mergedInto: string | null;
}

/**
 * Says that others are this credential. They are kept whole: what sources say of them later goes to
 * them, and each can be taken out again.
 */
export async function mergeCredentials(
	actor: Actor,
	id: string,
	others: readonly string[],
): Promise<Result<CredentialDetail>> {
	return regroup(actor, id, 'credential.merged', { credentials: [...others] }, async (records) => {
		const target = await findRow(records, actor, id);
		if (target === null) return fail(notFound(id));
		if (target.mergedInto !== null)
			return refused(`${id} is itself part of ${target.mergedInto}; merge into that`);
		for (const other of new Set(others)) {
			const row = await findRow(records, actor, other);
			if (row === null) return fail(notFound(other));
			if (row.id === id) return refused('a credential cannot be merged into itself');
			if (row.mergedInto !== null && row.mergedInto !== id)
				return refused(`${other} is already part of ${row.mergedInto}; take it out first`);
		}
		const { workspaceId } = actor;
		const members = await records.credential.count({ where: { workspaceId, mergedInto: id } });
		if (members + others.length > membersMax)
			return refused(`a credential is made of at most ${membersMax}`);
		// What those are made of becomes part of this one with them.
		await records.$executeRaw`
			UPDATE "Credential" SET "mergedInto" = ${id}, "updatedAt" = CURRENT_TIMESTAMP
			WHERE "workspaceId" = ${workspaceId}
				AND (id = ANY(${[...others]}::text[]) OR "mergedInto" = ANY(${[...others]}::text[]))`;
		// Who merges what was split takes the split back.
		await records.$executeRaw`
			DELETE FROM "CredentialApart" WHERE "workspaceId" = ${workspaceId}
				AND ((id = ANY(${[...others]}::text[]) AND "fromId" = ${id})
					OR ("fromId" = ANY(${[...others]}::text[]) AND id = ${id}))`;
		await markChanged(records, actor, [id]);
		return ok({ shown: id, rowless: [...others] });
	});
}

/** Takes a credential out of the one that it was merged into. It is as its sources know it. */
export async function unmergeCredential(
	actor: Actor,
	id: string,
): Promise<Result<CredentialDetail>> {
	return regroup(actor, id, 'credential.unmerged', {}, async (records) => {
		const row = await findRow(records, actor, id);
		if (row === null) return fail(notFound(id));
		if (row.mergedInto === null) return refused(`${id} is part of no other credential`);
		await setApart(records, actor, id, row.mergedInto);
		await markChanged(records, actor, [row.mergedInto]);
		await records.$executeRaw`
			UPDATE "Credential" SET "mergedInto" = NULL, "updatedAt" = CURRENT_TIMESTAMP
			WHERE "workspaceId" = ${actor.workspaceId} AND id = ${id}`;
		await markChanged(records, actor, [id]);
		return ok({ shown: id, rowless: [] });
	});
}

/**
 * Says that one fingerprint of a credential is another credential. Its uses go with it, and a later
 * source that names both does not bring them together again. Answers the new one.
 */
export async function splitCredential(
	actor: Actor,
	id: string,
	fingerprint: string,
): Promise<Result<CredentialDetail>> {
	return regroup(actor, id, 'credential.split', { fingerprint }, async (records) => {
		const { workspaceId } = actor;
		const key = `print:${fingerprint}`;
		const holders = await records.credentialKey.findMany({
			where: {
				workspaceId,
				key,
				credential: { OR: [{ id }, { mergedInto: id }] },
			},
			take: 2,
		});
		const from = holders[0]?.credentialId;
		const row = from === undefined ? null : await findRow(records, actor, from);
		if (row === null)
			return (await findRow(records, actor, id)) === null
				? fail(notFound(id))
				: refused('the credential has no such fingerprint');
		if (row.id !== id)
			return refused(`that fingerprint came with ${row.id}, which was merged; take it out instead`);
		const known = credentialOfRow(row);
		const kept = known.fingerprints.filter((each) => each.fingerprint !== fingerprint);
		const moved = known.fingerprints.find((each) => each.fingerprint === fingerprint);
		if (moved === undefined || (kept.length === 0 && known.providerId === null))
			return refused('nothing would be left by which the credential is recognised');
		const part = partId(workspaceId, key);
		const document = {
			...bareCredential(known.kind, known.provider),
			fingerprints: [{ ...moved, until: null }],
			sources: known.sources,
		};
		// The youngest of what stays is current again.
		const rest = kept.map((each, index) =>
			index === kept.length - 1 && moved.until === null ? { ...each, until: null } : each,
		);
		await records.$executeRaw`
			INSERT INTO "Credential" ("workspaceId", id, kind, provider, status, document)
			VALUES (${workspaceId}, ${part}, ${known.kind}, ${known.provider}, 'unknown',
				${JSON.stringify(document)}::jsonb)
			ON CONFLICT ("workspaceId", id) DO UPDATE
				SET document = EXCLUDED.document, "mergedInto" = NULL`;
		await records.$executeRaw`
			UPDATE "Credential" SET document = ${JSON.stringify({ ...known, fingerprints: rest })}::jsonb,
				"updatedAt" = CURRENT_TIMESTAMP
			WHERE "workspaceId" = ${workspaceId} AND id = ${id}`;
		await records.$executeRaw`
			UPDATE "CredentialKey" SET "credentialId" = ${part}
			WHERE "workspaceId" = ${workspaceId} AND key = ${key} AND "credentialId" = ${id}`;
		await setApart(records, actor, part, id);
		await markChanged(records, actor, [id, part]);
		return ok({ shown: part, rowless: [] });
	});
}

const partId = (workspaceId: string, key: string): string =>
	`cred_${createHash('sha256').update(`${workspaceId}\0split\0${key}`).digest('hex').slice(0, 24)}`;

async function setApart(records: Records, actor: Actor, id: string, from: string) {
	await records.$executeRaw`
		INSERT INTO "CredentialApart" ("workspaceId", id, "fromId", "createdBy")
		VALUES (${actor.workspaceId}, ${id}, ${from}, ${actor.name}) ON CONFLICT DO NOTHING`;
}

/** One writer a workspace, as when sources are kept; the audit names what was asked. */
async function regroup(
	actor: Actor,
	id: string,
	action: AuditAction,
	detail: Prisma.InputJsonObject,
	work: (records: Records) => Promise<Result<{ shown: string; rowless: readonly string[] }>>,
): Promise<Result<CredentialDetail>> {
	if (!may(actor, 'credentials.read')) return fail(notFound(id));
	if (!may(actor, 'credentials.write'))
		return fail<Failure>(failure('forbidden', 'your role does not allow changing credentials'));
	const { records } = installation();
	const done = await records.database.$transaction(async (transaction) => {
		await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${actor.workspaceId}))`;
		return work(transaction);
	});
	if (!done.ok) return done;
	const { shown, rowless } = done.value;
	await writeRows(
		actor,
		await revisionsOf(actor, rowless).then((rows) => rows.map((row) => ({ ...row, line: null }))),
	);
	await recordAudit(actor, action, id, detail);
	return getCredential(actor, shown);
}

/** With the revisions that their rows had: a later one brings the row back when it is taken out. */
async function revisionsOf(
	actor: Actor,
	ids: readonly string[],
): Promise<{ id: string; revision: number }[]> {
	if (ids.length === 0) return [];
	return installation().records.database.$queryRaw`
		UPDATE "Credential" SET revision = revision + 1
		WHERE "workspaceId" = ${actor.workspaceId} AND id = ANY(${[...ids]}::text[])
		RETURNING id, revision`;
}

async function findRow(records: Records, actor: Actor, id: string): Promise<Row | null> {
	const [row] = await records.$queryRaw<Row[]>`
		SELECT id, kind, provider, document, "mergedInto" FROM "Credential"
		WHERE "workspaceId" = ${actor.workspaceId} AND id = ${id}`;
	return row ?? null;
}

const refused = (message: string): Result<never> =>
	fail<Failure>(failure('conflict', message)) as Result<never>;
