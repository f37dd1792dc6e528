import { z } from 'zod';
import { redactedJson, redactedText } from '../json-access.ts';

const text = redactedText.nullish().catch(null);

/**
 * A line of a Codex rollout (`~/.codex/sessions/…/rollout-*.jsonl`). Since 0.4x an envelope of
 * `type` and `payload`; before that the items themselves, without one.
 */
export const codexRecord = z.looseObject({
	timestamp: z.union([z.string(), z.number()]).nullish().catch(null),
	created_at: z.union([z.string(), z.number()]).nullish().catch(null),
	type: text,
	role: text,
	id: text,
	payload: redactedJson.optional(),
});
export type CodexRecord = z.infer<typeof codexRecord>;
