import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { assessByPolicy } from '@/core/credentials/assess-by-policy.ts';
import type { CredentialSighting, CredentialUse } from '@/core/credentials/credential.ts';
import { detailOf } from '@/core/credentials/detail.ts';
import { findingKinds } from '@/core/credentials/finding.ts';
import { findingTitles } from '@/core/credentials/finding-titles.ts';
import { kindTitle } from '@/core/credentials/imports/kinds.ts';
import { rowAsOf } from '@/core/credentials/row.ts';
import type { Count, CredentialDetail, CredentialPage } from '@/core/credentials/views.ts';
import type { WorkspaceId } from '@/core/event/ids.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { freshen } from './assess.ts';
import { type KnownCredential, knownCredentials, tracesOf } from './known.ts';
import { policyInForce } from './policy.ts';
import { workspaceResources } from './resources.ts';
import {
	type CredentialFilter,
	conditionsOf,
	credentialFilterSchema,
	orderOf,
	readCursor,
	writeCursor,
} from './row-filter.ts';
import { ofRows } from './rows.ts';
import { sightingOfRow, type UseRow, usageOfRow } from './traces.ts';

export const pageParamsSchema = z.object({
	cursor: z.string().max(500).optional(),
	limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type PageParams = z.infer<typeof pageParamsSchema>;

const facetNames = [
	'kind',
	'provider',
	'owner',
	'environment',
	'status',
	'tag',
	'finding',
] as const;
type Facets = CredentialPage['facets'];
const noFacets: Facets = {
	kind: [],
	provider: [],
	owner: [],
	environment: [],
	status: [],
	tag: [],
	finding: [],
};
const facetRowsMax = 5_000;

interface ListRow {
	readonly id: string;
	readonly rank: number;
	readonly sort_key: number | string;
}

/** The workspace's credentials, gravest first or as asked. Who may not read sees none. */
export async function listCredentials(
	actor: Actor,
	filter: CredentialFilter = credentialFilterSchema.parse({}),
): Promise<Result<CredentialPage>> {
	const after = readCursor(filter.cursor, filter.sort);
	if (after === false) return fail(badCursor);
	const empty = { credentials: [], total: 0, nextCursor: null, pending: 0, facets: noFacets };
	if (!may(actor, 'credentials.read')) return ok(empty);
	const at = new Date();
	const pending = await freshen(actor, at);
	const store = installation().events.credentials;
	const { workspaceId } = actor;
	const conditions = conditionsOf(filter, at.getTime() * 1_000);
	const order = orderOf(filter.sort, after);
	const [rows, counted, facets] = await Promise.all([
		store.rows<ListRow>(
			workspaceId,
			'credential-list',
			{ ...conditions.params, ...order.params, limit: filter.limit + 1 },
			{ ...order.own, filters: conditions.sql },
		),
		store.rows<{ credentials: number }>(workspaceId, 'credential-count', conditions.params, {
			filters: conditions.sql,
		}),
		after === null ? ofRows(actor, 'facets', () => facetsOf(workspaceId)) : noFacets,
	]);
	const page = rows.slice(0, filter.limit);
	const last = page.at(-1);
	const now = at.toISOString();
	const faces = await store.faces(
		workspaceId,
		page.map(({ id }) => id),
	);
	return ok({
		credentials: faces.map((row) => rowAsOf(row, now)),
		total: counted[0]?.credentials ?? 0,
		nextCursor:
			last === undefined || rows.length <= filter.limit
				? null
				: writeCursor(filter.sort, { rank: last.rank, key: last.sort_key, id: last.id }),
		pending,
		facets,
	});
}

async function facetsOf(workspaceId: WorkspaceId): Promise<Facets> {
	const rows = await installation().events.credentials.rows<{
		facet: string;
		key: string;
		credentials: number;
	}>(workspaceId, 'credential-facets', { limit: facetRowsMax });
	const facets = { ...noFacets };
	for (const name of facetNames) {
		facets[name] = rows
			.filter(({ facet }) => facet === name)
			.map(({ key, credentials }): Count => ({ key, title: key, count: credentials }));
	}
	const byKind = new Map(facets.finding.map(({ key, count }) => [key, count]));
	return {
		...facets,
		kind: facets.kind.map((each) => ({ ...each, title: kindTitle(each.key) })),
		finding: findingKinds.flatMap((kind) => {
			const count = byKind.get(kind);
			return count === undefined ? [] : [{ key: kind, title: findingTitles[kind], count }];
		}),
	};
}

/** One credential with all that its page shows. */
export async function getCredential(actor: Actor, id: string): Promise<Result<CredentialDetail>> {
	const known = await readable(actor, id);
	if (known === null) return fail(notFound(id));
	const now = new Date().toISOString();
	const resources = await workspaceResources(actor);
	const first = pageParamsSchema.parse({});
	const [sightings, uses] = await Promise.all([
		sightingsOf(actor, known, first),
		usesOf(actor, known, first),
	]);
	if (!sightings.ok) return sightings;
	if (!uses.ok) return uses;
	const latest = { sightings: sightings.value.sightings, uses: uses.value.uses };
	const policy = await policyInForce(actor);
	return ok(detailOf(assessByPolicy(known, resources, policy, now), latest, resources, now));
}

export async function listSightings(
	actor: Actor,
	id: string,
	page: PageParams,
): Promise<Result<{ sightings: CredentialSighting[]; nextCursor: string | null }>> {
	const traces = may(actor, 'credentials.read') ? await tracesOf(actor, id) : null;
	return traces === null ? fail(notFound(id)) : sightingsOf(actor, traces, page);
}

export async function listUses(
	actor: Actor,
	id: string,
	page: PageParams,
): Promise<Result<{ uses: CredentialUse[]; nextCursor: string | null }>> {
	const traces = may(actor, 'credentials.read') ? await tracesOf(actor, id) : null;
	return traces === null ? fail(notFound(id)) : usesOf(actor, traces, page);
}

async function readable(actor: Actor, id: string): Promise<KnownCredential | null> {
	if (!may(actor, 'credentials.read')) return null;
	const [known] = await knownCredentials(actor, [id]);
	return known ?? null;
}

async function sightingsOf(
	actor: Actor,
	{ memberIds }: Pick<KnownCredential, 'memberIds'>,
	{ cursor, limit }: PageParams,
): Promise<Result<{ sightings: CredentialSighting[]; nextCursor: string | null }>> {
	const offset = Number(cursor ?? '0');
	if (!Number.isSafeInteger(offset) || offset < 0) return fail(badCursor);
	const rows = await installation().records.database.sighting.findMany({
		where: { workspaceId: actor.workspaceId, credentialId: { in: [...memberIds] } },
		orderBy: [
			{ timeMicros: { sort: 'desc', nulls: 'last' } },
			{ eventId: 'asc' },
			{ field: 'asc' },
		],
		skip: offset,
		take: limit + 1,
	});
	return ok({
		sightings: rows.slice(0, limit).map(sightingOfRow),
		nextCursor: rows.length > limit ? String(offset + limit) : null,
	});
}

/** Beyond every time that an event can have. */
const latestMicros = 8_000_000_000_000_000;
const useCursorSchema = z.tuple([z.number(), z.string()]);

async function usesOf(
	actor: Actor,
	{ keys }: Pick<KnownCredential, 'keys'>,
	{ cursor, limit }: PageParams,
): Promise<Result<{ uses: CredentialUse[]; nextCursor: string | null }>> {
	const after = cursor === undefined ? { time: latestMicros, id: '' } : readUseCursor(cursor);
	if (after === null) return fail(badCursor);
	if (keys.length === 0) return ok({ uses: [], nextCursor: null });
	const rows = await installation().events.credentials.rows<UseRow & { sort_micros: number }>(
		actor.workspaceId,
		'uses-of-keys',
		{ keys: [...keys], cursorTime: after.time, cursorId: after.id, limit: limit + 1 },
	);
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return ok({
		uses: page.map(usageOfRow),
		nextCursor:
			last === undefined || rows.length <= limit
				? null
				: Buffer.from(JSON.stringify([last.sort_micros, last.event_id])).toString('base64url'),
	});
}

function readUseCursor(cursor: string): { time: number; id: string } | null {
	try {
		const read = useCursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
		return read.success ? { time: read.data[0], id: read.data[1] } : null;
	} catch {
		return null;
	}
}

const badCursor: Failure = failure(
	'invalid-input',
	'the cursor is not one of this list; leave it out',
);

export const notFound = (id: string): Failure =>
	failure('not-found', `credential ${id} is not there`);
