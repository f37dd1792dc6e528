import type { ToolResult } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import {
	at,
	contentText,
	firstText,
	isObject,
	objectOf,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human } from '../run-of.ts';
import { type CodexState, callPart, type Part, resultPart } from './reader.ts';

/**
 * The display log (`event_msg`) repeats most of what the protocol log says. A result or message
 * that stood there before is null here; what only the display log has becomes an event.
 */
export function displayDraft(payload: RedactedObject, state: CodexState): Part | null {
	const type = textAt(payload, 'type') ?? '';
	switch (type) {
		case 'user_message':
			return spoken(state, 'u', textAt(payload, 'message'), { kind: 'prompt', actor: human });
		case 'agent_message':
			return spoken(state, 'a', textAt(payload, 'message'), {
				kind: 'message',
				actor: agent('codex'),
			});
		case 'agent_reasoning':
			return spoken(state, 'r', textAt(payload, 'text'), {
				kind: 'reasoning',
				actor: agent('codex'),
			});
		case 'exec_command_end':
			return ended(
				payload,
				state,
				contentText(at(payload, 'aggregated_output') ?? at(payload, 'stdout')),
			);
		case 'patch_apply_end':
			return ended(payload, state, contentText(at(payload, 'stdout')));
		case 'mcp_tool_call_end':
			return mcpEnded(payload, state);
		case 'dynamic_tool_call_response':
			return ended(payload, state, contentText(at(payload, 'content_items')));
		case 'collab_agent_spawn_end':
			noteSpawn(payload, state);
			break;
		case 'guardian_assessment':
			return assessment(payload);
		case 'item_completed':
			return itemCompleted(objectOf(at(payload, 'item')), state);
		case 'exec_approval_request':
		case 'apply_patch_approval_request':
			return {
				kind: 'record',
				actor: agent('codex'),
				text: ownText(
					`approval asked: ${stringify(at(payload, 'command') ?? at(payload, 'changes') ?? null)}`,
				),
			};
	}
	const words = firstText(payload, 'message', 'error.message', 'reason');
	return {
		kind: 'record',
		actor: agent('codex'),
		text: ownText([type, words].filter(Boolean).join(': ')),
	};
}

function noteSpawn(payload: RedactedObject, state: CodexState): void {
	const thread = textAt(payload, 'new_thread_id');
	const callId = textAt(payload, 'call_id');
	if (thread !== null && callId !== null) state.spawns.set(thread, callId);
}

function spoken(
	state: CodexState,
	who: string,
	text: RedactedText | null,
	part: Pick<Part, 'kind' | 'actor'>,
): Part | null {
	const said = `${who}:${text ?? ''}`;
	if (text === null || state.said.has(said)) return null;
	state.said.add(said);
	return { ...part, text };
}

function durationOf(value: RedactedJson | undefined): number | null {
	if (typeof value === 'number') return value;
	const seconds = at(value, 'secs');
	const nanos = at(value, 'nanos');
	return typeof seconds === 'number'
		? seconds * 1000 + (typeof nanos === 'number' ? nanos / 1e6 : 0)
		: null;
}

function ended(payload: RedactedObject, state: CodexState, output: RedactedText): Part | null {
	const code = at(payload, 'exit_code');
	const success = at(payload, 'success');
	const word = textAt(payload, 'status') ?? '';
	const facts: Partial<ToolResult> = {
		...(typeof code === 'number' ? { exitCode: code } : {}),
		...(/declin|reject|denied/i.test(word)
			? { status: 'denied' as const }
			: typeof success === 'boolean'
				? { status: success ? ('ok' as const) : ('error' as const) }
				: {}),
		durationMs: durationOf(at(payload, 'duration')),
	};
	return resultPart(state, firstText(payload, 'call_id', 'callId'), output, facts);
}

function mcpEnded(payload: RedactedObject, state: CodexState): Part | null {
	const failed =
		at(payload, 'result', 'Err') !== undefined || at(payload, 'result', 'Ok', 'isError') === true;
	const body =
		at(payload, 'result', 'Ok', 'content') ??
		at(payload, 'result', 'Ok') ??
		at(payload, 'result', 'Err') ??
		at(payload, 'result');
	return resultPart(state, textAt(payload, 'call_id'), contentText(body), {
		status: failed ? 'error' : 'ok',
		durationMs: durationOf(at(payload, 'duration')),
	});
}

function assessment(payload: RedactedObject): Part {
	const status = textAt(payload, 'status') ?? '';
	const reason = textAt(payload, 'rationale');
	return {
		kind: 'approval',
		actor: agent('codex'),
		text: ownText(`guardian: ${status}`),
		approval: {
			callId: textAt(payload, 'target_item_id'),
			decision: /den|reject|block|abort|timed/i.test(status) ? 'denied' : 'allowed',
			by: 'configuration',
			reason,
		},
	};
}

/** 0.149 and `exec --json`: whole items instead of begin and end. */
function itemCompleted(item: RedactedObject, state: CodexState): Part | null {
	const type = (textAt(item, 'type') ?? '').replace(/_/g, '').toLowerCase();
	const id = textAt(item, 'id');
	const text = firstText(item, 'text') ?? contentText(at(item, 'content'));
	if (type === 'usermessage') return spoken(state, 'u', text, { kind: 'prompt', actor: human });
	if (type === 'agentmessage')
		return spoken(state, 'a', text, { kind: 'message', actor: agent('codex') });
	if (type === 'reasoning')
		return spoken(state, 'r', text, { kind: 'reasoning', actor: agent('codex') });
	if (type === 'commandexecution') {
		if (id !== null && state.calls.has(id))
			return ended(
				{ ...item, call_id: id },
				state,
				contentText(at(item, 'aggregated_output') ?? at(item, 'aggregatedOutput')),
			);
		const call = callPart(state, id, 'shell', { command: at(item, 'command') ?? null });
		return isObject(item) ? call : null;
	}
	return { kind: 'record', actor: agent('codex'), text: ownText(textAt(item, 'type') ?? 'item') };
}
