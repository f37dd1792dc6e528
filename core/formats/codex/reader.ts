import type { Run, ToolResult } from '@/core/event/event.ts';
import { runId } from '@/core/event/ids.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { exitCodeIn } from '../exit-code.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	type InputFacts,
	quarantined,
	type Reading,
	type Sample,
} from '../format.ts';
import {
	at,
	contentText,
	firstText,
	isObject,
	parseRedacted,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';
import { displayDraft } from './display.ts';
import { codexRecord } from './schema.ts';

export interface CodexState {
	run: Run;
	/** Calls seen, with their tool; results are counted once, whichever of the two logs has them first. */
	readonly calls: Map<string, string>;
	readonly answered: Set<string>;
	/** Prompts of the protocol log: the display log repeats them. */
	readonly said: Set<string>;
	readonly spawns: Map<string, string>;
	synthetic: number;
	open: string[];
}

export type Part = Omit<EventDraft, 'time' | 'run' | 'key' | 'field'>;

const TYPES = new Set([
	'session_meta',
	'turn_context',
	'response_item',
	'event_msg',
	'compacted',
	'world_state',
	'inter_agent_communication_metadata',
]);

function recognise(sample: Sample): number {
	let hits = 0;
	for (const record of sample.records) {
		const type = textAt(record, 'type');
		if (type !== null && TYPES.has(type) && isObject(at(record, 'payload'))) hits++;
		else if (
			type !== null &&
			/^(?:thread\.started|item\.(?:started|updated|completed))$/.test(type)
		)
			hits++;
	}
	return hits === 0 ? 0 : hits * 2 >= sample.records.length ? 0.95 : 0.6;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

function newState(input: InputFacts): CodexState {
	const id = UUID.exec(input.fileName ?? '')?.[0] ?? `codex-${input.digest.slice(0, 16)}`;
	return {
		run: plainRun(id, 'codex'),
		calls: new Map(),
		answered: new Set(),
		said: new Set(),
		spawns: input.spawns,
		synthetic: 0,
		open: [],
	};
}

function sessionMeta(payload: RedactedObject, state: CodexState): Part {
	const id = firstText(payload, 'id', 'session_id');
	const spawn = at(payload, 'source', 'subagent', 'thread_spawn');
	const parent = firstText(payload, 'parent_thread_id') ?? textAt(spawn, 'parent_thread_id');
	state.run = {
		...state.run,
		id: id === null ? state.run.id : runId(id),
		version: textAt(payload, 'cli_version') ?? state.run.version,
		folder: textAt(payload, 'cwd') ?? state.run.folder,
		branch: textAt(payload, 'git', 'branch') ?? state.run.branch,
		parent: parent === null ? state.run.parent : runId(parent),
		parentCall: (id === null ? undefined : state.spawns.get(id)) ?? state.run.parentCall,
	};
	return {
		kind: 'configuration',
		actor: agent('codex'),
		text: ownText(`session ${id ?? ''} in ${state.run.folder ?? 'an unknown folder'}`),
	};
}

/** What the run was permitted: the evidence for sandbox and approvals. */
function turnContext(payload: RedactedObject, state: CodexState): Part {
	const sandbox = firstText(
		payload,
		'sandbox_policy.type',
		'sandbox_policy.mode',
		'permission_profile',
		'permission_profile.type',
	);
	const approval = textAt(payload, 'approval_policy');
	state.run = {
		...state.run,
		model: textAt(payload, 'model') ?? state.run.model,
		folder: textAt(payload, 'cwd') ?? state.run.folder,
		permissionMode:
			[approval, sandbox].filter((part) => part !== null).join(' / ') || state.run.permissionMode,
	};
	return {
		kind: 'configuration',
		actor: agent('codex'),
		text: ownText(
			`approvals ${approval ?? 'unknown'}, sandbox ${sandbox ?? 'unknown'}, model ${state.run.model ?? 'unknown'}`,
		),
	};
}

/** Calls and results without an id are paired in order. */
export function noteCall(state: CodexState, id: string | null, name: string): string {
	const callId = id ?? `${state.run.id}#${++state.synthetic}`;
	state.calls.set(callId, name);
	if (id === null) state.open.push(callId);
	return callId;
}

export function callPart(
	state: CodexState,
	id: string | null,
	name: RedactedText | string,
	input: RedactedJson,
): Part {
	const parsed = typeof input === 'string' ? (parseRedacted(input) ?? input) : input;
	const command = at(parsed, 'command') ?? at(parsed, 'cmd');
	const line = Array.isArray(command)
		? ownText(command.map((word) => String(word)).join(' '))
		: command;
	const text =
		typeof line === 'string'
			? line
			: typeof parsed === 'string'
				? parsed
				: (firstText(parsed, 'query', 'url', 'path', 'input') ?? stringify(parsed));
	return {
		kind: 'tool-call',
		actor: agent('codex'),
		text,
		call: { id: noteCall(state, id, name), tool: name, input: parsed },
	};
}

/** Null: the other log had this result already. */
export function resultPart(
	state: CodexState,
	id: string | null,
	output: RedactedText,
	facts: Partial<ToolResult> = {},
): Part | null {
	const callId = id ?? state.open.shift() ?? null;
	if (callId !== null) {
		if (state.answered.has(callId)) return null;
		state.answered.add(callId);
	}
	const exitCode = facts.exitCode ?? exitCodeIn(output);
	const refused =
		/^(?:exec_command |command )?(?:was )?(?:rejected|denied|aborted) by (?:the )?user|sandbox denied|approval (?:was )?denied/i.test(
			output.slice(0, 300),
		);
	const status =
		facts.status ?? (refused ? 'denied' : exitCode === null || exitCode === 0 ? 'ok' : 'error');
	return {
		kind: 'tool-result',
		actor: tool(callId === null ? null : (state.calls.get(callId) ?? null)),
		text: output,
		result: { callId, status, exitCode, output, durationMs: facts.durationMs ?? null },
	};
}

/** `output` is text, JSON text `{output, metadata: {exit_code}}`, or a list of content. */
function outputOf(value: RedactedJson | undefined): {
	text: RedactedText;
	facts: Partial<ToolResult>;
} {
	const inner = typeof value === 'string' ? parseRedacted(value) : value;
	if (isObject(inner)) {
		const code =
			at(inner, 'metadata', 'exit_code') ?? at(inner, 'exit_code') ?? at(inner, 'exitCode');
		const seconds = at(inner, 'metadata', 'duration_seconds');
		const facts = {
			...(typeof code === 'number' ? { exitCode: code } : {}),
			...(typeof seconds === 'number' ? { durationMs: seconds * 1000 } : {}),
		};
		const words = at(inner, 'output') ?? at(inner, 'content') ?? at(inner, 'stdout');
		return { text: words === undefined ? stringify(inner) : contentText(words), facts };
	}
	return { text: contentText(value), facts: {} };
}

function responseItem(item: RedactedObject, state: CodexState): Part | null {
	const type = textAt(item, 'type') ?? (textAt(item, 'role') === null ? '' : 'message');
	const id = textAt(item, 'call_id');
	if (/^(?:tool_result|.*_output)$/.test(type)) {
		const { text, facts } = outputOf(at(item, 'output') ?? at(item, 'result') ?? at(item, 'tools'));
		return resultPart(state, id, text, facts);
	}
	if (/_call$/.test(type)) {
		const name = firstText(item, 'name', 'function.name') ?? ownText(type.replace(/_call$/, ''));
		const input = at(item, 'arguments') ?? at(item, 'input') ?? at(item, 'action') ?? null;
		const namespace = textAt(item, 'namespace');
		return callPart(state, id, namespace === null ? name : `${namespace}${name}`, input);
	}
	if (type === 'reasoning') {
		const words = [
			contentText(at(item, 'summary')),
			contentText(at(item, 'content') ?? undefined),
		].filter((text) => text !== '');
		return { kind: 'reasoning', actor: agent('codex'), text: ownText(words.join('\n')) };
	}
	if (type === 'message') return messagePart(item, state);
	return { kind: 'record', actor: agent('codex'), text: ownText(type || 'record') };
}

const CONTEXT =
	/^\s*<(?:environment_context|user_instructions|permissions instructions|turn_aborted|subagent_notification|INSTRUCTIONS)/i;

function messagePart(item: RedactedObject, state: CodexState): Part {
	const role = textAt(item, 'role');
	const text = contentText(at(item, 'content') ?? at(item, 'message'));
	state.said.add(`${role === 'user' ? 'u' : 'a'}:${text}`);
	if (state.said.size > 20_000) state.said.clear();
	if (role === 'user' && !CONTEXT.test(text) && !text.startsWith('# AGENTS.md'))
		return { kind: 'prompt', actor: human, text };
	if (role === 'assistant') return { kind: 'message', actor: agent('codex'), text };
	return { kind: 'configuration', actor: agent('codex'), text };
}

function partOf(type: string, payload: RedactedObject, state: CodexState): Part | null {
	switch (type) {
		case 'session_meta':
			return sessionMeta(payload, state);
		case 'turn_context':
			return turnContext(payload, state);
		case 'response_item':
			return responseItem(payload, state);
		case 'event_msg':
			return displayDraft(payload, state);
		case 'thread.started':
			return sessionMeta({ id: at(payload, 'thread_id') ?? null }, state);
	}
	if (/^item\./.test(type))
		return displayDraft(
			{ ...payload, type: ownText(type === 'item.completed' ? 'item_completed' : type) },
			state,
		);
	return { kind: 'record', actor: agent('codex'), text: ownText(type) };
}

function read(value: RedactedJson, state: CodexState): Reading {
	if (!isObject(value)) return quarantined('not-an-object', 'a rollout line is a JSON object');
	const parsed = codexRecord.safeParse(value);
	if (!parsed.success)
		return quarantined('unexpected-shape', parsed.error.issues[0]?.message ?? null);
	const { type, payload } = parsed.data;
	// Before the envelope, items stood on their lines bare.
	const isBare = !isObject(payload);
	const part = isBare
		? /^(?:thread\.|item\.|turn\.)/.test(type ?? '')
			? partOf(type ?? '', value, state)
			: responseItem(value, state)
		: partOf(type ?? '', payload, state);
	const kept = part ?? {
		kind: 'record' as const,
		actor: agent('codex'),
		text: ownText(`${textAt(payload, 'type') ?? type ?? 'record'} (shown before)`),
	};
	return events({
		...kept,
		time: parseTime(parsed.data.timestamp ?? parsed.data.created_at),
		run: state.run,
		key: null,
		field: null,
	});
}

export const codex: FormatReader<CodexState> = {
	id: 'codex',
	title: 'Codex CLI rollouts and exec --json output',
	family: 'agent',
	versions: '0.50 to 0.149, and rollouts from before the envelope',
	envelopes: [],
	readsAcrossFiles: true,
	recognise,
	newState,
	read,
};
