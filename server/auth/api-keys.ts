import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
	type Actor,
	may,
	type Permission,
	permissions,
	type Role,
	roles,
} from '@/core/access/permissions.ts';
import { workspaceId } from '@/core/event/ids.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { keepOwnKeys } from '@/server/credentials/own-keys.ts';
import { installation } from '@/server/installation/installation.ts';

const keyShape = /^at_[A-Za-z0-9_-]{43}$/;
const dayMs = 86_400_000;
const lifetimeDaysMax = 366;
const keysListedMax = 200;

export const newApiKeySchema = z.object({
	name: z.string().trim().min(1).max(100),
	role: z.enum(roles).default('analyst'),
	/** Narrow the role. */
	scopes: z.array(z.enum(permissions)).min(1),
	/** Short by default: who needs longer says so. */
	lifetimeDays: z.number().int().min(1).max(lifetimeDaysMax).default(30),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const apiKeySchema = z.object({
	id: z.string(),
	name: z.string(),
	role: z.enum(roles),
	scopes: z.array(z.string()),
	expiresAt: z.string(),
	revokedAt: z.string().nullable(),
	lastUsedAt: z.string().nullable(),
	createdAt: z.string(),
});
export type ApiKeyView = z.infer<typeof apiKeySchema>;

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Makes a key. It is shown this once: only its hash is kept. It cannot do more than who makes it. */
export async function createApiKey(
	actor: Actor,
	wanted: NewApiKey,
	now: Date,
): Promise<Result<ApiKeyView & { key: string }>> {
	if (!may(actor, 'settings.manage')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow making API keys'));
	}
	const beyond = wanted.scopes.filter((scope) => !may(actor, scope));
	if (beyond.length > 0) {
		return fail<Failure>(failure('forbidden', `you cannot grant ${beyond.join(', ')}`));
	}
	const key = `at_${randomBytes(32).toString('base64url')}`;
	const row = await installation().records.database.apiKey.create({
		data: {
			workspaceId: actor.workspaceId,
			id: `key_${randomBytes(9).toString('base64url')}`,
			name: wanted.name,
			keyHash: hashOf(key),
			role: wanted.role,
			scopes: wanted.scopes,
			expiresAt: new Date(now.getTime() + wanted.lifetimeDays * dayMs),
			createdBy: actor.id,
		},
	});
	await keepOwnKeys(actor, { id: row.id, key });
	await recordAudit(actor, 'api-key.created', row.id, { name: row.name, scopes: row.scopes });
	return ok({ ...viewOf(row), key });
}

/** The workspace's keys, newest first. */
export async function listApiKeys(actor: Actor): Promise<Result<ApiKeyView[]>> {
	if (!may(actor, 'settings.manage')) return ok([]);
	const rows = await installation().records.database.apiKey.findMany({
		where: { workspaceId: actor.workspaceId },
		orderBy: { createdAt: 'desc' },
		take: keysListedMax,
	});
	return ok(rows.map(viewOf));
}

/** Ends a key at once. */
export async function revokeApiKey(actor: Actor, id: string, now: Date): Promise<Result<null>> {
	const notFound = failure('not-found', `API key ${id} is not there`);
	if (!may(actor, 'settings.manage')) return fail<Failure>(notFound);
	const changed = await installation().records.database.apiKey.updateMany({
		where: { workspaceId: actor.workspaceId, id, revokedAt: null },
		data: { revokedAt: now },
	});
	if (changed.count === 0) return fail<Failure>(notFound);
	await keepOwnKeys(actor);
	await recordAudit(actor, 'api-key.revoked', id, null);
	return ok(null);
}

/** Who a bearer key stands for; null for one that is unknown, expired or revoked. */
export async function actorOfApiKey(key: string, now: Date): Promise<Actor | null> {
	if (!keyShape.test(key)) return null;
	const { database } = installation().records;
	const row = await database.apiKey.findUnique({ where: { keyHash: hashOf(key) } });
	if (row === null || row.revokedAt !== null || row.expiresAt <= now) return null;
	if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > 60_000) {
		await database.apiKey.update({
			where: { workspaceId_id: { workspaceId: row.workspaceId, id: row.id } },
			data: { lastUsedAt: now },
		});
	}
	return {
		type: 'api-key',
		id: row.id,
		name: row.name,
		workspaceId: workspaceId(row.workspaceId),
		role: row.role,
		scopes: row.scopes.filter((scope): scope is Permission =>
			(permissions as readonly string[]).includes(scope),
		),
	};
}

const viewOf = (row: {
	id: string;
	name: string;
	role: Role;
	scopes: string[];
	expiresAt: Date;
	revokedAt: Date | null;
	lastUsedAt: Date | null;
	createdAt: Date;
}): ApiKeyView => ({
	id: row.id,
	name: row.name,
	role: row.role,
	scopes: row.scopes,
	expiresAt: row.expiresAt.toISOString(),
	revokedAt: row.revokedAt?.toISOString() ?? null,
	lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
	createdAt: row.createdAt.toISOString(),
});
