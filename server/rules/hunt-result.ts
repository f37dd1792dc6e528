import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import type { HuntHitPage, HuntResult } from '@/core/detection/hunt-views.ts';
import { loadRules } from '@/core/detection/sigma/load.ts';
import { type RuleLevel, ruleLevels } from '@/core/detection/sigma/rule.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import type { RuleHunt } from '@/server/records/generated/client.ts';
import { findHunt, foundOf, huntOf, noHunt } from './hunts.ts';
import { ruleBookOf } from './rule-book.ts';

export const huntHitsQuerySchema = z.object({
	rule: z.string().max(200).optional(),
	cursor: z.string().max(20).optional(),
	limit: z.coerce.number().int().min(1).max(500).default(100),
});

const parts = 60;
const textShown = 300;
const timeText = (micros: bigint | number | null): string | null =>
	micros === null ? null : new Date(Number(micros) / 1_000).toISOString();

/** A hunt with what each rule found and how that spreads over time. */
export async function getHunt(actor: Actor, id: string): Promise<Result<HuntResult>> {
	const row = await findHunt(actor, id);
	if (row === null) return fail(noHunt(id));
	const { database } = installation().records;
	const { workspaceId } = actor;
	const where = { workspaceId, huntId: id, reports: true };
	const [groups, faces, untimed] = await Promise.all([
		database.ruleHuntHit.groupBy({
			by: ['ruleId'],
			where,
			_count: { _all: true },
			_min: { timeMicros: true },
			_max: { timeMicros: true },
		}),
		facesOf(actor, row),
		database.ruleHuntHit.count({ where: { ...where, timeMicros: null } }),
	]);
	const found = foundOf(row);
	const rules = groups.map(({ ruleId, _count, _min, _max }) => ({
		...faceOf(faces, ruleId),
		id: ruleId,
		found: found[ruleId] ?? _count._all,
		kept: _count._all,
		firstAt: timeText(_min.timeMicros),
		lastAt: timeText(_max.timeMicros),
	}));
	return ok({
		...huntOf(row),
		rules: rules.sort(
			(a, b) => ruleLevels.indexOf(b.level) - ruleLevels.indexOf(a.level) || b.found - a.found,
		),
		timeline: await timelineOf(actor, id, groups),
		untimed,
	});
}

interface Face {
	readonly title: string;
	readonly level: RuleLevel;
}
const faceOf = (faces: ReadonlyMap<string, Face>, id: string): Face =>
	faces.get(id) ?? { title: id, level: 'medium' };

/** Titles and levels of the rules, those of a text that is not saved too. */
async function facesOf(actor: Actor, row: RuleHunt): Promise<ReadonlyMap<string, Face>> {
	const { loaded } = await ruleBookOf(actor);
	const drafts =
		row.draftText === null
			? []
			: loadRules([{ path: row.draftPath ?? '', text: row.draftText }]).rules;
	return new Map(
		[...loaded.rules, ...drafts].map(({ id, title, level }) => [id, { title, level }]),
	);
}

async function timelineOf(
	{ workspaceId }: Actor,
	huntId: string,
	groups: readonly {
		readonly _min: { timeMicros: bigint | null };
		readonly _max: { timeMicros: bigint | null };
	}[],
): Promise<HuntResult['timeline']> {
	const from = Math.min(
		...groups.map(({ _min }) => Number(_min.timeMicros ?? Number.POSITIVE_INFINITY)),
	);
	const to = Math.max(
		...groups.map(({ _max }) => Number(_max.timeMicros ?? Number.NEGATIVE_INFINITY)),
	);
	if (!(from <= to)) return null;
	const partMicros = Math.max(Math.ceil((to - from + 1) / parts), 1);
	const rows = await installation().records.database.$queryRaw<{ part: number; hits: number }[]>`
		SELECT (("timeMicros" - ${BigInt(from)}) / ${BigInt(partMicros)})::int AS part, count(*)::int AS hits
		FROM "RuleHuntHit"
		WHERE "workspaceId" = ${workspaceId} AND "huntId" = ${huntId} AND reports
		  AND "timeMicros" IS NOT NULL
		GROUP BY 1 LIMIT ${parts + 1}`;
	const counts = new Array<number>(parts).fill(0);
	for (const { part, hits } of rows) counts[Math.min(part, parts - 1)] = hits;
	return { from: timeText(from) ?? '', to: timeText(to) ?? '', counts };
}

/** What a hunt found, the latest events first; of one rule where `rule` is given. */
export async function listHuntHits(
	actor: Actor,
	id: string,
	{ rule, cursor, limit }: z.infer<typeof huntHitsQuerySchema>,
): Promise<Result<HuntHitPage>> {
	const row = await findHunt(actor, id);
	if (row === null) return fail(noHunt(id));
	const offset = Number(cursor ?? '0');
	if (!Number.isSafeInteger(offset) || offset < 0)
		return fail<Failure>(
			failure('invalid-input', 'the cursor is not one of this list; leave it out'),
		);
	const rows = await installation().records.database.ruleHuntHit.findMany({
		where: {
			workspaceId: actor.workspaceId,
			huntId: id,
			reports: true,
			...(rule === undefined ? {} : { ruleId: rule }),
		},
		orderBy: [{ timeMicros: { sort: 'desc', nulls: 'last' } }, { id: 'asc' }],
		skip: offset,
		take: limit + 1,
	});
	const shown = rows.slice(0, limit);
	const [events, faces] = await Promise.all([
		installation().events.byIds(
			actor,
			shown.flatMap(({ eventIds }) => eventIds.at(-1) ?? []),
		),
		facesOf(actor, row),
	]);
	const texts = new Map(
		events.ok ? events.value.map((event) => [event.id as string, event.text]) : [],
	);
	return ok({
		hits: shown.map((hit) => ({
			id: hit.id,
			ruleId: hit.ruleId,
			...faceOf(faces, hit.ruleId),
			at: timeText(hit.timeMicros),
			eventIds: hit.eventIds,
			text: texts.get(hit.eventIds.at(-1) ?? '')?.slice(0, textShown) ?? null,
		})),
		nextCursor: rows.length > limit ? String(offset + limit) : null,
	});
}
