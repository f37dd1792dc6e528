import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const session = '4b2030ed-5563-49ea-b703-6a002f2d3cc8';
const line = (type: string, more: object, uuid = `${type}-1`) => ({
	type,
	uuid,
	parentUuid: null,
	sessionId: session,
	timestamp: '2026-01-21T20:53:24.145Z',
	cwd: '/work/app',
	gitBranch: 'main',
	version: '2.1.14',
	isSidechain: false,
	...more,
});
const use = (id: string, name: string, input: object) => ({ type: 'tool_use', id, name, input });
const answer = (id: string, content: unknown, more: object = {}) => ({
	type: 'tool_result',
	tool_use_id: id,
	content,
	...more,
});

test('reads a prompt, a thought, a call and its result, each with its run', () => {
	const { format, drafts } = rehearse([
		line('user', { message: { role: 'user', content: 'List the files' } }),
		line('assistant', {
			message: {
				id: 'm1',
				model: 'claude-opus-4-6',
				role: 'assistant',
				content: [
					{ type: 'thinking', thinking: 'look first' },
					{ type: 'text', text: 'I will look.' },
					use('t1', 'Bash', { command: 'ls -la' }),
				],
			},
		}),
		line(
			'user',
			{
				message: { role: 'user', content: [answer('t1', 'a.txt')] },
				toolUseResult: { stdout: 'a.txt', stderr: '', interrupted: false },
			},
			'user-2',
		),
	]);
	expect(format).toBe('claude-code');
	expect(drafts.map((d) => [d.kind, d.text])).toEqual([
		['prompt', 'List the files'],
		['reasoning', 'look first'],
		['message', 'I will look.'],
		['tool-call', 'ls -la'],
		['tool-result', 'a.txt'],
	]);
	expect(drafts[3]?.call).toEqual({ id: 't1', tool: 'Bash', input: { command: 'ls -la' } });
	expect(drafts[4]?.result).toMatchObject({ callId: 't1', status: 'ok', exitCode: 0 });
	expect(drafts[4]?.actor).toEqual({ type: 'tool', name: 'Bash' });
	expect(drafts[4]?.run).toMatchObject({
		id: session,
		product: 'claude-code',
		version: '2.1.14',
		model: 'claude-opus-4-6',
		folder: '/work/app',
		branch: 'main',
	});
	expect(new Set(drafts.map((d) => d.key)).size).toBe(5);
});

test('a call that a human refused is denied, and the refusal is an approval event', () => {
	const text = "The user doesn't want to proceed with this tool use. The tool use was rejected";
	const { drafts } = rehearse([
		line('assistant', {
			message: { role: 'assistant', content: [use('t1', 'Bash', { command: 'rm -rf /' })] },
		}),
		line('user', {
			message: { role: 'user', content: [answer('t1', text, { is_error: true })] },
			toolUseResult: `Error: ${text}`,
			toolDenialKind: 'user-rejected',
		}),
	]);
	expect(drafts.map((d) => d.kind)).toEqual(['tool-call', 'tool-result', 'approval']);
	expect(drafts[1]?.result?.status).toBe('denied');
	expect(drafts[2]?.approval).toMatchObject({ callId: 't1', decision: 'denied', by: 'human' });
});

test('a failed command is an error with its exit status', () => {
	const { drafts } = rehearse([
		line('user', {
			message: {
				role: 'user',
				content: [answer('t1', 'Exit code 127\nnot found', { is_error: true })],
			},
		}),
		line('user', { message: { role: 'user', content: 'go on' } }, 'user-2'),
	]);
	expect(drafts[0]?.result).toMatchObject({ status: 'error', exitCode: 127 });
});

test('a subagent is a run of its own under its session', () => {
	const { drafts } = rehearse([
		line('user', {
			isSidechain: true,
			agentId: 'a2018e5',
			message: { role: 'user', content: 'Search the web' },
		}),
	]);
	expect(drafts[0]?.run).toMatchObject({ id: `${session}/a2018e5`, parent: session });
	expect(drafts[0]?.actor.type).toBe('agent');
});

test('a subagent names the call that started it', () => {
	const { drafts } = rehearse([
		line('assistant', {
			message: { role: 'assistant', content: [use('t1', 'Task', { prompt: 'go' })] },
		}),
		line(
			'user',
			{
				message: { role: 'user', content: [answer('t1', 'done')] },
				toolUseResult: { agentId: 'a1', status: 'completed' },
			},
			'user-2',
		),
		line(
			'user',
			{ isSidechain: true, agentId: 'a1', message: { role: 'user', content: 'go' } },
			'u3',
		),
	]);
	expect(drafts.at(-1)?.run).toMatchObject({ id: `${session}/a1`, parentCall: 't1' });
});

test('what the product writes in the name of the human is no prompt', () => {
	const texts = [
		'<local-command-stdout>ok</local-command-stdout>',
		'[Request interrupted by user]',
		'<command-name>/clear</command-name>',
	];
	const { drafts } = rehearse(
		texts.map((content, i) => line('user', { message: { role: 'user', content } }, `u${i}`)),
	);
	expect(drafts.map((d) => d.kind)).toEqual(['record', 'record', 'record']);
});

test('unknown types are kept verbatim', () => {
	const { drafts } = rehearse([
		line('user', { message: { role: 'user', content: 'x' } }),
		line('something-new', { payload: 1 }),
	]);
	expect(drafts[1]).toMatchObject({ kind: 'record', text: 'something-new' });
});

test('stream-json: set-up, denials of the configuration', () => {
	const { format, drafts } = rehearse([
		{
			type: 'system',
			subtype: 'init',
			session_id: session,
			uuid: 'u1',
			cwd: '/w',
			model: 'claude-opus-4-6',
			permissionMode: 'bypassPermissions',
			claude_code_version: '2.1.239',
			tools: ['Bash'],
		},
		{
			type: 'result',
			subtype: 'success',
			session_id: session,
			uuid: 'u2',
			permission_denials: [{ tool_name: 'Bash', tool_use_id: 't9', tool_input: {} }],
		},
	]);
	expect(format).toBe('claude-code');
	expect(drafts.map((d) => d.kind)).toEqual(['configuration', 'record', 'approval']);
	expect(drafts[0]?.run).toMatchObject({
		permissionMode: 'bypassPermissions',
		model: 'claude-opus-4-6',
	});
	expect(drafts[2]?.approval).toMatchObject({
		callId: 't9',
		decision: 'denied',
		by: 'configuration',
	});
});

test('hook payloads carry the same call ids', () => {
	const base = { session_id: session, transcript_path: '/t', cwd: '/w' };
	const { format, drafts } = rehearse([
		{
			...base,
			hook_event_name: 'PreToolUse',
			tool_name: 'Bash',
			tool_input: { command: 'ls' },
			tool_use_id: 't1',
		},
		{
			...base,
			hook_event_name: 'PostToolUse',
			tool_name: 'Bash',
			tool_input: { command: 'ls' },
			tool_response: 'a',
			tool_use_id: 't1',
			duration_ms: 12,
		},
	]);
	expect(format).toBe('claude-code');
	expect(drafts.map((d) => [d.kind, d.call?.id ?? d.result?.callId])).toEqual([
		['tool-call', 't1'],
		['tool-result', 't1'],
	]);
	expect(drafts[1]?.result?.durationMs).toBe(12);
});
