import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { workspaceId } from '@/core/event/ids.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { type Installation, installation } from '@/server/installation/installation.ts';
import { hashPassword, passwordCharsMax, passwordCharsMin } from './passwords.ts';

const lifetimeMs = 24 * 3_600_000;

export const setupSchema = z
	.object({
		token: z.string().min(1).max(200),
		name: z.string().trim().min(1).max(200),
		email: z.email().max(320).toLowerCase(),
		password: z
			.string()
			.min(passwordCharsMin, `a password has at least ${passwordCharsMin} characters`)
			.max(passwordCharsMax),
	})
	.strict();
export type Setup = z.infer<typeof setupSchema>;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Makes the one-time token with which the first admin is made; null once somebody can sign in.
 * Tokens of earlier starts end: the link that was printed last is the one that works.
 */
export async function issueSetupToken(at: Installation, now: Date): Promise<string | null> {
	const { database } = at.records;
	if ((await database.user.count()) > 0) return null;
	const token = randomBytes(32).toString('base64url');
	await database.setupToken.deleteMany({ where: { usedAt: null } });
	await database.setupToken.create({
		data: {
			tokenHash: hashOf(token),
			role: 'admin',
			expiresAt: new Date(now.getTime() + lifetimeMs),
		},
	});
	return token;
}

/** Whether the token of a link still works: for the set-up page. */
export async function setupTokenWorks(token: string, now: Date): Promise<boolean> {
	const row = await installation().records.database.setupToken.findUnique({
		where: { tokenHash: hashOf(token) },
	});
	return row !== null && row.usedAt === null && row.expiresAt > now;
}

/** Uses the token up and makes the person, as admin of every workspace that there is. */
export async function setUp(setup: Setup, now: Date): Promise<Result<{ userId: string }>> {
	const { database } = installation().records;
	const passwordHash = await hashPassword(setup.password);
	const made = await database.$transaction(async (records) => {
		const used = await records.setupToken.updateMany({
			where: { tokenHash: hashOf(setup.token), usedAt: null, expiresAt: { gt: now } },
			data: { usedAt: now },
		});
		if (used.count === 0) return null;
		const user = await records.user.create({
			data: { id: randomUUID(), email: setup.email, name: setup.name, passwordHash },
		});
		const workspaces = await records.workspace.findMany({ orderBy: { createdAt: 'asc' } });
		for (const workspace of workspaces) {
			await records.membership.create({
				data: { workspaceId: workspace.id, userId: user.id, role: 'admin' },
			});
		}
		return { user, workspaces };
	});
	if (made === null) {
		return fail<Failure>(
			failure(
				'forbidden',
				'this set-up link was used or has expired; restart the console to get a new one',
			),
		);
	}
	for (const workspace of made.workspaces) {
		await recordAudit(
			{
				type: 'user',
				id: made.user.id,
				name: made.user.name,
				workspaceId: workspaceId(workspace.id),
				role: 'admin',
				scopes: null,
			},
			'person.created',
			made.user.id,
			{ role: 'admin', by: 'set-up link' },
		);
	}
	return ok({ userId: made.user.id });
}
