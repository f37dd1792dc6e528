import { type Actor, may } from '@/core/access/permissions.ts';
import type { RuleDetail, RuleMatch } from '@/core/detection/rule-views.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { numberText } from '@/server/incidents/records.ts';
import { installation } from '@/server/installation/installation.ts';
import { listHits } from './hits.ts';
import { listRules } from './list.ts';
import { ruleBookOf } from './rule-book.ts';

const matchesShown = 50;
const textShown = 300;
const incidentsMax = 500;

/** One rule with its text and what it found last. */
export async function getRule(actor: Actor, id: string): Promise<Result<RuleDetail>> {
	const listed = await listRules(actor);
	if (!listed.ok) return listed;
	const row = listed.value.rules.find((rule) => rule.id === id);
	const book = await ruleBookOf(actor);
	const everything = [...book.loaded.rules, ...book.loaded.filters];
	const rule = everything.find((each) => each.id === id);
	const file = rule === undefined ? undefined : book.files.get(rule.path);
	if (row === undefined || rule === undefined || file === undefined)
		return fail<Failure>(failure('not-found', `there is no rule ${id}`));
	const byId = new Map(book.loaded.rules.map((each) => [each.id, each]));
	const named = (ids: readonly string[]) =>
		ids.map((each) => ({ id: each, title: byId.get(each)?.title ?? each }));
	return ok({
		...row,
		description: rule.description,
		author: rule.author,
		status: rule.status,
		references: [...rule.references],
		falsePositives: [...rule.falsePositives],
		text: file.text,
		savedAt: file.saved?.at.toISOString() ?? null,
		savedBy: file.saved?.by ?? null,
		besides: everything
			.filter((each) => each.path === rule.path && each.id !== id)
			.map(({ id: other, title }) => ({ id: other, title })),
		buildsOn: rule.kind === 'correlation' ? named([...new Set(rule.rules)]) : [],
		filters: named(
			rule.kind !== 'filter' || rule.concerns === 'any'
				? []
				: book.loaded.rules.flatMap((each) =>
						rule.concerns.includes(each.id) ||
						(each.name !== null && rule.concerns.includes(each.name))
							? [each.id]
							: [],
					),
		),
		servesRules: named(
			book.loaded.rules.flatMap((each) =>
				each.kind === 'correlation' && each.rules.includes(id) ? [each.id] : [],
			),
		),
		lastDay: listed.value.lastDay,
		matches: await matchesOf(actor, id),
	});
}

async function matchesOf(actor: Actor, ruleId: string): Promise<RuleMatch[]> {
	const hits = await listHits(actor, { ruleId, limit: matchesShown });
	const ids = [...new Set(hits.flatMap(({ eventIds }) => eventIds))];
	const [events, incidents] = await Promise.all([
		installation().events.byIds(
			actor,
			hits.flatMap(({ eventIds }) => eventIds.at(-1) ?? []),
		),
		incidentsNaming(actor, ids),
	]);
	const texts = new Map(events.ok ? events.value.map(({ id, text }) => [id as string, text]) : []);
	return hits.map(({ id, eventIds, timeMicros }) => ({
		id,
		at: timeMicros === null ? null : new Date(timeMicros / 1_000).toISOString(),
		eventIds: [...eventIds],
		text: texts.get(eventIds.at(-1) ?? '')?.slice(0, textShown) ?? null,
		incidents: [...new Set(eventIds.flatMap((each) => incidents.get(each) ?? []))],
	}));
}

/** The incidents whose evidence these events are, by event. */
export async function incidentsNaming(
	actor: Actor,
	eventIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
	if (eventIds.length === 0 || !may(actor, 'incidents.read')) return new Map();
	const rows = await installation().records.database.$queryRaw<
		{ number: number; eventId: string }[]
	>`
		SELECT number, evidence->>'eventId' AS "eventId"
		FROM "Incident", jsonb_array_elements(document->'evidence') AS evidence
		WHERE "workspaceId" = ${actor.workspaceId} AND "mergedInto" IS NULL
		  AND evidence->>'eventId' = ANY(${[...eventIds]})
		ORDER BY number
		LIMIT ${incidentsMax}`;
	const byEvent = new Map<string, string[]>();
	for (const { number, eventId } of rows)
		byEvent.set(eventId, [...(byEvent.get(eventId) ?? []), numberText(number)]);
	return byEvent;
}
