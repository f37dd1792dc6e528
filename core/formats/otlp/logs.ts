import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { at, type RedactedObject, stringify, textAt } from '../json-access.ts';
import { agent, human, tool } from '../run-of.ts';
import { attribute, attributeJson, attributeText, attributeValue } from './attributes.ts';
import type { SpanDraft } from './spans.ts';

/** Which agent's event a log record is: `claude_code.tool_result` → `tool_result`. */
function eventName(record: RedactedJson, attributes: RedactedObject): string {
	const body = attributeValue(at(record, 'body'));
	const name =
		attributeText(attributes, 'event.name') ??
		textAt(record, 'eventName') ??
		(typeof body === 'string' ? body : '');
	return name.replace(/^(?:claude_code|codex|gemini_cli)\./, '');
}

type Draft = Omit<SpanDraft, 'time' | 'key'>;

/** Log events of Claude Code, Codex and Gemini CLI; anything else is kept as a record. */
export function logDrafts(
	record: RedactedJson,
	attributes: RedactedObject,
	product: string,
	announced: Set<string>,
): Draft[] {
	const name = eventName(record, attributes);
	if (name === 'user_prompt') {
		return [
			{
				kind: 'prompt',
				actor: human,
				text: attributeText(attributes, 'prompt') ?? ownText('(not recorded)'),
			},
		];
	}
	if (name === 'tool_decision') return [decision(attributes)];
	if (name === 'tool_result' || name === 'tool_call')
		return toolDrafts(attributes, product, announced);
	const body = attributeValue(at(record, 'body'));
	const words = typeof body === 'string' ? body : body === null ? name : stringify(body);
	return [{ kind: 'record', actor: agent(product), text: ownText(words) }];
}

const callIdOf = (attributes: RedactedObject) =>
	attributeText(attributes, 'tool_use_id', 'call_id', 'tool_call_id', 'gen_ai.tool.call.id');

function decision(attributes: RedactedObject): Draft {
	const word = attributeText(attributes, 'decision', 'decision_type') ?? '';
	const source = attributeText(attributes, 'source', 'decision_source') ?? '';
	const isHuman = /^user/i.test(source);
	const by = isHuman
		? 'human'
		: /hook/i.test(source)
			? 'hook'
			: /config|automat/i.test(source)
				? 'configuration'
				: 'unknown';
	return {
		kind: 'approval',
		actor: isHuman ? human : agent('configuration'),
		text: ownText(
			[attributeText(attributes, 'tool_name'), word, source]
				.filter((part) => part !== null && part !== '')
				.join(' '),
		),
		approval: {
			callId: callIdOf(attributes),
			decision: /accept|approved|allow/i.test(word) ? 'allowed' : 'denied',
			by,
			reason: null,
		},
	};
}

function toolDrafts(attributes: RedactedObject, product: string, announced: Set<string>): Draft[] {
	const name =
		attributeText(attributes, 'tool_name', 'function_name', 'mcp_tool_name') ?? ownText('unknown');
	const id = callIdOf(attributes);
	const input =
		attributeJson(attributes, 'tool_parameters', 'tool_input', 'arguments', 'function_args') ??
		null;
	const drafts: Draft[] = [];
	if (input !== null && (id === null || !announced.has(id))) {
		const callId =
			id ??
			`${name}@${attributeText(attributes, 'event.sequence', 'prompt_id', 'event.timestamp') ?? ''}`;
		announced.add(callId);
		drafts.push({
			kind: 'tool-call',
			actor: agent(product),
			text: inputText(input),
			call: { id: callId, tool: name, input },
		});
	}
	const success = attribute(attributes, 'success');
	const refused = /reject|deny|denied/i.test(
		attributeText(attributes, 'decision_type', 'decision') ?? '',
	);
	const duration = Number(attribute(attributes, 'duration_ms') ?? Number.NaN);
	const output =
		attributeText(attributes, 'output', 'error', 'error.message', 'tool_result') ?? ownText('');
	drafts.push({
		kind: 'tool-result',
		actor: tool(name),
		text: output,
		result: {
			callId: id ?? drafts[0]?.call?.id ?? null,
			status: refused
				? 'denied'
				: String(success) === 'false'
					? 'error'
					: success === undefined
						? 'unknown'
						: 'ok',
			exitCode: null,
			output,
			durationMs: Number.isFinite(duration) ? duration : null,
		},
	});
	return drafts;
}

function inputText(input: RedactedJson): RedactedText {
	for (const key of ['full_command', 'command', 'bash_command', 'query', 'url', 'file_path']) {
		const text = at(input, key);
		if (typeof text === 'string') return text;
	}
	return stringify(input);
}
