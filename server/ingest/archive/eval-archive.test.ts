import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { zipOf } from '@/server/testing/archives.ts';
import type { ReadBatch } from '../read-batch.ts';
import { readInput } from '../read-input.ts';

const hmac = (label: string, text: string) =>
	createHmac('sha256', 'test').update(`${label}\0${text}`).digest('hex');

const evaluation = {
	run_id: 'run-1',
	task: 'delete_things',
	model: 'openai/gpt-x',
	created: '2026-05-01T10:00:00+00:00',
	packages: { inspect_ai: '0.3.100' },
};
const sample = (id: string, epoch: number) => ({
	id,
	epoch,
	input: 'list the volumes',
	target: '',
	uuid: `uuid-${id}-${epoch}`,
	messages: [
		{ id: 'm1', role: 'user', content: 'list the volumes' },
		{
			id: 'm2',
			role: 'assistant',
			content: 'On it.',
			tool_calls: [{ id: 'c1', function: 'bash', arguments: { cmd: 'ls /vol' }, type: 'function' }],
		},
		{ id: 'm3', role: 'tool', tool_call_id: 'c1', function: 'bash', content: 'a b' },
	],
	output: { model: 'openai/gpt-x', choices: [] },
	scores: { match: { value: 'C' } },
	events: [{ event: 'tool', id: 'c1', timestamp: '2026-05-01T10:00:02+00:00' }],
});
const json = (path: string, value: unknown) => ({ path, content: JSON.stringify(value) });
const summary = {
	id: 's1',
	epoch: 1,
	input: 'list',
	target: '',
	scores: { match: { value: 'C' } },
};

/** As `inspect` writes it: the journal while it runs, samples as they end, header and summaries last. */
const archive = zipOf([
	json('_journal/start.json', { version: 2, eval: evaluation, plan: { steps: [] } }),
	json('samples/s1_epoch_1.json', sample('s1', 1)),
	json('samples/s1_epoch_2.json', sample('s1', 2)),
	json('_journal/summaries/1.json', [summary, { ...summary, epoch: 2 }]),
	json('summaries.json', [summary, { ...summary, epoch: 2 }]),
	json('reductions.json', [{ scorer: 'match', reducer: 'mean', samples: [{ value: 1 }] }]),
	json('header.json', { version: 2, status: 'success', eval: evaluation, plan: {}, results: {} }),
]);

test('an .eval archive of Inspect is read: each sample a run, nothing quarantined', async () => {
	const batches: ReadBatch[] = [];
	const stream = (async function* () {
		for (let at = 0; at < archive.length; at += 500) yield archive.subarray(at, at + 500);
	})();
	for await (const batch of readInput({ name: 'x.eval', stream }, { workspace: 'w', hmac }))
		batches.push(batch);
	expect(batches.flatMap(({ quarantined }) => quarantined)).toEqual([]);
	const events = batches.flatMap((batch) => batch.events);
	expect(new Set(events.map(({ origin }) => origin.format))).toEqual(new Set(['inspect-ai']));
	const calls = events.filter(({ kind }) => kind === 'tool-call');
	expect(calls.map(({ run, call, text }) => [run?.id, call?.tool, text])).toEqual([
		['uuid-s1-1', 'bash', 'ls /vol'],
		['uuid-s1-2', 'bash', 'ls /vol'],
	]);
	expect(events.filter(({ kind }) => kind === 'tool-result')).toHaveLength(2);
	expect(
		events.some(({ kind, text }) => kind === 'configuration' && /delete_things/.test(text)),
	).toBe(true);
	// What repeats the samples in short is left out, and named.
	expect(batches.flatMap(({ ignored }) => ignored).map(({ reason }) => reason)).toEqual([
		'summary',
		'summary',
		'summary',
		'summary',
		'summary',
	]);
});
