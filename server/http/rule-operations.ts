import { z } from 'zod';
import { ruleDetailSchema, ruleListSchema } from '@/core/detection/rule-views.ts';
import { ruleSwitchSchema } from '@/server/rules/change.ts';
import { hitsQuerySchema, ruleHitSchema } from '@/server/rules/list.ts';
import type { Operation } from './openapi.ts';

/** Rules and what they found, in the OpenAPI document. */
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
		method: 'patch',
		path: '/api/v1/rules',
		summary: 'Switches rules on or off, for what comes in from then on.',
		body: { type: 'application/json', schema: ruleSwitchSchema },
		status: 200,
		answer: z.object({ changed: z.number().int() }),
	},
	{
		method: 'get',
		path: '/api/v1/rules/{id}',
		summary: 'One rule with its text and what it found last.',
		status: 200,
		answer: ruleDetailSchema,
	},
	{
		method: 'get',
		path: '/api/v1/rules/hits',
		summary: 'What rules found, the latest events first.',
		query: hitsQuerySchema,
		status: 200,
		answer: z.object({ hits: z.array(ruleHitSchema) }),
	},
];
