import { z } from 'zod';
import { mappingSchema } from '@/core/formats/mapped/mapping.ts';
import {
	connectorChangeSchema,
	connectorSchema,
	newConnectorSchema,
} from '@/server/connectors/connector.ts';
import {
	mappingPreviewSchema,
	previewRequestSchema,
	savedMappingSchema,
} from '@/server/ingest/mappings.ts';
import { sourceSchema } from '@/server/sources/sources.ts';
import type { Operation } from './openapi.ts';

const jsonBody = (schema: z.ZodType) => ({ type: 'application/json', schema });

/** Sources, mappings and connectors in the OpenAPI document. */
export const sourceOperations: readonly Operation[] = [
	{
		method: 'get',
		path: '/api/v1/sources',
		summary: 'What sends to the workspace: rate, lag, last event, errors, and what fell silent.',
		status: 200,
		answer: z.object({ sources: z.array(sourceSchema) }),
	},
	{
		method: 'get',
		path: '/api/v1/mappings',
		summary: 'How logs of one’s own are read.',
		status: 200,
		answer: z.object({ mappings: z.array(savedMappingSchema) }),
	},
	{
		method: 'post',
		path: '/api/v1/mappings',
		summary: 'Saves a mapping; one of the same name is replaced. It applies to later logs.',
		body: jsonBody(mappingSchema),
		status: 201,
		answer: savedMappingSchema,
	},
	{
		method: 'delete',
		path: '/api/v1/mappings/{id}',
		summary: 'Deletes a mapping. What was read by it stays.',
		status: 204,
		answer: null,
	},
	{
		method: 'post',
		path: '/api/v1/mappings/preview',
		summary: 'What a mapping, or the guess, makes of the beginning of a log. Nothing is stored.',
		body: jsonBody(previewRequestSchema),
		status: 200,
		answer: mappingPreviewSchema,
	},
	{
		method: 'get',
		path: '/api/v1/connectors',
		summary: 'What is pulled on a schedule, without credentials.',
		status: 200,
		answer: z.object({ connectors: z.array(connectorSchema) }),
	},
	{
		method: 'post',
		path: '/api/v1/connectors',
		summary: 'Adds a connector. Its credential is encrypted and never answered.',
		body: jsonBody(newConnectorSchema),
		status: 201,
		answer: connectorSchema,
	},
	{
		method: 'patch',
		path: '/api/v1/connectors/{id}',
		summary: 'Pauses or resumes a connector, or runs it now.',
		body: jsonBody(connectorChangeSchema),
		status: 200,
		answer: connectorSchema,
	},
	{
		method: 'delete',
		path: '/api/v1/connectors/{id}',
		summary: 'Deletes a connector and its credential. What it brought stays.',
		status: 204,
		answer: null,
	},
];
