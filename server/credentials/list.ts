import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { AssessedCredential } from '@/core/credentials/assessed.ts';
import {
	type CredentialSighting,
	type CredentialUse,
	credentialStatuses,
} from '@/core/credentials/credential.ts';
import { detailOf } from '@/core/credentials/detail.ts';
import { expiryView } from '@/core/credentials/expiry.ts';
import { factStates } from '@/core/credentials/fact.ts';
import { findingKinds } from '@/core/credentials/finding.ts';
import { kindTitle } from '@/core/credentials/imports/kinds.ts';
import { scopeMatrix } from '@/core/credentials/matrix.ts';
import { rowOf } from '@/core/credentials/row.ts';
import { findingCounts, sprawlView } from '@/core/credentials/sprawl.ts';
import type {
	Count,
	CredentialDetail,
	CredentialPage,
	ExpiryView,
	ScopeMatrixView,
	SprawlView,
} from '@/core/credentials/views.ts';
import { environments } from '@/core/incidents/document.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { assessedInventory, sightingOfRow, usageOfRow } from './inventory.ts';

/** What a list of credentials can be narrowed by. Parsed from a request's or page's parameters. */
export const credentialFilterSchema = z.object({
	/** Words that its title, kind, provider's id, owner or a storage place must hold. */
	query: z.string().max(200).optional(),
	kind: z.string().max(100).optional(),
	provider: z.string().max(100).optional(),
	owner: z.string().max(200).optional(),
	environment: z.enum(environments).optional(),
	status: z.enum(credentialStatuses).optional(),
	finding: z.enum(findingKinds).optional(),
	expiry: z.enum(factStates).optional(),
	cursor: z.string().max(100).optional(),
	limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type CredentialFilter = z.infer<typeof credentialFilterSchema>;

export const pageParamsSchema = z.object({
	cursor: z.string().max(100).optional(),
	limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type PageParams = z.infer<typeof pageParamsSchema>;

/** The workspace's credentials, gravest first. Who may not read sees none. */
export async function listCredentials(
	actor: Actor,
	filter: CredentialFilter = credentialFilterSchema.parse({}),
): Promise<Result<CredentialPage>> {
	const offset = offsetOf(filter.cursor);
	if (offset === null) return fail(badCursor);
	const all = await readable(actor);
	const found = all.credentials.filter((each) => matches(each, filter));
	const page = found.slice(offset, offset + filter.limit);
	return ok({
		credentials: page.map((each) => rowOf(each, all.now)),
		total: found.length,
		nextCursor: next(offset, filter.limit, found.length),
		facets: facetsOf(all.credentials),
	});
}

/** One credential with all that its page shows. */
export async function getCredential(actor: Actor, id: string): Promise<Result<CredentialDetail>> {
	const all = await readable(actor);
	const assessed = all.byId.get(id);
	if (assessed === undefined) return fail(notFound(id));
	const first = pageParamsSchema.parse({});
	const sightings = await listSightings(actor, id, first);
	const uses = await listUses(actor, id, first);
	if (!sightings.ok) return sightings;
	if (!uses.ok) return uses;
	const latest = { sightings: sightings.value.sightings, uses: uses.value.uses };
	return ok(detailOf(assessed, latest, all.resources, all.now));
}

export async function listSightings(
	actor: Actor,
	id: string,
	{ cursor, limit }: PageParams,
): Promise<Result<{ sightings: CredentialSighting[]; nextCursor: string | null }>> {
	const offset = offsetOf(cursor);
	if (offset === null) return fail(badCursor);
	if (!(await isThere(actor, id))) return fail(notFound(id));
	const rows = await installation().records.database.sighting.findMany({
		where: { workspaceId: actor.workspaceId, credentialId: id },
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
		nextCursor: next(offset, limit, offset + rows.length),
	});
}

export async function listUses(
	actor: Actor,
	id: string,
	{ cursor, limit }: PageParams,
): Promise<Result<{ uses: CredentialUse[]; nextCursor: string | null }>> {
	const offset = offsetOf(cursor);
	if (offset === null) return fail(badCursor);
	if (!(await isThere(actor, id))) return fail(notFound(id));
	const rows = await installation().records.database.credentialUse.findMany({
		where: { workspaceId: actor.workspaceId, credentialId: id },
		orderBy: [{ timeMicros: { sort: 'desc', nulls: 'last' } }, { eventId: 'asc' }],
		skip: offset,
		take: limit + 1,
	});
	return ok({
		uses: rows.slice(0, limit).map(usageOfRow),
		nextCursor: next(offset, limit, offset + rows.length),
	});
}

/** When the workspace's credentials end. */
export async function credentialExpiry(actor: Actor): Promise<Result<ExpiryView>> {
	const { credentials, now } = await readable(actor);
	return ok(expiryView(credentials, now));
}

/** Granted against used scopes, of the credentials that match the filter. */
export async function credentialScopes(
	actor: Actor,
	filter: CredentialFilter = credentialFilterSchema.parse({}),
): Promise<Result<ScopeMatrixView>> {
	const { credentials } = await readable(actor);
	return ok(scopeMatrix(credentials.filter((each) => matches(each, filter))));
}

/** Token sprawl, for managers. */
export async function credentialSprawl(actor: Actor): Promise<Result<SprawlView>> {
	const { credentials, now } = await readable(actor);
	return ok(sprawlView(credentials, now));
}

/** What the actor may read: nothing, for whom the role does not allow it. */
const readable = async (actor: Actor) =>
	may(actor, 'credentials.read')
		? assessedInventory(actor)
		: {
				credentials: [],
				byId: new Map<string, AssessedCredential>(),
				resources: [],
				now: new Date().toISOString(),
			};

async function isThere(actor: Actor, id: string): Promise<boolean> {
	if (!may(actor, 'credentials.read')) return false;
	const row = await installation().records.database.credential.findUnique({
		where: { workspaceId_id: { workspaceId: actor.workspaceId, id } },
		select: { id: true },
	});
	return row !== null;
}

function matches(
	{ credential, findings, id }: AssessedCredential,
	filter: CredentialFilter,
): boolean {
	const { owner, environments: environmentsOf } = credential;
	const isIn = <T>(wanted: T | undefined, given: T) => wanted === undefined || wanted === given;
	return (
		isIn(filter.kind, credential.kind) &&
		isIn(filter.provider, credential.provider) &&
		isIn(filter.status, credential.status) &&
		isIn(filter.expiry, credential.expiresAt.state) &&
		isIn(filter.owner, owner.state === 'value' ? owner.value : owner.state) &&
		(filter.environment === undefined || environmentsOf.includes(filter.environment)) &&
		(filter.finding === undefined || findings.some(({ kind }) => kind === filter.finding)) &&
		holdsWords(filter.query ?? '', [
			id,
			credential.name,
			credential.kind,
			credential.provider,
			credential.providerId,
			credential.principal,
			owner.state === 'value' ? owner.value : null,
			...credential.storedAt,
			...credential.fingerprints.map((each) => each.fingerprint),
		])
	);
}

function holdsWords(query: string, texts: readonly (string | null)[]): boolean {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return true;
	const text = texts
		.filter((each) => each !== null)
		.join('\n')
		.toLowerCase();
	return words.every((word) => text.includes(word));
}

function facetsOf(all: readonly AssessedCredential[]): CredentialPage['facets'] {
	const counted = (
		keys: (each: AssessedCredential) => readonly string[],
		title: (key: string) => string = (key) => key,
	): Count[] => {
		const counts = new Map<string, number>();
		for (const each of all)
			for (const key of keys(each)) counts.set(key, (counts.get(key) ?? 0) + 1);
		return [...counts]
			.map(([key, count]) => ({ key, title: title(key), count }))
			.sort((a, b) => b.count - a.count || a.key.localeCompare(b.key));
	};
	return {
		kind: counted(({ credential }) => [credential.kind], kindTitle),
		provider: counted(({ credential }) => [credential.provider]),
		owner: counted(({ credential: { owner } }) => [
			owner.state === 'value' ? owner.value : owner.state,
		]),
		environment: counted(({ credential }) => credential.environments),
		status: counted(({ credential }) => [credential.status]),
		finding: findingCounts(all).map(({ key, title, count }) => ({ key, title, count })),
	};
}

function offsetOf(cursor: string | undefined): number | null {
	const offset = Number(cursor ?? '0');
	return Number.isSafeInteger(offset) && offset >= 0 ? offset : null;
}

const next = (offset: number, limit: number, total: number): string | null =>
	offset + limit < total ? String(offset + limit) : null;

const badCursor: Failure = failure(
	'invalid-input',
	'the cursor is not one of this list; leave it out',
);

export const notFound = (id: string): Failure =>
	failure('not-found', `credential ${id} is not there`);
