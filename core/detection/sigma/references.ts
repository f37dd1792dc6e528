import type { CorrelationDocument } from './document.ts';
import type {
	CorrelationRule,
	CountOperator,
	EventRule,
	RuleHead,
	RuleProblem,
	SigmaRule,
	TextPlace,
} from './rule.ts';

export interface UnresolvedCorrelation {
	readonly head: RuleHead;
	readonly document: CorrelationDocument;
	readonly placeOf: (...keys: readonly (string | number)[]) => TextPlace;
}

const OPERATORS: readonly CountOperator[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];
const UNIT_MICROS: Readonly<Record<string, number>> = {
	s: 1e6,
	m: 60e6,
	h: 3_600e6,
	d: 86_400e6,
};

/**
 * Ties correlations to the rules that they name by id or name, those they build on first. One that
 * refers to nothing, to itself or in a circle is named as a problem.
 */
export function resolveCorrelations(
	unresolved: readonly UnresolvedCorrelation[],
	events: readonly EventRule[],
	problems: RuleProblem[],
): CorrelationRule[] {
	const resolved: CorrelationRule[] = [];
	const ids = new Map<string, string>();
	const learn = (rule: SigmaRule): void => {
		ids.set(rule.id, rule.id);
		if (rule.name !== null) ids.set(rule.name, rule.id);
	};
	for (const rule of events) learn(rule);
	let waiting = [...unresolved];
	for (;;) {
		const next: UnresolvedCorrelation[] = [];
		for (const each of waiting) {
			if (!each.document.correlation.rules.every((name) => ids.has(name))) {
				next.push(each);
				continue;
			}
			const reason = ids.has(each.head.id)
				? `its id ${each.head.id} is that of another rule; ids are unique`
				: shapeProblem(each.document);
			if (reason !== null) {
				problems.push({
					path: each.head.path,
					place: each.placeOf('correlation'),
					rule: each.head.title,
					reason,
				});
				continue;
			}
			const rule = correlationOf(each, ids);
			resolved.push(rule);
			learn(rule);
		}
		if (next.length === waiting.length || next.length === 0) {
			for (const { head, document, placeOf } of next) {
				const missing = document.correlation.rules.find((name) => !ids.has(name));
				problems.push({
					path: head.path,
					place: placeOf('correlation', 'rules'),
					rule: head.title,
					reason: `it refers to “${missing}”, which is not loaded or refers back to it`,
				});
			}
			return resolved;
		}
		waiting = next;
	}
}

function shapeProblem({ correlation }: CorrelationDocument): string | null {
	const { type, condition, rules } = correlation;
	const isTemporal = type === 'temporal' || type === 'temporal_ordered';
	const bounds = OPERATORS.filter((operator) => condition?.[operator] !== undefined);
	if (isTemporal) return rules.length < 2 ? `${type} needs at least two rules` : null;
	if (bounds.length === 0) return `${type} needs a condition with a bound`;
	if (type !== 'event_count' && condition?.field === undefined)
		return `${type} needs the field that it looks at in its condition`;
	return null;
}

function correlationOf(
	{ head, document: { correlation } }: UnresolvedCorrelation,
	ids: ReadonlyMap<string, string>,
): CorrelationRule {
	const { condition } = correlation;
	const idOf = (name: string): string => ids.get(name) ?? name;
	return {
		...head,
		kind: 'correlation',
		type: correlation.type,
		rules: correlation.rules.map(idOf),
		groupBy: correlation['group-by'],
		timespanMicros:
			Number(correlation.timespan.slice(0, -1)) *
			(UNIT_MICROS[correlation.timespan.slice(-1)] ?? 0),
		conditions: OPERATORS.flatMap((operator) => {
			const value = condition?.[operator];
			return value === undefined ? [] : [{ operator, value }];
		}),
		field: condition?.field ?? [],
		aliases: new Map(
			Object.entries(correlation.aliases ?? {}).map(([alias, fields]) => [
				alias,
				new Map(Object.entries(fields).map(([name, field]) => [idOf(name), field])),
			]),
		),
		generate: correlation.generate ?? false,
	};
}
