import type { Run, ToolResult } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { type EpochMicros, parseTime } from '@/core/event/time.ts';
import { exitCodeIn } from '../exit-code.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	type InputFacts,
	quarantined,
	type Sample,
} from '../format.ts';
import {
	at,
	contentText,
	firstText,
	isObject,
	objectOf,
	parseRedacted,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';
import { type CursorRecord, cursorRecord } from './schema.ts';

export interface CursorState {
	run: Run;
	calls: number;
	/** Calls without a result yet, oldest first: results without an id answer them in order. */
	open: { id: string; ownId: string | null; tool: string }[];
}

const ROLES = new Set(['user', 'assistant', 'tool', 'system']);

function recognise(sample: Sample): number {
	let hits = 0;
	for (const record of sample.records) {
		if (!isObject(record)) continue;
		if (textAt(record, 'uuid') !== null && textAt(record, 'sessionId') !== null) return 0;
		const role = textAt(record, 'role');
		const content = at(record, 'message', 'content');
		const isTurn =
			role !== null && ROLES.has(role) && (Array.isArray(content) || typeof content === 'string');
		if (isTurn && textAt(record, 'type') === null) hits++;
	}
	return hits === 0 ? 0 : hits * 2 >= sample.records.length ? 0.85 : 0.5;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The transcript's file is named by its conversation; any other name says nothing about the run. */
function newState(input: InputFacts): CursorState {
	const named = UUID.exec(input.fileName ?? '')?.[0] ?? UUID.exec(input.folders.at(-1) ?? '')?.[0];
	const id = named ?? `cursor-${input.digest.slice(0, 16)}`;
	return { run: plainRun(id, 'cursor'), calls: 0, open: [] };
}

function noteRun(record: CursorRecord, state: CursorState): void {
	const id =
		record.conversationId ??
		record.conversation_id ??
		record.sessionId ??
		record.session_id ??
		record.composerId;
	state.run = {
		...state.run,
		...(id == null ? {} : { id: plainRun(id, 'cursor').id }),
		model: record.message?.model ?? record.model ?? state.run.model,
		version: record.cursorVersion ?? record.version ?? state.run.version,
		folder: record.cwd ?? record.workspace ?? state.run.folder,
	};
}

function timeOf(record: CursorRecord, block: RedactedJson): EpochMicros | null {
	return (
		parseTime(at(block, 'timestamp')) ??
		parseTime(record.timestamp) ??
		parseTime(record.createdAt) ??
		parseTime(record.message?.timestamp) ??
		parseTime(record.message?.createdAt)
	);
}

/** The human's own words: Cursor wraps them and puts context around them. */
export function userQuery(text: RedactedText): RedactedText {
	const m = /<user_query>\s*([\s\S]*?)\s*<\/user_query>/.exec(text);
	return m === null ? text : ownText(m[1] as string);
}

type Draft = Omit<EventDraft, 'time' | 'run' | 'key' | 'field'>;

function callDraft(block: RedactedJson, state: CursorState): Draft {
	const ownId = firstText(block, 'id', 'tool_use_id', 'toolCallId', 'tool_call_id', 'call_id');
	const name = firstText(block, 'name', 'toolName', 'tool') ?? ownText('unknown');
	const rawInput =
		at(block, 'input') ??
		at(block, 'args') ??
		at(block, 'arguments') ??
		at(block, 'params') ??
		null;
	const input = typeof rawInput === 'string' ? (parseRedacted(rawInput) ?? rawInput) : rawInput;
	const id = ownId ?? `${state.run.id}#${++state.calls}`;
	state.open.push({ id, ownId, tool: name });
	if (state.open.length > 10_000) state.open.shift();
	const text = firstText(
		input,
		'command',
		'query',
		'url',
		'path',
		'file_path',
		'target_file',
		'prompt',
	);
	return {
		kind: 'tool-call',
		actor: agent('cursor'),
		text: text ?? stringify(input),
		call: { id, tool: name, input },
	};
}

/** The call that a result answers: by its id, else the oldest open one (of its tool, if it says which). */
function takeCall(block: RedactedJson, state: CursorState): { id: string; tool: string } | null {
	const id = firstText(block, 'tool_use_id', 'toolCallId', 'tool_call_id', 'call_id', 'id');
	const name = firstText(block, 'name', 'toolName', 'tool');
	let index = id === null ? -1 : state.open.findIndex((call) => call.ownId === id);
	if (index === -1) {
		index = state.open.findIndex(
			(call) => call.ownId === null && (name === null || call.tool === name),
		);
	}
	if (index === -1 && id === null) index = state.open.length > 0 ? 0 : -1;
	return index === -1 ? null : (state.open.splice(index, 1)[0] ?? null);
}

function resultDraft(block: RedactedJson, record: CursorRecord, state: CursorState): Draft {
	const call = takeCall(block, state);
	const output = contentText(
		at(block, 'content') ?? at(block, 'result') ?? at(block, 'output') ?? at(block, 'text'),
	);
	const word = firstText(block, 'status') ?? textAt(record, 'metadata', 'toolResultStatus') ?? '';
	const stated =
		at(block, 'exit_code') ?? at(block, 'exitCode') ?? at(block, 'metadata', 'exitCode');
	const exitCode = typeof stated === 'number' ? stated : exitCodeIn(output);
	const duration = at(block, 'durationMs') ?? at(block, 'duration_ms');
	const result: ToolResult = {
		callId: call?.id ?? firstText(block, 'tool_use_id', 'toolCallId'),
		status: resultStatus(block, word, exitCode),
		exitCode,
		output,
		durationMs: typeof duration === 'number' ? duration : null,
	};
	return { kind: 'tool-result', actor: tool(call?.tool ?? null), text: output, result };
}

function resultStatus(
	block: RedactedJson,
	word: string,
	exitCode: number | null,
): ToolResult['status'] {
	if (/reject|denied|declin|cancel/i.test(word)) return 'denied';
	if (at(block, 'is_error') === true || at(block, 'isError') === true) return 'error';
	if (/error|fail/i.test(word) || (exitCode !== null && exitCode !== 0)) return 'error';
	return 'ok';
}

function blockDraft(block: RedactedJson, record: CursorRecord, state: CursorState): Draft {
	const isUser = record.role === 'user';
	const actor = isUser ? human : agent('cursor');
	if (typeof block === 'string') {
		return { kind: isUser ? 'prompt' : 'message', actor, text: isUser ? userQuery(block) : block };
	}
	const type = (textAt(block, 'type') ?? '').replace(/-/g, '_');
	if (type === 'tool_use' || type === 'tool_call') return callDraft(block, state);
	if (type === 'tool_result' || record.role === 'tool') return resultDraft(block, record, state);
	if (type === 'thinking' || type === 'reasoning' || type === 'redacted_thinking') {
		return {
			kind: 'reasoning',
			actor: agent('cursor'),
			text: firstText(block, 'thinking', 'text') ?? ownText(''),
		};
	}
	if (type === 'text' || type === '') {
		const text = textAt(block, 'text') ?? contentText(block);
		if (record.role === 'system') return { kind: 'configuration', actor: agent('cursor'), text };
		return { kind: isUser ? 'prompt' : 'message', actor, text: isUser ? userQuery(text) : text };
	}
	return { kind: 'record', actor, text: textAt(block, 'text') ?? stringify(block) };
}

function read(value: RedactedJson, state: CursorState) {
	if (!isObject(value)) return quarantined('not-an-object', 'a transcript line is a JSON object');
	const parsed = cursorRecord.safeParse(value);
	if (!parsed.success)
		return quarantined('unexpected-shape', parsed.error.issues[0]?.message ?? null);
	const record = parsed.data;
	noteRun(record, state);
	const content = record.message?.content ?? (record.role == null ? undefined : record.content);
	const ownKey = record.id ?? record.uuid ?? null;
	if (content === undefined || content === null) {
		const kind =
			record.type === 'session_meta' || record.type === 'config' ? 'configuration' : 'record';
		const text = ownText(
			[record.type ?? 'record', textAt(objectOf(value), 'status')].filter(Boolean).join(': '),
		);
		return events({
			kind,
			actor: agent('cursor'),
			text,
			time: timeOf(record, null),
			run: state.run,
			key: keyOf(state, ownKey, 0),
			field: null,
		});
	}
	const blocks: readonly RedactedJson[] =
		Array.isArray(content) && content.length > 0 ? content : [contentText(content)];
	const root = record.message?.content === undefined ? 'content' : 'message.content';
	return events(
		...blocks.map(
			(block, index): EventDraft => ({
				...blockDraft(block, record, state),
				time: timeOf(record, block),
				run: state.run,
				key: keyOf(state, ownKey, index),
				field: Array.isArray(content) ? `${root}[${index}]` : root,
			}),
		),
	);
}

const keyOf = (state: CursorState, ownKey: string | null, part: number): string | null =>
	ownKey === null ? null : `${state.run.id}/${ownKey}/${part}`;

export const cursor: FormatReader<CursorState> = {
	id: 'cursor',
	title: 'Cursor agent transcripts',
	family: 'agent',
	versions: 'agent-transcripts of 2026, with and without tool results',
	envelopes: [],
	recognise,
	newState,
	read,
};
