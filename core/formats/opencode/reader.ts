import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { exitCodeIn } from '../exit-code.ts';
import { type EventDraft, events, type FormatReader, quarantined, type Sample } from '../format.ts';
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
import { agent, human, plainRun, tool } from '../run-of.ts';

interface OpencodeState {
	/** What earlier files said: the session and role of a message. Shared by all files of one reading. */
	readonly facts: Map<string, string>;
	readonly folder: string | null;
}

const PART_TYPES =
	/^(?:text|reasoning|tool|file|step-start|step-finish|snapshot|patch|agent|retry|compaction|subtask)$/;

type Shape = 'session' | 'message' | 'part';

/** A row of `opencode.db` holds the object under `data` and its ids beside it. */
function unrowed(value: RedactedObject): RedactedObject {
	const table = textAt(value, 'table');
	const data = at(value, 'data');
	if (table === null || !/^(?:session|message|part)$/.test(table) || !isObject(data)) return value;
	return {
		...data,
		id: at(value, 'id') ?? null,
		...(at(value, 'session_id') === undefined
			? {}
			: { sessionID: at(value, 'session_id') ?? null }),
		...(at(value, 'message_id') === undefined
			? {}
			: { messageID: at(value, 'message_id') ?? null }),
	};
}

function shapeOf(record: RedactedObject): Shape | null {
	const has = (...keys: string[]) => keys.every((key) => Object.hasOwn(record, key));
	if (has('messageID', 'type') && PART_TYPES.test(textAt(record, 'type') ?? '')) return 'part';
	if (has('sessionID', 'role') && isObject(at(record, 'time'))) return 'message';
	if (has('projectID', 'title') || (has('directory', 'title') && isObject(at(record, 'time'))))
		return 'session';
	if (textAt(record, 'table') === 'session' && has('directory', 'project_id')) return 'session';
	return null;
}

function recognise(sample: Sample): number {
	const objects = sample.records.filter(isObject);
	const hits = objects.filter((record) => shapeOf(unrowed(record)) !== null).length;
	return hits === 0 ? 0 : hits * 3 >= sample.records.length ? 0.94 : 0.4;
}

const product = 'opencode';

function runOf(record: RedactedObject, state: OpencodeState): Run {
	const message = firstText(record, 'messageID');
	const id =
		firstText(record, 'sessionID') ??
		state.facts.get(`opencode/session/${message ?? ''}`) ??
		state.folder ??
		'opencode';
	return plainRun(id, product, {
		model: firstText(record, 'modelID', 'model.modelID'),
		folder: firstText(record, 'path.cwd', 'path', 'directory'),
		version: textAt(record, 'version'),
	});
}

function sessionDraft(record: RedactedObject): EventDraft {
	const id = firstText(record, 'id') ?? ownText('opencode');
	const parent = firstText(record, 'parentID', 'parent_id');
	return {
		kind: 'configuration',
		time: parseTime(at(record, 'time', 'created') ?? at(record, 'time_created')),
		run: plainRun(id, product, {
			version: textAt(record, 'version'),
			folder: textAt(record, 'directory'),
			parent: parent === null ? null : plainRun(parent, product).id,
		}),
		actor: agent(product),
		text: ownText(`session: ${textAt(record, 'title') ?? id}`),
		key: `session/${id}`,
		field: null,
	};
}

function messageDraft(record: RedactedObject, state: OpencodeState): EventDraft {
	const id = textAt(record, 'id');
	const role = textAt(record, 'role') ?? ownText('');
	if (id !== null) {
		state.facts.set(`opencode/role/${id}`, role);
		const session = textAt(record, 'sessionID');
		if (session !== null) state.facts.set(`opencode/session/${id}`, session);
	}
	const failed = firstText(record, 'error.data.message', 'error.name');
	const words = [role, textAt(record, 'summary', 'title'), failed].filter((text) => text !== null);
	return {
		kind: 'record',
		time: parseTime(at(record, 'time', 'created')),
		run: runOf(record, state),
		actor: agent(product),
		text: ownText(`message of ${words.join(': ')}`),
		key: id === null ? null : `message/${id}`,
		field: null,
	};
}

function partDrafts(record: RedactedObject, state: OpencodeState): EventDraft[] {
	const id = textAt(record, 'id');
	const role = state.facts.get(`opencode/role/${textAt(record, 'messageID') ?? ''}`) ?? '';
	const base = {
		time: parseTime(at(record, 'time', 'start') ?? at(record, 'state', 'time', 'start')),
		run: runOf(record, state),
		actor: agent(product),
		key: id === null ? null : `part/${id}/0`,
		field: null,
	};
	const type = textAt(record, 'type') ?? '';
	const text = contentText(at(record, 'text'));
	if (type === 'tool') return toolDrafts(record, base, id);
	if (type === 'reasoning') return [{ ...base, kind: 'reasoning', text }];
	if (type === 'text') {
		const isPrompt = role === 'user' && at(record, 'synthetic') !== true;
		return [
			isPrompt
				? { ...base, kind: 'prompt', actor: human, text }
				: { ...base, kind: 'message', text },
		];
	}
	const words = firstText(record, 'filename', 'reason', 'url') ?? stringify(record);
	return [{ ...base, kind: 'record', text: ownText(`${type}: ${words}`) }];
}

const REFUSED =
	/^(?:rejected|denied|declined)|\buser\b[^.\n]{0,40}\b(?:reject|declin|denied)|\bpermission request\b[^.\n]{0,20}\b(?:reject|declin|denied)|\brejected permission|\brule (?:which|that) prevents/i;

/** A part holds the call and, once it ended, its result. A `completed` one can have failed by its exit code. */
function toolDrafts(
	record: RedactedObject,
	base: Omit<EventDraft, 'kind' | 'text'>,
	id: string | null,
): EventDraft[] {
	const state = objectOf(at(record, 'state'));
	const callId = textAt(record, 'callID') ?? id ?? ownText('unknown');
	const name = textAt(record, 'tool') ?? ownText('unknown');
	const input = at(state, 'input') ?? null;
	const call: EventDraft = {
		...base,
		kind: 'tool-call',
		text: firstText(input, 'command', 'query', 'url', 'filePath', 'path') ?? stringify(input),
		call: { id: callId, tool: name, input },
		field: 'state.input',
	};
	const status = textAt(state, 'status') ?? '';
	if (/^(?:pending|running)$/.test(status)) return [{ ...call, field: null }];
	const output = contentText(at(state, 'output') ?? at(state, 'error'));
	const stated = at(state, 'metadata', 'exit') ?? at(state, 'metadata', 'exitCode');
	const exitCode = typeof stated === 'number' ? stated : exitCodeIn(output);
	// What the operating system denied did run; what a person or a rule refused did not.
	const refused = exitCode === null && REFUSED.test(`${status} ${textAt(state, 'error') ?? ''}`);
	const isFailed = status === 'error' || (exitCode !== null && exitCode !== 0);
	const [start, end] = [at(state, 'time', 'start'), at(state, 'time', 'end')];
	return [
		call,
		{
			...base,
			kind: 'tool-result',
			time: parseTime(end) ?? base.time,
			actor: tool(name),
			text: output,
			result: {
				callId,
				status: refused ? 'denied' : isFailed ? 'error' : 'ok',
				exitCode,
				output,
				durationMs: typeof start === 'number' && typeof end === 'number' ? end - start : null,
			},
			key: id === null ? null : `part/${id}/1`,
			field: 'state.output',
		},
	];
}

function read(value: RedactedJson, state: OpencodeState) {
	if (!isObject(value)) return quarantined('not-an-object', 'a part is a JSON object');
	const record = unrowed(value);
	switch (shapeOf(record)) {
		case 'session':
			return events(sessionDraft(record));
		case 'message':
			return events(messageDraft(record, state));
		case 'part':
			return events(...partDrafts(record, state));
		case null:
			return events({
				kind: 'record',
				time: parseTime(at(record, 'time', 'created') ?? at(record, 'time_created')),
				run: null,
				actor: agent(product),
				text: stringify(record),
				key: null,
				field: null,
			});
	}
}

export const opencode: FormatReader<OpencodeState> = {
	id: 'opencode',
	title: 'OpenCode storage (sessions, messages, parts) and opencode.db',
	family: 'agent',
	versions: 'storage of 2025 (legacy and v2) to 1.3.17; the database as its schema says',
	envelopes: [],
	readsAcrossFiles: true,
	recognise,
	newState: (input) => ({
		facts: input.facts,
		folder: /^ses_/.test(input.folders.at(-1) ?? '') ? (input.folders.at(-1) ?? null) : null,
	}),
	read,
};
