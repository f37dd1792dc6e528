import type { Run, ToolResult } from '@/core/event/event.ts';
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
	type RedactedObject,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';

interface State {
	readonly run: Run;
	/** Call ids by the id of the action's event: observations name it as their cause. */
	readonly calls: Map<string, { readonly id: string; readonly tool: string }>;
	steps: number;
}

const isEvent = (record: RedactedJson): boolean =>
	(textAt(record, 'action') !== null || textAt(record, 'observation') !== null) &&
	at(record, 'id') !== undefined &&
	textAt(record, 'source') !== null;
const isStep = (record: RedactedJson): boolean =>
	textAt(record, 'action') !== null &&
	textAt(record, 'observation') !== null &&
	at(record, 'id') === undefined;

function recognise(sample: Sample): number {
	const hits = sample.records.filter((record) => isEvent(record) || isStep(record)).length;
	if (hits === 0) return 0;
	return hits * 2 >= sample.records.length ? 0.85 : 0.4;
}

type Part = Omit<EventDraft, 'time' | 'run' | 'key' | 'field'>;

function call(
	state: State,
	id: string,
	name: string,
	input: RedactedJson,
	text: RedactedText,
): Part {
	return {
		kind: 'tool-call',
		actor: agent(state.run.product),
		text,
		call: { id, tool: name, input },
	};
}

function result(
	callId: string | null,
	name: string | null,
	output: RedactedText,
	code: unknown,
): Part {
	const exitCode = typeof code === 'number' ? code : exitCodeIn(output);
	const status: ToolResult['status'] = exitCode !== null && exitCode !== 0 ? 'error' : 'ok';
	return {
		kind: 'tool-result',
		actor: tool(name),
		text: output,
		result: { callId, status, exitCode, output, durationMs: null },
	};
}

/** OpenHands: actions and the observations that they cause. */
function eventParts(record: RedactedObject, state: State): Part[] {
	const action = textAt(record, 'action');
	const isUser = textAt(record, 'source') === 'user';
	const words = firstText(record, 'args.content', 'content', 'message') ?? ownText('');
	const metaId = textAt(record, 'tool_call_metadata', 'tool_call_id');
	if (action === null) {
		const cause = state.calls.get(textAt(record, 'cause') ?? '');
		const output = contentText(at(record, 'content') ?? at(record, 'message'));
		if (cause === undefined)
			return [
				{
					kind: 'record',
					actor: agent(state.run.product),
					text: ownText(`${textAt(record, 'observation') ?? ''}: ${output}`),
				},
			];
		return [
			result(
				metaId ?? cause.id,
				cause.tool,
				output,
				at(record, 'extras', 'metadata', 'exit_code') ?? at(record, 'extras', 'exit_code'),
			),
		];
	}
	if (action === 'message' || action === 'finish' || action === 'system') {
		const kind = action === 'system' ? 'configuration' : isUser ? 'prompt' : 'message';
		return [{ kind, actor: isUser ? human : agent(state.run.product), text: words }];
	}
	if (action === 'think')
		return [
			{
				kind: 'reasoning',
				actor: agent(state.run.product),
				text: firstText(record, 'args.thought') ?? words,
			},
		];
	if (/^(?:change_agent_state|recall|null|condensation)/.test(action))
		return [{ kind: 'record', actor: agent(state.run.product), text: ownText(action) }];
	const input = at(record, 'args') ?? null;
	const id = metaId ?? `${state.run.id}#${textAt(record, 'id') ?? ''}`;
	const name = textAt(record, 'tool_call_metadata', 'function_name') ?? action;
	state.calls.set(textAt(record, 'id') ?? '', { id, tool: name });
	const thought = textAt(record, 'args', 'thought');
	const text = firstText(input, 'command', 'code', 'path', 'url') ?? stringify(input);
	const made = call(state, id, name, input, text);
	return thought === null
		? [made]
		: [{ kind: 'reasoning', actor: agent(state.run.product), text: thought }, made];
}

/** SWE-agent: a step holds thought, action and observation together. */
function stepParts(record: RedactedObject, state: State): Part[] {
	const action = textAt(record, 'action') ?? ownText('');
	const id = `${state.run.id}#${++state.steps}`;
	const thought = textAt(record, 'thought');
	const parts = [
		call(state, id, 'shell', { command: action }, action),
		result(id, 'shell', textAt(record, 'observation') ?? ownText(''), null),
	];
	return thought === null
		? parts
		: [{ kind: 'reasoning', actor: agent(state.run.product), text: thought }, ...parts];
}

function read(record: RedactedJson, state: State): Reading {
	if (!isObject(record)) return quarantined('not-an-object', 'a trajectory step is a JSON object');
	const parts = isStep(record) ? stepParts(record, state) : eventParts(record, state);
	const time = parseTime(at(record, 'timestamp'));
	return events(
		...parts.map((part): EventDraft => ({ ...part, time, run: state.run, key: null, field: null })),
	);
}

function newState(input: InputFacts): State {
	const isTrajectory = at(input.header, 'info') !== undefined;
	const id = firstText(input.header, 'id', 'sid', 'environment') ?? input.digest.slice(0, 16);
	return {
		run: plainRun(
			isTrajectory ? `swe-agent-${id}` : `openhands-${id}`,
			isTrajectory ? 'swe-agent' : 'openhands',
		),
		calls: new Map(),
		steps: 0,
	};
}

export const openhands: FormatReader<State> = {
	id: 'openhands',
	title: 'OpenHands events and SWE-agent trajectories',
	family: 'agent',
	versions: 'event streams and .traj files as documented; no capture was at hand',
	envelopes: ['trajectory[] with info', 'history[] with instance_id'],
	recognise,
	newState,
	read,
};
