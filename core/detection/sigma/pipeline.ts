import { z } from 'zod';
import { fail, ok, type Result } from '../../result.ts';
import type { Expression } from './expression.ts';
import { type FieldMapping, type LimitedMapping, mapFields, mappedField } from './field-mapping.ts';
import { detectionItem } from './modifiers.ts';
import type { Placeholders } from './placeholders.ts';
import { type EventRule, type LogSource, logSourceOf, type RuleProblem } from './rule.ts';
import { type RuleFile, readRuleTexts } from './rule-text.ts';

/**
 * A Sigma processing pipeline, as pySigma reads it from YAML: values for placeholders, and how the
 * rules of a log source are changed before they run. What is not understood is refused, since a
 * pipeline that is half applied finds half.
 */
export interface Pipeline {
	readonly name: string;
	/** Lower ones come first. */
	readonly priority: number;
	readonly placeholders: Placeholders;
	/** Placeholders without values stand for anything. */
	readonly wildcards: boolean;
	readonly transformations: readonly Transformation[];
}

interface Transformation {
	readonly on: RuleCondition;
	readonly change: Change;
}

type Change =
	| { readonly type: 'map'; readonly mapping: LimitedMapping }
	| { readonly type: 'condition'; readonly expression: Expression }
	| { readonly type: 'source'; readonly source: LogSource }
	| { readonly type: 'drop'; readonly drops: (field: string) => boolean }
	| { readonly type: 'failure'; readonly message: string };

interface RuleCondition {
	readonly sources: readonly LogSource[];
	readonly any: boolean;
	readonly negated: boolean;
}

const one = z.union([z.string(), z.number(), z.boolean()]);
const texts = z
	.union([one, z.array(one)])
	.transform((value) => (Array.isArray(value) ? value : [value]).map(String));
const byName = z.record(z.string(), texts);

const head = {
	id: z.string().nullish(),
	rule_conditions: z
		.array(
			z.strictObject({
				type: z.literal('logsource', 'only conditions on the logsource are understood'),
				product: z.string().nullish(),
				service: z.string().nullish(),
				category: z.string().nullish(),
			}),
		)
		.nullish(),
	rule_cond_op: z.enum(['and', 'or']).nullish(),
	rule_cond_not: z.boolean().nullish(),
};
const onFields = {
	field_name_conditions: z
		.array(
			z.strictObject({
				type: z.enum(['include_fields', 'exclude_fields']),
				fields: z.array(z.string()).min(1),
			}),
		)
		.max(1, 'one condition on fields is understood')
		.nullish(),
};
const transformationSchema = z.discriminatedUnion(
	'type',
	[
		z.strictObject({
			type: z.literal('field_name_mapping'),
			mapping: byName,
			...head,
			...onFields,
		}),
		z.strictObject({
			type: z.literal('field_name_prefix_mapping'),
			mapping: byName,
			...head,
			...onFields,
		}),
		z.strictObject({
			type: z.literal('field_name_prefix'),
			prefix: z.string(),
			...head,
			...onFields,
		}),
		z.strictObject({
			type: z.literal('field_name_suffix'),
			suffix: z.string(),
			...head,
			...onFields,
		}),
		z.strictObject({
			type: z.literal('add_condition'),
			conditions: z.record(z.string(), z.union([one, z.array(one)])),
			negated: z.boolean().nullish(),
			...head,
		}),
		z.strictObject({
			type: z.literal('change_logsource'),
			product: z.string().nullish(),
			service: z.string().nullish(),
			category: z.string().nullish(),
			...head,
		}),
		z.strictObject({ type: z.literal('drop_detection_item'), ...head, ...onFields }),
		z.strictObject({ type: z.literal('rule_failure'), message: z.string(), ...head }),
		z.strictObject({ type: z.literal('value_placeholders'), id: head.id }),
		z.strictObject({ type: z.literal('wildcard_placeholders'), id: head.id }),
	],
	{ error: 'this type of transformation is not understood' },
);
type TransformationDocument = z.infer<typeof transformationSchema>;

/** What a pipeline file may hold. */
export const pipelineSchema = z.strictObject({
	name: z.string().max(200).nullish(),
	priority: z.number().nullish(),
	allowed_backends: z.array(z.string()).nullish(),
	vars: byName.nullish(),
	transformations: z.array(transformationSchema).nullish(),
});

/** Transformations that are understood, for the documentation and its test. */
export const transformationTypes: readonly string[] = transformationSchema.options.map(
	({ shape }) => shape.type.value,
);

/** Reads pipelines; what cannot be used is named with its place, and none of that file is applied. */
export function readPipelines(files: readonly RuleFile[]): {
	readonly pipelines: readonly Pipeline[];
	readonly problems: readonly RuleProblem[];
} {
	const problems: RuleProblem[] = [];
	const pipelines: Pipeline[] = [];
	for (const file of files) {
		for (const { content, placeOf } of readRuleTexts(file, problems)) {
			const refuse = (keys: readonly (string | number)[], reason: string): void => {
				problems.push({ path: file.path, place: placeOf(...keys), rule: null, reason });
			};
			const parsed = pipelineSchema.safeParse(content);
			if (!parsed.success) {
				const [issue] = parsed.error.issues;
				const keys = (issue?.path ?? []).map((key) =>
					typeof key === 'symbol' ? String(key) : key,
				);
				refuse(keys, `${keys.join('.')}: ${issue?.message}`.replace(/^: /, ''));
				continue;
			}
			const { name, priority, vars, transformations } = parsed.data;
			const read: Transformation[] = [];
			let failed = false;
			for (const [index, document] of (transformations ?? []).entries()) {
				const change = changeOf(document);
				if (change === null) continue;
				if (!change.ok) {
					refuse(['transformations', index], change.error);
					failed = true;
				} else read.push({ on: conditionOf(document), change: change.value });
			}
			if (failed) continue;
			pipelines.push({
				name: name ?? file.path,
				priority: priority ?? 0,
				placeholders: vars ?? {},
				wildcards: (transformations ?? []).some(({ type }) => type === 'wildcard_placeholders'),
				transformations: read,
			});
		}
	}
	return { pipelines: pipelines.sort((a, b) => a.priority - b.priority), problems };
}

function conditionOf(document: TransformationDocument): RuleCondition {
	if (!('rule_conditions' in document) && !('rule_cond_not' in document))
		return { sources: [], any: false, negated: false };
	return {
		sources: (document.rule_conditions ?? []).map(logSourceOf),
		any: document.rule_cond_op === 'or',
		negated: document.rule_cond_not === true,
	};
}

/** Null: it changes no rule by itself. */
function changeOf(document: TransformationDocument): Result<Change, string> | null {
	const map = (mapping: FieldMapping): Result<Change, string> =>
		ok({ type: 'map', mapping: { mapping, fields: fieldsOf(document) } });
	switch (document.type) {
		case 'field_name_mapping':
			return map({ type: 'names', names: document.mapping });
		case 'field_name_prefix_mapping':
			return map({ type: 'beginnings', beginnings: document.mapping });
		case 'field_name_prefix':
			return map({ type: 'around', before: document.prefix, after: '' });
		case 'field_name_suffix':
			return map({ type: 'around', before: '', after: document.suffix });
		case 'add_condition': {
			const of: Expression[] = [];
			for (const [field, value] of Object.entries(document.conditions)) {
				const item = detectionItem(field, Array.isArray(value) ? value : [value], {});
				if (!item.ok) return item;
				of.push(item.value);
			}
			const all: Expression = { op: 'and', of };
			return ok({
				type: 'condition',
				expression: document.negated === true ? { op: 'not', of: all } : all,
			});
		}
		case 'change_logsource':
			return ok({ type: 'source', source: logSourceOf(document) });
		case 'drop_detection_item': {
			const fields = fieldsOf(document);
			if (fields === null) return fail('it names no fields, and would drop everything');
			return ok({
				type: 'drop',
				drops: (field) => fields.names.includes(field) === fields.include,
			});
		}
		case 'rule_failure':
			return ok({ type: 'failure', message: document.message });
		case 'value_placeholders':
		case 'wildcard_placeholders':
			return null;
		default:
			return document satisfies never;
	}
}

function fieldsOf(document: TransformationDocument): LimitedMapping['fields'] {
	const [condition] = ('field_name_conditions' in document && document.field_name_conditions) || [];
	return condition === undefined
		? null
		: { include: condition.type === 'include_fields', names: condition.fields };
}

const fits = (wanted: LogSource, source: LogSource): boolean =>
	(wanted.product === null || wanted.product === source.product) &&
	(wanted.service === null || wanted.service === source.service) &&
	(wanted.category === null || wanted.category === source.category);

function concerns({ sources, any, negated }: RuleCondition, source: LogSource): boolean {
	if (sources.length === 0) return !negated;
	const isMet = any
		? sources.some((wanted) => fits(wanted, source))
		: sources.every((wanted) => fits(wanted, source));
	return isMet !== negated;
}

/** A rule as the pipelines change it; a reason where one of them says that it cannot be run. */
export function throughPipelines(
	rule: EventRule,
	pipelines: readonly Pipeline[],
): Result<EventRule, string> {
	let changed = rule;
	for (const { name, transformations } of pipelines)
		for (const { on, change } of transformations) {
			if (!concerns(on, changed.logSource)) continue;
			if (change.type === 'failure')
				return fail(`the pipeline ${name} refuses it: ${change.message}`);
			const next = changedRule(changed, change);
			if (next === null) return fail(`the pipeline ${name} drops all that it looks for`);
			changed = next;
		}
	return ok(changed);
}

function changedRule(
	rule: EventRule,
	change: Exclude<Change, { type: 'failure' }>,
): EventRule | null {
	switch (change.type) {
		case 'map':
			return {
				...rule,
				expression: mapFields(rule.expression, (field) => mappedField(field, change.mapping)),
				fieldMappings: [...(rule.fieldMappings ?? []), change.mapping],
			};
		case 'condition':
			return { ...rule, expression: { op: 'and', of: [change.expression, rule.expression] } };
		case 'source':
			return { ...rule, logSource: change.source };
		case 'drop': {
			const left = without(rule.expression, change.drops);
			return left === null ? null : { ...rule, expression: left };
		}
		default:
			return change satisfies never;
	}
}

/** The expression without the tests of these fields; null: nothing is left. */
function without(expression: Expression, drops: (field: string) => boolean): Expression | null {
	if (expression.op === 'test')
		return expression.field !== null && drops(expression.field) ? null : expression;
	if (expression.op === 'not') {
		const of = without(expression.of, drops);
		return of === null ? null : { op: 'not', of };
	}
	const of = expression.of.flatMap((each) => without(each, drops) ?? []);
	return of.length === 0 ? null : { op: expression.op, of };
}

/** What placeholders stand for, by all pipelines: of one name the values of each. */
export function placeholdersOf(pipelines: readonly Pipeline[]): Placeholders {
	const all: Record<string, readonly string[]> = {};
	for (const { placeholders } of pipelines)
		for (const [name, values] of Object.entries(placeholders))
			all[name] = [...(Object.hasOwn(all, name) ? (all[name] ?? []) : []), ...values];
	return all;
}
