import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import type { EpochMicros } from '@/core/event/time.ts';
import type { EventDraft } from '../format.ts';
import {
	at,
	contentText,
	firstText,
	listOf,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, tool } from '../run-of.ts';
import { attribute, attributeJson, attributeText } from './attributes.ts';

/** A span, whoever exported it: OTLP, Langfuse. */
export interface SpanFacts {
	readonly spanId: string;
	readonly name: string;
	readonly start: EpochMicros | null;
	readonly end: EpochMicros | null;
	readonly attributes: RedactedObject;
	readonly failed: boolean;
	readonly statusText: RedactedText | null;
	readonly run: Run;
	/** Calls that a model's answer announced, and prompts that were counted; spans repeat both. */
	readonly announced: Set<string>;
}

export type SpanDraft = Omit<EventDraft, 'run' | 'field' | 'raw'>;

type Operation = 'tool' | 'model' | 'agent' | 'other';

/** GenAI conventions, OpenInference, Vercel's AI SDK: what the span did. */
function operationOf({ name, attributes }: SpanFacts): Operation {
	const kind = (
		attributeText(
			attributes,
			'gen_ai.operation.name',
			'openinference.span.kind',
			'ai.operationId',
			'traceloop.span.kind',
			'langfuse.type',
		) ?? ''
	).toLowerCase();
	if (
		/^execute_tool$|^tool$|^ai\.toolcall$/.test(kind) ||
		/^(?:execute_tool |ai\.toolCall)/.test(name) ||
		attribute(attributes, 'gen_ai.tool.call.id', 'ai.toolCall.name') !== undefined
	)
		return 'tool';
	if (
		/^(?:chat|text_completion|generate_content|llm|generation|ai\.(?:generate|stream)(?:text|object)\.do(?:generate|stream))$/.test(
			kind,
		)
	)
		return 'model';
	if (/agent|workflow/.test(kind)) return 'agent';
	return 'other';
}

export function spanDrafts(span: SpanFacts): SpanDraft[] {
	switch (operationOf(span)) {
		case 'tool':
			return toolDrafts(span);
		case 'model':
			return modelDrafts(span);
		case 'agent':
			return [
				plain(
					span,
					'configuration',
					ownText(`${span.name}${span.run.model === null ? '' : ` (${span.run.model})`}`),
				),
			];
		case 'other':
			return [plain(span, 'record', ownText(span.name))];
	}
}

const plain = (
	span: SpanFacts,
	kind: EventDraft['kind'],
	text: RedactedText,
	part = '0',
): SpanDraft => ({
	kind,
	time: span.start,
	actor: agent(span.run.product),
	text,
	key: `${span.spanId}/${part}`,
});

function toolDrafts(span: SpanFacts): SpanDraft[] {
	const { attributes } = span;
	const name =
		attributeText(
			attributes,
			'gen_ai.tool.name',
			'tool.name',
			'ai.toolCall.name',
			'traceloop.entity.name',
		) ?? ownText(span.name.replace(/^execute_tool /, ''));
	const id =
		attributeText(attributes, 'gen_ai.tool.call.id', 'ai.toolCall.id', 'tool_call.id', 'tool.id') ??
		ownText(span.spanId);
	const input =
		attributeJson(
			attributes,
			'gen_ai.tool.call.arguments',
			'ai.toolCall.args',
			'input.value',
			'tool.parameters',
			'traceloop.entity.input',
		) ?? null;
	const output = attributeText(
		attributes,
		'gen_ai.tool.call.result',
		'ai.toolCall.result',
		'output.value',
		'traceloop.entity.output',
	);
	const drafts: SpanDraft[] = [];
	if (!span.announced.has(id)) {
		span.announced.add(id);
		drafts.push({
			...plain(span, 'tool-call', callText(name, input), 'call'),
			call: { id, tool: name, input },
		});
	}
	// A span that ended without an error says that the call did, also where no output was recorded.
	if (output !== null || span.failed || span.end !== null) {
		const text = output ?? span.statusText ?? ownText('');
		const durationMs =
			span.start !== null && span.end !== null ? (span.end - span.start) / 1000 : null;
		drafts.push({
			...plain(span, 'tool-result', text, 'result'),
			time: span.end,
			actor: tool(name),
			result: {
				callId: id,
				status: span.failed ? 'error' : 'ok',
				exitCode: null,
				output: text,
				durationMs,
			},
		});
	}
	return drafts.length > 0 ? drafts : [plain(span, 'record', ownText(span.name))];
}

const callText = (name: RedactedText, input: RedactedJson): RedactedText =>
	firstText(input, 'command', 'query', 'url', 'path', 'file_path') ??
	ownText(`${name} ${stringify(input)}`);

/** Every model span repeats the conversation: only what is new in it becomes events. */
function modelDrafts(span: SpanFacts): SpanDraft[] {
	const { attributes } = span;
	const inputs = messagesOf(
		attributes,
		'gen_ai.input.messages',
		'ai.prompt.messages',
		'gen_ai.prompt',
		'input.value',
		'llm.input_messages',
	);
	const outputs = messagesOf(
		attributes,
		'gen_ai.output.messages',
		'gen_ai.completion',
		'output.value',
		'llm.output_messages',
	);
	const drafts: SpanDraft[] = [];
	const prompt = inputs.findLast((message) =>
		/^(?:user|human)$/.test(textAt(message, 'role') ?? ''),
	);
	const asked = prompt === undefined ? null : partsText(prompt);
	if (asked !== null && asked !== '' && !span.announced.has(`prompt:${asked}`)) {
		span.announced.add(`prompt:${asked}`);
		drafts.push({ ...plain(span, 'prompt', asked, 'prompt'), actor: human });
	}
	const said =
		outputs
			.map(partsText)
			.filter((text) => text !== '')
			.join('\n') ||
		attributeText(attributes, 'ai.response.text') ||
		'';
	drafts.push({
		...plain(span, 'message', ownText(said), 'message'),
		time: span.end ?? span.start,
	});
	const calls = [
		...outputs.flatMap(callsOf),
		...listOf(attributeJson(attributes, 'ai.response.toolCalls')),
	];
	calls.forEach((call, index) => {
		const id = firstText(call, 'id', 'call_id', 'toolCallId', 'tool_call_id', 'tool_call.id');
		const name =
			firstText(call, 'name', 'toolName', 'function.name', 'tool_call.function.name') ??
			ownText('unknown');
		if (id === null || span.announced.has(id)) return;
		span.announced.add(id);
		const raw =
			at(call, 'arguments') ??
			at(call, 'input') ??
			at(call, 'args') ??
			at(call, 'function', 'arguments') ??
			null;
		const input = typeof raw === 'string' ? (attributeJson({ raw }, 'raw') ?? raw) : raw;
		drafts.push({
			...plain(span, 'tool-call', callText(name, input), `call${index}`),
			time: span.end ?? span.start,
			call: { id, tool: name, input },
		});
	});
	return drafts;
}

function messagesOf(
	attributes: RedactedObject,
	...keys: readonly string[]
): readonly RedactedJson[] {
	const value = attributeJson(attributes, ...keys);
	if (Array.isArray(value)) return value;
	for (const key of ['messages', 'output', 'choices', 'prompt']) {
		const inner = at(value, key);
		if (Array.isArray(inner)) return inner;
	}
	if (typeof value === 'string') return [{ role: ownText('user'), content: value }];
	return value === undefined ? [] : [value];
}

const partsText = (message: RedactedJson): RedactedText => {
	const parts = at(message, 'parts') ?? at(message, 'content') ?? at(message, 'message', 'content');
	if (!Array.isArray(parts)) return contentText(parts);
	return contentText(
		parts
			.filter(
				(part) =>
					typeof part === 'string' ||
					/^(?:text|output_text|input_text)$/.test(textAt(part, 'type') ?? 'text'),
			)
			.map((part) =>
				typeof part === 'string' ? part : (at(part, 'content') ?? at(part, 'text') ?? ownText('')),
			),
	);
};

function callsOf(message: RedactedJson): readonly RedactedJson[] {
	if (/^(?:function_call|tool_call|tool_use|tool-call)$/.test(textAt(message, 'type') ?? ''))
		return [message];
	const parts = listOf(at(message, 'parts') ?? at(message, 'content')).filter((part) =>
		/^(?:tool_call|tool_use|tool-call|function_call)$/.test(textAt(part, 'type') ?? ''),
	);
	return [...parts, ...listOf(at(message, 'tool_calls') ?? at(message, 'message', 'tool_calls'))];
}
