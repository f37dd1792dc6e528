import { expect, test } from 'vitest';
import { rehearse } from './reader-harness.ts';

const at = (seconds: number) => `2026-01-01T00:00:0${seconds}.000Z`;

test('Copilot: a call that is announced and then started is one call', () => {
	const { format, drafts } = rehearse([
		{
			type: 'session.start',
			id: 'e1',
			timestamp: at(0),
			data: { sessionId: 's1', selectedModel: 'm' },
		},
		{ type: 'user.message', id: 'e2', timestamp: at(1), data: { content: 'go' } },
		{
			type: 'assistant.message',
			id: 'e3',
			timestamp: at(2),
			data: {
				content: '',
				toolRequests: [{ toolCallId: 'c1', name: 'bash', arguments: { command: 'ls' } }],
			},
		},
		{
			type: 'tool.execution_start',
			id: 'e4',
			timestamp: at(3),
			data: { toolCallId: 'c1', toolName: 'bash', arguments: { command: 'ls' } },
		},
		{
			type: 'tool.execution_complete',
			id: 'e5',
			timestamp: at(4),
			data: { toolCallId: 'c1', success: false, error: { message: 'no', code: 'denied' } },
		},
	]);
	expect(format).toBe('copilot-cli');
	expect(drafts.map(({ kind }) => kind)).toEqual([
		'configuration',
		'prompt',
		'tool-call',
		'record',
		'tool-result',
	]);
	expect(drafts.at(-1)?.result).toMatchObject({ callId: 'c1', status: 'denied' });
	expect(drafts[1]?.run).toMatchObject({ id: 's1', product: 'copilot-cli', model: 'm' });
});

test('OpenCode: a completed call with another exit status than 0 has failed', () => {
	const { format, drafts } = rehearse({
		id: 'p1',
		sessionID: 'ses_1',
		messageID: 'm1',
		type: 'tool',
		callID: 'c1',
		tool: 'bash',
		state: {
			status: 'completed',
			input: { command: 'ls /x' },
			output: 'no',
			metadata: { exit: 2 },
			time: { start: 1_767_225_600_000, end: 1_767_225_601_500 },
		},
	});
	expect(format).toBe('opencode');
	expect(drafts.map(({ kind }) => kind)).toEqual(['tool-call', 'tool-result']);
	expect(drafts[1]?.result).toMatchObject({ status: 'error', exitCode: 2, durationMs: 1_500 });
	expect(drafts[1]?.run?.id).toBe('ses_1');
});

test('Inspect: samples are runs, with the times that their events give', () => {
	const { format, drafts } = rehearse({
		version: 2,
		status: 'success',
		eval: { run_id: 'r1', task: 'escape', model: 'm-1', created: at(0) },
		samples: [
			{
				id: 'a',
				epoch: 1,
				input: 'go',
				messages: [
					{ id: 'x1', role: 'user', content: 'go' },
					{
						id: 'x2',
						role: 'assistant',
						content: [
							{ type: 'reasoning', reasoning: 'r', summary: null },
							{ type: 'text', text: 'ok' },
						],
						tool_calls: [{ id: 'c1', function: 'bash', arguments: { cmd: 'id' } }],
					},
					{
						id: 'x3',
						role: 'tool',
						tool_call_id: 'c1',
						function: 'bash',
						content: 'root',
						error: null,
					},
					{
						id: 'x4',
						role: 'tool',
						tool_call_id: 'c2',
						function: 'bash',
						content: '',
						error: { type: 'approval', message: 'no' },
					},
				],
				events: [
					{ event: 'tool', id: 'c1', timestamp: at(2), completed: at(3), function: 'bash' },
					{
						event: 'approval',
						timestamp: at(4),
						approver: 'human',
						decision: 'reject',
						call: { id: 'c2', function: 'bash' },
					},
				],
				scores: { s: { value: 'C' } },
			},
		],
	});
	expect(format).toBe('inspect-ai');
	expect(drafts.map(({ kind }) => kind)).toEqual([
		'prompt',
		'reasoning',
		'message',
		'tool-call',
		'tool-result',
		'tool-result',
		'approval',
		'record',
	]);
	const [call, result, refused, approval] = drafts.slice(3);
	expect((result?.time ?? 0) - (call?.time ?? 0)).toBe(1_000_000);
	expect(call).toMatchObject({ text: 'id', call: { id: 'c1', tool: 'bash' } });
	expect(refused?.result).toMatchObject({ callId: 'c2', status: 'denied' });
	expect(approval?.approval).toMatchObject({ callId: 'c2', decision: 'denied', by: 'human' });
	expect(call?.run).toMatchObject({ id: 'r1/a/1', model: 'm-1' });
});

test('Inspect: a log without samples and a lone sample of an archive are known', () => {
	expect(rehearse({ eval: { task: 't', model: 'm' }, status: 'error' }).format).toBe('inspect-ai');
	expect(rehearse({ id: 1, epoch: 1, input: 'x', messages: [] }).format).toBe('inspect-ai');
});

test('OpenCode: what the operating system denied has failed, what a person refused did not run', () => {
	const part = (error: string, metadata: object) => ({
		id: 'p1',
		sessionID: 'ses_1',
		messageID: 'm1',
		type: 'tool',
		callID: 'c1',
		tool: 'bash',
		state: { status: 'error', input: { command: 'mkdir /x' }, error, metadata },
	});
	const statusOf = (input: object) => rehearse(input).drafts.at(-1)?.result?.status;
	expect(statusOf(part('mkdir: /x: Permission denied', { exit: 1 }))).toBe('error');
	expect(statusOf(part('mkdir: /x: Permission denied', {}))).toBe('error');
	expect(statusOf(part('The user rejected permission to use this tool call.', {}))).toBe('denied');
});

test('Claude Code hooks: an answer is what the command printed or the file holds', () => {
	const answer = (tool_name: string, tool_response: unknown) =>
		rehearse({
			session_id: 's1',
			hook_event_name: 'PostToolUse',
			tool_use_id: 't1',
			tool_name,
			tool_input: { command: 'git status' },
			tool_response,
		}).drafts.at(-1)?.result?.output;
	expect(answer('Bash', { stdout: ' M a\n?? b', stderr: '', interrupted: false })).toBe(
		' M a\n?? b',
	);
	expect(answer('Bash', { stdout: '', stderr: '', interrupted: false })).toBe('');
	expect(answer('Read', { type: 'text', file: { filePath: '/a', content: 'x=1' } })).toBe('x=1');
});

test('OpenTelemetry: a tool span that ended without an error did what it was called for', () => {
	const span = (more: object) => ({
		resourceSpans: [
			{
				scopeSpans: [
					{
						spans: [
							{
								traceId: '1'.repeat(32),
								spanId: '2'.repeat(16),
								name: 'execute_tool shell',
								startTimeUnixNano: '1777629600000000000',
								endTimeUnixNano: '1777629601000000000',
								attributes: [
									{ key: 'gen_ai.operation.name', value: { stringValue: 'execute_tool' } },
									{ key: 'gen_ai.tool.name', value: { stringValue: 'shell' } },
									{
										key: 'gen_ai.tool.call.arguments',
										value: { stringValue: '{"command":"ls"}' },
									},
								],
								...more,
							},
						],
					},
				],
			},
		],
	});
	expect(rehearse(span({})).drafts.at(-1)?.result).toMatchObject({ status: 'ok', output: '' });
	expect(rehearse(span({ status: { code: 2 } })).drafts.at(-1)?.result?.status).toBe('error');
	expect(rehearse(span({ endTimeUnixNano: undefined })).drafts.at(-1)?.kind).toBe('tool-call');
});
