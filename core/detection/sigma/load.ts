import type { z } from 'zod';
import { detectionSection } from './detection-section.ts';
import {
	correlationDocument,
	eventRuleDocument,
	type FilterDocument,
	filterDocument,
} from './document.ts';
import { type Pipeline, placeholdersOf, throughPipelines } from './pipeline.ts';
import { anyPlaceholder, type Placeholders } from './placeholders.ts';
import { resolveCorrelations, type UnresolvedCorrelation } from './references.ts';
import {
	type EventRule,
	type FilterRule,
	type LoadedRules,
	type LogSource,
	logSourceOf,
	type RuleHead,
	type RuleProblem,
} from './rule.ts';
import { type RuleFile, type RuleText, readRuleTexts } from './rule-text.ts';

interface LocatedFilter {
	readonly path: string;
	readonly head: RuleHead;
	readonly document: FilterDocument;
	readonly placeOf: RuleText['placeOf'];
}

/**
 * Loads rules, correlations and filters from YAML files (several documents a file are allowed). What
 * cannot be loaded is named with its place and reason and stops nothing else. Never throws on content.
 */
export function loadRules(
	files: readonly RuleFile[],
	pipelines: readonly Pipeline[] = [],
): LoadedRules {
	const placeholders: Placeholders = {
		...placeholdersOf(pipelines),
		...(pipelines.some(({ wildcards }) => wildcards) ? { [anyPlaceholder]: [] } : {}),
	};
	const problems: RuleProblem[] = [];
	const events: LocatedRule[] = [];
	const correlations: UnresolvedCorrelation[] = [];
	const filters: LocatedFilter[] = [];
	for (const file of files) {
		const texts = readRuleTexts(file, problems);
		const load = ({ content, placeOf }: RuleText, index: number): Refusal | null => {
			const fallback = texts.length === 1 ? file.path : `${file.path}#${index + 1}`;
			if (typeof content !== 'object' || content === null)
				return { keys: [], reason: 'the document is no map' };
			if ('correlation' in content) {
				const parsed = correlationDocument.safeParse(content);
				if (!parsed.success) return issueOf(parsed.error);
				const head = headOf(parsed.data, file.path, fallback);
				correlations.push({ head, document: parsed.data, placeOf });
			} else if ('filter' in content) {
				const parsed = filterDocument.safeParse(content);
				if (!parsed.success) return issueOf(parsed.error);
				const head = headOf(parsed.data, file.path, fallback);
				filters.push({ path: file.path, head, document: parsed.data, placeOf });
			} else {
				const parsed = eventRuleDocument.safeParse(content);
				if (!parsed.success) return issueOf(parsed.error);
				const expression = detectionSection(parsed.data.detection, placeholders);
				if (!expression.ok)
					return {
						keys: ['detection', ...expression.error.path],
						reason: expression.error.message,
					};
				const rule = throughPipelines(
					{
						...headOf(parsed.data, file.path, fallback),
						kind: 'event',
						logSource: logSourceOf(parsed.data.logsource),
						expression: expression.value,
					},
					pipelines,
				);
				if (!rule.ok) return { keys: [], reason: rule.error };
				events.push({ rule: rule.value, placeOf });
			}
			return null;
		};
		for (const [index, text] of texts.entries()) {
			const refusal = load(text, index);
			if (refusal === null) continue;
			const place = text.placeOf(...refusal.keys);
			problems.push({ path: file.path, place, rule: nameOf(text.content), reason: refusal.reason });
		}
	}
	const unique = withoutTwins(events, problems);
	const loadedFilters: FilterRule[] = [];
	const filtered = applyFilters(unique, filters, placeholders, problems, loadedFilters);
	return {
		rules: [...filtered, ...resolveCorrelations(correlations, filtered, problems)],
		filters: loadedFilters,
		problems,
	};
}

/** Why a document is not loaded, and under which of its keys. */
interface Refusal {
	readonly keys: readonly (string | number)[];
	readonly reason: string;
}

interface LocatedRule {
	readonly rule: EventRule;
	readonly placeOf: RuleText['placeOf'];
}

function nameOf(content: unknown): string | null {
	if (typeof content !== 'object' || content === null) return null;
	const { title, id } = content as { title?: unknown; id?: unknown };
	return typeof title === 'string' ? title : typeof id === 'string' ? id : null;
}

function issueOf(error: z.ZodError): Refusal {
	const [issue] = error.issues;
	const keys = (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key));
	const place = keys.join('.');
	const message = issue?.message ?? 'it has another shape';
	return { keys, reason: `${place === '' ? '' : `${place}: `}${message}` };
}

type HeadDocument = Pick<
	z.infer<typeof eventRuleDocument>,
	| 'title'
	| 'id'
	| 'name'
	| 'description'
	| 'author'
	| 'status'
	| 'level'
	| 'tags'
	| 'references'
	| 'falsepositives'
>;

const headOf = (document: HeadDocument, path: string, fallback: string): RuleHead => ({
	id: document.id ?? document.name ?? fallback,
	name: document.name ?? null,
	title: document.title,
	description: document.description ?? null,
	author: document.author ?? null,
	status: document.status ?? null,
	level: document.level ?? 'medium',
	tags: document.tags,
	references: document.references,
	falsePositives: document.falsepositives,
	path,
});

/**
 * Filters suppress matches of the rules that they name. Their condition describes what is accepted;
 * one that begins with `not` describes what is left, as some tools write it.
 */
function applyFilters(
	rules: readonly EventRule[],
	filters: readonly LocatedFilter[],
	placeholders: Placeholders,
	problems: RuleProblem[],
	loaded: FilterRule[],
): EventRule[] {
	let filtered = [...rules];
	const ids = new Set(rules.map(({ id }) => id));
	for (const { path, head, document, placeOf } of filters) {
		if (ids.has(head.id)) {
			const reason = `its id ${head.id} is that of another rule; ids are unique`;
			problems.push({ path, place: placeOf('id'), rule: head.title, reason });
			continue;
		}
		ids.add(head.id);
		const expression = detectionSection(document.filter, placeholders);
		if (!expression.ok) {
			const { path: keys, message } = expression.error;
			const place = placeOf('filter', ...keys);
			problems.push({ path, place, rule: document.title, reason: message });
			continue;
		}
		const named = document.filter.rules;
		const source = logSourceOf(document.logsource);
		const concerns = (rule: EventRule): boolean =>
			named === 'any'
				? isWithin(rule.logSource, source)
				: named.includes(rule.id) || (rule.name !== null && named.includes(rule.name));
		loaded.push({ ...head, kind: 'filter', logSource: source, concerns: named });
		const guard =
			expression.value.op === 'not'
				? expression.value
				: ({ op: 'not', of: expression.value } as const);
		filtered = filtered.map((rule) =>
			concerns(rule) ? { ...rule, expression: { op: 'and', of: [rule.expression, guard] } } : rule,
		);
	}
	return filtered;
}

const isWithin = (rule: LogSource, filter: LogSource): boolean =>
	(filter.product === null || filter.product === rule.product) &&
	(filter.service === null || filter.service === rule.service) &&
	(filter.category === null || filter.category === rule.category);

function withoutTwins(rules: readonly LocatedRule[], problems: RuleProblem[]): EventRule[] {
	const paths = new Map<string, string>();
	return rules.flatMap(({ rule, placeOf }) => {
		const earlier = paths.get(rule.id);
		if (earlier === undefined) {
			paths.set(rule.id, rule.path);
			return [rule];
		}
		problems.push({
			path: rule.path,
			place: placeOf('id'),
			rule: rule.title,
			reason: `its id ${rule.id} is also that of ${earlier}; ids are unique`,
		});
		return [];
	});
}
