import { z } from 'zod';
import { hitsQuerySchema, ruleHitSchema, ruleListSchema } from '@/server/rules/list.ts';
import type { Operation } from './openapi.ts';

/** Rules and what they found, in the OpenAPI document. */
export const ruleOperations: readonly Operation[] = [
	{
		method: 'get',
		path: '/api/v1/rules',
		summary:
			'The rules that run over what comes in, how often each found something, and what did not load.',
		status: 200,
		answer: ruleListSchema,
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
