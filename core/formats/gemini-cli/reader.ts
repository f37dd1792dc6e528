import type { Run, ToolResult } from '@/core/event/event.ts';
import { runId } from '@/core/event/ids.ts';
import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { type EpochMicros, parseTime } from '@/core/event/time.ts';
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
	listOf,
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';
import { geminiMessage } from './schema.ts';

interface State {
	run: Run;
}

function recognise(sample: Sample): number {
	const isHeader = (value: RedactedJson | null) =>
		textAt(value, 'sessionId') !== null && textAt(value, 'projectHash') !== null;
	if (isHeader(sample.header)) return 0.95;
	if (
		sample.records.some(
			(record) => isHeader(record) && Object.hasOwn(record as object, 'startTime'),
		)
	)
		return 0.95;
	const hits = sample.records.filter(
		(record) => textAt(record, 'type') === 'gemini' && textAt(record, 'id') !== null,
	).length;
	return hits > 0 ? 0.8 : 0;
}

function newState(input: InputFacts): State {
	const id = textAt(input.header, 'sessionId') ?? `gemini-${input.digest.slice(0, 16)}`;
	return { run: plainRun(id, 'gemini-cli', { model: textAt(input.header, 'meta', 'model') }) };
}

type Part = Omit<EventDraft, 'run' | 'key'>;

function callParts(call: RedactedJson, index: number, time: EpochMicros | null): Part[] {
	const id = textAt(call, 'id') ?? ownText(`call-${index}`);
	const name = textAt(call, 'name') ?? ownText('unknown');
	const input = at(call, 'args') ?? null;
	const field = `toolCalls[${index}]`;
	const text = firstText(input, 'command', 'file_path', 'path', 'query', 'url') ?? stringify(input);
	const own = parseTime(at(call, 'timestamp')) ?? time;
	const parts: Part[] = [
		{
			kind: 'tool-call',
			time,
			actor: agent('gemini-cli'),
			text,
			call: { id, tool: name, input },
			field: `${field}.args`,
		},
	];
	const result = resultOf(call, id);
	if (result !== null) {
		parts.push({
			kind: 'tool-result',
			time: own,
			actor: tool(name),
			text: result.output,
			result,
			field,
		});
		if (result.status === 'denied') {
			parts.push({
				kind: 'approval',
				time: own,
				actor: human,
				text: ownText('denied'),
				approval: { callId: id, decision: 'denied', by: 'human', reason: null },
				field: null,
			});
		}
	}
	return parts;
}

function resultOf(call: RedactedJson, callId: RedactedText): ToolResult | null {
	const word = textAt(call, 'status') ?? '';
	const answers = listOf(at(call, 'result')).map((part) => {
		const response = at(part, 'functionResponse', 'response');
		return (
			firstText(response, 'output', 'error') ??
			(response === undefined ? contentText([part]) : stringify(response))
		);
	});
	const output = answers.length > 0 ? ownText(answers.join('\n')) : textAt(call, 'resultDisplay');
	if (output === null && !/success|error|cancel|reject/i.test(word)) return null;
	const exitCode = exitCodeIn(output ?? '');
	const failed = /error|fail/i.test(word) || (exitCode !== null && exitCode !== 0);
	return {
		callId,
		status: /cancel|reject|denied/i.test(word) ? 'denied' : failed ? 'error' : 'ok',
		exitCode,
		output: output ?? ownText(''),
		durationMs: null,
	};
}

function messageParts(message: RedactedObject, time: EpochMicros | null): Part[] {
	const type = textAt(message, 'type') ?? '';
	const text = contentText(at(message, 'content'));
	if (type === 'user') return [{ kind: 'prompt', time, actor: human, text, field: 'content' }];
	if (type !== 'gemini')
		return [
			{
				kind: 'record',
				time,
				actor: agent('gemini-cli'),
				text: ownText([type, text].filter(Boolean).join(': ')),
				field: null,
			},
		];
	const thoughts = listOf(at(message, 'thoughts')).map(
		(thought, index): Part => ({
			kind: 'reasoning',
			time: parseTime(at(thought, 'timestamp')) ?? time,
			actor: agent('gemini-cli'),
			text: ownText(
				[textAt(thought, 'subject'), textAt(thought, 'description')]
					.filter((part) => part !== null)
					.join(': '),
			),
			field: `thoughts[${index}]`,
		}),
	);
	const said: Part[] =
		text === ''
			? []
			: [{ kind: 'message', time, actor: agent('gemini-cli'), text, field: 'content' }];
	const calls = listOf(at(message, 'toolCalls')).flatMap((call, index) =>
		callParts(call, index, time),
	);
	const parts = [...thoughts, ...said, ...calls];
	return parts.length > 0
		? parts
		: [{ kind: 'message', time, actor: agent('gemini-cli'), text, field: null }];
}

function read(value: RedactedJson, state: State): Reading {
	if (!isObject(value)) return quarantined('not-an-object', 'a chat message is a JSON object');
	const parsed = geminiMessage.safeParse(value);
	if (!parsed.success)
		return quarantined('unexpected-shape', parsed.error.issues[0]?.message ?? null);
	const { id, sessionId, model } = parsed.data;
	if (sessionId != null) state.run = { ...state.run, id: runId(sessionId) };
	if (model != null) state.run = { ...state.run, model };
	const time = parseTime(parsed.data.timestamp ?? parsed.data.startTime);
	if (parsed.data.type == null) {
		const what = Object.keys(value)[0] ?? 'record';
		return events({
			kind: sessionId == null ? 'record' : 'configuration',
			time,
			run: state.run,
			actor: agent('gemini-cli'),
			text: ownText(what),
			key: null,
			field: null,
		});
	}
	return events(
		...messageParts(value, time).map(
			(part, index): EventDraft => ({
				...part,
				run: state.run,
				key: id == null ? null : `${state.run.id}/${id}/${index}`,
			}),
		),
	);
}

export const geminiCli: FormatReader<State> = {
	id: 'gemini-cli',
	title: 'Gemini CLI chats',
	family: 'agent',
	versions: 'JSON before 0.40, JSON lines since',
	envelopes: ['messages[] with sessionId,projectHash', 'messages[] with sessionId,startTime'],
	recognise,
	newState,
	read,
};
