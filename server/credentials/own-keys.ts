import type { Actor } from '@/core/access/permissions.ts';
import { bareCredential, type Scope, type ScopeLevel } from '@/core/credentials/credential.ts';
import { valueOrNone } from '@/core/credentials/fact.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { installation } from '@/server/installation/installation.ts';
import { keepCredentials } from './keep.ts';

const keysMax = 10_000;

/**
 * Keeps the console's own API keys in the inventory of their workspace, like any other credential. The
 * same again changes nothing.
 *
 * @param fresh a key that was made just now: its fingerprint is known this once, so that it is
 *   recognised where a log shows it
 */
export async function keepOwnKeys(
	actor: Actor,
	fresh: { readonly id: string; readonly key: string } | null = null,
): Promise<void> {
	const rows = await installation().records.database.apiKey.findMany({
		where: { workspaceId: actor.workspaceId, ...(fresh === null ? {} : { id: fresh.id }) },
		orderBy: { createdAt: 'desc' },
		take: keysMax,
	});
	const hmac = workspaceHmac(actor);
	await keepCredentials(
		actor,
		rows.map((row) => ({
			credential: {
				...bareCredential('aftertrace-api-key', 'aftertrace'),
				name: row.name,
				providerId: row.id,
				fingerprints:
					fresh === null
						? []
						: [
								{
									fingerprint: hmac('fingerprint', fresh.key).slice(0, 20),
									since: row.createdAt.toISOString(),
									until: null,
								},
							],
				principal: row.createdBy,
				scopes: { state: 'value' as const, value: row.scopes.map(scopeOf) },
				issuedAt: row.createdAt.toISOString(),
				expiresAt: { state: 'value' as const, value: row.expiresAt.toISOString() },
				lastUsedAt: valueOrNone(row.lastUsedAt?.toISOString() ?? null),
				revokedAt: row.revokedAt?.toISOString() ?? null,
				status: row.revokedAt === null ? ('active' as const) : ('revoked' as const),
				sources: ['aftertrace'],
			},
			sightings: [],
			uses: [],
		})),
	);
}

function scopeOf(permission: string): Scope {
	const [, verb = ''] = permission.split('.');
	const levels: Readonly<Record<string, ScopeLevel>> = { read: 'read', manage: 'admin' };
	return {
		provider: 'aftertrace',
		permission,
		resource: '*',
		environment: 'unknown',
		level: levels[verb] ?? 'write',
	};
}
