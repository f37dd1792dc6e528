import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const outline = (input: readonly unknown[] | object) => {
	const { format, drafts } = rehearse(input);
	return {
		format,
		lines: drafts.map(({ kind, text, call, result }) =>
			[kind, call?.id ?? result?.callId, result?.status, text].filter(Boolean).join(' | '),
		),
		runs: [...new Set(drafts.map(({ run }) => run?.id))],
	};
};

const told = [
	'prompt | list the volumes',
	'message | On it.',
	'tool-call | c1 | ls /vol',
	'tool-result | c1 | error | No such file (exit code: 1)',
];

test('OpenAI’s messages: tool_calls with arguments as text, answers by role', () => {
	const { format, lines } = outline([
		{ role: 'system', content: 'You help.' },
		{ role: 'user', content: 'list the volumes' },
		{
			role: 'assistant',
			content: 'On it.',
			tool_calls: [
				{
					id: 'c1',
					type: 'function',
					function: { name: 'sh', arguments: '{"command":"ls /vol"}' },
				},
			],
		},
		{ role: 'tool', tool_call_id: 'c1', content: 'No such file (exit code: 1)' },
	]);
	expect(format).toBe('chat-messages');
	expect(lines).toEqual(['configuration | You help.', ...told]);
});

test('Anthropic’s blocks in an envelope of the agent’s own, with its session', () => {
	const { format, lines, runs } = outline([
		{ type: 'session_start', id: 's1', cwd: '/srv', version: '0.81.0' },
		{ type: 'message', id: 'm1', message: { role: 'user', content: 'list the volumes' } },
		{
			type: 'message',
			id: 'm2',
			message: {
				role: 'assistant',
				content: [
					{ type: 'text', text: 'On it.' },
					{ type: 'tool_use', id: 'c1', name: 'Execute', input: { command: 'ls /vol' } },
				],
			},
		},
		{
			type: 'message',
			id: 'm3',
			message: {
				role: 'user',
				content: [
					{ type: 'tool_result', tool_use_id: 'c1', content: 'No such file (exit code: 1)' },
				],
			},
		},
	]);
	expect(format).toBe('chat-messages');
	expect(lines.slice(1)).toEqual(told);
	expect(runs).toEqual(['s1']);
});

test('Gemini’s parts inside Claude Code’s envelope are not taken for Claude Code', () => {
	const at = { sessionId: 's2', cwd: '/srv', version: '0.21', timestamp: '2026-08-17T12:00:00Z' };
	const { format, lines } = outline([
		{
			...at,
			uuid: 'u1',
			type: 'user',
			message: { role: 'user', parts: [{ text: 'list the volumes' }] },
		},
		{
			...at,
			uuid: 'u2',
			type: 'assistant',
			message: {
				role: 'model',
				parts: [
					{ text: 'hm', thought: true },
					{ functionCall: { id: 'c1', name: 'sh', args: { command: 'ls /vol' } } },
				],
			},
		},
		{
			...at,
			uuid: 'u3',
			type: 'tool_result',
			message: {
				role: 'user',
				parts: [{ functionResponse: { id: 'c1', name: 'sh', response: { output: 'vol-1' } } }],
			},
		},
	]);
	expect(format).toBe('chat-messages');
	expect(lines).toEqual([
		'prompt | list the volumes',
		'reasoning | hm',
		'tool-call | c1 | ls /vol',
		'tool-result | c1 | ok | vol-1',
	]);
});

test('a stream that types its lines: calls, results and approvals by call', () => {
	const { lines } = outline([
		{
			type: 'message',
			session_id: 's3',
			role: 'user',
			text: 'go',
			timestamp: '2026-01-01T00:00:00Z',
		},
		{
			type: 'permission.record_approval_result',
			toolCallId: 'c1',
			action: 'Running: rm',
			result: { decision: 'rejected' },
		},
		{
			type: 'tool_call',
			session_id: 's3',
			toolCallId: 'c1',
			toolName: 'Shell',
			parameters: { command: 'rm x' },
		},
		{ type: 'tool_result', session_id: 's3', toolCallId: 'c1', value: { stdout: '', exitCode: 1 } },
	]);
	expect(lines).toEqual([
		'prompt | go',
		'approval | Running: rm: rejected',
		'tool-call | c1 | rm x',
		'tool-result | c1 | error',
	]);
});

test('a whole conversation in one record is one run of its messages', () => {
	const { format, lines, runs } = outline({
		session_id: 's4',
		model: 'm',
		session_start: '2026-04-29T20:00:00Z',
		messages: [
			{ role: 'user', content: 'list the volumes' },
			{
				role: 'assistant',
				content: 'On it.',
				tool_calls: [{ id: 'c1', function: { name: 'sh', arguments: { command: 'ls /vol' } } }],
			},
			{ role: 'tool', tool_call_id: 'c1', content: 'No such file (exit code: 1)' },
		],
	});
	expect(format).toBe('chat-messages');
	expect(lines).toEqual(told);
	expect(runs).toEqual(['s4']);
});

test('what the agent’s program says in the user’s name is no prompt', () => {
	const { lines } = outline([
		{ role: 'user', content: '<system-reminder>\nuse the list\n</system-reminder>' },
		{ role: 'user', content: 'go' },
	]);
	expect(lines.map((line) => line.split(' | ')[0])).toEqual(['configuration', 'prompt']);
});

test('messages that a proxy or a tracer wrote deep into a document are conversations', () => {
	const call = {
		role: 'assistant',
		content: 'On it.',
		tool_calls: [
			{ id: 'c1', type: 'function', function: { name: 'sh', arguments: '{"command":"ls /vol"}' } },
		],
	};
	const { format, lines } = outline({
		'1dc6': {
			input: { ok: true, data: [{ role: 'user', content: 'list the volumes' }, call] },
			output: {
				ok: true,
				data: [{ role: 'tool', tool_call_id: 'c1', content: 'No such file (exit code: 1)' }],
			},
		},
	});
	expect(format).toBe('chat-messages');
	expect(lines).toEqual(told);
});

test('each of their events names the message that it was read from', () => {
	const { drafts } = rehearse({ run: { in: [{ role: 'user', content: 'a' }] } });
	expect(drafts.map(({ field }) => field)).toEqual(['run.in[0].content']);
});

test('a list of people with roles is no conversation', () => {
	const people = [
		{ name: 'a', role: 'user', content: null },
		{ name: 'b', role: 'admin' },
	];
	expect(rehearse({ team: { people } }).format).toBeNull();
});
