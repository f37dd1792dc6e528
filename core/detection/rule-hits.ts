import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import { type EventId, eventId } from '../event/ids.ts';
import { epochMicros } from '../event/time.ts';
import { noFields, runCorrelations, silentRules, valuesOf, wantedFields } from './detector.ts';
import { eventSubjects } from './event-subjects.ts';
import { withFieldNames } from './field-names.ts';
import type { RunningRules } from './running-rules.ts';
import type { Hit } from './sigma/correlation.ts';
import type { CorrelationRule, RuleLevel, SigmaRule } from './sigma/rule.ts';
import { createRuleSet } from './sigma/rule-set.ts';
import type { DetectionSubject } from './subject.ts';

/** What one rule found in one event: plain values, which can be kept and go from thread to thread. */
export interface RuleHit {
	readonly ruleId: string;
	readonly level: RuleLevel;
	readonly eventId: EventId;
	/** Null: the event has no time, and no correlation counts it. */
	readonly timeMicros: number | null;
	readonly order: number;
	/** False: it only serves correlations. */
	readonly reports: boolean;
	/** Values that correlations ask of the event, by the field's name in the rule's own log source. */
	readonly values: Readonly<Record<string, readonly string[]>>;
}

/** What a correlation found: the events in its window, in order. */
export interface CorrelationHit {
	readonly ruleId: string;
	readonly level: RuleLevel;
	readonly eventIds: readonly EventId[];
	/** Of the event that completed it. */
	readonly timeMicros: number;
}

/** Runs the rules over events one by one, as they come in, in any order. One hit for each rule and event. */
export function createHitMatcher({
	rules,
	muted,
}: RunningRules): (event: Event, acts: readonly Act[]) => RuleHit[] {
	const correlations = rules.filter((rule) => rule.kind === 'correlation');
	const ruleSet = createRuleSet(rules.filter((rule) => rule.kind === 'event').map(withFieldNames));
	const wanted = wantedFields(correlations);
	const silent = silentRules(correlations);
	return (event, acts) => {
		const hits = new Map<string, RuleHit>();
		const context = { environment: null, outcome: event.record?.outcome ?? null };
		for (const subject of eventSubjects(event, acts, context))
			for (const rule of ruleSet.match(subject)) {
				if (hits.has(rule.id)) continue;
				const values = valuesOf(rule, subject, wanted.get(rule.id) ?? new Set());
				hits.set(rule.id, {
					ruleId: rule.id,
					level: rule.level,
					eventId: event.id,
					timeMicros: event.time,
					order: event.order,
					reports: !silent.has(rule.id) && !muted.has(rule.id),
					values: Object.fromEntries(values),
				});
			}
		return [...hits.values()];
	};
}

/** The correlations that build on one of these rules, at any depth, with the rules that they need. */
export function correlationsOn(
	rules: readonly SigmaRule[],
	ruleIds: ReadonlySet<string>,
): {
	readonly correlations: readonly CorrelationRule[];
	/** Event rules whose hits they are run over. */
	readonly needs: ReadonlySet<string>;
	readonly timespanMicros: number;
} {
	const byId = new Map(rules.map((rule) => [rule.id, rule]));
	const touched = new Set(ruleIds);
	const reached: CorrelationRule[] = [];
	for (const rule of rules)
		if (rule.kind === 'correlation' && rule.rules.some((id) => touched.has(id))) {
			touched.add(rule.id);
			reached.push(rule);
		}
	const chosen = new Set<CorrelationRule>();
	const needs = new Set<string>();
	const include = (rule: CorrelationRule): void => {
		if (chosen.has(rule)) return;
		chosen.add(rule);
		for (const id of rule.rules) {
			const inner = byId.get(id);
			if (inner?.kind === 'correlation') include(inner);
			else needs.add(id);
		}
	};
	for (const rule of reached) include(rule);
	return {
		correlations: rules.filter(
			(rule) => rule.kind === 'correlation' && chosen.has(rule),
		) as CorrelationRule[],
		needs,
		timespanMicros: [...chosen].reduce((sum, rule) => sum + rule.timespanMicros, 0),
	};
}

/** What correlations make of hits that were kept. */
export function correlateHits(
	correlations: readonly CorrelationRule[],
	hits: readonly Pick<RuleHit, 'ruleId' | 'eventId' | 'timeMicros' | 'order' | 'values'>[],
): CorrelationHit[] {
	const kept = hits
		.flatMap((hit): (Hit<DetectionSubject> & { order: number })[] =>
			hit.timeMicros === null
				? []
				: [
						{
							ruleId: hit.ruleId,
							timeMicros: hit.timeMicros,
							order: hit.order,
							subjects: [
								{
									time: epochMicros(hit.timeMicros),
									order: hit.order,
									eventId: hit.eventId,
									sources: [],
									fields: noFields,
								},
							],
							values: (_rule, field) => hit.values[field] ?? [],
						},
					],
		)
		.sort((a, b) => a.timeMicros - b.timeMicros || a.order - b.order);
	return runCorrelations(correlations, kept, silentRules(correlations)).map(
		({ rule, subjects }) => ({
			ruleId: rule.id,
			level: rule.level,
			eventIds: [...new Set(subjects.flatMap((subject) => subject.eventId ?? []))].map(eventId),
			timeMicros: Math.max(...subjects.map((subject) => subject.time ?? 0)),
		}),
	);
}
