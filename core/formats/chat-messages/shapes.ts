import { ownText, type RedactedText } from '@/core/event/text.ts';
import { at, firstText, isObject, type RedactedObject, textAt } from '../json-access.ts';

/** A record of a chat, told by what it holds and not by who wrote it. */
export type ChatShape =
	/** A message: the record itself, or what stands under `message`. */
	| {
			readonly kind: 'message';
			readonly message: RedactedObject;
			readonly role: string;
			readonly field: string;
	  }
	/** A whole conversation in one record. */
	| { readonly kind: 'conversation' }
	| { readonly kind: 'call'; readonly value: RedactedObject; readonly field: string }
	| { readonly kind: 'result'; readonly value: RedactedObject; readonly field: string }
	| { readonly kind: 'approval'; readonly value: RedactedObject }
	/** What a session was set up with. */
	| { readonly kind: 'session' };

const ROLES =
	/^(?:user|human|assistant|model|ai|bot|agent|system|developer|tool|tool_?result|function)$/i;

const isContent = (value: unknown): boolean => typeof value === 'string' || Array.isArray(value);

/** A message of a conversation with a model, in any of the shapes that are read. */
export const isMessage = (value: unknown): value is RedactedObject =>
	isObject(value) &&
	ROLES.test(textAt(value, 'role') ?? '') &&
	(isContent(at(value, 'content')) ||
		Array.isArray(at(value, 'parts')) ||
		Array.isArray(at(value, 'tool_calls')) ||
		typeof at(value, 'text') === 'string');

/** Role names that differ from the interfaces' own. */
function roleOf(word: string): string {
	const role = word.toLowerCase();
	if (role === 'human') return 'user';
	return /^(?:model|ai|bot|agent)$/.test(role) ? 'assistant' : role;
}

/** Null: no shape that a chat has. */
export function shapeOf(record: RedactedObject): ChatShape | null {
	const outer = at(record, 'message');
	if (isMessage(outer)) return messageShape(outer, 'message');
	if (isMessage(record)) return messageShape(record, '');
	const messages = at(record, 'messages');
	if (Array.isArray(messages) && messages.length > 0 && messages.some(isMessage))
		return { kind: 'conversation' };
	const event = at(record, 'event');
	if (isObject(event)) {
		const inner = typedShape(event, 'event');
		if (inner !== null) return inner;
	}
	return typedShape(record, '');
}

const messageShape = (message: RedactedObject, field: string): ChatShape => ({
	kind: 'message',
	message:
		Object.hasOwn(message, 'content') || !Object.hasOwn(message, 'text')
			? message
			: { ...message, content: at(message, 'text') ?? null },
	role: roleOf(textAt(message, 'role') ?? ''),
	field,
});

/** Records that say by `type` what they are: Droid's and Kimi's streams, Grok's and Antigravity's steps. */
function typedShape(record: RedactedObject, field: string): ChatShape | null {
	const type = (textAt(record, 'type') ?? '').toLowerCase().replace(/[.-]/g, '_');
	const hasCall = firstText(record, 'toolCallId', 'tool_call_id', 'call_id') !== null;
	if (/^permission_.*(?:approval|decision|result)/.test(type))
		return { kind: 'approval', value: record };
	if (hasCall && /^(?:tool_call|tool_use|function_call)$/.test(type))
		return { kind: 'call', value: record, field };
	if (hasCall && /^(?:tool_result|tool_output|function_call_output)$/.test(type))
		return { kind: 'result', value: record, field };
	const part = at(record, 'part');
	if (type === 'content_part' && isObject(part))
		return {
			kind: 'message',
			role: 'assistant',
			message: { content: [part] },
			field: join(field, 'part'),
		};
	if (/^(?:system|user|assistant)$/.test(type) && isContent(at(record, 'content')))
		return { kind: 'message', message: record, role: type, field };
	if (Object.hasOwn(record, 'step_index')) return stepShape(record, type);
	if (/^(?:session|session_start|session_meta|metadata|config_update|model_change)$/.test(type))
		return { kind: 'session' };
	return null;
}

const join = (field: string, key: string): string => (field === '' ? key : `${field}.${key}`);

/** Antigravity: a step is a request, a plan with its calls, or what came of one call. */
function stepShape(record: RedactedObject, type: string): ChatShape | null {
	const content = at(record, 'content') ?? ownText('');
	if (type === 'user_input')
		return {
			kind: 'message',
			role: 'user',
			message: { content: userRequest(content as RedactedText) },
			field: '',
		};
	if (type === 'planner_response')
		return { kind: 'message', role: 'assistant', message: record, field: '' };
	if (textAt(record, 'source') === 'MODEL') return { kind: 'result', value: record, field: '' };
	return null;
}

const userRequest = (text: RedactedText): RedactedText => {
	const m = /<USER_REQUEST>\s*([\s\S]*?)\s*<\/USER_REQUEST>/.exec(text);
	return m === null ? text : ownText(m[1] as string);
};

/** A lone document that tells of a session beside its transcript: who, where, when. */
export const isSessionFacts = (record: RedactedObject): boolean =>
	firstText(record, 'session_id', 'sessionId', 'info.id', 'agents.main.type') !== null &&
	firstText(record, 'info.cwd', 'cwd', 'workDir', 'environment.working_directory', 'model') !==
		null &&
	firstText(record, 'created_at', 'createdAt', 'start_time', 'session_start') !== null;

/** Which agent wrote it, where the record says so. */
export function productOf(record: RedactedObject): string | null {
	const named = firstText(record, 'agent_name', 'producer');
	if (named !== null && /^[a-z][a-z0-9_-]{1,30}$/i.test(named)) return named.toLowerCase();
	const type = textAt(record, 'type') ?? '';
	if (/^context\.append_/.test(type)) return 'kimi';
	if (type === 'session_start' || (type === 'completion' && Object.hasOwn(record, 'finalText')))
		return 'droid';
	if (Object.hasOwn(record, 'step_index')) return 'antigravity';
	if (/^grok/.test(textAt(record, 'model_id') ?? '')) return 'grok';
	const isQwen =
		Array.isArray(at(record, 'message', 'parts')) && Object.hasOwn(record, 'sessionId');
	return isQwen ? 'qwen' : null;
}
