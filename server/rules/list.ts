import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { RuleList, RuleProblemView, RuleRow } from '@/core/detection/rule-views.ts';
import {
	type FilterRule,
	type RuleProblem,
	ruleLevels,
	type SigmaRule,
} from '@/core/detection/sigma/rule.ts';
import { ok, type Result } from '@/core/result.ts';
import { countHits, hitsByDay, listHits } from './hits.ts';
import { type RuleBook, ruleBookOf } from './rule-book.ts';

export const ruleHitSchema = z.object({
	id: z.string(),
	ruleId: z.string(),
	level: z.string(),
	eventIds: z.array(z.string()),
	at: z.string().nullable(),
});

export const hitsQuerySchema = z.object({
	rule: z.string().max(200).optional().describe('Id of a rule; without it, of all.'),
	limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const timeOf = (micros: number | null): string | null =>
	micros === null ? null : new Date(micros / 1_000).toISOString();

/** The workspace's rules, the most severe first, with what each found. Who may not read sees none. */
export async function listRules(actor: Actor): Promise<Result<RuleList>> {
	if (!may(actor, 'rules.read')) return ok({ rules: [], lastDay: null, problems: [] });
	const book = await ruleBookOf(actor);
	const [counts, byDay] = await Promise.all([countHits(actor), hitsByDay(actor)]);
	const byId = new Map(counts.map((count) => [count.ruleId, count]));
	const serves = servedCorrelations(book.loaded.rules);
	const rows = [...book.loaded.rules, ...book.loaded.filters].map((rule): RuleRow => {
		const count = byId.get(rule.id);
		return {
			...faceOf(rule, book),
			serves: serves.get(rule.id) ?? [],
			hits: count?.hits ?? 0,
			lastHitAt: timeOf(count?.lastHitMicros ?? null),
			days: byDay?.byRule.get(rule.id) ?? [],
		};
	});
	return ok({
		rules: rows.sort(
			(a, b) =>
				ruleLevels.indexOf(b.level) - ruleLevels.indexOf(a.level) || a.title.localeCompare(b.title),
		),
		lastDay:
			byDay === null
				? null
				: new Date(byDay.lastDay * 86_400_000).toISOString().slice(0, 'YYYY-MM-DD'.length),
		problems: book.loaded.problems.map(problemView),
	});
}

/** What a rule is, without what it found. */
export const faceOf = (
	rule: SigmaRule | FilterRule,
	{ files, off }: Pick<RuleBook, 'files' | 'off'>,
): Pick<
	RuleRow,
	'id' | 'title' | 'level' | 'kind' | 'logSource' | 'source' | 'origin' | 'tags' | 'isOn'
> => ({
	id: rule.id,
	title: rule.title,
	level: rule.level,
	kind: rule.kind,
	logSource: rule.kind === 'correlation' ? null : logSourceText(rule.logSource),
	source: rule.path,
	origin: files.get(rule.path)?.origin ?? 'shipped',
	tags: [...rule.tags],
	isOn: !off.has(rule.id),
});

const logSourceText = ({
	product,
	service,
	category,
}: {
	product: string | null;
	service: string | null;
	category: string | null;
}): string => [product, service, category].filter((part) => part !== null).join('/') || 'any';

/** The correlations that build on a rule which itself reports nothing, by that rule's id. */
export function servedCorrelations(rules: readonly SigmaRule[]): ReadonlyMap<string, string[]> {
	const serves = new Map<string, string[]>();
	const reporting = new Set<string>();
	for (const rule of rules) {
		if (rule.kind !== 'correlation') continue;
		for (const id of rule.rules) {
			if (rule.generate) reporting.add(id);
			serves.set(id, [...new Set([...(serves.get(id) ?? []), rule.id])]);
		}
	}
	for (const id of reporting) serves.delete(id);
	return serves;
}

export const problemView = ({ path, place, rule, reason }: RuleProblem): RuleProblemView => ({
	path,
	line: place?.line ?? null,
	column: place?.column ?? null,
	rule,
	reason,
});

/** What rules found, the latest events first. */
export async function ruleHits(
	actor: Actor,
	{ rule, limit }: z.infer<typeof hitsQuerySchema>,
): Promise<Result<z.infer<typeof ruleHitSchema>[]>> {
	const hits = await listHits(actor, { ruleId: rule ?? null, limit });
	return ok(
		hits.map(({ id, ruleId, level, eventIds, timeMicros }) => ({
			id,
			ruleId,
			level,
			eventIds: [...eventIds],
			at: timeOf(timeMicros),
		})),
	);
}
