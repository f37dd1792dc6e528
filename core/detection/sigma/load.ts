import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { detectionSection } from './detection-section.ts';
import {
	correlationDocument,
	eventRuleDocument,
	type FilterDocument,
	filterDocument,
} from './document.ts';
import type { Placeholders } from './placeholders.ts';
import { resolveCorrelations, type UnresolvedCorrelation } from './references.ts';
import type { EventRule, LoadedRules, LogSource, RuleHead, RuleProblem } from './rule.ts';

/** A file of one or several rule documents. */
export interface RuleFile {
	readonly path: string;
	readonly text: string;
}

/** Longest rule file, in characters. */
const fileMax = 1_000_000;

/**
 * Loads rules, correlations and filters from YAML files (several documents a file are allowed). What
 * cannot be loaded is named with its reason and stops nothing else. Never throws on content.
 */
export function loadRules(
	files: readonly RuleFile[],
	placeholders: Placeholders = {},
): LoadedRules {
	const problems: RuleProblem[] = [];
	const events: EventRule[] = [];
	const correlations: UnresolvedCorrelation[] = [];
	const filters: { readonly path: string; readonly document: FilterDocument }[] = [];
	for (const file of files) {
		const documents = documentsOf(file, problems);
		documents.forEach((content, index) => {
			const named = nameOf(content);
			const refuse = (reason: string): void => {
				problems.push({ path: file.path, rule: named, reason });
			};
			const fallback = documents.length === 1 ? file.path : `${file.path}#${index + 1}`;
			if (typeof content !== 'object' || content === null) refuse('the document is no map');
			else if ('correlation' in content) {
				const parsed = correlationDocument.safeParse(content);
				if (!parsed.success) {
					refuse(issueOf(parsed.error));
					return;
				}
				correlations.push({
					head: headOf(parsed.data, file.path, fallback),
					document: parsed.data,
				});
			} else if ('filter' in content) {
				const parsed = filterDocument.safeParse(content);
				if (parsed.success) filters.push({ path: file.path, document: parsed.data });
				else refuse(issueOf(parsed.error));
			} else {
				const parsed = eventRuleDocument.safeParse(content);
				if (!parsed.success) {
					refuse(issueOf(parsed.error));
					return;
				}
				const expression = detectionSection(parsed.data.detection, placeholders);
				if (!expression.ok) {
					refuse(expression.error);
					return;
				}
				events.push({
					...headOf(parsed.data, file.path, fallback),
					kind: 'event',
					logSource: logSourceOf(parsed.data.logsource),
					expression: expression.value,
				});
			}
		});
	}
	const filtered = applyFilters(events, filters, placeholders, problems);
	const unique = withoutTwins(filtered, problems);
	return { rules: [...unique, ...resolveCorrelations(correlations, unique, problems)], problems };
}

function documentsOf(file: RuleFile, problems: RuleProblem[]): unknown[] {
	const refuse = (reason: string): unknown[] => {
		problems.push({ path: file.path, rule: null, reason });
		return [];
	};
	if (file.text.length > fileMax) return refuse(`the file is longer than ${fileMax} characters`);
	try {
		const contents: unknown[] = [];
		for (const document of parseAllDocuments(file.text, { logLevel: 'silent' })) {
			const error = document.errors?.[0];
			if (error !== undefined) return refuse(`it is not valid YAML: ${firstLine(error.message)}`);
			const content: unknown = document.toJS({ maxAliasCount: 100 });
			if (content !== null && content !== undefined) contents.push(content);
		}
		return contents.length === 0 ? refuse('the file holds no document') : contents;
	} catch (error) {
		return refuse(
			`it is not valid YAML: ${firstLine(error instanceof Error ? error.message : String(error))}`,
		);
	}
}

const firstLine = (text: string): string => text.split('\n')[0]?.replace(/:$/, '') ?? '';

function nameOf(content: unknown): string | null {
	if (typeof content !== 'object' || content === null) return null;
	const { title, id } = content as { title?: unknown; id?: unknown };
	return typeof title === 'string' ? title : typeof id === 'string' ? id : null;
}

function issueOf(error: z.ZodError): string {
	const [issue] = error.issues;
	const place = issue?.path.join('.') ?? '';
	return `${place === '' ? '' : `${place}: `}${issue?.message ?? 'it has another shape'}`;
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

const lower = (value: string | null | undefined): string | null => value?.toLowerCase() ?? null;

const logSourceOf = (source: {
	product?: string | null | undefined;
	service?: string | null | undefined;
	category?: string | null | undefined;
}): LogSource => ({
	product: lower(source.product),
	service: lower(source.service),
	category: lower(source.category),
});

/**
 * Filters suppress matches of the rules that they name. Their condition describes what is accepted;
 * one that begins with `not` describes what is left, as some tools write it.
 */
function applyFilters(
	rules: readonly EventRule[],
	filters: readonly { readonly path: string; readonly document: FilterDocument }[],
	placeholders: Placeholders,
	problems: RuleProblem[],
): EventRule[] {
	let filtered = [...rules];
	for (const { path, document } of filters) {
		const expression = detectionSection(document.filter, placeholders);
		if (!expression.ok) {
			problems.push({ path, rule: document.title, reason: expression.error });
			continue;
		}
		const named = document.filter.rules;
		const source = logSourceOf(document.logsource);
		const concerns = (rule: EventRule): boolean =>
			named === 'any'
				? isWithin(rule.logSource, source)
				: named.includes(rule.id) || (rule.name !== null && named.includes(rule.name));
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

function withoutTwins(rules: readonly EventRule[], problems: RuleProblem[]): EventRule[] {
	const paths = new Map<string, string>();
	return rules.filter((rule) => {
		const earlier = paths.get(rule.id);
		if (earlier === undefined) {
			paths.set(rule.id, rule.path);
			return true;
		}
		problems.push({
			path: rule.path,
			rule: rule.title,
			reason: `its id ${rule.id} is also that of ${earlier}; ids are unique`,
		});
		return false;
	});
}
