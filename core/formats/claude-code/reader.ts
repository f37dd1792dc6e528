import type { Run } from '@/core/event/event.ts';
import { type RunId, runId } from '@/core/event/ids.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { outputText } from '../chat-blocks.ts';
import { type EventDraft, events, type FormatReader, quarantined, type Sample } from '../format.ts';
import { at, contentText, isObject, listOf, objectOf, stringify, textAt } from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';
import { blockDrafts } from './blocks.ts';
import { type ClaudeRecord, claudeRecord } from './schema.ts';

/** What one transcript has said about its runs so far. */
export interface ClaudeState {
	readonly runs: Map<string, Run>;
	/** Names of tools by call id: results do not repeat them. */
	readonly tools: Map<string, string>;
	/** Calls that started subagents, by the run that they started. */
	readonly spawns: Map<string, string>;
	readonly fallbackRun: string;
}

const ENVELOPE_TYPES = new Set([
	'user',
	'assistant',
	'system',
	'summary',
	'progress',
	'attachment',
]);

function recognise(sample: Sample): number {
	let sure = 0;
	for (const record of sample.records) {
		if (!isObject(record)) continue;
		if (Array.isArray(at(record, 'message', 'parts'))) continue; // Qwen Code: the same envelope around Gemini's messages
		const type = textAt(record, 'type');
		const session = textAt(record, 'sessionId') ?? textAt(record, 'session_id');
		if (session !== null && textAt(record, 'hook_event_name') !== null) sure = Math.max(sure, 0.95);
		if (type === null) continue;
		const marks = ['uuid', 'parentUuid', 'isSidechain', 'cwd', 'version', 'gitBranch', 'userType'];
		const marked = marks.filter((key) => Object.hasOwn(record, key)).length;
		if (session !== null && ENVELOPE_TYPES.has(type) && marked >= 1) sure = Math.max(sure, 0.95);
		else if (session !== null && marked >= 2) sure = Math.max(sure, 0.7);
		else if (ENVELOPE_TYPES.has(type) && marked >= 2 && isObject(at(record, 'message')))
			sure = Math.max(sure, 0.8);
		else if (
			(type === 'user' || type === 'assistant') &&
			isObject(at(record, 'message')) &&
			textAt(record, 'message', 'role') !== null &&
			Object.hasOwn(record, 'timestamp')
		) {
			sure = Math.max(sure, 0.6);
		} else if (
			/^(?:file-history-snapshot|queue-operation|permission-mode|custom-title|ai-title|last-prompt|pr-link)$/.test(
				type,
			)
		) {
			sure = Math.max(sure, 0.6);
		} else if (type === 'summary' && textAt(record, 'leafUuid') !== null)
			sure = Math.max(sure, 0.8);
	}
	return sure;
}

/** The run that a record belongs to: a subagent's run is its session's id and its agent's id. */
function runOf(record: ClaudeRecord, state: ClaudeState): Run {
	const session = record.sessionId ?? record.session_id ?? state.fallbackRun;
	const agentId = record.agentId ?? record.agent_id ?? null;
	const isSub = agentId !== null && (record.isSidechain === true || record.agent_id !== undefined);
	const id = isSub ? `${session}/${agentId}` : session;
	const known =
		state.runs.get(id) ??
		plainRun(id, 'claude-code', { parent: isSub ? (session as string as RunId) : null });
	const model = record.message?.model;
	const isInit = record.type === 'system' && record.subtype === 'init';
	const run: Run = {
		...known,
		id: runId(id),
		version: record.version ?? record.claude_code_version ?? known.version,
		model:
			(model !== '<synthetic>' ? model : null) ?? (isInit ? record.model : null) ?? known.model,
		parentCall: record.parent_tool_use_id ?? state.spawns.get(id) ?? known.parentCall,
		folder: record.cwd ?? known.folder,
		branch: (record.gitBranch || null) ?? known.branch,
		permissionMode: record.permissionMode ?? known.permissionMode,
	};
	const told = saysNothingNew(run, known) ? known : run;
	state.runs.set(id, told);
	return told;
}

/** Most records repeat what is known of their run: they share one object. */
const saysNothingNew = (run: Run, known: Run): boolean =>
	run.version === known.version &&
	run.model === known.model &&
	run.parentCall === known.parentCall &&
	run.folder === known.folder &&
	run.branch === known.branch &&
	run.permissionMode === known.permissionMode;

/** A draft of anything that is not a message: kept verbatim, readable in one line. */
function plainDraft(
	record: ClaudeRecord,
	run: Run,
	kind: EventDraft['kind'],
	text: RedactedText,
): EventDraft {
	return {
		kind,
		time: parseTime(record.timestamp),
		run,
		actor: agent('claude-code'),
		text,
		key: record.uuid == null ? null : `${record.uuid}/0`,
		field: null,
	};
}

function systemDraft(record: ClaudeRecord, run: Run): EventDraft {
	const words = contentText(record.content);
	const text = ownText([record.subtype, words].filter(Boolean).join(': '));
	if (record.subtype === 'init') return plainDraft(record, run, 'configuration', text);
	if (record.subtype === 'permission_denied') {
		const reason = textAt(record, 'message');
		return {
			...plainDraft(record, run, 'approval', text),
			approval: {
				callId: record.tool_use_id ?? null,
				decision: 'denied',
				by: 'configuration',
				reason,
			},
		};
	}
	return plainDraft(record, run, 'record', text);
}

/** Hook payloads (`PreToolUse`, `PostToolUse` …): the same call ids as the transcript. */
function hookDraft(record: ClaudeRecord, run: Run): EventDraft {
	const name = record.hook_event_name ?? '';
	const callId = record.tool_use_id ?? null;
	const toolName = record.tool_name ?? 'unknown';
	const base = {
		...plainDraft(record, run, 'record', ownText(name)),
		key: callId === null ? null : `hook/${name}/${callId}`,
	};
	if (name === 'UserPromptSubmit') {
		return { ...base, kind: 'prompt', actor: human, text: textAt(record, 'prompt') ?? ownText('') };
	}
	if (name === 'PreToolUse' && callId !== null) {
		const input = at(record, 'tool_input') ?? null;
		return {
			...base,
			kind: 'tool-call',
			text: stringify(input),
			call: { id: callId, tool: toolName, input },
		};
	}
	if ((name === 'PostToolUse' || name === 'PostToolUseFailure') && callId !== null) {
		const answer = at(record, 'tool_response') ?? at(record, 'error');
		const output = textAt(answer, 'file', 'content') ?? outputText(answer);
		const duration = at(record, 'duration_ms');
		return {
			...base,
			kind: 'tool-result',
			actor: tool(toolName),
			text: output,
			result: {
				callId,
				status: name === 'PostToolUse' ? 'ok' : 'error',
				exitCode: null,
				output,
				durationMs: typeof duration === 'number' ? duration : null,
			},
		};
	}
	if (name === 'PermissionDenied') {
		return {
			...base,
			kind: 'approval',
			approval: {
				callId,
				decision: 'denied',
				by: 'configuration',
				reason: textAt(record, 'reason'),
			},
		};
	}
	return base;
}

function resultDrafts(record: ClaudeRecord, run: Run): EventDraft[] {
	const base = plainDraft(record, run, 'record', ownText(`result: ${record.subtype ?? ''}`));
	const denials = listOf(at(record, 'permission_denials')).map(
		(denial, index): EventDraft => ({
			...base,
			kind: 'approval',
			text: ownText(`denied: ${textAt(denial, 'tool_name') ?? 'a call'}`),
			approval: {
				callId: textAt(denial, 'tool_use_id'),
				decision: 'denied',
				by: 'configuration',
				reason: null,
			},
			key: record.uuid == null ? null : `${record.uuid}/${index + 1}`,
		}),
	);
	return [base, ...denials];
}

function read(value: RedactedJson, state: ClaudeState) {
	if (!isObject(value)) return quarantined('not-an-object', 'a transcript line is a JSON object');
	const parsed = claudeRecord.safeParse(value);
	if (!parsed.success)
		return quarantined('unexpected-shape', parsed.error.issues[0]?.message ?? null);
	const record = parsed.data;
	const run = runOf(record, state);
	if (record.hook_event_name != null) return events(hookDraft(record, run));
	switch (record.type) {
		case 'user':
		case 'assistant':
			if (record.message == null) break;
			return events(...blockDrafts(record, run, state));
		case 'system':
			return events(systemDraft(record, run));
		case 'result':
			return events(...resultDrafts(record, run));
		case 'permission-mode':
		case 'mode':
			return events(
				plainDraft(
					record,
					run,
					'configuration',
					ownText(`${record.type}: ${record.permissionMode ?? textAt(record, 'mode') ?? ''}`),
				),
			);
	}
	const words = record.summary ?? contentText(objectOf(value).content ?? undefined);
	return events(
		plainDraft(
			record,
			run,
			'record',
			ownText([record.type ?? 'record', words].filter(Boolean).join(': ')),
		),
	);
}

export const claudeCode: FormatReader<ClaudeState> = {
	id: 'claude-code',
	title: 'Claude Code transcripts, stream-json output and hook payloads',
	family: 'agent',
	versions: '2.1.14 to 2.1.239, with subagents',
	envelopes: [],
	readsAcrossFiles: true,
	recognise,
	newState: (input) => ({
		runs: new Map(),
		tools: new Map(),
		spawns: input.spawns,
		fallbackRun: `claude-${input.digest.slice(0, 16)}`,
	}),
	read,
};
