import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { caseEvents } from './case-store.ts';
import { credentialStore } from './credential-store.ts';
import type { EventEngine, QueryParams } from './engine.ts';
import type { EventPage, EventRow, EventSearch, EventStore, StoreReceipt } from './port.ts';
import type { Queries, QueryName } from './queries.ts';
import { readQuery } from './query.ts';
import { type EncodedRows, encodeRows, eventOf, eventRowOf, rowStructure } from './rows.ts';
import { sourceRow } from './source-row.ts';

/** Ids that one look-up takes. */
const idsAskedMax = 2_000;
const byIdsMax = 5_000;
const runsMax = 50_000;
const searchLimitMax = 1_000;
/** Bounds of what a time can be: null stands as 1970, and readers refuse the year 2100. */
const EARLIEST = 0;
const LATEST = 4_102_444_800_000_000;

const notFound = (what: string): Failure => failure('not-found', `${what} is not there`);

/** The event store over an engine whose migrations are applied. */
export function eventStore(engine: EventEngine, queries: Queries): EventStore {
	// One writer at a time: asking what is stored and inserting the rest must not interleave.
	let writing: Promise<unknown> = Promise.resolve();

	const read = async <T>(
		actor: Actor,
		name: QueryName,
		params: QueryParams,
		row: (value: unknown) => T,
	) => {
		if (!may(actor, 'events.read')) return fail(notFound('the event'));
		const rows = await engine.rows<unknown>(queries[name], {
			workspace: actor.workspaceId,
			...params,
		});
		return ok(rows.map(row));
	};
	const events = (actor: Actor, name: QueryName, params: QueryParams): Promise<Result<Event[]>> =>
		read(actor, name, params, eventOf);

	const storeRows: EventStore['storeRows'] = async (actor, rows) => {
		if (!may(actor, 'events.ingest')) {
			return fail(failure('forbidden', 'your role does not allow sending events'));
		}
		const mine = writing.then(() => insertNew(engine, queries, actor, rows));
		writing = mine.catch(() => {});
		return ok(await mine);
	};

	return {
		credentials: credentialStore(engine, queries),
		store: async (actor, batch) => {
			const rows = encodeRows(actor.workspaceId, batch);
			const receipt = await storeRows(actor, rows);
			const repeated = batch.length - rows.ids.length;
			return receipt.ok
				? ok({ ...receipt.value, duplicates: receipt.value.duplicates + repeated })
				: receipt;
		},
		storeRows,
		search: (actor, search) => searchEvents(engine, queries, actor, search),
		get: async (actor, id) => {
			const found = await events(actor, 'event-by-id', { id });
			if (!found.ok) return found;
			const event = found.value[0];
			return event === undefined ? fail(notFound(`event ${id}`)) : ok(event);
		},
		byIds: (actor, ids) =>
			events(actor, 'events-by-ids', { ids: ids.slice(0, byIdsMax), limit: byIdsMax }),
		after: (actor, { from, to, after, limit }) =>
			events(actor, 'events-after', {
				afterTime: after?.time ?? from ?? EARLIEST,
				afterOrder: after?.order ?? Number.MIN_SAFE_INTEGER,
				afterId: after?.id ?? '',
				to,
				limit,
			}),
		countBetween: async (actor, from, to) => {
			const counted = await read(
				actor,
				'count-events-between',
				{ from: from ?? EARLIEST, to, limit: 1_000_000_000 },
				(row) => countRow.parse(row),
			);
			return counted.ok ? ok(counted.value[0]?.events ?? 0) : counted;
		},
		ofRuns: (actor, runs, limit) => events(actor, 'events-of-runs', { runs, limit }),
		providerRecordsBetween: (actor, from, to, limit) =>
			events(actor, 'provider-records-between', { from, to, limit }),
		recentProviderRecords: (actor, limit) => events(actor, 'recent-provider-records', { limit }),
		runsBetween: (actor, from, to, limit) =>
			read(actor, 'runs-between', { from, to, limit }, (row) => runRow.parse(row).run_id),
		sources: (actor, limit) => read(actor, 'sources', { limit }, (row) => sourceRow.parse(row)),
		extentOfImport: async (actor, importId) => {
			const params = { import: importId, limit: runsMax };
			const found = await read(actor, 'extent-of-import', params, (row) => extentRow.parse(row));
			if (!found.ok) return found;
			const extent = found.value[0];
			return ok({
				runs: extent?.runs ?? [],
				providerFrom: extent?.provider_from ?? null,
				providerTo: extent?.provider_to ?? null,
			});
		},
		cases: caseEvents({ rows: read, events }),
		count: async (actor) => {
			const counted = await read(actor, 'count-events', { limit: 1_000_000_000 }, (row) =>
				countRow.parse(row),
			);
			return counted.ok ? ok(counted.value[0]?.events ?? 0) : counted;
		},
		ping: () => engine.run('SELECT 1'),
		close: async () => {
			await writing;
			await engine.close();
		},
	};
}

const runRow = z.object({ run_id: z.string() });
const idRow = z.object({ id: z.string() });
const extentRow = z.object({
	runs: z.array(z.string()),
	provider_from: z.number().nullable(),
	provider_to: z.number().nullable(),
});
const countRow = z.object({ events: z.number() });

/** Inserts the rows that the store does not hold. */
async function insertNew(
	engine: EventEngine,
	queries: Queries,
	actor: Actor,
	rows: EncodedRows,
): Promise<StoreReceipt> {
	const stored = new Set<string>();
	for (let start = 0; start < rows.ids.length; start += idsAskedMax) {
		const times = rows.times.slice(start, start + idsAskedMax);
		const found = await engine.rows<unknown>(queries['existing-ids'], {
			workspace: actor.workspaceId,
			ids: rows.ids.slice(start, start + idsAskedMax),
			from: Math.min(...times),
			to: Math.max(...times),
			limit: idsAskedMax,
		});
		for (const row of found) stored.add(idRow.parse(row).id);
	}
	const fresh = freshParts(rows, stored);
	if (fresh.length > 0) await engine.insertRows(queries['insert-events'], rowStructure, fresh);
	return { inserted: rows.ids.length - stored.size, duplicates: stored.size };
}

/** The bytes of the rows that are not stored, neighbours in one piece. */
function freshParts(rows: EncodedRows, stored: ReadonlySet<string>): Uint8Array[] {
	if (stored.size === 0) return rows.ids.length === 0 ? [] : [rows.bytes];
	const parts: Uint8Array[] = [];
	let from = -1;
	for (let i = 0; i <= rows.ids.length; i++) {
		const isFresh = i < rows.ids.length && !stored.has(rows.ids[i] as string);
		if (isFresh && from === -1) from = rows.starts[i] as number;
		if (isFresh || from === -1) continue;
		parts.push(rows.bytes.subarray(from, rows.starts[i] ?? rows.bytes.length));
		from = -1;
	}
	return parts;
}

async function searchEvents(
	engine: EventEngine,
	queries: Queries,
	actor: Actor,
	search: EventSearch,
): Promise<Result<EventPage>> {
	if (!may(actor, 'events.read')) return ok({ events: [], nextCursor: null });
	const conditions = readQuery(search.query);
	if (!conditions.ok) return conditions;
	const cursor = readCursor(search.cursor);
	if (cursor === null) {
		return fail(failure('invalid-input', 'the cursor is not one of this list; leave it out'));
	}
	const limit = Math.max(1, Math.min(searchLimitMax, search.limit));
	const sql = queries['search-events'].replace('{filters}', () => conditions.value.sql);
	const rows = await engine.rows<unknown>(sql, {
		...conditions.value.params,
		workspace: actor.workspaceId,
		from: search.from ?? EARLIEST,
		to: search.to ?? LATEST,
		cursorTime: cursor.time,
		cursorOrder: cursor.order,
		cursorId: cursor.id,
		limit: limit + 1,
	});
	const events = rows.slice(0, limit).map(eventRowOf);
	const last = events.at(-1);
	return ok({
		events,
		nextCursor: rows.length > limit && last !== undefined ? cursorAfter(last) : null,
	});
}

const cursorSchema = z.tuple([z.number(), z.number(), z.string()]);

const cursorAfter = (row: EventRow): string =>
	Buffer.from(JSON.stringify([row.timeMicros ?? 0, row.order, row.id])).toString('base64url');

/** The place after which to go on; null when it cannot be read. */
function readCursor(cursor: string | null): { time: number; order: number; id: string } | null {
	if (cursor === null) return { time: LATEST, order: Number.MAX_SAFE_INTEGER, id: '' };
	try {
		const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
		if (!parsed.success) return null;
		const [time, order, id] = parsed.data;
		return { time, order, id };
	} catch {
		return null;
	}
}
