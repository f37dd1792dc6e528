import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const line = (type: string, payload: object) => ({
	timestamp: '2026-02-26T17:55:58.241Z',
	type,
	payload,
});
const meta = line('session_meta', {
	id: '019fc8be-3658-7ca3-9e29-000000000000',
	cwd: '/repo',
	cli_version: '0.149.0',
	source: { subagent: { thread_spawn: { parent_thread_id: 'p-1', depth: 1 } } },
});

test('the set-up says what the run was permitted', () => {
	const { format, drafts } = rehearse([
		meta,
		line('turn_context', {
			model: 'gpt-5',
			approval_policy: 'never',
			sandbox_policy: { type: 'danger-full-access' },
		}),
	]);
	expect(format).toBe('codex');
	expect(drafts[1]?.kind).toBe('configuration');
	expect(drafts[1]?.run).toMatchObject({
		id: '019fc8be-3658-7ca3-9e29-000000000000',
		parent: 'p-1',
		permissionMode: 'never / danger-full-access',
		model: 'gpt-5',
	});
});

test('a result that both logs hold counts once', () => {
	const { drafts } = rehearse([
		meta,
		line('response_item', {
			type: 'function_call',
			name: 'shell',
			arguments: '{"command":["ls","-la"]}',
			call_id: 'c1',
		}),
		line('event_msg', {
			type: 'exec_command_end',
			call_id: 'c1',
			aggregated_output: 'a',
			exit_code: 0,
		}),
		line('response_item', { type: 'function_call_output', call_id: 'c1', output: 'a' }),
	]);
	expect(drafts.map((d) => d.kind)).toEqual([
		'configuration',
		'tool-call',
		'tool-result',
		'record',
	]);
	expect(drafts[1]?.text).toBe('ls -la');
});

test.each([
	['text', 'Wall time: 0.05 seconds\nProcess exited with code 1\nOutput: no', 'error', 1],
	['JSON as text', '{"output":"fine","metadata":{"exit_code":0,"duration_seconds":0.5}}', 'ok', 0],
	['a list', [{ type: 'output_text', text: 'fine' }], 'ok', null],
])('output as %s', (_, output, status, exitCode) => {
	const { drafts } = rehearse([
		meta,
		line('response_item', { type: 'function_call_output', call_id: 'c1', output }),
	]);
	expect(drafts[1]?.result).toMatchObject({ callId: 'c1', status, exitCode });
});

test('messages shown and said count once; context is no prompt', () => {
	const { drafts } = rehearse([
		meta,
		line('response_item', {
			type: 'message',
			role: 'user',
			content: [{ type: 'input_text', text: '<environment_context>x</environment_context>' }],
		}),
		line('response_item', {
			type: 'message',
			role: 'user',
			content: [{ type: 'input_text', text: 'List the files' }],
		}),
		line('event_msg', { type: 'user_message', message: 'List the files' }),
	]);
	expect(drafts.map((d) => d.kind)).toEqual(['configuration', 'configuration', 'prompt', 'record']);
});

test('a guardian that refused is an approval', () => {
	const { drafts } = rehearse([
		meta,
		line('event_msg', {
			type: 'guardian_assessment',
			status: 'denied',
			target_item_id: 'c7',
			rationale: 'deletes data',
		}),
	]);
	expect(drafts[1]?.approval).toMatchObject({
		callId: 'c7',
		decision: 'denied',
		by: 'configuration',
		reason: 'deletes data',
	});
});
