import type { Run, ToolResult } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { exitCodeIn } from '../exit-code.ts';
import type { EventDraft } from '../format.ts';
import { at, contentText, isObject, stringify, textAt } from '../json-access.ts';
import { agent, human, tool } from '../run-of.ts';
import type { ClaudeState } from './reader.ts';
import type { ClaudeRecord } from './schema.ts';

type Draft = Omit<EventDraft, 'time' | 'run' | 'key' | 'field'>;

/** One draft a content block of a user's or an assistant's message. */
export function blockDrafts(record: ClaudeRecord, run: Run, state: ClaudeState): EventDraft[] {
	const content = record.message?.content;
	const blocks: readonly RedactedJson[] = Array.isArray(content)
		? content
		: [content ?? ownText('')];
	const isUser = record.type === 'user';
	const time = parseTime(record.timestamp);
	const drafts: EventDraft[] = [];
	blocks.forEach((block, index) => {
		const parts = isUser ? userBlock(block, record, state) : assistantBlock(block, run, state);
		parts.forEach((part, nth) => {
			drafts.push({
				...part,
				time,
				run,
				key: record.uuid == null ? null : `${record.uuid}/${index}${nth === 0 ? '' : `.${nth}`}`,
				field: Array.isArray(content) ? `message.content[${index}]` : 'message.content',
			});
		});
	});
	return drafts;
}

function assistantBlock(block: RedactedJson, run: Run, state: ClaudeState): Draft[] {
	const actor = agent('claude-code');
	if (!isObject(block)) return [{ kind: 'message', actor, text: contentText(block) }];
	const type = textAt(block, 'type') ?? '';
	if (type === 'text') return [{ kind: 'message', actor, text: contentText(at(block, 'text')) }];
	if (type === 'thinking' || type === 'redacted_thinking') {
		return [{ kind: 'reasoning', actor, text: textAt(block, 'thinking') ?? ownText('') }];
	}
	if (type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use') {
		const id = textAt(block, 'id') ?? ownText(`${run.id}#${state.tools.size}`);
		const name = textAt(block, 'name') ?? ownText('unknown');
		const input = at(block, 'input') ?? null;
		state.tools.set(id, name);
		return [{ kind: 'tool-call', actor, text: callText(input), call: { id, tool: name, input } }];
	}
	if (/_tool_result$/.test(type)) {
		const callId = textAt(block, 'tool_use_id');
		const output = contentText(at(block, 'content'));
		const status = at(block, 'is_error') === true ? 'error' : 'ok';
		return [
			{
				kind: 'tool-result',
				actor: tool(nameOf(callId, state)),
				text: output,
				result: { callId, status, exitCode: null, output, durationMs: null },
			},
		];
	}
	return [{ kind: 'record', actor, text: ownText(`${type}: ${stringify(block)}`) }];
}

/** What a person reads first of a call: the command, the query, the path; else the whole input. */
function callText(input: RedactedJson): RedactedText {
	for (const key of ['command', 'query', 'url', 'file_path', 'path', 'pattern', 'prompt']) {
		const text = textAt(input, key);
		if (text !== null) return text;
	}
	return stringify(input);
}

const nameOf = (callId: RedactedText | null, state: ClaudeState): string | null =>
	callId === null ? null : (state.tools.get(callId) ?? null);

function userBlock(block: RedactedJson, record: ClaudeRecord, state: ClaudeState): Draft[] {
	if (isObject(block) && textAt(block, 'type') === 'tool_result')
		return resultBlock(block, record, state);
	const text = contentText(isObject(block) ? [block] : block);
	// The prompt of a subagent was written by the agent that started it.
	const actor = record.isSidechain === true ? agent('claude-code') : human;
	const isOwn =
		record.isMeta !== true && record.isCompactSummary !== true && !SYSTEM_WRITTEN.test(text);
	return [{ kind: isOwn ? 'prompt' : 'record', actor: isOwn ? actor : agent('claude-code'), text }];
}

/** What Claude Code itself writes in the user's name. */
const SYSTEM_WRITTEN =
	/^\s*(?:<(?:local-command-(?:stdout|stderr|caveat)|command-(?:name|message|args)|system-reminder|bash-(?:stdout|stderr)|task-notification)>|\[Request interrupted|Caveat: The messages below)/;

const DENIED =
	/The user doesn't want to (?:proceed|take this action)|tool use was rejected|Permission for this (?:tool use|action) (?:was|has been) denied|Permission to use .{1,200} has been denied|was blocked by (?:a |the )?hook|hook (?:blocked|denied)|requires approval|denied by (?:the )?(?:auto mode|classifier|policy)/i;

function resultBlock(block: RedactedJson, record: ClaudeRecord, state: ClaudeState): Draft[] {
	const callId = textAt(block, 'tool_use_id');
	const output = contentText(at(block, 'content'));
	const isError = at(block, 'is_error') === true;
	const denied = record.toolDenialKind != null || (isError && DENIED.test(output.slice(0, 2_000)));
	const extra = record.toolUseResult;
	const started = textAt(extra, 'agentId');
	if (started !== null && callId !== null) {
		state.spawns.set(`${record.sessionId ?? state.fallbackRun}/${started}`, callId);
	}
	const interrupted = at(extra, 'interrupted') === true;
	const duration = at(extra, 'totalDurationMs') ?? at(extra, 'durationMs');
	const stated = isError ? exitCodeIn(output) : null;
	const result: ToolResult = {
		callId,
		status: denied ? 'denied' : isError || interrupted ? 'error' : 'ok',
		exitCode:
			stated ?? (typeof at(extra, 'stdout') === 'string' && !isError && !interrupted ? 0 : null),
		output,
		durationMs: typeof duration === 'number' ? duration : null,
	};
	const draft: Draft = {
		kind: 'tool-result',
		actor: tool(nameOf(callId, state)),
		text: output,
		result,
	};
	if (!denied) return [draft];
	return [
		draft,
		{
			kind: 'approval',
			actor: human,
			text: ownText('denied'),
			approval: { callId, decision: 'denied', by: deniedBy(record, output), reason: output },
		},
	];
}

function deniedBy(
	record: ClaudeRecord,
	output: string,
): 'human' | 'hook' | 'configuration' | 'unknown' {
	const kind = record.toolDenialKind ?? '';
	if (/user/.test(kind) || /user doesn't want|rejected/i.test(output)) return 'human';
	if (/hook/.test(kind) || /hook/i.test(output.slice(0, 500))) return 'hook';
	if (kind !== '' || /permission/i.test(output.slice(0, 500))) return 'configuration';
	return 'unknown';
}
