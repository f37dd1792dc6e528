import { type Actor, may } from '@/core/access/permissions.ts';
import { type KeptManual, type ManualFacts, manualSchema } from '@/core/credentials/assessed.ts';
import type { CredentialStatus } from '@/core/credentials/credential.ts';
import type { CredentialDetail } from '@/core/credentials/views.ts';
import { type Failure, fail, failure, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { markChanged } from './assess.ts';
import { getCredential, notFound } from './list.ts';
import { addMark } from './many.ts';

/** What a person can say of a credential; it stands above what its sources say. */
export const credentialChangeSchema = manualSchema;
export type CredentialChange = ManualFacts;

/** Sets owner, status, environments, name or note. Who may not read finds nothing. */
export async function changeCredential(
	actor: Actor,
	id: string,
	change: CredentialChange,
): Promise<Result<CredentialDetail>> {
	if (!may(actor, 'credentials.read')) return fail(notFound(id));
	if (!may(actor, 'credentials.write')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow changing credentials'));
	}
	const { workspaceId } = actor;
	const changed = await installation().records.database.$transaction(async (records) => {
		const { status } = change;
		if (status !== undefined) await markStatus(records, actor, id, status);
		const said = status === 'revoked' ? { ...change, status: undefined } : change;
		const count = await records.$executeRaw`
			UPDATE "Credential" SET manual = manual || ${JSON.stringify(said)}::jsonb,
				"updatedAt" = CURRENT_TIMESTAMP
			WHERE "workspaceId" = ${workspaceId} AND id = ${id}`;
		if (count > 0) await markChanged(records, actor, [id]);
		return count > 0;
	});
	if (!changed) return fail(notFound(id));
	await recordAudit(actor, 'credential.changed', id, { ...change } as Prisma.InputJsonObject);
	return getCredential(actor, id);
}

/** A revocation, and taking one back, is recorded with who and when, however it is said. */
async function markStatus(
	records: Prisma.TransactionClient,
	actor: Actor,
	id: string,
	status: CredentialStatus,
): Promise<void> {
	const [row] = await records.$queryRaw<{ manual: KeptManual }[]>`
		SELECT manual FROM "Credential" WHERE "workspaceId" = ${actor.workspaceId} AND id = ${id}`;
	const last = row?.manual.marks?.findLast(({ kind }) => kind !== 'rotated')?.kind;
	if (status === 'revoked' && last !== 'revoked')
		await addMark(records, actor, [id], { mark: 'revoked' }, new Date());
	if (status !== 'revoked' && last === 'revoked')
		await addMark(records, actor, [id], { mark: 'reinstated' }, new Date());
}
