import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const turn = (role: string, ...content: unknown[]) => ({ role, message: { content } });
const text = (words: string) => ({ type: 'text', text: words });
const call = (command: string, more: object = {}) => ({
	type: 'tool_use',
	name: 'Shell',
	input: { command },
	...more,
});

test('reads turns without times and ids, and takes the query out of its wrapping', () => {
	const { format, drafts } = rehearse([
		turn('user', text('<context>files</context>\n<user_query>\nrun ls\n</user_query>')),
		turn('assistant', text('Running.'), call('ls')),
	]);
	expect(format).toBe('cursor');
	expect(drafts.map((d) => [d.kind, d.text, d.time])).toEqual([
		['prompt', 'run ls', null],
		['message', 'Running.', null],
		['tool-call', 'ls', null],
	]);
});

test('pairs results without usable ids with calls in order', () => {
	const { drafts } = rehearse([
		turn('assistant', call('one'), call('two')),
		turn('user', { type: 'tool_result', tool_use_id: 'x1', content: [text('first')] }),
		turn('user', { type: 'tool-result', content: [text('second, exit code 2')] }),
	]);
	const ids = drafts.flatMap((d) => (d.call ? [d.call.id] : []));
	expect(new Set(ids).size).toBe(2);
	expect(drafts.flatMap((d) => (d.result ? [d.result.callId] : []))).toEqual(ids);
	expect(drafts.at(-1)?.result).toMatchObject({ status: 'error', exitCode: 2 });
});

test('pairs by id where there is one, whatever the order', () => {
	const { drafts } = rehearse([
		turn('assistant', call('one', { id: 'a' }), call('two', { id: 'b' })),
		turn(
			'user',
			{ type: 'tool_result', tool_use_id: 'b', content: 'second' },
			{ type: 'tool_result', tool_use_id: 'a', content: 'first' },
		),
	]);
	expect(drafts.flatMap((d) => (d.result ? [[d.result.callId, d.result.output]] : []))).toEqual([
		['b', 'second'],
		['a', 'first'],
	]);
});

test('the run is named by the conversation in the record, else in the file name', () => {
	const id = '8bfbe5ee-27f6-49d1-a5e5-bcf8d87c234b';
	expect(rehearse([turn('user', text('x'))], `${id}.jsonl`).drafts[0]?.run?.id).toBe(id);
	expect(
		rehearse([{ ...turn('user', text('x')), conversationId: 'c1' }], `${id}.jsonl`).drafts[0]?.run
			?.id,
	).toBe('c1');
	expect(rehearse([turn('user', text('x'))], 'agent.jsonl').drafts[0]?.run?.id).toBe(
		`cursor-${'d'.repeat(16)}`,
	);
});

test('a time is read where a version writes one', () => {
	const { drafts } = rehearse([
		{ ...turn('user', text('x')), timestamp: '2026-04-24T12:00:00.250Z' },
	]);
	expect(drafts[0]?.time).toBe(Date.UTC(2026, 3, 24, 12, 0, 0, 250) * 1000);
});

test('unknown blocks and lines are kept', () => {
	const { drafts } = rehearse([
		turn('user', text('x')),
		turn('assistant', { type: 'custom_block', text: 'seen' }),
		{ type: 'turn_ended', status: 'success' },
	]);
	expect(drafts.map((d) => [d.kind, d.text])).toEqual([
		['prompt', 'x'],
		['record', 'seen'],
		['record', 'turn_ended: success'],
	]);
});
