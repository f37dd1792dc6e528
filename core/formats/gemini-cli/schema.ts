import { z } from 'zod';
import { redactedText } from '../json-access.ts';

const text = redactedText.nullish().catch(null);

/** A message of a Gemini CLI chat, the header line of a JSON-lines chat, or one of its `$set` lines. */
export const geminiMessage = z.looseObject({
	id: text,
	type: text,
	sessionId: text,
	model: text,
	timestamp: z.union([z.string(), z.number()]).nullish().catch(null),
	startTime: z.union([z.string(), z.number()]).nullish().catch(null),
});
