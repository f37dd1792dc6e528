import type { AgentLog, Draw, Place } from './kit.ts';

/** What a scenario needs of an agent's log, whatever its format. */
export interface ToldLog
	extends Pick<
		AgentLog,
		'name' | 'text' | 'noise' | 'clock' | 'ordinary' | 'prompt' | 'says' | 'shell' | 'tool'
	> {
	wait(seconds: number): ToldLog;
}

type Status = 'ok' | 'error' | 'denied';

interface Call {
	readonly id: string;
	readonly name: string;
	readonly input: Readonly<Record<string, unknown>>;
	readonly output: string;
	readonly status: Status;
}

/** How a format writes a run down, a record a line. */
interface Style {
	readonly shellTool: string;
	readonly begin: (session: string, at: string) => readonly object[];
	readonly prompt: (text: string, at: string) => readonly object[];
	readonly says: (text: string, at: string) => readonly object[];
	/** The call in its record and the result in its own; one record where the format keeps both together. */
	readonly call: (call: Call, at: string, end: string) => readonly object[];
	/** What stands around the records, where the format is one document. */
	readonly around?: (session: string) => readonly [before: string, after: string];
}

const nano = (at: string): string => `${Date.parse(at)}000000`;
const exitCode = (status: Status): number => (status === 'ok' ? 0 : 1);

type StyleOf = (draw: Draw) => Style;

const geminiCli: StyleOf = (draw) => ({
	shellTool: 'run_shell_command',
	begin: (session, at) => [
		{ sessionId: session, projectHash: draw.hex(16), startTime: at, lastUpdated: at },
	],
	prompt: (text, at) => [{ id: draw.uuid(), type: 'user', timestamp: at, content: [{ text }] }],
	says: (text, at) => [
		{ id: draw.uuid(), type: 'gemini', timestamp: at, model: 'gemini-3-pro', content: text },
	],
	call: ({ id, name, input, output, status }, at) => [
		{
			id: draw.uuid(),
			type: 'gemini',
			timestamp: at,
			model: 'gemini-3-pro',
			content: '',
			toolCalls: [
				{
					id,
					name,
					args: input,
					status: status === 'ok' ? 'success' : status === 'denied' ? 'cancelled' : 'error',
					result: [
						{
							functionResponse: {
								id,
								name,
								response: { output: `Output: ${output}\nExit Code: ${exitCode(status)}` },
							},
						},
					],
				},
			],
		},
	],
});

const openHands: StyleOf = () => {
	let next = 0;
	return {
		shellTool: 'run',
		begin: () => [],
		prompt: (text, at) => [
			{ id: next++, timestamp: at, source: 'user', action: 'message', args: { content: text } },
		],
		says: (text, at) => [
			{ id: next++, timestamp: at, source: 'agent', action: 'message', args: { content: text } },
		],
		call: ({ id, name, input, output, status }, at, end) => {
			const event = next++;
			const isShell = name === 'run';
			const metadata = { tool_call_id: id, function_name: isShell ? 'execute_bash' : name };
			return [
				{
					id: event,
					timestamp: at,
					source: 'agent',
					action: isShell ? 'run' : 'call_tool_mcp',
					args: input,
					tool_call_metadata: metadata,
				},
				{
					id: next++,
					timestamp: end,
					source: 'agent',
					observation: isShell ? 'run' : 'mcp',
					cause: event,
					content: output,
					extras: { metadata: { exit_code: exitCode(status) } },
					tool_call_metadata: metadata,
				},
			];
		},
	};
};

/** Chat messages as the OpenAI interface has them, kept line by line by many a harness. */
const chat: StyleOf = () => ({
	shellTool: 'bash',
	begin: () => [{ role: 'system', content: 'You are a coding agent.' }],
	prompt: (text) => [{ role: 'user', content: text }],
	says: (text) => [{ role: 'assistant', content: text }],
	call: ({ id, name, input, output }) => [
		{
			role: 'assistant',
			content: null,
			tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(input) } }],
		},
		{ role: 'tool', tool_call_id: id, content: output },
	],
});

const copilot: StyleOf = (draw) => {
	const event = (type: string, at: string, data: object) => ({
		type,
		id: draw.uuid(),
		timestamp: at,
		data,
	});
	return {
		shellTool: 'bash',
		begin: (session, at) => [
			event('session.start', at, { sessionId: session, copilotVersion: '1.0.70' }),
		],
		prompt: (text, at) => [event('user.message', at, { content: text })],
		says: (text, at) => [event('assistant.message', at, { content: text })],
		call: ({ id, name, input, output, status }, at, end) => [
			event('tool.execution_start', at, { toolCallId: id, toolName: name, arguments: input }),
			event('tool.execution_complete', end, {
				toolCallId: id,
				success: status === 'ok',
				...(status === 'ok'
					? { result: { content: output } }
					: { error: { message: output, code: status === 'denied' ? 'denied' : 'failure' } }),
			}),
		],
	};
};

const openCode: StyleOf = (draw) => {
	let session = '';
	const part = (role: string, at: string, rest: (message: string) => object) => {
		const message = `msg_${draw.hex(12)}`;
		const time = { created: Date.parse(at) };
		return [
			{ id: message, sessionID: session, role, time },
			{ id: `prt_${draw.hex(12)}`, sessionID: session, messageID: message, ...rest(message) },
		];
	};
	return {
		shellTool: 'bash',
		begin: (id) => {
			session = `ses_${id.slice(0, 12)}`;
			return [];
		},
		prompt: (text, at) =>
			part('user', at, () => ({ type: 'text', text, time: { start: Date.parse(at) } })),
		says: (text, at) =>
			part('assistant', at, () => ({ type: 'text', text, time: { start: Date.parse(at) } })),
		call: ({ id, name, input, output, status }, at, end) =>
			part('assistant', at, () => ({
				type: 'tool',
				callID: id,
				tool: name,
				state: {
					status: status === 'ok' ? 'completed' : 'error',
					input,
					...(status === 'ok' ? { output } : { error: output }),
					metadata: { exit: exitCode(status) },
					time: { start: Date.parse(at), end: Date.parse(end) },
				},
			})),
	};
};

/** GenAI spans of OpenTelemetry, one export a line. */
const otlp: StyleOf = (draw) => {
	const trace = draw.hex(32);
	let session = '';
	const span = (name: string, at: string, end: string, attributes: Record<string, string>) => ({
		resourceSpans: [
			{
				resource: { attributes: [{ key: 'service.name', value: { stringValue: 'ops-agent' } }] },
				scopeSpans: [
					{
						scope: { name: 'gen-ai' },
						spans: [
							{
								traceId: trace,
								spanId: draw.hex(16),
								name,
								startTimeUnixNano: nano(at),
								endTimeUnixNano: nano(end),
								status: attributes.failed === undefined ? {} : { code: 2 },
								attributes: Object.entries({
									'gen_ai.conversation.id': session,
									...attributes,
								}).map(([key, stringValue]) => ({ key, value: { stringValue } })),
							},
						],
					},
				],
			},
		],
	});
	const chatSpan = (at: string, messages: Record<string, string>) =>
		span('chat gpt-5', at, at, { 'gen_ai.operation.name': 'chat', ...messages });
	const message = (role: string, content: string) =>
		JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
	return {
		shellTool: 'shell',
		begin: (id) => {
			session = id;
			return [];
		},
		prompt: (text, at) => [chatSpan(at, { 'gen_ai.input.messages': message('user', text) })],
		says: (text, at) => [chatSpan(at, { 'gen_ai.output.messages': message('assistant', text) })],
		call: ({ id, name, input, output, status }, at, end) => [
			span(`execute_tool ${name}`, at, end, {
				'gen_ai.operation.name': 'execute_tool',
				'gen_ai.tool.name': name,
				'gen_ai.tool.call.id': id,
				'gen_ai.tool.call.arguments': JSON.stringify(input),
				'gen_ai.tool.call.result': output,
				...(status === 'ok' ? {} : { failed: 'true' }),
			}),
		],
	};
};

/** Hook payloads of Claude Code, as its hooks hand them out. */
const hooks: StyleOf = (draw) => {
	let session = '';
	const payload = (name: string, at: string, rest: object) => ({
		session_id: session,
		hook_event_name: name,
		cwd: `/srv/${draw.app()}`,
		timestamp: at,
		...rest,
	});
	return {
		shellTool: 'Bash',
		begin: (id) => {
			session = id;
			return [];
		},
		prompt: (text, at) => [payload('UserPromptSubmit', at, { prompt: text })],
		says: () => [],
		call: ({ id, name, input, output, status }, at, end) => {
			const call = { tool_name: name, tool_input: input, tool_use_id: id };
			return [
				payload('PreToolUse', at, call),
				status === 'ok'
					? payload('PostToolUse', end, {
							...call,
							tool_response: { stdout: output, stderr: '', interrupted: false },
						})
					: payload('PostToolUseFailure', end, { ...call, error: output }),
			];
		},
	};
};

/** Agent Trajectory Interchange Format: one document, a step a line. */
const atif: StyleOf = () => {
	let step = 0;
	return {
		shellTool: 'execute_bash',
		begin: () => [],
		prompt: (text, at) => [{ step_id: ++step, timestamp: at, source: 'user', message: text }],
		says: (text, at) => [{ step_id: ++step, timestamp: at, source: 'agent', message: text }],
		call: ({ id, name, input, output }, at) => [
			{
				step_id: ++step,
				timestamp: at,
				source: 'agent',
				message: '',
				tool_calls: [{ tool_call_id: id, function_name: name, arguments: input }],
				observation: { results: [{ source_call_id: id, content: output }] },
			},
		],
		around: (session) => [
			`{"schema_version":"ATIF-v1.6","session_id":"${session}","agent":{"name":"terminus","version":"2.0"},"steps":[`,
			']}',
		],
	};
};

const styles: Readonly<Record<string, StyleOf>> = {
	'gemini-cli': geminiCli,
	openhands: openHands,
	'chat-messages': chat,
	'copilot-cli': copilot,
	opencode: openCode,
	otlp,
	hooks,
	atif,
};

export const otherFormats: readonly string[] = Object.keys(styles);

/** Writes an agent's log in a format of another agent than those of `AgentLog`. */
export class OtherAgentLog implements ToldLog {
	readonly name: string;
	readonly #draw: Draw;
	readonly #style: Style;
	readonly #session: string;
	readonly #lines: string[] = [];
	/** Lines of ordinary work, which no incident is made of. */
	readonly noise: Place[] = [];
	clock: number;

	constructor(draw: Draw, format: string, start: number) {
		this.#draw = draw;
		this.#style = (styles[format] ?? chat)(draw);
		this.#session = draw.uuid();
		this.clock = start;
		this.name = `${this.#session}.${this.#style.around === undefined ? 'jsonl' : 'json'}`;
		for (const record of this.#style.begin(this.#session, this.#at(0))) this.#write(record);
	}

	get text(): string {
		const around = this.#style.around?.(this.#session);
		return around === undefined
			? `${this.#lines.join('\n')}\n`
			: `${around[0]}\n${this.#lines.join(',\n')}\n${around[1]}\n`;
	}

	wait(seconds: number): this {
		this.clock += seconds * 1_000;
		return this;
	}

	/** Writes what belongs to no incident. */
	ordinary(write: () => void): void {
		const from = this.#lines.length;
		write();
		for (let line = from + 1; line <= this.#lines.length; line++)
			this.noise.push(this.#placeOf(line));
	}

	prompt(text: string): Place {
		return this.#all(this.#style.prompt(text, this.#at(900))).at(-1) ?? '';
	}

	says(text: string): Place {
		return this.#all(this.#style.says(text, this.#at(900))).at(-1) ?? '';
	}

	shell(command: string, output: string, status: Status = 'ok') {
		return this.tool(this.#style.shellTool, { command }, output, status);
	}

	tool(
		name: string,
		input: Record<string, unknown>,
		output: string,
		status: Status = 'ok',
	): { call: Place; result: Place } {
		const id = `call_${this.#draw.hex(16)}`;
		const places = this.#all(
			this.#style.call({ id, name, input, output, status }, this.#at(600), this.#at(800)),
		);
		const [call = '', result = call] = places.slice(-2);
		// OpenCode's first record is the message that the call stands in.
		const isPart = this.#style.shellTool === 'bash' && this.#lines.at(-1)?.includes('"callID"');
		return { call: isPart ? result : call, result };
	}

	#all(records: readonly object[]): Place[] {
		return records.map((record) => this.#write(record));
	}

	#at(afterMs: number): string {
		this.clock += afterMs + this.#draw.int(0, 1_500);
		return new Date(this.clock).toISOString();
	}

	#write(record: object): Place {
		this.#lines.push(JSON.stringify(record));
		return this.#placeOf(this.#lines.length);
	}

	#placeOf(line: number): Place {
		return `${this.name}:${line + (this.#style.around === undefined ? 0 : 1)}`;
	}
}
