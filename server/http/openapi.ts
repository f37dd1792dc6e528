import { z } from 'zod';
import { incidentDocumentSchema } from '@/core/incidents/document.ts';
import { reportParamsSchema } from '@/core/report/formats.ts';
import { apiKeySchema, newApiKeySchema } from '@/server/auth/api-keys.ts';
import { incidentChangeSchema, incidentFilterSchema } from '@/server/incidents/list.ts';
import { mergeSchema, splitSchema } from '@/server/incidents/regroup.ts';
import { importSchema } from '@/server/ingest/imports.ts';
import { retryReceiptSchema } from '@/server/ingest/retry.ts';
import { selectionSchema } from '@/server/jobs/reconstruct.ts';
import { credentialOperations } from './credential-operations.ts';
import { eventSearchSchema } from './event-search.ts';
import { hookAnswerSchema, hookPayloadSchema } from './hooks.ts';
import { ingestParamsSchema, ingestReceiptSchema, retryParamsSchema } from './ingest.ts';
import { ruleOperations } from './rule-operations.ts';
import { sourceOperations } from './source-operations.ts';

export interface Operation {
	readonly method: 'get' | 'post' | 'patch' | 'delete';
	readonly path: string;
	readonly summary: string;
	readonly query?: z.ZodObject;
	readonly body?: { readonly type: string; readonly schema: z.ZodType };
	readonly status: number;
	readonly answer: z.ZodType | null;
	readonly answerType?: string;
}

const eventSchema = z.looseObject({
	id: z.string(),
	timeMicros: z.number().nullable(),
	kind: z.string(),
	text: z.string(),
});
const incidentSummarySchema = z.looseObject({
	number: z.string(),
	title: z.string(),
	severity: z.string(),
	status: z.string(),
	assignee: z.string().nullable(),
});
const nextCursor = z.string().nullable();

/** Every operation of `/api/v1`. A test compares them with the routes that there are. */
export const operations: readonly Operation[] = [
	{
		method: 'post',
		path: '/api/v1/ingest',
		summary:
			'Takes a log of any recognised format. The body is streamed; gzip and zstd are read. Idempotency-Key is honoured.',
		query: ingestParamsSchema,
		body: { type: 'application/octet-stream', schema: z.string().meta({ format: 'binary' }) },
		status: 202,
		answer: ingestReceiptSchema,
	},
	{
		method: 'post',
		path: '/api/v1/hooks/claude-code',
		summary: 'Takes one hook payload of Claude Code; answered as soon as it is durable.',
		body: { type: 'application/json', schema: hookPayloadSchema },
		status: 200,
		answer: hookAnswerSchema,
	},
	{
		method: 'get',
		path: '/api/v1/imports/{id}',
		summary: 'How far an import has come, and the lines that it could not read.',
		status: 200,
		answer: importSchema,
	},
	{
		method: 'get',
		path: '/api/v1/imports/{id}/events',
		summary:
			'The same without the lines, as server-sent events (`progress`), until the import is done or failed.',
		status: 200,
		answer: importSchema.omit({ quarantine: true }),
	},
	{
		method: 'post',
		path: '/api/v1/imports/{id}/retry',
		summary:
			'Reads again what it could not read: from its files where they are unchanged, else from the redacted lines that were kept.',
		query: retryParamsSchema,
		status: 200,
		answer: retryReceiptSchema,
	},
	{
		method: 'get',
		path: '/api/v1/events',
		summary: 'Searches events, newest first. As NDJSON with Accept: application/x-ndjson.',
		query: eventSearchSchema,
		status: 200,
		answer: z.object({ events: z.array(eventSchema), nextCursor }),
	},
	{
		method: 'get',
		path: '/api/v1/events/{id}',
		summary: 'One event with its whole (redacted) record and how it was read.',
		status: 200,
		answer: z.looseObject({ eventId: z.string(), raw: z.string(), text: z.string() }),
	},
	{
		method: 'get',
		path: '/api/v1/incidents',
		summary: 'Incidents, most severe first.',
		query: incidentFilterSchema,
		status: 200,
		answer: z.object({ incidents: z.array(incidentSummarySchema), nextCursor }),
	},
	{
		method: 'post',
		path: '/api/v1/incidents',
		summary: 'Reconstructs sessions, events or a time range, and keeps the incidents found.',
		body: { type: 'application/json', schema: selectionSchema },
		status: 200,
		answer: z.object({ incidents: z.number().int(), added: z.number().int() }),
	},
	{
		method: 'get',
		path: '/api/v1/incidents/{id}',
		summary: 'One incident with its document.',
		status: 200,
		answer: incidentSummarySchema.extend({ document: incidentDocumentSchema }),
	},
	{
		method: 'patch',
		path: '/api/v1/incidents/{id}',
		summary: 'Changes status or assignee.',
		body: { type: 'application/json', schema: incidentChangeSchema },
		status: 200,
		answer: incidentSummarySchema,
	},
	{
		method: 'post',
		path: '/api/v1/incidents/{id}/merge',
		summary:
			'Makes other incidents part of this one. They keep their numbers and can be taken out again.',
		body: { type: 'application/json', schema: mergeSchema },
		status: 200,
		answer: incidentSummarySchema,
	},
	{
		method: 'post',
		path: '/api/v1/incidents/{id}/split',
		summary: 'Makes the effects of these events an incident of their own, and answers that one.',
		body: { type: 'application/json', schema: splitSchema },
		status: 201,
		answer: incidentSummarySchema,
	},
	{
		method: 'post',
		path: '/api/v1/incidents/{id}/ungroup',
		summary: 'Takes a merge or a split back.',
		status: 200,
		answer: incidentSummarySchema,
	},
	{
		method: 'get',
		path: '/api/v1/incidents/{id}/report',
		summary: 'One incident as a report to hand on: html, markdown or json.',
		query: reportParamsSchema,
		status: 200,
		answer: z.string(),
		answerType: 'text/html',
	},
	{
		method: 'get',
		path: '/api/v1/incidents/{id}/timeline',
		summary: 'The incident with the events around it, ready to draw.',
		status: 200,
		answer: z.looseObject({ number: z.string(), document: incidentDocumentSchema }),
	},
	...credentialOperations,
	...sourceOperations,
	...ruleOperations,
	{
		method: 'get',
		path: '/api/v1/api-keys',
		summary: 'API keys of the workspace, without their secrets.',
		status: 200,
		answer: z.object({ keys: z.array(apiKeySchema) }),
	},
	{
		method: 'post',
		path: '/api/v1/api-keys',
		summary: 'Makes an API key; its secret is in this answer and nowhere else.',
		body: { type: 'application/json', schema: newApiKeySchema },
		status: 201,
		answer: apiKeySchema.extend({ key: z.string() }),
	},
	{
		method: 'delete',
		path: '/api/v1/api-keys/{id}',
		summary: 'Ends an API key at once.',
		status: 204,
		answer: null,
	},
	{
		method: 'get',
		path: '/api/v1/openapi.json',
		summary: 'This document.',
		status: 200,
		answer: z.looseObject({ openapi: z.string() }),
	},
];

const problemSchema = z.object({
	type: z.string().meta({ description: 'Stable: urn:aftertrace:problem:CODE' }),
	title: z.string(),
	status: z.number().int(),
	detail: z.string(),
	instance: z.string(),
});

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
	const { $schema: _, ...rest } = z.toJSONSchema(schema, {
		io,
		target: 'draft-2020-12',
		unrepresentable: 'any',
	});
	return rest;
};

/** The OpenAPI 3.1 document of `/api/v1`, made from the schemas that check requests. */
export function openApiDocument(): object {
	const paths: Record<string, Record<string, object>> = {};
	for (const operation of operations) {
		paths[operation.path] = {
			...paths[operation.path],
			[operation.method]: operationObject(operation),
		};
	}
	return {
		openapi: '3.1.0',
		info: { title: 'Aftertrace', version: '1', license: { name: 'Apache-2.0' } },
		security: [{ apiKey: [] }, { session: [] }],
		paths,
		components: {
			securitySchemes: {
				apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: at_…' },
				session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
			},
			schemas: { Problem: schemaOf(problemSchema, 'output') },
		},
	};
}

function operationObject(operation: Operation): object {
	const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
	const inPath = names.map((name) => ({
		name,
		in: 'path',
		required: true,
		schema: { type: 'string' },
	}));
	return {
		summary: operation.summary,
		parameters: [...inPath, ...queryParameters(operation.query)],
		...(operation.body === undefined
			? {}
			: {
					requestBody: {
						required: true,
						content: {
							[operation.body.type]: { schema: schemaOf(operation.body.schema, 'input') },
						},
					},
				}),
		responses: {
			[operation.status]: {
				description: operation.summary,
				...(operation.answer === null
					? {}
					: { content: { 'application/json': { schema: schemaOf(operation.answer, 'output') } } }),
			},
			default: {
				description: 'A problem (RFC 9457)',
				content: {
					'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
				},
			},
		},
	};
}

function queryParameters(query: z.ZodObject | undefined): object[] {
	if (query === undefined) return [];
	const { properties = {}, required = [] } = schemaOf(query, 'input') as {
		properties?: Record<string, object>;
		required?: string[];
	};
	return Object.entries(properties).map(([name, schema]) => ({
		name,
		in: 'query',
		required: required.includes(name),
		schema,
	}));
}
