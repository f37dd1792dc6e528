import { z } from 'zod';
import { correlationTypes, ruleLevels } from './rule.ts';

/** The shape of a rule document, as far as the specification fixes it; other keys are allowed. */
const text = z.string();
const texts = z.union([text.transform((one) => [one]), z.array(z.coerce.string())]);
const nullableTexts = texts.nullish().transform((list) => list ?? []);

const headShape = {
	title: text.max(1_000),
	id: text.nullish(),
	name: text.nullish(),
	description: text.nullish(),
	author: text.nullish(),
	status: text.nullish(),
	level: z.enum(ruleLevels).nullish(),
	tags: nullableTexts,
	references: nullableTexts,
	falsepositives: nullableTexts,
};

const logSource = z.object({
	product: text.nullish(),
	service: text.nullish(),
	category: text.nullish(),
});

const conditionText = z.union([text, z.array(text).min(1)]);

export const eventRuleDocument = z.object({
	...headShape,
	logsource: logSource,
	detection: z
		.record(z.string(), z.unknown())
		.refine((detection) => 'condition' in detection, 'it has no condition'),
});
export type EventRuleDocument = z.infer<typeof eventRuleDocument>;

export const filterDocument = z.object({
	...headShape,
	logsource: logSource,
	filter: z
		.object({ rules: z.union([z.literal('any'), texts]), condition: conditionText })
		.catchall(z.unknown()),
});
export type FilterDocument = z.infer<typeof filterDocument>;

const bound = z.number().optional();

export const correlationDocument = z.object({
	...headShape,
	correlation: z.object({
		type: z.enum(correlationTypes),
		rules: texts,
		'group-by': nullableTexts,
		timespan: text.regex(/^\d{1,6}[smhd]$/, 'a timespan is a number and one of s, m, h, d'),
		condition: z
			.object({
				field: texts.optional(),
				gt: bound,
				gte: bound,
				lt: bound,
				lte: bound,
				eq: bound,
				neq: bound,
			})
			.nullish(),
		aliases: z.record(z.string(), z.record(z.string(), z.string())).nullish(),
		generate: z.boolean().nullish(),
	}),
});
export type CorrelationDocument = z.infer<typeof correlationDocument>;
