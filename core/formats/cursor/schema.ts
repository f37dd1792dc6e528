import { z } from 'zod';
import { redactedJson, redactedText } from '../json-access.ts';

const text = redactedText.nullish().catch(null);
const time = z.union([z.string(), z.number()]).nullish().catch(null);

/**
 * One line of a Cursor agent transcript
 * (`~/.cursor/projects/<slug>/agent-transcripts/<id>/<id>.jsonl`): `{role, message: {content: […]}}`.
 * It has no times and, mostly, no call ids; fields that some versions add are read where present.
 */
export const cursorRecord = z.looseObject({
	role: text,
	type: text,
	id: text,
	uuid: text,
	timestamp: time,
	createdAt: time,
	model: text,
	version: text,
	cursorVersion: text,
	conversationId: text,
	conversation_id: text,
	sessionId: text,
	session_id: text,
	composerId: text,
	cwd: text,
	workspace: text,
	message: z
		.looseObject({
			content: redactedJson.optional(),
			model: text,
			timestamp: time,
			createdAt: time,
		})
		.nullish()
		.catch(null),
	content: redactedJson.optional(),
});
export type CursorRecord = z.infer<typeof cursorRecord>;
