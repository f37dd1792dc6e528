import { createHash } from 'node:crypto';
import { type Actor, may } from '@/core/access/permissions.ts';
import {
	type CorrelationHit,
	correlateHits,
	correlationsOn,
	type RuleHit,
} from '@/core/detection/rule-hits.ts';
import type { RunningRules } from '@/core/detection/running-rules.ts';
import { eventId } from '@/core/event/ids.ts';
import { installation } from '@/server/installation/installation.ts';

/** Hits of one rule that a workspace keeps; beyond it those of the earliest events go. */
export const hitsKeptMax = 10_000;
/** Hits that correlations are run over at once; of more, the latest. */
const correlatedMax = 50_000;
/** The embedded engine holds the event loop while it works on one statement. */
const insertedAtOnce = 500;

interface HitRow {
	readonly workspaceId: string;
	readonly id: string;
	readonly ruleId: string;
	readonly level: string;
	readonly reports: boolean;
	readonly eventIds: readonly string[];
	readonly timeMicros: number | null;
	readonly order: number;
	readonly values: RuleHit['values'];
	readonly importId: string;
}

const idOf = (ruleId: string, eventIds: readonly string[]): string =>
	createHash('sha256').update(`${ruleId}\0${eventIds.join()}`).digest('hex').slice(0, 32);

/**
 * Keeps what rules found in events that were stored, and what correlations make of it together with
 * what was found before: the state of correlations is the kept hits, so it outlives the process. The
 * same events again add nothing. Events of unknown time are kept, and no correlation counts them.
 */
export async function keepHits(
	actor: Actor,
	importId: string,
	hits: readonly RuleHit[],
	rules: RunningRules,
): Promise<void> {
	if (hits.length === 0 || !may(actor, 'events.ingest')) return;
	const { workspaceId } = actor;
	await insert(
		hits.map((hit) => ({
			workspaceId,
			id: idOf(hit.ruleId, [hit.eventId]),
			ruleId: hit.ruleId,
			level: hit.level,
			reports: hit.reports,
			eventIds: [hit.eventId],
			timeMicros: hit.timeMicros,
			order: hit.order,
			values: hit.values,
			importId,
		})),
	);
	const touched = new Set(hits.map((hit) => hit.ruleId));
	for (const id of await keepCorrelations(actor, importId, hits, rules)) touched.add(id);
	for (const ruleId of touched) await evict(actor, ruleId);
}

/** As one JSON document a statement, which costs a fraction of what rows with parameters cost. */
async function insert(rows: readonly HitRow[]): Promise<void> {
	const { database } = installation().records;
	for (let at = 0; at < rows.length; at += insertedAtOnce) {
		const part = JSON.stringify(rows.slice(at, at + insertedAtOnce));
		await database.$executeRaw`
			INSERT INTO "RuleHit" ("workspaceId", id, "ruleId", level, reports, "eventIds", "timeMicros",
				"order", values, "importId")
			SELECT r."workspaceId", r.id, r."ruleId", r.level, r.reports, r."eventIds", r."timeMicros",
				r."order", r.values, r."importId"
			FROM jsonb_to_recordset(${part}::jsonb) AS r("workspaceId" text, id text, "ruleId" text,
				level text, reports boolean, "eventIds" text[], "timeMicros" bigint, "order" bigint,
				values jsonb, "importId" text)
			ON CONFLICT DO NOTHING`;
	}
}

/** Runs the correlations that the new hits concern, over the kept hits round them. */
async function keepCorrelations(
	actor: Actor,
	importId: string,
	hits: readonly RuleHit[],
	{ rules, muted }: RunningRules,
): Promise<string[]> {
	const { database } = installation().records;
	const { workspaceId } = actor;
	const { correlations, needs, timespanMicros } = correlationsOn(
		rules,
		new Set(hits.map((hit) => hit.ruleId)),
	);
	const times = hits.flatMap((hit) =>
		needs.has(hit.ruleId) && hit.timeMicros !== null ? [hit.timeMicros] : [],
	);
	if (correlations.length === 0 || times.length === 0) return [];
	const from = times.reduce((a, b) => Math.min(a, b));
	const to = times.reduce((a, b) => Math.max(a, b)) + timespanMicros;
	const around = await database.ruleHit.findMany({
		where: {
			workspaceId,
			ruleId: { in: [...needs] },
			timeMicros: { gte: from - 2 * timespanMicros, lte: to },
		},
		orderBy: [{ timeMicros: 'desc' }, { order: 'desc' }],
		take: correlatedMax,
	});
	const found = correlateHits(
		correlations,
		around.map((row) => ({
			ruleId: row.ruleId,
			eventId: eventId(row.eventIds[0] ?? ''),
			timeMicros: row.timeMicros === null ? null : Number(row.timeMicros),
			order: Number(row.order),
			values: row.values as RuleHit['values'],
		})),
	).filter(({ timeMicros }) => timeMicros >= from);
	await replace(
		actor,
		importId,
		correlations.map(({ id }) => id),
		{ from, to },
		found,
		muted,
	);
	return [...new Set(found.map(({ ruleId }) => ruleId))];
}

/** Events that came late may complete a window otherwise: what was found there before gives way. */
async function replace(
	{ workspaceId }: Actor,
	importId: string,
	ruleIds: readonly string[],
	{ from, to }: { from: number; to: number },
	found: readonly CorrelationHit[],
	muted: ReadonlySet<string>,
): Promise<void> {
	const { database } = installation().records;
	const rows = found.map(({ ruleId, level, eventIds, timeMicros }) => ({
		workspaceId,
		id: idOf(ruleId, eventIds),
		ruleId,
		level,
		reports: !muted.has(ruleId),
		eventIds: [...eventIds],
		timeMicros,
		order: 0,
		values: {},
		importId,
	}));
	await database.ruleHit.deleteMany({
		where: {
			workspaceId,
			ruleId: { in: [...ruleIds] },
			timeMicros: { gte: from, lte: to },
			id: { notIn: rows.map(({ id }) => id).slice(0, 10_000) },
		},
	});
	await insert(rows);
}

async function evict({ workspaceId }: Actor, ruleId: string): Promise<void> {
	const { database } = installation().records;
	const [last] = await database.ruleHit.findMany({
		where: { workspaceId, ruleId, timeMicros: { not: null } },
		orderBy: { timeMicros: 'desc' },
		skip: hitsKeptMax,
		take: 1,
		select: { timeMicros: true },
	});
	if (last?.timeMicros == null) return;
	await database.ruleHit.deleteMany({
		where: { workspaceId, ruleId, timeMicros: { lte: last.timeMicros } },
	});
}

export interface RuleCount {
	readonly ruleId: string;
	/** Kept ones: at most `hitsKeptMax`. */
	readonly hits: number;
	/** Time of the latest event that it found. */
	readonly lastHitMicros: number | null;
}

/** How often each rule reported, for rules that did. */
export async function countHits(actor: Actor): Promise<RuleCount[]> {
	if (!may(actor, 'rules.read')) return [];
	const rows = await installation().records.database.ruleHit.groupBy({
		by: ['ruleId'],
		where: { workspaceId: actor.workspaceId, reports: true },
		_count: { _all: true },
		_max: { timeMicros: true },
	});
	return rows.map((row) => ({
		ruleId: row.ruleId,
		hits: row._count._all,
		lastHitMicros: row._max.timeMicros === null ? null : Number(row._max.timeMicros),
	}));
}

const dayMicros = 86_400_000_000;
/** Days that `hitsByDay` tells apart. */
export const daysShown = 30;

/**
 * How often each rule reported on each of the thirty days (UTC) up to the latest hit of all; null:
 * nothing was found. The days are those of the events.
 */
export async function hitsByDay(
	actor: Actor,
): Promise<{ readonly lastDay: number; readonly byRule: ReadonlyMap<string, number[]> } | null> {
	if (!may(actor, 'rules.read')) return null;
	const { database } = installation().records;
	const latest = await database.ruleHit.aggregate({
		where: { workspaceId: actor.workspaceId, reports: true },
		_max: { timeMicros: true },
	});
	if (latest._max.timeMicros === null) return null;
	const lastDay = Math.floor(Number(latest._max.timeMicros) / dayMicros);
	const firstDay = lastDay - daysShown + 1;
	const rows = await database.$queryRaw<{ ruleId: string; day: number; hits: number }[]>`
		SELECT "ruleId", ("timeMicros" / ${dayMicros}::bigint)::int AS day, count(*)::int AS hits
		FROM "RuleHit"
		WHERE "workspaceId" = ${actor.workspaceId} AND reports
		  AND "timeMicros" >= ${BigInt(firstDay * dayMicros)}
		GROUP BY 1, 2
		LIMIT 300000`;
	const byRule = new Map<string, number[]>();
	for (const { ruleId, day, hits } of rows) {
		const days = byRule.get(ruleId) ?? new Array<number>(daysShown).fill(0);
		days[day - firstDay] = hits;
		byRule.set(ruleId, days);
	}
	return { lastDay, byRule };
}

export interface KeptHit {
	readonly id: string;
	readonly ruleId: string;
	readonly level: string;
	readonly eventIds: readonly string[];
	readonly timeMicros: number | null;
}

/** What rules found, the latest events first; of one rule where `ruleId` is given. At most `limit`. */
export async function listHits(
	actor: Actor,
	{ ruleId, limit }: { readonly ruleId: string | null; readonly limit: number },
): Promise<KeptHit[]> {
	if (!may(actor, 'rules.read')) return [];
	const rows = await installation().records.database.ruleHit.findMany({
		where: {
			workspaceId: actor.workspaceId,
			reports: true,
			...(ruleId === null ? {} : { ruleId }),
		},
		orderBy: [{ timeMicros: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
		take: Math.min(limit, 1_000),
	});
	return rows.map((row) => ({
		id: row.id,
		ruleId: row.ruleId,
		level: row.level,
		eventIds: row.eventIds,
		timeMicros: row.timeMicros === null ? null : Number(row.timeMicros),
	}));
}
