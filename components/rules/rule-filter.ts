import { type RuleRow, ruleOrigins } from '@/core/detection/rule-views.ts';
import { ruleLevels } from '@/core/detection/sigma/rule.ts';

export const ruleStates = ['on', 'off', 'found', 'quiet', ...ruleOrigins] as const;
export type RuleState = (typeof ruleStates)[number];
export const ruleOrders = ['level', 'title', 'hits', 'last'] as const;
export type RuleOrder = (typeof ruleOrders)[number];

/** What a person sees of the rules, as the address carries it. */
export interface RuleFilter {
	/** Words; every one must stand in the rule's title, id, file or tags. */
	readonly query: string;
	readonly level: string | null;
	/** A log source, or the beginning of some: `aws`. `correlation` for correlations. */
	readonly source: string | null;
	/** A tag, or the beginning of some: `attack`. */
	readonly tag: string | null;
	readonly state: RuleState | null;
	readonly order: RuleOrder;
}

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | null =>
	values.find((value) => value === text) ?? null;
const short = (text: string | null): string | null =>
	text === null || text === '' ? null : text.slice(0, 200);

/** Reads the address. What it does not understand is ignored: an old link still opens. */
export function readRuleFilter(params: URLSearchParams): RuleFilter {
	return {
		query: short(params.get('query')) ?? '',
		level: oneOf(ruleLevels, params.get('level')),
		source: short(params.get('source')),
		tag: short(params.get('tag')),
		state: oneOf(ruleStates, params.get('state')),
		order: oneOf(ruleOrders, params.get('order')) ?? 'level',
	};
}

/** The address that reads back as this filter. */
export function rulesAddress(filter: Partial<RuleFilter>): string {
	const params = new URLSearchParams();
	for (const name of ['query', 'level', 'source', 'tag', 'state', 'order'] as const) {
		const value = filter[name] ?? '';
		if (value !== '' && !(name === 'order' && value === 'level')) params.set(name, value);
	}
	return params.size === 0 ? '/rules' : `/rules?${params}`;
}

export const ruleAddress = (id: string): string => `/rules/${encodeURIComponent(id)}`;

export const isFiltered = ({ query, level, source, tag, state }: RuleFilter): boolean =>
	query !== '' || [level, source, tag, state].some((value) => value !== null);

/** The log source of a rule as filters name it. */
export const sourceOf = (rule: RuleRow): string => rule.logSource ?? 'correlation';

/** Whether it can be switched: what only serves others, and filters, cannot. */
export const isSwitched = ({ kind, serves }: Pick<RuleRow, 'kind' | 'serves'>): boolean =>
	kind !== 'filter' && serves.length === 0;

/** A name, or the beginning of one up to a separator. */
const isOrBegins = (whole: string, part: string, separator: string): boolean =>
	whole === part || whole.startsWith(part + separator);

/** The rules that the filter leaves, in its order. */
export function filteredRules(rules: readonly RuleRow[], filter: RuleFilter): RuleRow[] {
	const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
	const left = rules.filter((rule) => {
		const text = [rule.title, rule.id, rule.source, ...rule.tags].join(' ').toLowerCase();
		return (
			words.every((word) => text.includes(word)) &&
			(filter.level === null || rule.level === filter.level) &&
			(filter.source === null || isOrBegins(sourceOf(rule), filter.source, '/')) &&
			(filter.tag === null || rule.tags.some((tag) => isOrBegins(tag, filter.tag ?? '', '.'))) &&
			(filter.state === null || isIn(rule, filter.state))
		);
	});
	return left.sort(
		(a, b) => compared(a, b, filter.order) || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0),
	);
}

function isIn(rule: RuleRow, state: RuleState): boolean {
	switch (state) {
		case 'on':
			return rule.isOn;
		case 'off':
			return !rule.isOn;
		case 'found':
			return rule.hits > 0;
		case 'quiet':
			return rule.hits === 0;
		default:
			return rule.origin === state;
	}
}

function compared(a: RuleRow, b: RuleRow, order: RuleOrder): number {
	switch (order) {
		case 'level':
			return ruleLevels.indexOf(b.level) - ruleLevels.indexOf(a.level);
		case 'hits':
			return b.hits - a.hits;
		case 'last':
			return (b.lastHitAt ?? '') < (a.lastHitAt ?? '') ? -1 : b.lastHitAt === a.lastHitAt ? 0 : 1;
		case 'title':
			return 0;
		default:
			return order satisfies never;
	}
}

/** Each value with how many rules have it, the most first. */
export function counted(values: readonly string[]): readonly (readonly [string, number])[] {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
