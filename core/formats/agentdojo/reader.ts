import type { Run } from '@/core/event/event.ts';
import { ownText, type RedactedJson } from '@/core/event/text.ts';
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
	parseRedacted,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, human, plainRun, tool } from '../run-of.ts';
import { agentdojoRun } from './schema.ts';

type Part = Omit<EventDraft, 'time' | 'run' | 'key' | 'field'>;

function recognise(sample: Sample): number {
	const isRun = (record: RedactedJson) =>
		(Array.isArray(at(record, 'messages')) || Array.isArray(at(record, 'conversations'))) &&
		['suite_name', 'user_task_id', 'injection_task_id', 'attack_type', 'metadata'].some(
			(key) => at(record, key) !== undefined,
		);
	const hits = sample.records.filter(isRun).length;
	if (hits === 0)
		return textAt(sample.records[0], 'metadata', 'benchmark') === 'agent-dojo' ? 0.9 : 0;
	return 0.93;
}

const newState = (input: InputFacts): { readonly digest: string; runs: number } => ({
	digest: input.digest,
	runs: 0,
});

/** Names a run by what it was, so that a repeated export is the same run. */
function runOf(record: RedactedJson, index: number, digest: string): Run {
	const facts = [at(record, 'metadata'), record];
	const name = (key: string) =>
		facts.map((fact) => textAt(fact, key)).find((text) => text !== null) ?? null;
	const parts = [
		'pipeline_name',
		'suite_name',
		'user_task_id',
		'injection_task_id',
		'attack_type',
	].map(name);
	const known = parts.filter((part) => part !== null);
	const id = known.length >= 3 ? known.join('/') : `agentdojo-${digest.slice(0, 12)}-${index}`;
	return plainRun(id, 'agentdojo', { model: name('pipeline_name') ?? name('model') });
}

function messageParts(message: RedactedJson, open: Map<string, string>, prefix: string): Part[] {
	const role = textAt(message, 'role') ?? textAt(message, 'from') ?? '';
	const text = contentText(at(message, 'content') ?? at(message, 'value') ?? undefined);
	if (role === 'system') return [{ kind: 'configuration', actor: agent('agentdojo'), text }];
	if (role === 'user' || role === 'human') return [{ kind: 'prompt', actor: human, text }];
	if (role === 'tool' || role === 'function') {
		const id = firstText(message, 'tool_call_id', 'tool_call.id') ?? [...open.keys()][0] ?? null;
		const error = textAt(message, 'error');
		const name =
			firstText(message, 'tool_call.function', 'name') ??
			(id === null ? null : (open.get(id) ?? null));
		if (id !== null) open.delete(id);
		const output = error === null ? text : ownText(`${text}${text === '' ? '' : '\n'}${error}`);
		return [
			{
				kind: 'tool-result',
				actor: tool(name),
				text: output,
				result: {
					callId: id,
					status: error === null ? 'ok' : 'error',
					exitCode: null,
					output,
					durationMs: null,
				},
			},
		];
	}
	const said: Part[] = text === '' ? [] : [{ kind: 'message', actor: agent('agentdojo'), text }];
	return [...said, ...callParts(message, open, prefix)];
}

function callParts(message: RedactedJson, open: Map<string, string>, prefix: string): Part[] {
	return listOf(at(message, 'tool_calls')).map((call, index): Part => {
		const id = textAt(call, 'id') ?? ownText(`${prefix}.${index}`);
		const fn = at(call, 'function');
		const name = (typeof fn === 'string' ? fn : textAt(fn, 'name')) ?? ownText('unknown');
		const raw = at(fn, 'arguments') ?? at(call, 'args') ?? at(call, 'arguments') ?? null;
		const input = typeof raw === 'string' ? (parseRedacted(raw) ?? raw) : raw;
		open.set(id, name);
		return {
			kind: 'tool-call',
			actor: agent('agentdojo'),
			text: ownText(`${name} ${stringify(input)}`),
			call: { id, tool: name, input },
		};
	});
}

function read(value: RedactedJson, state: { readonly digest: string; runs: number }): Reading {
	if (!isObject(value)) return quarantined('not-an-object', 'a run is a JSON object');
	const parsed = agentdojoRun.safeParse(value);
	if (!parsed.success)
		return quarantined('unexpected-shape', parsed.error.issues[0]?.message ?? null);
	const field = Array.isArray(at(value, 'messages')) ? 'messages' : 'conversations';
	const run = runOf(value, state.runs++, state.digest);
	const open = new Map<string, string>();
	const drafts = listOf(at(value, field)).flatMap((message, index) =>
		messageParts(message, open, `${run.id}#${index}`).map(
			(part): EventDraft => ({ ...part, time: null, run, key: null, field: `${field}[${index}]` }),
		),
	);
	const outcome = ['utility', 'security', 'error'].flatMap((key) =>
		at(value, key) === undefined ? [] : [`${key} ${stringify(at(value, key))}`],
	);
	const end: EventDraft = {
		kind: 'record',
		actor: agent('agentdojo'),
		text: ownText(outcome.join(', ') || 'run'),
		time: null,
		run,
		key: null,
		field: null,
	};
	return events(...drafts, end);
}

export const agentdojo: FormatReader<{ readonly digest: string; runs: number }> = {
	id: 'agentdojo',
	title: 'AgentDojo runs',
	family: 'agent',
	versions: 'exports with messages or conversations, a run a line or a file',
	envelopes: [],
	recognise,
	newState,
	read,
};
