import type { CorrelationRule, CountOperator } from './rule.ts';

/** One match of a rule, as correlations see it. */
export interface Hit<Subject> {
	readonly ruleId: string;
	readonly timeMicros: number;
	/** What matched: one for an event, several for a correlation. */
	readonly subjects: readonly Subject[];
	/** Values of a field of the event by its name in the rule's own log source. */
	readonly values: (ruleId: string, field: string) => readonly string[];
}

/** Values that one event may give one group-by field before the rest are left out. */
const groupValuesMax = 16;
/** Events that one match names. */
export const subjectsMax = 200;
/** Events that one window holds; older ones fall out, so that memory is bounded. */
const windowMax = 100_000;

/**
 * Runs one correlation over the hits of the rules that it refers to, which must come in order of
 * time. Groups are kept apart by the values of `group-by`; a hit without one of them belongs to none.
 *
 * Windows slide. A match names the events in its window and starts the group afresh, so that a long
 * burst is a few matches and not thousands. Conditions that more events can undo (`lt`, `lte`, `eq`,
 * `neq`, averages, percentiles) are decided when the window that the group's first event opened ends.
 */
export function correlate<Subject>(
	rule: CorrelationRule,
	hits: Iterable<Hit<Subject>>,
): Hit<Subject>[] {
	const groups = new Map<string, Group<Subject>>();
	const found: Hit<Subject>[] = [];
	for (const hit of hits) {
		if (!rule.rules.includes(hit.ruleId)) continue;
		for (const key of groupKeys(rule, hit)) {
			let group = groups.get(key);
			if (group === undefined) {
				group = newGroup(rule);
				groups.set(key, group);
			}
			found.push(...group.add(hit));
		}
	}
	for (const group of groups.values()) found.push(...group.end());
	return found.sort((a, b) => a.timeMicros - b.timeMicros);
}

interface Group<Subject> {
	readonly add: (hit: Hit<Subject>) => Hit<Subject>[];
	readonly end: () => Hit<Subject>[];
}

function newGroup<Subject>(rule: CorrelationRule): Group<Subject> {
	if (rule.type === 'temporal') return temporalGroup(rule);
	if (rule.type === 'temporal_ordered') return orderedGroup(rule);
	const onlyGrows = rule.conditions.every(
		({ operator }) => operator === 'gt' || operator === 'gte',
	);
	const isCount = rule.type === 'event_count' || rule.type === 'value_count';
	return isCount && onlyGrows ? slidingGroup(rule) : closingGroup(rule);
}

/** The groups that a hit belongs to: one for each combination of values; none where one is absent. */
function groupKeys<Subject>(rule: CorrelationRule, hit: Hit<Subject>): readonly string[] {
	let keys: string[][] = [[]];
	for (const name of rule.groupBy) {
		const field = rule.aliases.get(name)?.get(hit.ruleId) ?? name;
		const values = [...new Set(hit.values(hit.ruleId, field))].slice(0, groupValuesMax);
		keys = keys.flatMap((key) => values.map((value) => [...key, value.toLowerCase()]));
		if (keys.length > groupValuesMax) keys.length = groupValuesMax;
	}
	return keys.map((key) => JSON.stringify(key));
}

function matchOf<Subject>(rule: CorrelationRule, hits: readonly Hit<Subject>[]): Hit<Subject> {
	const last = hits.at(-1) as Hit<Subject>;
	return {
		ruleId: rule.id,
		timeMicros: last.timeMicros,
		subjects: [...new Set(hits.flatMap((hit) => hit.subjects))].slice(-subjectsMax),
		// A correlation that builds on this one groups by what the last event holds.
		values: (_ruleId, field) => {
			const aliased = rule.aliases.get(field)?.get(last.ruleId) ?? field;
			return last.values(last.ruleId, aliased);
		},
	};
}

const holds = (left: number, operator: CountOperator, right: number): boolean => {
	switch (operator) {
		case 'gt':
			return left > right;
		case 'gte':
			return left >= right;
		case 'lt':
			return left < right;
		case 'lte':
			return left <= right;
		case 'eq':
			return left === right;
		case 'neq':
			return left !== right;
		default:
			return operator satisfies never;
	}
};

const allHold = (rule: CorrelationRule, value: number): boolean =>
	rule.conditions.every(({ operator, value: bound }) => holds(value, operator, bound));

function slidingGroup<Subject>(rule: CorrelationRule): Group<Subject> {
	let window: Hit<Subject>[] = [];
	let start = 0;
	const counts = new Map<string, number>();
	const count = (hit: Hit<Subject>, by: 1 | -1): void => {
		if (rule.type !== 'value_count') return;
		for (const value of valuesOf(rule, hit)) {
			const left = (counts.get(value) ?? 0) + by;
			if (left === 0) counts.delete(value);
			else counts.set(value, left);
		}
	};
	return {
		add(hit) {
			window.push(hit);
			count(hit, 1);
			while (
				hit.timeMicros - (window[start] as Hit<Subject>).timeMicros > rule.timespanMicros ||
				window.length - start > windowMax
			) {
				count(window[start] as Hit<Subject>, -1);
				start++;
			}
			if (start > 1_024 && start * 2 > window.length) {
				window = window.slice(start);
				start = 0;
			}
			const value = rule.type === 'value_count' ? counts.size : window.length - start;
			if (!allHold(rule, value)) return [];
			const match = matchOf(rule, window.slice(start));
			window = [];
			start = 0;
			counts.clear();
			return [match];
		},
		end: () => [],
	};
}

/** Values that are counted: several fields are linked, as one value. */
function valuesOf<Subject>(rule: CorrelationRule, hit: Hit<Subject>): readonly string[] {
	const lists = rule.field.map((field) => hit.values(hit.ruleId, field));
	if (lists.length === 1) return [...new Set((lists[0] ?? []).map((value) => value.toLowerCase()))];
	return lists.some((list) => list.length === 0)
		? []
		: [JSON.stringify(lists.map((list) => list[0]?.toLowerCase()))];
}

function closingGroup<Subject>(rule: CorrelationRule): Group<Subject> {
	let window: Hit<Subject>[] = [];
	const close = (): Hit<Subject>[] => {
		const closed = window;
		window = [];
		if (closed.length === 0) return [];
		const value = aggregate(rule, closed);
		return value !== null && allHold(rule, value) ? [matchOf(rule, closed)] : [];
	};
	return {
		add(hit) {
			const [first] = window;
			const isOver = first !== undefined && hit.timeMicros - first.timeMicros > rule.timespanMicros;
			const found = isOver ? close() : [];
			if (window.length < windowMax) window.push(hit);
			return found;
		},
		end: close,
	};
}

function aggregate<Subject>(rule: CorrelationRule, hits: readonly Hit<Subject>[]): number | null {
	if (rule.type === 'event_count') return hits.length;
	if (rule.type === 'value_count') return new Set(hits.flatMap((hit) => valuesOf(rule, hit))).size;
	if (rule.type === 'value_percentile') return rarestShare(rule, hits);
	const numbers = hits
		.flatMap((hit) => rule.field.flatMap((field) => hit.values(hit.ruleId, field)))
		.filter((text) => text.trim() !== '')
		.map(Number)
		.filter(Number.isFinite);
	if (numbers.length === 0) return null;
	const sum = numbers.reduce((total, each) => total + each, 0);
	return rule.type === 'value_sum' ? sum : sum / numbers.length;
}

/** The share in percent of the window's events that hold the rarest value. */
function rarestShare<Subject>(rule: CorrelationRule, hits: readonly Hit<Subject>[]): number | null {
	const counts = new Map<string, number>();
	for (const hit of hits)
		for (const value of valuesOf(rule, hit)) counts.set(value, (counts.get(value) ?? 0) + 1);
	if (counts.size === 0) return null;
	let rarest = hits.length;
	for (const count of counts.values()) rarest = Math.min(rarest, count);
	return (rarest / hits.length) * 100;
}

function temporalGroup<Subject>(rule: CorrelationRule): Group<Subject> {
	const latest = new Map<string, Hit<Subject>>();
	const wanted = new Set(rule.rules).size;
	return {
		add(hit) {
			latest.set(hit.ruleId, hit);
			const within = [...latest.values()].filter(
				(each) => hit.timeMicros - each.timeMicros <= rule.timespanMicros,
			);
			const isMatch =
				rule.conditions.length === 0 ? within.length === wanted : allHold(rule, within.length);
			if (!isMatch) return [];
			latest.clear();
			return [
				matchOf(
					rule,
					within.sort((a, b) => a.timeMicros - b.timeMicros),
				),
			];
		},
		end: () => [],
	};
}

/**
 * For every number of first rules, the chain of events that matched them in order and began last:
 * no other chain of that length can still fit where this one does not.
 */
function orderedGroup<Subject>(rule: CorrelationRule): Group<Subject> {
	let chains: (readonly Hit<Subject>[] | null)[] = rule.rules.map(() => null);
	return {
		add(hit) {
			for (let at = rule.rules.length - 1; at >= 0; at--) {
				if (rule.rules[at] !== hit.ruleId) continue;
				const before = at === 0 ? [] : (chains[at - 1] ?? null);
				if (before === null) continue;
				const start = before[0]?.timeMicros ?? hit.timeMicros;
				// The same event cannot be two steps, even where it matches two of the rules.
				const isNew = !before.some((each) =>
					each.subjects.some((subject) => hit.subjects.includes(subject)),
				);
				if (!isNew || hit.timeMicros - start > rule.timespanMicros) continue;
				chains[at] = [...before, hit];
			}
			const whole = chains.at(-1) ?? null;
			if (whole === null) return [];
			chains = rule.rules.map(() => null);
			return [matchOf(rule, whole)];
		},
		end: () => [],
	};
}
