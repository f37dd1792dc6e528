import { z } from 'zod';
import { redactedJson, redactedText } from '../json-access.ts';

const text = redactedText.nullish().catch(null);

/**
 * A node of Railway's `auditLogs` query. `payload` and `context` are JSON without a published
 * schema; the reader looks in both for who, with what, from where and on which resources.
 */
export const railwayNode = z.looseObject({
	id: text,
	eventType: redactedText,
	createdAt: z.union([z.string(), z.number()]).nullish().catch(null),
	workspaceId: text,
	projectId: text,
	environmentId: text,
	payload: redactedJson.optional(),
	context: redactedJson.optional(),
});
export type RailwayNode = z.infer<typeof railwayNode>;
