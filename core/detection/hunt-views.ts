import { z } from 'zod';
import { ruleLevels } from './sigma/rule.ts';

export const huntStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const;
export type HuntState = (typeof huntStates)[number];

/** Rules run backwards over stored events: a hunt, or the test of a text that is not saved. */
export const huntSchema = z.object({
	id: z.string(),
	kind: z.enum(['hunt', 'test']),
	state: z.enum(huntStates),
	/** The rules asked for; empty: all that were on. */
	ruleIds: z.array(z.string()),
	/** RFC 3339; null: from the beginning, with events of unknown time. */
	from: z.string().nullable(),
	/** Exclusive. */
	to: z.string(),
	/** Events in the range when it began; null: not counted yet. */
	total: z.number().int().nullable(),
	/** Events that were looked at. */
	looked: z.number().int(),
	/** Matches, those that were not kept too. */
	found: z.number().int(),
	/** Matches that were found and not kept: of a rule the first ten thousand are, of all a hundred thousand. */
	leftOut: z.number().int(),
	/** Rules that did not run, since they could not be loaded. */
	notLoaded: z.number().int(),
	failure: z.string().nullable(),
	createdBy: z.string(),
	createdAt: z.string(),
	finishedAt: z.string().nullable(),
});
export type Hunt = z.infer<typeof huntSchema>;

export const huntRuleSchema = z.object({
	id: z.string(),
	title: z.string(),
	level: z.enum(ruleLevels),
	/** Matches, those that were not kept too. */
	found: z.number().int(),
	kept: z.number().int(),
	firstAt: z.string().nullable(),
	lastAt: z.string().nullable(),
});

export const huntResultSchema = huntSchema.extend({
	/** Rules that found something, the most severe first. */
	rules: z.array(huntRuleSchema),
	/** Kept matches over the time that they span, in at most sixty equal parts. */
	timeline: z
		.object({ from: z.string(), to: z.string(), counts: z.array(z.number().int()) })
		.nullable(),
	/** Kept matches without a time. */
	untimed: z.number().int(),
});
export type HuntResult = z.infer<typeof huntResultSchema>;

export const huntHitSchema = z.object({
	id: z.string(),
	ruleId: z.string(),
	title: z.string(),
	level: z.enum(ruleLevels),
	at: z.string().nullable(),
	eventIds: z.array(z.string()),
	/** Redacted; null: the event is gone. */
	text: z.string().nullable(),
});
export type HuntHit = z.infer<typeof huntHitSchema>;

export const huntHitPageSchema = z.object({
	hits: z.array(huntHitSchema),
	nextCursor: z.string().nullable(),
});
export type HuntHitPage = z.infer<typeof huntHitPageSchema>;
