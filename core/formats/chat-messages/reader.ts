import type { Run } from '@/core/event/event.ts';
import { runId } from '@/core/event/ids.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { type EpochMicros, parseTime } from '@/core/event/time.ts';
import {
	type ChatCalls,
	type ChatPart,
	callPart,
	messageParts,
	newChatCalls,
	resultPart,
} from '../chat-blocks.ts';
import { type EventDraft, events, type FormatReader, quarantined, type Sample } from '../format.ts';
import {
	at,
	contentText,
	firstText,
	isObject,
	listOf,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun } from '../run-of.ts';
import { nestedConversations } from './nested.ts';
import { isSessionFacts, productOf, shapeOf } from './shapes.ts';

interface ChatState {
	run: Run;
	calls: ChatCalls;
	product: string | null;
	/** Prompts given so far: a stream says some twice. */
	said: string;
}

function recognise(sample: Sample): number {
	const objects = sample.records.filter(isObject);
	if (objects.length === 0) return 0;
	if (
		sample.container === 'document' &&
		objects.length === 1 &&
		isSessionFacts(objects[0] as RedactedObject)
	)
		return 0.45;
	const shapes = objects.map(shapeOf).filter((shape) => shape !== null);
	if (!shapes.some(({ kind }) => kind !== 'session'))
		return objects.some((record) => nestedConversations(record).length > 0) ? 0.2 : 0;
	return shapes.length * 2 >= objects.length ? 0.72 : 0.35;
}

const SESSION_KEYS = [
	'sessionId',
	'session_id',
	'sessionID',
	'conversation_id',
	'thread_id',
	'info.id',
];

function noteRun(record: RedactedObject, state: ChatState): void {
	state.product ??= productOf(record);
	const isStart = /^session(?:_start)?$/.test(textAt(record, 'type') ?? '');
	const id = firstText(record, ...SESSION_KEYS) ?? (isStart ? textAt(record, 'id') : null);
	if (id !== null && runId(id) !== state.run.id) state.calls = newChatCalls(id);
	const { run } = state;
	state.run = {
		...run,
		id: id === null ? run.id : runId(id),
		product: state.product ?? run.product,
		model:
			firstText(
				record,
				'message.model',
				'model',
				'modelId',
				'model_id',
				'modelAlias',
				'current_model_id',
			) ?? run.model,
		folder:
			firstText(record, 'cwd', 'info.cwd', 'workDir', 'environment.working_directory') ??
			run.folder,
		version: textAt(record, 'version') ?? run.version,
		branch: firstText(record, 'gitBranch', 'git_branch', 'head_branch') ?? run.branch,
	};
}

function partsOf(record: RedactedObject, state: ChatState): ChatPart[] {
	const shape = shapeOf(record);
	const { product } = state.run;
	switch (shape?.kind) {
		case 'message':
			return messageParts(shape.message, shape.role, state.calls, product)
				.filter((part) => part.kind !== 'prompt' || !isRepeated(part.text, state))
				.map(
					(part): ChatPart =>
						isInjected(record, part)
							? { ...part, kind: 'configuration', actor: agent(product) }
							: part,
				)
				.map((part) => ({ ...part, field: [shape.field, part.field].filter(Boolean).join('.') }));
		case 'call': {
			const part = callPart(shape.value, state.calls, product, shape.field);
			return part === null ? [] : [part];
		}
		case 'result': {
			const part = resultPart(shape.value, state.calls, shape.field);
			return part === null ? [] : [part];
		}
		case 'approval': {
			const decision =
				firstText(shape.value, 'result.decision', 'decision', 'outcome') ?? ownText('');
			return [
				{
					kind: 'approval',
					actor: human,
					text: ownText(
						[textAt(shape.value, 'action'), decision].filter((part) => part !== null).join(': '),
					),
					field: '',
					approval: {
						callId: firstText(shape.value, 'toolCallId', 'tool_call_id'),
						decision: /^(?:approve|allow|accept)/i.test(decision) ? 'allowed' : 'denied',
						by: 'human',
						reason: firstText(shape.value, 'result.scope', 'reason'),
					},
				} as ChatPart,
			];
		}
		case 'session':
			return [
				{ kind: 'configuration', actor: agent(product), text: sessionText(record), field: '' },
			];
	}
	return [];
}

const sessionText = (record: RedactedObject) =>
	ownText(
		[
			textAt(record, 'type') ?? 'session',
			firstText(record, 'title', 'session_summary', 'modelId', 'modelAlias', 'cwd', 'systemPrompt'),
		]
			.filter((part) => part !== null)
			.join(': '),
	);

/** The same words in the user's name in two records next to each other are one prompt. */
function isRepeated(text: string, state: ChatState): boolean {
	const same = state.said === text;
	state.said = text;
	return same;
}

/** What the agent's own program wrote in the user's name. */
const INJECTED =
	/^\s*<(?:system-reminder|environment_context|user_info|qwen:user-prompt-submit-context|system_information)\b/;
const isInjected = (record: RedactedObject, part: ChatPart): boolean =>
	part.kind === 'prompt' &&
	(INJECTED.test(part.text) ||
		textAt(record, 'synthetic_reason') !== null ||
		firstText(record, 'message.origin.kind') === 'injection');

function conversation(
	messages: readonly RedactedJson[],
	field: string,
	time: EpochMicros | null,
	state: ChatState,
): EventDraft[] {
	return messages.flatMap((message, index): EventDraft[] => {
		const inner = isObject(message) ? shapeOf(message) : null;
		if (!isObject(message) || inner?.kind !== 'message') return [];
		return messageParts(inner.message, inner.role, state.calls, state.run.product).map(
			({ field: part, ...rest }): EventDraft => ({
				...rest,
				time:
					parseTime(firstText(message, 'timestamp', 'created_at', 'time')) ??
					(index === 0 ? time : null),
				run: state.run,
				raw: stringify(message),
				key: null,
				field: [`${field}[${index}]`, part].filter((each) => each !== '').join('.'),
			}),
		);
	});
}

const TIME_KEYS = [
	'timestamp',
	'time',
	'created_at',
	'createdAt',
	'start_time',
	'session_start',
	'message.timestamp',
];

function read(value: RedactedJson, state: ChatState) {
	if (!isObject(value)) return quarantined('not-an-object', 'a message is a JSON object');
	noteRun(value, state);
	const shape = shapeOf(value);
	if (shape === null || shape.kind === 'conversation') {
		const begun = parseTime(
			firstText(value, 'session_start', 'created_at', 'timestamp', 'created'),
		);
		const lists =
			shape === null
				? nestedConversations(value)
				: [{ field: 'messages', messages: listOf(at(value, 'messages')) }];
		const drafts = lists.flatMap(({ field, messages }) =>
			conversation(messages, field, begun, state),
		);
		if (drafts.length > 0) return events(...drafts);
	}
	const time = parseTime(firstText(value, ...TIME_KEYS));
	const ownKey = firstText(value, 'uuid', 'id', 'message_id');
	const parts = partsOf(value, state);
	if (parts.length === 0) {
		const words =
			firstText(value, 'summary', 'text', 'finalText', 'title') ??
			contentText(at(value, 'content'));
		parts.push({
			kind: isSessionFacts(value) ? 'configuration' : 'record',
			actor: agent(state.run.product),
			text: ownText(
				[textAt(value, 'type') ?? 'record', words].filter((part) => part !== '').join(': '),
			),
			field: '',
		});
	}
	return events(
		...parts.map(
			({ field, ...part }, index): EventDraft => ({
				...part,
				time,
				run: state.run,
				key: ownKey === null ? null : `${state.run.id}/${ownKey}/${index}`,
				field: field === '' ? null : field,
			}),
		),
	);
}

export const chatMessages: FormatReader<ChatState> = {
	id: 'chat-messages',
	title: 'Agent transcripts as chat messages (OpenAI, Anthropic and Gemini shapes)',
	family: 'agent',
	versions:
		'any; tried on Droid 0.81, OpenClaw and Pi (session version 3), Grok, Kimi wire 1.4, Qwen Code 0.21, Antigravity, Hermes and Vibe of 2026',
	envelopes: [],
	recognise,
	newState: (input) => {
		const id = `chat-${input.digest.slice(0, 16)}`;
		return { run: plainRun(id, 'agent'), calls: newChatCalls(id), product: null, said: '' };
	},
	read,
};
