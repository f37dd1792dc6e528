import path from 'node:path';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type RuleProblem, ruleLevels } from '@/core/detection/sigma/rule.ts';
import { ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { countHits, listHits } from './hits.ts';
import { loadedRulesOf } from './rule-folder.ts';

export const ruleRowSchema = z.object({
	id: z.string(),
	title: z.string(),
	level: z.enum(ruleLevels),
	kind: z.enum(['event', 'correlation']),
	/** The file that it stands in, from the folder of the shipped rules. */
	source: z.string(),
	tags: z.array(z.string()),
	/** Kept ones: at most 10,000 of a rule. */
	hits: z.number().int(),
	/** Time of the latest event that it found. */
	lastHitAt: z.string().nullable(),
});
export type RuleRow = z.infer<typeof ruleRowSchema>;

export const ruleListSchema = z.object({
	rules: z.array(ruleRowSchema),
	/** Rules that were not loaded, and why. */
	problems: z.array(
		z.object({ path: z.string(), rule: z.string().nullable(), reason: z.string() }),
	),
});
export type RuleList = z.infer<typeof ruleListSchema>;

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

/** The rules that run over what comes in, the most severe first, with what each found in the workspace. */
export async function listRules(actor: Actor): Promise<Result<RuleList>> {
	if (!may(actor, 'rules.read')) return ok({ rules: [], problems: [] });
	const { home } = installation().settings;
	const { rules, problems } = await loadedRulesOf(home);
	const counts = new Map((await countHits(actor)).map((count) => [count.ruleId, count]));
	const rows = rules.map((rule): RuleRow => {
		const count = counts.get(rule.id);
		return {
			id: rule.id,
			title: rule.title,
			level: rule.level,
			kind: rule.kind,
			source: withoutHome(rule.path, home),
			tags: [...rule.tags],
			hits: count?.hits ?? 0,
			lastHitAt: timeOf(count?.lastHitMicros ?? null),
		};
	});
	return ok({
		rules: rows.sort(
			(a, b) =>
				ruleLevels.indexOf(b.level) - ruleLevels.indexOf(a.level) || a.title.localeCompare(b.title),
		),
		problems: problems.map(({ path: file, rule, reason }: RuleProblem) => ({
			path: withoutHome(file, home),
			rule,
			reason,
		})),
	});
}

const withoutHome = (file: string, home: string): string =>
	path.relative(path.join(home, 'rules'), file).replaceAll(path.sep, '/');

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
