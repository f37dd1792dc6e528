import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { type ChatCalls, messageParts, newChatCalls } from '../chat-blocks.ts';
import { userQuery } from '../cursor/reader.ts';
import { exitCodeIn } from '../exit-code.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	ignored,
	quarantined,
	type Sample,
} from '../format.ts';
import {
	at,
	firstText,
	isObject,
	listOf,
	objectOf,
	parseRedacted,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';

interface DatabaseState {
	/** Conversations by id, as `composerData` or `meta` describe them. */
	readonly runs: Map<string, Run>;
	/** Of `store.db`: its only conversation. */
	run: Run | null;
	readonly calls: Map<string, ChatCalls>;
	readonly fallbackRun: string;
}

const product = 'cursor';

const KEY = /^(composerData|bubbleId):([^:]+)(?::(.+))?$/;

function recognise(sample: Sample): number {
	const tables = listOf(at(sample.header, 'sqlite'));
	if (tables.includes(ownText('cursorDiskKV'))) return 0.98;
	if (tables.includes(ownText('blobs')) && tables.includes(ownText('meta'))) return 0.95;
	return tables.includes(ownText('composerHeaders')) ? 0.95 : 0;
}

function read(value: RedactedJson, state: DatabaseState) {
	if (!isObject(value)) return quarantined('not-an-object', 'a row is a JSON object');
	const table = textAt(value, 'table');
	if (table === 'cursorDiskKV') return readKeyed(value, state);
	if (table === 'meta') return readMeta(value, state);
	if (table === 'blobs') return readBlob(value, state);
	if (table === 'composerHeaders') {
		const id = firstText(value, 'composerId', 'id') ?? ownText(state.fallbackRun);
		const run = state.runs.get(id) ?? plainRun(id, product);
		return events({ ...plain(run, 'configuration', stringify(value)), key: `header/${id}` });
	}
	return ignored('editor-state');
}

const plain = (run: Run, kind: EventDraft['kind'], text: RedactedText): EventDraft => ({
	kind,
	time: null,
	run,
	actor: agent(product),
	text,
	key: null,
	field: null,
});

function readKeyed(row: RedactedObject, state: DatabaseState) {
	const [, kind, conversation = '', bubble = ''] = KEY.exec(textAt(row, 'key') ?? '') ?? [];
	const value = at(row, 'value');
	if (kind === undefined || !isObject(value)) return ignored('editor-state');
	if (kind === 'composerData') return events(conversationDraft(conversation, value, state));
	const run = state.runs.get(conversation) ?? plainRun(conversation, product);
	return events(...bubbleDrafts(value, run, `${conversation}/${bubble}`));
}

function conversationDraft(id: string, value: RedactedObject, state: DatabaseState): EventDraft {
	const parent = firstText(value, 'subagentInfo.parentComposerId', 'parentComposerId');
	const run = plainRun(id, product, {
		model: firstText(value, 'modelConfig.modelName', 'model'),
		permissionMode: firstText(value, 'unifiedMode', 'forceMode'),
		branch: firstText(value, 'createdOnBranch', 'gitBranch'),
		parent: parent === null ? null : plainRun(parent, product).id,
	});
	state.runs.set(id, run);
	return {
		...plain(run, 'configuration', ownText(`conversation: ${textAt(value, 'name') ?? id}`)),
		time: parseTime(at(value, 'createdAt')),
		key: `composer/${id}`,
	};
}

/** A bubble is one message: a person's (type 1) or the agent's (type 2), with at most one tool's use. */
function bubbleDrafts(value: RedactedObject, run: Run, key: string): EventDraft[] {
	const time =
		parseTime(at(value, 'createdAt')) ?? parseTime(at(value, 'timingInfo', 'clientStartTime'));
	const isUser = at(value, 'type') === 1;
	const drafts: EventDraft[] = [];
	const add = (draft: Partial<EventDraft> & Pick<EventDraft, 'kind' | 'text'>) => {
		drafts.push({
			...plain(run, draft.kind, draft.text),
			...draft,
			time,
			key: `bubble/${key}/${drafts.length}`,
		});
	};
	const thought = firstText(value, 'thinking.text', 'thinking');
	if (thought !== null) add({ kind: 'reasoning', text: thought, field: 'value.thinking' });
	const text = firstText(value, 'text');
	if (text !== null && isUser)
		add({ kind: 'prompt', actor: human, text: userQuery(text), field: 'value.text' });
	else if (text !== null) add({ kind: 'message', text, field: 'value.text' });
	const use = at(value, 'toolFormerData');
	if (isObject(use) && textAt(use, 'name') !== null) {
		for (const draft of toolDrafts(use, key)) add(draft);
	}
	if (drafts.length === 0) add({ kind: 'record', text: stringify(value) });
	return drafts;
}

type Part = Partial<EventDraft> & Pick<EventDraft, 'kind' | 'text'>;

function toolDrafts(use: RedactedObject, key: string): Part[] {
	const id = textAt(use, 'toolCallId') ?? ownText(key);
	const name = textAt(use, 'name') ?? ownText('unknown');
	const given = at(use, 'rawArgs') ?? at(use, 'params') ?? null;
	const input = typeof given === 'string' ? (parseRedacted(given) ?? given) : given;
	const parts: Part[] = [
		{
			kind: 'tool-call',
			text: firstText(input, 'command', 'query', 'url', 'target_file', 'path') ?? stringify(input),
			call: { id, tool: name, input },
			field: 'value.toolFormerData',
		},
	];
	const status = firstText(use, 'status', 'additionalData.status') ?? '';
	const decision = textAt(use, 'userDecision');
	if (decision !== null) {
		parts.push({
			kind: 'approval',
			actor: human,
			text: ownText(`${name}: ${decision}`),
			approval: {
				callId: id,
				decision: /^accept|^approve|^run/i.test(decision) ? 'allowed' : 'denied',
				by: 'human',
				reason: null,
			},
		});
	}
	const refused = /reject|denied|declin|cancel/i.test(`${status} ${decision ?? ''}`);
	const answered = at(use, 'result') ?? at(use, 'error');
	if (answered === undefined && !refused && !/complete|error|fail/i.test(status)) return parts;
	const inner = typeof answered === 'string' ? (parseRedacted(answered) ?? answered) : answered;
	const output = firstText(inner, 'output', 'contents', 'error') ?? stringify(inner ?? ownText(''));
	const stated = objectOf(inner).exitCode ?? objectOf(inner).exitCodeV2;
	const exitCode = typeof stated === 'number' ? stated : exitCodeIn(output);
	const isFailed = /error|fail/i.test(status) || (exitCode !== null && exitCode !== 0);
	parts.push({
		kind: 'tool-result',
		actor: tool(name),
		text: output,
		result: {
			callId: id,
			status: refused ? 'denied' : isFailed ? 'error' : 'ok',
			exitCode,
			output,
			durationMs: null,
		},
	});
	return parts;
}

/** `store.db`: the only conversation of the file. */
function readMeta(row: RedactedObject, state: DatabaseState) {
	const value = at(row, 'value');
	const id = firstText(value, 'agentId', 'id') ?? ownText(state.fallbackRun);
	state.run = plainRun(id, product, {
		model: firstText(value, 'lastUsedModel'),
		permissionMode: firstText(value, 'mode'),
	});
	return events({
		...plain(state.run, 'configuration', ownText(`conversation: ${textAt(value, 'name') ?? id}`)),
		time: parseTime(at(value, 'createdAt')),
		key: `meta/${id}/${textAt(row, 'key') ?? ''}`,
	});
}

/** A message is JSON; any other blob only says which messages belong together. */
function readBlob(row: RedactedObject, state: DatabaseState) {
	const message = at(row, 'data');
	const role = textAt(message, 'role');
	if (!isObject(message) || role === null) return ignored('index-blob');
	const run = state.run ?? plainRun(state.fallbackRun, product);
	const calls = state.calls.get(run.id) ?? newChatCalls(run.id);
	state.calls.set(run.id, calls);
	const parts = messageParts(message, role, calls, product);
	if (parts.length === 0) return events(plain(run, 'record', stringify(message)));
	return events(
		...parts.map(
			({ field, ...part }, index): EventDraft => ({
				...plain(run, part.kind, part.text),
				...part,
				text: part.kind === 'prompt' ? userQuery(part.text) : part.text,
				key: `blob/${textAt(row, 'id') ?? ''}/${index}`,
				field: field === '' ? 'data' : `data.${field}`,
			}),
		),
	);
}

export const cursorDatabase: FormatReader<DatabaseState> = {
	id: 'cursor-database',
	title: 'Cursor databases (state.vscdb of the editor, store.db of the command line)',
	family: 'agent',
	versions:
		'state.vscdb with composerData and bubbleId entries, store.db with meta and blobs, as of 2026',
	envelopes: [],
	recognise,
	newState: (input) => ({
		runs: new Map(),
		run: null,
		calls: new Map(),
		fallbackRun: `cursor-${input.digest.slice(0, 16)}`,
	}),
	read,
};
