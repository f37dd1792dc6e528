import { z } from 'zod';
import { redactedJson, redactedText } from '../json-access.ts';

/**
 * One line of a Claude Code transcript (`~/.claude/projects/…/<session>.jsonl`) or of its
 * `stream-json` output. Lenient: formats drift weekly, so only what the reader uses is described,
 * and a field of another type reads as absent.
 */
const text = redactedText.nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

export const claudeRecord = z.looseObject({
	type: text,
	subtype: text,
	uuid: text,
	parentUuid: text,
	sessionId: text,
	session_id: text,
	timestamp: z.union([z.string(), z.number()]).nullish().catch(null),
	cwd: text,
	gitBranch: text,
	version: text,
	claude_code_version: text,
	isSidechain: flag,
	isMeta: flag,
	isCompactSummary: flag,
	agentId: text,
	agent_id: text,
	parent_tool_use_id: text,
	permissionMode: text,
	toolDenialKind: text,
	toolUseResult: redactedJson.optional(),
	message: z
		.looseObject({ id: text, role: text, model: text, content: redactedJson.optional() })
		.nullish()
		.catch(null),
	content: redactedJson.optional(),
	summary: text,
	model: text,
	hook_event_name: text,
	tool_name: text,
	tool_use_id: text,
});

export type ClaudeRecord = z.infer<typeof claudeRecord>;
