import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { findingKinds } from '@/core/credentials/finding.ts';
import {
	type CredentialPolicy,
	credentialPolicySchema,
	defaultPolicy,
	exceptionEnd,
} from '@/core/credentials/policy.ts';
import { policyTextMax, readPolicy, writePolicy } from '@/core/credentials/policy-text.ts';
import type { PolicyView } from '@/core/credentials/views.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import { Prisma } from '@/server/records/generated/client.ts';
import { notFound } from './list.ts';

export const policyChangeSchema = z
	.object({
		/** The whole policy, in YAML or JSON. */
		text: z.string().min(1).max(policyTextMax),
	})
	.strict();

export const newExceptionSchema = z
	.object({
		credential: z.string().min(1).max(100),
		finding: z.enum(findingKinds),
		owner: z.string().trim().min(1).max(200),
		reason: z.string().trim().min(1).max(1_000),
		/** The last day on which it counts: `2026-12-31`, UTC. */
		until: z.iso.date(),
	})
	.strict();

interface FilePolicy {
	readonly policy: CredentialPolicy;
	/** Why the file cannot be used; the last one that could, or the default, holds then. */
	readonly problem: string | null;
}

const files = new Map<string, FilePolicy & { readonly stamp: string }>();

/** The installation's policy. Read again when the file changes. */
async function filePolicy(): Promise<FilePolicy> {
	const path = installation().settings.credentialPolicyFile;
	const before = files.get(path);
	try {
		const { mtimeMs, size } = await stat(path);
		const stamp = `${mtimeMs} ${size}`;
		if (before?.stamp === stamp) return before;
		const read = readPolicy(await readFile(path, 'utf8'));
		const now = read.ok
			? { policy: read.value, problem: null, stamp }
			: { policy: before?.policy ?? defaultPolicy, problem: read.error.message, stamp };
		if (now.problem !== null) console.error(`the credential policy ${path}: ${now.problem}`);
		files.set(path, now);
		return now;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
		return { policy: before?.policy ?? defaultPolicy, problem: `it cannot be read (${code})` };
	}
}

/** The policy by which the workspace's credentials are assessed: its own, or the installation's. */
export async function policyInForce(actor: Actor): Promise<CredentialPolicy> {
	const row = await rowOf(actor);
	return row ?? (await filePolicy()).policy;
}

async function rowOf({ workspaceId }: Actor): Promise<CredentialPolicy | null> {
	const row = await installation().records.database.credentialPolicy.findUnique({
		where: { workspaceId },
	});
	if (row?.document == null) return null;
	const read = credentialPolicySchema.safeParse(row.document);
	return read.success ? read.data : null;
}

/** The policy with where it comes from. */
export async function getPolicy(actor: Actor, at = new Date()): Promise<Result<PolicyView>> {
	if (!may(actor, 'credentials.read')) return fail(notFound('policy'));
	const own = await rowOf(actor);
	const file = await filePolicy();
	const policy = own ?? file.policy;
	return ok({
		origin: own === null ? 'installation' : 'workspace',
		policy,
		text: writePolicy(policy),
		problem: own === null ? file.problem : null,
		endedExceptions: policy.exceptions.filter((each) => exceptionEnd(each) <= at.toISOString())
			.length,
	});
}

/** Gives the workspace a policy of its own. All its credentials are looked at again. */
export async function setPolicy(actor: Actor, text: string): Promise<Result<PolicyView>> {
	const read = readPolicy(text);
	if (!read.ok) return read;
	return keepPolicy(actor, read.value, 'policy.changed', {});
}

/** Goes back to the policy of the installation. */
export const resetPolicy = (actor: Actor): Promise<Result<PolicyView>> =>
	keepPolicy(actor, null, 'policy.reset', {});

/** Accepts a finding on one credential for a time; in the workspace's own policy. */
export async function addException(
	actor: Actor,
	given: z.infer<typeof newExceptionSchema>,
): Promise<Result<PolicyView>> {
	const { credential, finding, ...rest } = given;
	const policy = await policyInForce(actor);
	const exception = { when: { credentials: [credential] }, findings: [finding], ...rest };
	const others = policy.exceptions.filter(
		(each) =>
			!(
				each.findings.join() === finding &&
				JSON.stringify(each.when) === JSON.stringify(exception.when)
			),
	);
	const next = credentialPolicySchema.safeParse({ ...policy, exceptions: [...others, exception] });
	if (!next.success)
		return fail<Failure>(failure('invalid-input', 'a policy holds at most 2,000 exceptions'));
	return keepPolicy(actor, next.data, 'policy.exception-added', { credential, finding });
}

async function keepPolicy(
	actor: Actor,
	policy: CredentialPolicy | null,
	action: 'policy.changed' | 'policy.reset' | 'policy.exception-added',
	detail: Prisma.InputJsonObject,
): Promise<Result<PolicyView>> {
	if (!may(actor, 'reviews.manage'))
		return fail<Failure>(failure('forbidden', 'your role does not allow changing the policy'));
	const { workspaceId } = actor;
	const document = policy ?? Prisma.DbNull;
	await installation().records.database.credentialPolicy.upsert({
		where: { workspaceId },
		create: { workspaceId, document, updatedBy: actor.name },
		update: { document, updatedBy: actor.name },
	});
	await recordAudit(actor, action, null, detail);
	await applyPolicy(actor);
	return getPolicy(actor);
}

/** Where the policy is another than at the last time, every credential is due. */
export async function applyPolicy(actor: Actor): Promise<void> {
	const { database } = installation().records;
	const { workspaceId } = actor;
	const policy = await policyInForce(actor);
	const digest = createHash('sha256').update(JSON.stringify(policy)).digest('hex');
	const row = await database.credentialPolicy.findUnique({ where: { workspaceId } });
	const before = row?.applied ?? digestOfDefault;
	if (before === digest) return;
	await database.$transaction(async (records) => {
		await records.$executeRaw`
			UPDATE "Credential" SET "assessAt" = '1970-01-01', revision = revision + 1
			WHERE "workspaceId" = ${workspaceId}`;
		await records.credentialPolicy.upsert({
			where: { workspaceId },
			create: { workspaceId, applied: digest },
			update: { applied: digest },
		});
	});
}

const digestOfDefault = createHash('sha256').update(JSON.stringify(defaultPolicy)).digest('hex');
