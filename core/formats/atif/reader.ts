import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import {
	type EventDraft,
	events,
	type FormatReader,
	type InputFacts,
	quarantined,
	type Sample,
} from '../format.ts';
import { at, contentText, firstText, isObject, listOf, stringify, textAt } from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';

function recognise(sample: Sample): number {
	if (
		!/^ATIF/i.test(textAt(sample.header, 'schema_version') ?? '') &&
		textAt(sample.header, 'agent', 'name') === null
	)
		return 0;
	return sample.records.some(
		(step) => at(step, 'step_id') !== undefined && textAt(step, 'source') !== null,
	)
		? 0.95
		: 0;
}

function newState(input: InputFacts): { readonly run: Run } {
	const { header } = input;
	const id =
		firstText(header, 'trajectory_id', 'session_id') ?? `atif-${input.digest.slice(0, 16)}`;
	return {
		run: plainRun(id, firstText(header, 'agent.name') ?? 'atif', {
			version: firstText(header, 'agent.version'),
			model: firstText(header, 'agent.model_name'),
		}),
	};
}

function read(step: RedactedJson, state: { readonly run: Run }) {
	if (!isObject(step)) return quarantined('not-an-object', 'a step is a JSON object');
	const { run } = state;
	const source = textAt(step, 'source');
	const stepId = textAt(step, 'step_id');
	const actor = source === 'user' ? human : agent(run.product);
	const time = parseTime(at(step, 'timestamp'));
	const kind = source === 'user' ? 'prompt' : source === 'system' ? 'configuration' : 'message';
	const parts: Omit<EventDraft, 'time' | 'run' | 'key'>[] = [];
	const thought = textAt(step, 'reasoning_content');
	if (thought !== null)
		parts.push({ kind: 'reasoning', actor, text: thought, field: 'reasoning_content' });
	const said = contentText(at(step, 'message'));
	const calls = listOf(at(step, 'tool_calls'));
	if (said !== '' || calls.length === 0) parts.push({ kind, actor, text: said, field: 'message' });
	const names = new Map<string, string>();
	calls.forEach((call, index) => {
		const id = textAt(call, 'tool_call_id') ?? `${run.id}#${stepId ?? ''}.${index}`;
		const name = textAt(call, 'function_name') ?? ownText('unknown');
		const input = at(call, 'arguments') ?? null;
		names.set(id, name);
		const text =
			firstText(input, 'command', 'query', 'url', 'path') ?? ownText(`${name} ${stringify(input)}`);
		parts.push({
			kind: 'tool-call',
			actor,
			text,
			call: { id, tool: name, input },
			field: `tool_calls[${index}]`,
		});
	});
	listOf(at(step, 'observation', 'results')).forEach((result, index) => {
		const callId = textAt(result, 'source_call_id') ?? [...names.keys()][index] ?? null;
		const output = contentText(at(result, 'content'));
		parts.push({
			kind: 'tool-result',
			actor: tool(callId === null ? null : (names.get(callId) ?? null)),
			text: output,
			result: { callId, status: 'ok', exitCode: null, output, durationMs: null },
			field: `observation.results[${index}]`,
		});
	});
	return events(
		...parts.map(
			(part, index): EventDraft => ({
				...part,
				time,
				run,
				key: stepId === null ? null : `${run.id}/${stepId}/${index}`,
			}),
		),
	);
}

export const atif: FormatReader<{ readonly run: Run }> = {
	id: 'atif',
	title: 'Agent Trajectory Interchange Format',
	family: 'agent',
	versions: '1.0 to 1.7 as specified; no capture was at hand',
	envelopes: ['steps[] with schema_version,agent'],
	recognise,
	newState,
	read,
};
