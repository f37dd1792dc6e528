import { ownText, type RedactedJson, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
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
	objectOf,
	stringify,
	textAt,
} from '../json-access.ts';
import { agent, plainRun, tool } from '../run-of.ts';

interface State {
	readonly run: string;
	/** Requests without an answer, by id: an id counts once a connection. */
	readonly open: Map<string, { readonly callId: string; readonly tool: string }>;
	calls: number;
}

/** Loggers wrap the message: `{timestamp, direction, message}`. */
const messageOf = (record: RedactedJson): RedactedJson => {
	for (const key of ['message', 'payload', 'data', 'msg', 'body', 'rpc']) {
		const inner = at(record, key);
		if (textAt(inner, 'jsonrpc') !== null) return inner ?? null;
	}
	return record;
};

function recognise(sample: Sample): number {
	const hits = sample.records.filter(
		(record) => textAt(messageOf(record), 'jsonrpc') === '2.0',
	).length;
	if (hits === 0) return 0;
	return hits * 2 >= sample.records.length ? 0.93 : 0.4;
}

function read(record: RedactedJson, state: State): Reading {
	if (!isObject(record)) return quarantined('not-an-object', 'a JSON-RPC message is a JSON object');
	const message = messageOf(record);
	const session =
		firstText(record, 'sessionId', 'session_id', 'connectionId', 'mcp.session.id') ?? state.run;
	const run = plainRun(session, 'mcp', {});
	const time = parseTime(firstText(record, 'timestamp', 'time', 'ts', '@timestamp'));
	const rpcId = textAt(message, 'id');
	const openKey = `${session}\u0000${rpcId}`;
	const base = { time, run, key: null, field: null };
	const method = textAt(message, 'method');
	if (method === 'tools/call') {
		const name = textAt(message, 'params', 'name') ?? ownText('unknown');
		const input = at(message, 'params', 'arguments') ?? null;
		const callId = `${session}#${rpcId ?? ''}.${++state.calls}`;
		if (rpcId !== null) state.open.set(openKey, { callId, tool: name });
		const text =
			firstText(input, 'command', 'query', 'url', 'path') ?? ownText(`${name} ${stringify(input)}`);
		return events({
			...base,
			kind: 'tool-call',
			actor: agent('mcp client'),
			text,
			call: { id: callId, tool: name, input },
		});
	}
	const call = rpcId === null || method !== null ? undefined : state.open.get(openKey);
	if (call !== undefined) {
		state.open.delete(openKey);
		return events(answer(message, call, base));
	}
	const offered = at(message, 'result', 'tools');
	if (method === null && Array.isArray(offered))
		return events({
			...base,
			kind: 'configuration',
			actor: tool('tools/list'),
			text: descriptionsOf(offered),
		});
	const words = method ?? (at(message, 'error') === undefined ? 'result' : 'error');
	const kind = method === 'initialize' || method === 'tools/list' ? 'configuration' : 'record';
	return events({ ...base, kind, actor: agent('mcp'), text: ownText(words) });
}

/** What the descriptions of tools and of their parameters say: the model reads them as it reads instructions. */
const descriptionsOf = (tools: readonly RedactedJson[]): RedactedText =>
	ownText(
		tools
			.slice(0, 500)
			.flatMap((offered) => [
				[textAt(offered, 'name'), textAt(offered, 'description')].filter(Boolean).join(': '),
				...Object.entries(objectOf(at(offered, 'inputSchema', 'properties'))).flatMap(
					([name, parameter]) => {
						const said = textAt(parameter, 'description');
						return said === null ? [] : [`${name}: ${said}`];
					},
				),
			])
			.join('\n')
			.slice(0, 200_000),
	);

function answer(
	message: RedactedJson,
	call: { callId: string; tool: string },
	base: Pick<EventDraft, 'time' | 'run' | 'key' | 'field'>,
): EventDraft {
	const error = at(message, 'error');
	const failed = error !== undefined || at(message, 'result', 'isError') === true;
	const output =
		error !== undefined
			? (textAt(error, 'message') ?? stringify(error))
			: contentText(at(message, 'result', 'content') ?? at(message, 'result'));
	return {
		...base,
		kind: 'tool-result',
		actor: tool(call.tool),
		text: output,
		result: {
			callId: call.callId,
			status: failed ? 'error' : 'ok',
			exitCode: null,
			output,
			durationMs: null,
		},
	};
}

export const mcpJsonrpc: FormatReader<State> = {
	id: 'mcp-jsonrpc',
	title: 'MCP messages (JSON-RPC 2.0)',
	family: 'agent',
	versions:
		'as specified 2024-11-05 to 2025-11-25, bare or wrapped by a logger; no capture was at hand',
	envelopes: [],
	recognise,
	newState: (input: InputFacts) => ({
		run: `mcp-${input.digest.slice(0, 16)}`,
		open: new Map(),
		calls: 0,
	}),
	read,
};
