import { z } from 'zod';
import { ruleLevels } from './sigma/rule.ts';

/** Where a rule's text comes from: shipped as it is, a workspace's copy of a shipped one, or its own. */
export const ruleOrigins = ['shipped', 'edited', 'own'] as const;
export type RuleOrigin = (typeof ruleOrigins)[number];

export const ruleRowSchema = z.object({
	id: z.string(),
	title: z.string(),
	level: z.enum(ruleLevels),
	/** A filter suppresses matches of other rules, and reports nothing. */
	kind: z.enum(['event', 'correlation', 'filter']),
	/** `product/service/category`, what is open left out; null for correlations. */
	logSource: z.string().nullable(),
	/** The file that it stands in, from the folder of the shipped rules; `own/…` for a workspace's own. */
	source: z.string(),
	origin: z.enum(ruleOrigins),
	tags: z.array(z.string()),
	isOn: z.boolean(),
	/** It reports nothing by itself: correlations build on it. */
	serves: z.array(z.string()),
	/** Kept ones: at most 10,000 of a rule. */
	hits: z.number().int(),
	/** Time of the latest event that it found. */
	lastHitAt: z.string().nullable(),
	/** Hits a day, of the thirty days up to the workspace's latest hit. */
	days: z.array(z.number().int()),
});
export type RuleRow = z.infer<typeof ruleRowSchema>;

export const ruleProblemSchema = z.object({
	path: z.string(),
	line: z.number().int().nullable(),
	column: z.number().int().nullable(),
	rule: z.string().nullable(),
	reason: z.string(),
});
export type RuleProblemView = z.infer<typeof ruleProblemSchema>;

export const ruleListSchema = z.object({
	rules: z.array(ruleRowSchema),
	/** The day that `days` of the rules end with, `2026-05-01`; null: nothing was found. */
	lastDay: z.string().nullable(),
	/** Rules that were not loaded, and why. */
	problems: z.array(ruleProblemSchema),
});
export type RuleList = z.infer<typeof ruleListSchema>;

const namedRuleSchema = z.object({ id: z.string(), title: z.string() });

/** One match of a rule, with the last of its events in words. */
export const ruleMatchSchema = z.object({
	id: z.string(),
	at: z.string().nullable(),
	/** One for a rule over single events; those of the window for a correlation. */
	eventIds: z.array(z.string()),
	/** Redacted; null: the event is gone. */
	text: z.string().nullable(),
	/** Incidents that name one of the events: `INC-0001`. */
	incidents: z.array(z.string()),
});
export type RuleMatch = z.infer<typeof ruleMatchSchema>;

export const ruleDetailSchema = ruleRowSchema.extend({
	description: z.string().nullable(),
	author: z.string().nullable(),
	status: z.string().nullable(),
	references: z.array(z.string()),
	falsePositives: z.array(z.string()),
	/** The whole file, YAML. */
	text: z.string(),
	/** When the workspace's text was saved; null for a shipped one. */
	savedAt: z.string().nullable(),
	savedBy: z.string().nullable(),
	/** Other rules of the same file. */
	besides: z.array(namedRuleSchema),
	/** What a correlation is made of. */
	buildsOn: z.array(namedRuleSchema),
	/** The rules whose matches a filter suppresses; none where it concerns all of its log source. */
	filters: z.array(namedRuleSchema),
	/** The correlations that build on it. */
	servesRules: z.array(namedRuleSchema),
	lastDay: z.string().nullable(),
	/** The latest ones. */
	matches: z.array(ruleMatchSchema),
});
export type RuleDetail = z.infer<typeof ruleDetailSchema>;

/** What is wrong with a rule's text, and where; counted from 1. */
export const ruleDiagnosticSchema = z.object({
	/** Errors keep the text from being saved. */
	severity: z.enum(['error', 'warning']),
	line: z.number().int().nullable(),
	column: z.number().int().nullable(),
	rule: z.string().nullable(),
	message: z.string(),
});
export type RuleDiagnostic = z.infer<typeof ruleDiagnosticSchema>;

export const ruleCheckSchema = z.object({
	diagnostics: z.array(ruleDiagnosticSchema),
	/** What loads of it. */
	rules: z.array(
		ruleRowSchema.pick({ id: true, title: true, level: true, kind: true, logSource: true }),
	),
});
export type RuleCheck = z.infer<typeof ruleCheckSchema>;

/** A processing pipeline of the workspace. */
export const pipelineViewSchema = z.object({
	name: z.string(),
	/** YAML. */
	text: z.string(),
	savedAt: z.string(),
	savedBy: z.string(),
});
export type PipelineView = z.infer<typeof pipelineViewSchema>;
