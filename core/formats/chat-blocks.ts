import type { ToolResult } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { exitCodeIn } from './exit-code.ts';
import type { EventDraft } from './format.ts';
import {
	at,
	contentText,
	firstText,
	isObject,
	listOf,
	parseRedacted,
	type RedactedObject,
	stringify,
	textAt,
} from './json-access.ts';
import { agent, human, tool } from './run-of.ts';

/** What one message of a chat says, before run, time and key are known. */
export type ChatPart = Pick<EventDraft, 'kind' | 'actor' | 'text' | 'call' | 'result'> & {
	/** Under the message, as in `content[2]`; empty: the message itself. */
	readonly field: string;
};

/** Calls of one conversation: results are paired by id, and in order where they name none. */
export interface ChatCalls {
	readonly run: string;
	readonly names: Map<string, string>;
	readonly answered: Set<string>;
	open: string[];
	made: number;
}

export const newChatCalls = (run: string): ChatCalls => ({
	run,
	names: new Map(),
	answered: new Set(),
	open: [],
	made: 0,
});

const ID_KEYS = ['id', 'toolCallId', 'tool_call_id', 'call_id', 'callId', 'callID', 'tool_use_id'];
const RESULT_ID_KEYS = [...ID_KEYS.slice(1), 'id'];
const openMax = 10_000;

/** A call as any of the chat interfaces writes it. Null: it was announced before. */
export function callPart(
	value: RedactedJson,
	calls: ChatCalls,
	product: string,
	field: string,
): ChatPart | null {
	const stated = firstText(value, ...ID_KEYS);
	if (stated !== null && calls.names.has(stated)) return null;
	const name =
		firstText(value, 'function.name', 'name', 'toolName', 'tool_name', 'tool', 'function') ??
		ownText('unknown');
	const given =
		at(value, 'function', 'arguments') ??
		at(value, 'input') ??
		at(value, 'arguments') ??
		at(value, 'args') ??
		at(value, 'parameters') ??
		at(value, 'params') ??
		null;
	const input = typeof given === 'string' ? (parseRedacted(given) ?? given) : given;
	const id = stated ?? `${calls.run}#${++calls.made}`;
	calls.names.set(id, name);
	calls.open.push(id);
	if (calls.open.length > openMax) calls.open.shift();
	const call = { id, tool: name, input };
	return { kind: 'tool-call', actor: agent(product), text: callText(input), call, field };
}

const READ_FIRST = [
	'command',
	'cmd',
	'query',
	'url',
	'file_path',
	'path',
	'target_file',
	'pattern',
	'prompt',
	'CommandLine',
] as const;

/** What a person reads first of a call: the command, the query, the path; else the whole input. */
const callText = (input: RedactedJson): RedactedText =>
	firstText(input, ...READ_FIRST) ?? stringify(input);

/** A result as any of the chat interfaces writes it. Null: the same call was answered before. */
export function resultPart(value: RedactedJson, calls: ChatCalls, field: string): ChatPart | null {
	const stated = firstText(value, ...RESULT_ID_KEYS);
	const callId =
		stated !== null && (calls.names.has(stated) || field === '')
			? stated
			: (calls.open[0] ?? stated);
	if (callId !== null) {
		if (calls.answered.has(callId)) return null;
		calls.answered.add(callId);
		calls.open = calls.open.filter((id) => id !== callId);
	}
	const body =
		at(value, 'content') ??
		at(value, 'result') ??
		at(value, 'output') ??
		at(value, 'response') ??
		at(value, 'value') ??
		at(value, 'text');
	const output = outputText(body);
	const exitCode = exitOf(value, body) ?? exitCodeIn(output);
	const result: ToolResult = {
		callId,
		status: statusOf(value, exitCode),
		exitCode,
		output,
		durationMs: numberAt(value, 'durationMs', 'duration_ms'),
	};
	const name =
		(callId === null ? undefined : calls.names.get(callId)) ??
		firstText(value, 'toolName', 'tool_name', 'name', 'function');
	return { kind: 'tool-result', actor: tool(name), text: output, result, field };
}

/** What a tool answered: what a command printed, else the text of its blocks. */
export function outputText(body: RedactedJson | undefined): RedactedText {
	if (!isObject(body)) return contentText(body);
	const streams = [textAt(body, 'stdout'), textAt(body, 'stderr')].filter((text) => text !== null);
	return streams.length > 0 || Object.hasOwn(body, 'stdout')
		? ownText(streams.join('\n'))
		: contentText(body);
}

function exitOf(value: RedactedJson, body: RedactedJson | undefined): number | null {
	for (const place of [value, body, at(value, 'metadata'), at(body, 'metadata')]) {
		const code = numberAt(place, 'exitCode', 'exit_code', 'exit');
		if (code !== null) return code;
	}
	return null;
}

function numberAt(value: RedactedJson | undefined, ...keys: readonly string[]): number | null {
	for (const key of keys) {
		const found = at(value, key);
		if (typeof found === 'number' && Number.isFinite(found)) return found;
	}
	return null;
}

function statusOf(value: RedactedJson, exitCode: number | null): ToolResult['status'] {
	const word = firstText(value, 'status', 'error.type', 'error.code') ?? '';
	if (/reject|denied|declin|approval|permission/i.test(word)) return 'denied';
	if (at(value, 'is_error') === true || at(value, 'isError') === true) return 'error';
	if (at(value, 'success') === false || /error|fail|timeout|limit/i.test(word)) return 'error';
	if (isObject(at(value, 'error')) || textAt(value, 'error') !== null) return 'error';
	return exitCode === null || exitCode === 0 ? 'ok' : 'error';
}

const CALL = /^(?:tool_?use|server_tool_use|mcp_tool_use|tool_?call|function_?call)$/i;
const RESULT = /^(?:tool_?result|function_?(?:response|call_output)|.*_tool_result)$/i;
const THOUGHT = /^(?:thinking|think|reasoning|redacted_thinking|thought)$/i;
const RESULT_ROLE = /^(?:tool|tool_?result|function)$/i;

function blockPart(
	block: RedactedJson,
	role: string,
	calls: ChatCalls,
	product: string,
	field: string,
): ChatPart | null {
	if (typeof block === 'string') return words(role, block, product, field);
	const type = (textAt(block, 'type') ?? '').replace(/-/g, '_');
	const geminiCall = at(block, 'functionCall');
	if (geminiCall !== undefined) return callPart(geminiCall, calls, product, field);
	const geminiResult = at(block, 'functionResponse');
	if (geminiResult !== undefined) return resultPart(geminiResult, calls, field);
	if (CALL.test(type)) return callPart(block, calls, product, field);
	if (RESULT.test(type)) return resultPart(block, calls, field);
	const text = firstText(block, 'text', 'thinking', 'think', 'content', 'refusal');
	if (THOUGHT.test(type) || at(block, 'thought') === true) {
		const thought = text ?? contentText(at(block, 'summary') ?? undefined);
		return { kind: 'reasoning', actor: agent(product), text: thought, field };
	}
	if (text !== null) return words(role, text, product, field);
	return { kind: 'record', actor: agent(product), text: stringify(block), field };
}

function words(role: string, text: RedactedText, product: string, field: string): ChatPart | null {
	if (text === '') return null;
	if (role === 'system' || role === 'developer')
		return { kind: 'configuration', actor: agent(product), text, field };
	return role === 'user' || role === 'human'
		? { kind: 'prompt', actor: human, text, field }
		: { kind: 'message', actor: agent(product), text, field };
}

/**
 * The parts of one message: its words, thoughts, calls and results, in the shapes of the OpenAI,
 * Anthropic and Gemini interfaces and of what agents make of these.
 */
export function messageParts(
	message: RedactedObject,
	role: string,
	calls: ChatCalls,
	product: string,
): ChatPart[] {
	if (RESULT_ROLE.test(role)) {
		const blocks = listOf(at(message, 'content'));
		if (!blocks.some((block) => RESULT.test((textAt(block, 'type') ?? '').replace(/-/g, '_')))) {
			const part = resultPart(message, calls, '');
			return part === null ? [] : [part];
		}
	}
	const parts: (ChatPart | null)[] = [];
	const thought = firstText(
		message,
		'reasoning',
		'reasoning_content',
		'thinking',
		'reasoning.text',
	);
	if (thought !== null)
		parts.push({ kind: 'reasoning', actor: agent(product), text: thought, field: 'reasoning' });
	const key = Array.isArray(at(message, 'parts')) ? 'parts' : 'content';
	const content = at(message, key);
	if (Array.isArray(content)) {
		content.forEach((block, index) => {
			parts.push(blockPart(block, role, calls, product, `${key}[${index}]`));
		});
	} else if (content !== undefined && content !== null) {
		parts.push(words(role, contentText(content), product, key));
	}
	for (const name of ['tool_calls', 'toolCalls', 'toolRequests']) {
		listOf(at(message, name)).forEach((call, index) => {
			parts.push(callPart(call, calls, product, `${name}[${index}]`));
		});
	}
	return parts.filter((part) => part !== null);
}
