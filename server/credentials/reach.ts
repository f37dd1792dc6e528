import { type Actor, may } from '@/core/access/permissions.ts';
import { assessByPolicy } from '@/core/credentials/assess-by-policy.ts';
import { reachOf } from '@/core/credentials/reach.ts';
import { reachTrees } from '@/core/credentials/reach-view.ts';
import { rowOf } from '@/core/credentials/row.ts';
import type { ReachList, ReachView } from '@/core/credentials/views.ts';
import { fail, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { freshen } from './assess.ts';
import { knownCredentials } from './known.ts';
import { notFound } from './list.ts';
import { policyInForce } from './policy.ts';
import { workspaceResources } from './resources.ts';

const listMax = 100;

/** What one credential can read, change and destroy, and which copies fall with the data. */
export async function credentialReach(actor: Actor, id: string): Promise<Result<ReachView>> {
	const [known] = may(actor, 'credentials.read') ? await knownCredentials(actor, [id]) : [];
	if (known === undefined) return fail(notFound(id));
	const now = new Date().toISOString();
	const resources = await workspaceResources(actor);
	const reach = reachOf(known.credential, resources);
	const counts = { read: 0, write: 0, admin: 0, destroy: 0 };
	for (const { level } of reach) counts[level]++;
	return ok({
		credential: rowOf(assessByPolicy(known, resources, await policyInForce(actor), now), now),
		...reachTrees(reach, resources),
		counts,
		copies: reach.filter(({ copyOf }) => copyOf !== null).length,
		resourcesKnown: resources.length,
	});
}

/** Which credentials reach anything, gravest first; at most 100 of them. */
export async function credentialsThatReach(actor: Actor): Promise<Result<ReachList>> {
	if (!may(actor, 'credentials.read')) return ok({ credentials: [], total: 0, alarms: 0 });
	await freshen(actor);
	const store = installation().events.credentials;
	const { workspaceId } = actor;
	const counted = async (filters: string) =>
		(await store.rows<{ credentials: number }>(workspaceId, 'credential-count', {}, { filters }))[0]
			?.credentials ?? 0;
	const isLive = "AND status != 'revoked' AND reaches > 0";
	const [rows, total, alarms] = await Promise.all([
		store.rows<{ id: string; reaches: number; destroys: number; alarm: number }>(
			workspaceId,
			'credential-reachers',
			{ limit: listMax },
		),
		counted(isLive),
		counted(`${isLive} AND has(findings, 'can-destroy-backups')`),
	]);
	const faces = await store.faces(
		workspaceId,
		rows.map(({ id }) => id),
	);
	const found = new Map(rows.map((row) => [row.id, row]));
	return ok({
		credentials: faces.map(({ id, title, kindTitle, severity }) => {
			const { reaches = 0, destroys = 0, alarm = 0 } = found.get(id) ?? {};
			return { id, title, kindTitle, severity, reaches, destroys, isAlarm: alarm === 1 };
		}),
		total,
		alarms,
	});
}
