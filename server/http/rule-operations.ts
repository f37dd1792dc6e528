import { z } from 'zod';
import { huntHitPageSchema, huntResultSchema, huntSchema } from '@/core/detection/hunt-views.ts';
import {
	pipelineViewSchema,
	ruleCheckSchema,
	ruleDetailSchema,
	ruleListSchema,
} from '@/core/detection/rule-views.ts';
import { ruleSwitchSchema } from '@/server/rules/change.ts';
import { huntHitsQuerySchema } from '@/server/rules/hunt-result.ts';
import { newHuntSchema } from '@/server/rules/hunts.ts';
import { hitsQuerySchema, ruleHitSchema } from '@/server/rules/list.ts';
import { pipelineChangeSchema, pipelineCheckSchema } from '@/server/rules/pipelines.ts';
import {
	newRuleSchema,
	ruleCheckRequestSchema,
	ruleTextChangeSchema,
} from '@/server/rules/texts.ts';
import type { Operation } from './openapi.ts';

const jsonBody = (schema: z.ZodType) => ({ type: 'application/json', schema });

/** Rules, what they found, and hunts with them, in the OpenAPI document. */
export const ruleOperations: readonly Operation[] = [
	{
		method: 'get',
		path: '/api/v1/rules',
		summary:
			'The workspace’s rules, whether each is on, how often it found something, and what did not load.',
		status: 200,
		answer: ruleListSchema,
	},
	{
		method: 'post',
		path: '/api/v1/rules',
		summary: 'Adds rules of the workspace’s own: one text of YAML.',
		body: jsonBody(newRuleSchema),
		status: 201,
		answer: ruleDetailSchema,
	},
	{
		method: 'patch',
		path: '/api/v1/rules',
		summary: 'Switches rules on or off, for what comes in from then on.',
		body: jsonBody(ruleSwitchSchema),
		status: 200,
		answer: z.object({ changed: z.number().int() }),
	},
	{
		method: 'post',
		path: '/api/v1/rules/check',
		summary: 'What saving a text would say, with line and column. Nothing is stored.',
		body: jsonBody(ruleCheckRequestSchema),
		status: 200,
		answer: ruleCheckSchema,
	},
	{
		method: 'get',
		path: '/api/v1/rules/{id}',
		summary: 'One rule with its text and what it found last.',
		status: 200,
		answer: ruleDetailSchema,
	},
	{
		method: 'patch',
		path: '/api/v1/rules/{id}',
		summary: 'Saves the text of the rule’s file; of a shipped one, a copy for the workspace.',
		body: jsonBody(ruleTextChangeSchema),
		status: 200,
		answer: ruleDetailSchema,
	},
	{
		method: 'delete',
		path: '/api/v1/rules/{id}',
		summary:
			'Deletes a rule of the workspace’s own with what it found, or puts the shipped text back.',
		status: 200,
		answer: z.object({ restored: z.boolean() }),
	},
	{
		method: 'get',
		path: '/api/v1/rules/hits',
		summary: 'What rules found, the latest events first.',
		query: hitsQuerySchema,
		status: 200,
		answer: z.object({ hits: z.array(ruleHitSchema) }),
	},
	{
		method: 'get',
		path: '/api/v1/rules/pipelines',
		summary: 'Processing pipelines that every rule of the workspace is loaded through.',
		status: 200,
		answer: z.object({ pipelines: z.array(pipelineViewSchema) }),
	},
	{
		method: 'post',
		path: '/api/v1/rules/pipelines',
		summary: 'Saves a pipeline under its name.',
		body: jsonBody(pipelineChangeSchema),
		status: 200,
		answer: pipelineViewSchema,
	},
	{
		method: 'post',
		path: '/api/v1/rules/pipelines/check',
		summary: 'What is wrong with a pipeline, with line and column. Nothing is stored.',
		body: jsonBody(pipelineCheckSchema),
		status: 200,
		answer: ruleCheckSchema,
	},
	{
		method: 'delete',
		path: '/api/v1/rules/pipelines/{id}',
		summary: 'Deletes the pipeline of that name.',
		status: 204,
		answer: null,
	},
	{
		method: 'get',
		path: '/api/v1/rules/hunts',
		summary: 'Hunts over stored events, the latest first.',
		status: 200,
		answer: z.object({ hunts: z.array(huntSchema) }),
	},
	{
		method: 'post',
		path: '/api/v1/rules/hunts',
		summary: 'Begins to run rules backwards over the stored events of a time range.',
		body: jsonBody(newHuntSchema),
		status: 201,
		answer: huntSchema,
	},
	{
		method: 'get',
		path: '/api/v1/rules/hunts/{id}',
		summary: 'How far a hunt has come, and what each rule found.',
		status: 200,
		answer: huntResultSchema,
	},
	{
		method: 'delete',
		path: '/api/v1/rules/hunts/{id}',
		summary: 'Deletes a hunt with what it found.',
		status: 204,
		answer: null,
	},
	{
		method: 'post',
		path: '/api/v1/rules/hunts/{id}/cancel',
		summary: 'Ends a hunt; what it found until then stays.',
		status: 200,
		answer: huntSchema,
	},
	{
		method: 'get',
		path: '/api/v1/rules/hunts/{id}/hits',
		summary: 'What a hunt found, the latest events first.',
		query: huntHitsQuerySchema,
		status: 200,
		answer: huntHitPageSchema,
	},
];
