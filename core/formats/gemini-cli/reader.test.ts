import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const header = {
	sessionId: 's-1',
	projectHash: 'ab12',
	startTime: '2026-01-01T00:00:00Z',
	lastUpdated: '2026-01-01T00:01:00Z',
};
const messages = [
	{ id: 'u1', type: 'user', timestamp: '2026-01-01T00:00:01Z', content: [{ text: 'List files' }] },
	{
		id: 'a1',
		type: 'gemini',
		timestamp: '2026-01-01T00:00:02Z',
		model: 'gemini-3',
		content: '',
		thoughts: [{ subject: 'Plan', description: 'look' }],
		toolCalls: [
			{
				id: 'c1',
				name: 'run_shell_command',
				args: { command: 'ls' },
				status: 'success',
				result: [
					{ functionResponse: { id: 'c1', response: { output: 'Output: a\nExit Code: 0' } } },
				],
			},
			{ id: 'c2', name: 'run_shell_command', args: { command: 'rm -rf x' }, status: 'cancelled' },
		],
	},
];

test.each([
	['a document', { ...header, messages }],
	['lines', [header, ...messages, { $set: { lastUpdated: 'x' } }]],
])('reads %s', (_, input) => {
	const { format, drafts } = rehearse(input);
	expect(format).toBe('gemini-cli');
	const acts = drafts.filter((d) => d.kind !== 'configuration' && d.kind !== 'record');
	expect(acts.map((d) => [d.kind, d.text])).toEqual([
		['prompt', 'List files'],
		['reasoning', 'Plan: look'],
		['tool-call', 'ls'],
		['tool-result', 'Output: a\nExit Code: 0'],
		['tool-call', 'rm -rf x'],
		['tool-result', ''],
		['approval', 'denied'],
	]);
	expect(acts[3]?.result).toMatchObject({ callId: 'c1', status: 'ok', exitCode: 0 });
	expect(acts[5]?.result?.status).toBe('denied');
	expect(acts.every((d) => d.run?.id === 's-1')).toBe(true);
});
