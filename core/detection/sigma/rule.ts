import type { Expression } from './expression.ts';
import type { LimitedMapping } from './field-mapping.ts';

export const ruleLevels = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type RuleLevel = (typeof ruleLevels)[number];

/** Which records a rule is meant for; null: any. Lower case. */
export interface LogSource {
	readonly product: string | null;
	readonly service: string | null;
	readonly category: string | null;
}

const lower = (value: string | null | undefined): string | null => value?.toLowerCase() ?? null;

/** A log source as a file writes it. */
export const logSourceOf = (source: {
	readonly product?: string | null | undefined;
	readonly service?: string | null | undefined;
	readonly category?: string | null | undefined;
}): LogSource => ({
	product: lower(source.product),
	service: lower(source.service),
	category: lower(source.category),
});

/** What a rule says of itself. */
export interface RuleHead {
	/** The rule's own id, or its path and position where it has none. */
	readonly id: string;
	readonly name: string | null;
	readonly title: string;
	readonly description: string | null;
	readonly author: string | null;
	readonly status: string | null;
	readonly level: RuleLevel;
	readonly tags: readonly string[];
	readonly references: readonly string[];
	readonly falsePositives: readonly string[];
	/** The file it came from. */
	readonly path: string;
}

/** A rule over single events. */
export interface EventRule extends RuleHead {
	readonly kind: 'event';
	readonly logSource: LogSource;
	readonly expression: Expression;
	/** How pipelines named its fields otherwise, for correlations that look at them. */
	readonly fieldMappings?: readonly LimitedMapping[];
}

export const correlationTypes = [
	'event_count',
	'value_count',
	'temporal',
	'temporal_ordered',
	'value_sum',
	'value_avg',
	'value_percentile',
] as const;
export type CorrelationType = (typeof correlationTypes)[number];

export type CountOperator = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';

/** A rule over what other rules found (Sigma correlation rules specification 2.1). */
export interface CorrelationRule extends RuleHead {
	readonly kind: 'correlation';
	readonly type: CorrelationType;
	/** Ids of the rules that it refers to, in order. */
	readonly rules: readonly string[];
	readonly groupBy: readonly string[];
	readonly timespanMicros: number;
	/** All must hold. Empty for `temporal` types: every rule must have matched. */
	readonly conditions: readonly { readonly operator: CountOperator; readonly value: number }[];
	/** What is counted, summed or averaged. */
	readonly field: readonly string[];
	/** Alias → rule id → field. */
	readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** Whether the rules referred to also report by themselves. */
	readonly generate: boolean;
}

export type SigmaRule = EventRule | CorrelationRule;

/** A place in a text, counted from 1. */
export interface TextPlace {
	readonly line: number;
	readonly column: number;
}

/** A rule that was not loaded, and why. Stops nothing else. */
export interface RuleProblem {
	readonly path: string;
	/** Where in the file; null: the whole of it is meant. */
	readonly place: TextPlace | null;
	/** Title or id, where the document has one. */
	readonly rule: string | null;
	readonly reason: string;
}

/** A filter: it suppresses matches of other rules, and reports nothing. */
export interface FilterRule extends RuleHead {
	readonly kind: 'filter';
	readonly logSource: LogSource;
	/** Ids or names of the rules that it concerns; `any`: all of its log source. */
	readonly concerns: readonly string[] | 'any';
}

export interface LoadedRules {
	readonly rules: readonly SigmaRule[];
	readonly filters: readonly FilterRule[];
	readonly problems: readonly RuleProblem[];
}
