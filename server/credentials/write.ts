import type { Actor } from '@/core/access/permissions.ts';
import type { Credential, CredentialSighting } from '@/core/credentials/credential.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { markChanged } from './assess.ts';
import { type HeldCredential, type Kept, type KeptChange, microsOf } from './keep.ts';

/** Rows of one statement: the embedded engine holds the event loop while it works on one. */
const rowsAtOnce = 250;

/**
 * Writes credentials with their keys and sightings; answers what was new. Everything goes as
 * one JSON document a statement, which the embedded engine takes ten times faster than rows.
 */
export async function writeKept(
	records: Prisma.TransactionClient,
	actor: Actor,
	touched: readonly HeldCredential[],
): Promise<Kept> {
	const { workspaceId } = actor;
	const changes = touched.flatMap(changeOf);
	await writeCredentials(records, workspaceId, touched);
	for (const held of touched)
		for (const id of held.absorbed) await moveRows(records, workspaceId, id, held.id);
	await inParts(
		keyRows(touched),
		(rows) =>
			records.$executeRaw`
			INSERT INTO "CredentialKey" ("workspaceId", key, "credentialId")
			SELECT ${workspaceId}, r.key, r."credentialId"
			FROM jsonb_to_recordset(${rows}::jsonb) AS r(key text, "credentialId" text)
			ON CONFLICT DO NOTHING`,
	);
	const sightingsAdded = await inParts(
		sightingRows(touched),
		(rows) =>
			records.$executeRaw`
			INSERT INTO "Sighting" ("workspaceId", "credentialId", "eventId", field, label, "timeMicros",
				path, place, file, command, "runId", machine, person)
			SELECT ${workspaceId}, r."credentialId", r."eventId", r.field, r.label, r."timeMicros",
				r.path, r.place, r.file, r.command, r."runId", r.machine, r.person
			FROM jsonb_to_recordset(${rows}::jsonb) AS r("credentialId" text, "eventId" text, field text,
				label text, "timeMicros" bigint, path text, place text, file text, command text,
				"runId" text, machine text, person text)
			ON CONFLICT DO NOTHING`,
	);
	const seen = touched.filter((held) => held.isUsed || held.sightings.length > 0);
	const ids = [...new Set([...changes, ...seen].map(({ id }) => id))];
	if (ids.length > 0) await markChanged(records, actor, ids);
	const added = changes.filter((each) => each.change === 'added').length;
	return {
		added,
		changed: changes.length - added,
		unchanged: touched.length - changes.length,
		sightingsAdded,
		changes,
	};
}

function changeOf(held: HeldCredential): KeptChange[] {
	const { id, credential, before, absorbed } = held;
	if (before === null) return [{ id, credential, change: 'added', fields: [] }];
	const fields = (Object.keys(credential) as (keyof Credential)[]).filter(
		(field) => ordered(credential[field]) !== ordered(before[field]),
	);
	if (absorbed.length > 0) return [{ id, credential, change: 'merged', fields }];
	return fields.length === 0 ? [] : [{ id, credential, change: 'changed', fields }];
}

/** JSON with its keys in order: the store gives them back in its own. */
const ordered = (given: unknown): string =>
	JSON.stringify(given, (_, value) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	) ?? 'null';

async function writeCredentials(
	records: Prisma.TransactionClient,
	workspaceId: string,
	touched: readonly HeldCredential[],
): Promise<void> {
	const rows = touched.map(({ id, credential, firstSeenMicros, lastSeenMicros }) => ({
		id,
		kind: credential.kind,
		provider: credential.provider,
		name: credential.name,
		status: credential.status,
		document: credential,
		first: firstSeenMicros,
		last: lastSeenMicros,
	}));
	await inParts(
		rows,
		(part) =>
			records.$executeRaw`
			INSERT INTO "Credential" AS c ("workspaceId", id, kind, provider, name, status, document,
				"firstSeenMicros", "lastSeenMicros")
			SELECT ${workspaceId}, r.id, r.kind, r.provider, r.name, r.status, r.document, r.first, r.last
			FROM jsonb_to_recordset(${part}::jsonb) AS r(id text, kind text, provider text, name text,
				status text, document jsonb, first bigint, last bigint)
			ON CONFLICT ("workspaceId", id) DO UPDATE SET
				kind = EXCLUDED.kind, provider = EXCLUDED.provider, name = EXCLUDED.name,
				status = EXCLUDED.status, document = EXCLUDED.document,
				"updatedAt" = CASE WHEN c.document = EXCLUDED.document THEN c."updatedAt"
					ELSE CURRENT_TIMESTAMP END,
				"firstSeenMicros" = LEAST(c."firstSeenMicros", EXCLUDED."firstSeenMicros"),
				"lastSeenMicros" = GREATEST(c."lastSeenMicros", EXCLUDED."lastSeenMicros")`,
	);
}

/** Sightings, uses and keys of a credential that turned out to be another. */
async function moveRows(
	records: Prisma.TransactionClient,
	workspaceId: string,
	from: string,
	to: string,
): Promise<void> {
	await records.$executeRaw`
		INSERT INTO "Sighting" SELECT (jsonb_populate_record(s, jsonb_build_object('credentialId', ${to}::text))).*
		FROM "Sighting" s WHERE "workspaceId" = ${workspaceId} AND "credentialId" = ${from}
		ON CONFLICT DO NOTHING`;
	await records.$executeRaw`
		UPDATE "Credential" SET "mergedInto" = CASE WHEN id = ${to} THEN NULL ELSE ${to} END
		WHERE "workspaceId" = ${workspaceId} AND "mergedInto" = ${from}`;
	await records.$executeRaw`
		INSERT INTO "CredentialKey" ("workspaceId", key, "credentialId")
		SELECT "workspaceId", key, ${to} FROM "CredentialKey"
		WHERE "workspaceId" = ${workspaceId} AND "credentialId" = ${from}
		ON CONFLICT DO NOTHING`;
	await records.$executeRaw`
		UPDATE "Credential" c SET manual = o.manual || c.manual || jsonb_build_object('marks',
				coalesce(o.manual->'marks', '[]') || coalesce(c.manual->'marks', '[]')),
			"firstSeenMicros" = LEAST(c."firstSeenMicros", o."firstSeenMicros"),
			"lastSeenMicros" = GREATEST(c."lastSeenMicros", o."lastSeenMicros")
		FROM "Credential" o
		WHERE c."workspaceId" = ${workspaceId} AND c.id = ${to}
			AND o."workspaceId" = ${workspaceId} AND o.id = ${from}`;
	await records.$executeRaw`
		DELETE FROM "Credential" WHERE "workspaceId" = ${workspaceId} AND id = ${from}`;
}

async function inParts<T>(
	rows: readonly T[],
	write: (json: string) => Promise<number>,
): Promise<number> {
	let written = 0;
	for (let start = 0; start < rows.length; start += rowsAtOnce)
		written += await write(JSON.stringify(rows.slice(start, start + rowsAtOnce)));
	return written;
}

const keyRows = (touched: readonly HeldCredential[]) =>
	touched.flatMap(({ id, keys }) => [...keys].map((key) => ({ key, credentialId: id })));

function sightingRows(touched: readonly HeldCredential[]) {
	const row = (credentialId: string, sighting: CredentialSighting) => {
		const { at, source, ...rest } = sighting;
		return { credentialId, ...rest, timeMicros: microsOf(at), path: source };
	};
	return touched.flatMap(({ id, sightings }) => sightings.map((each) => row(id, each)));
}
