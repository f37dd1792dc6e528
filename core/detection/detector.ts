import { fieldNamesFor, withFieldNames } from './field-names.ts';
import { correlate, type Hit } from './sigma/correlation.ts';
import type { FieldSource, FieldValue } from './sigma/expression.ts';
import type { CorrelationRule, EventRule, SigmaRule } from './sigma/rule.ts';
import { createRuleSet } from './sigma/rule-set.ts';
import type { DetectionSubject } from './subject.ts';

/** A rule that matched, and on what: one subject, or those of a correlation in order. */
export interface Detection<Subject extends DetectionSubject> {
	readonly rule: SigmaRule;
	readonly subjects: readonly Subject[];
}

export interface Detector<Subject extends DetectionSubject> {
	/** Rules that match this subject and report by themselves. Any order of time will do. */
	readonly add: (subject: Subject) => readonly EventRule[];
	/** What the correlations make of everything that was added. Call it once, at the end. */
	readonly finish: () => readonly Detection<Subject>[];
	/** Hits that correlations had to leave out: their limit was reached. */
	readonly leftOut: () => number;
}

/** Hits that are kept for correlations. */
const hitsMax = 1_000_000;

export const noFields: FieldSource = { values: () => undefined, texts: () => [] };

interface KeptHit<Subject> extends Hit<Subject> {
	readonly order: number;
}

/** Runs a set of rules over subjects one by one, and its correlations at the end. */
export function createDetector<Subject extends DetectionSubject>(
	rules: readonly SigmaRule[],
): Detector<Subject> {
	const events = rules.filter((rule) => rule.kind === 'event').map(withFieldNames);
	const correlations = rules.filter((rule) => rule.kind === 'correlation');
	const ruleSet = createRuleSet(events);
	const wanted = wantedFields(correlations);
	const silent = silentRules(correlations);
	const kept: KeptHit<Subject>[] = [];
	let leftOut = 0;
	const keep = (rule: EventRule, subject: Subject, lean: Subject): void => {
		const fields = wanted.get(rule.id);
		if (fields === undefined || subject.time === null) return;
		if (kept.length >= hitsMax) {
			leftOut++;
			return;
		}
		const values = valuesOf(rule, subject, fields);
		kept.push({
			ruleId: rule.id,
			timeMicros: subject.time,
			order: subject.order,
			subjects: [lean],
			values: (_ruleId, field) => values.get(field) ?? [],
		});
	};
	return {
		add(subject) {
			const matched = ruleSet.match(subject);
			if (matched.length > 0) {
				// Hits outlive the record: they keep its place and the values that are asked for.
				const lean = { ...subject, fields: noFields };
				for (const rule of matched) keep(rule, subject, lean);
			}
			return silent.size === 0 ? matched : matched.filter((rule) => !silent.has(rule.id));
		},
		finish() {
			kept.sort((a, b) => a.timeMicros - b.timeMicros || a.order - b.order);
			return runCorrelations<Subject>(correlations, kept, silent);
		},
		leftOut: () => leftOut,
	};
}

/** Those that correlations build on come first in the list (`references.ts`). */
export function runCorrelations<Subject extends DetectionSubject>(
	correlations: readonly CorrelationRule[],
	kept: readonly Hit<Subject>[],
	silent: ReadonlySet<string>,
): Detection<Subject>[] {
	const found = new Map<string, readonly Hit<Subject>[]>();
	const detections: Detection<Subject>[] = [];
	const byRule = new Map<string, Hit<Subject>[]>();
	for (const hit of kept) {
		const own = byRule.get(hit.ruleId);
		if (own === undefined) byRule.set(hit.ruleId, [hit]);
		else own.push(hit);
	}
	for (const rule of correlations) {
		const hits = [...new Set(rule.rules)]
			.flatMap((id) => byRule.get(id) ?? found.get(id) ?? [])
			.sort((a, b) => a.timeMicros - b.timeMicros || orderOf(a) - orderOf(b));
		const matches = correlate(rule, hits);
		found.set(rule.id, matches);
		if (silent.has(rule.id)) continue;
		for (const match of matches) detections.push({ rule, subjects: match.subjects });
	}
	return detections;
}

const orderOf = <Subject extends DetectionSubject>(hit: Hit<Subject>): number =>
	hit.subjects.at(-1)?.order ?? 0;

/** Fields that correlations look at, by the rule whose events hold them. */
export function wantedFields(
	correlations: readonly CorrelationRule[],
): ReadonlyMap<string, ReadonlySet<string>> {
	const wanted = new Map<string, Set<string>>();
	// From the outermost in: what a correlation looks at, the rules that it builds on must keep.
	for (const rule of [...correlations].reverse()) {
		const inherited = wanted.get(rule.id) ?? new Set<string>();
		for (const id of rule.rules) {
			const fields = wanted.get(id) ?? new Set<string>();
			for (const name of [...rule.groupBy, ...rule.field, ...inherited])
				fields.add(rule.aliases.get(name)?.get(id) ?? name);
			wanted.set(id, fields);
		}
	}
	return wanted;
}

/** Rules that only serve correlations: referred to, and nowhere with `generate`. */
export function silentRules(correlations: readonly CorrelationRule[]): ReadonlySet<string> {
	const silent = new Set(correlations.flatMap((rule) => rule.rules));
	for (const rule of correlations)
		if (rule.generate) for (const id of rule.rules) silent.delete(id);
	return silent;
}

export function valuesOf(
	rule: EventRule,
	subject: DetectionSubject,
	fields: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
	const isText = (value: FieldValue): value is Exclude<FieldValue, null> => value !== null;
	return new Map(
		[...fields].map((field) => [
			field,
			fieldNamesFor(rule, field)
				.flatMap((name) => subject.fields.values(name) ?? [])
				.filter(isText)
				.map(String),
		]),
	);
}
