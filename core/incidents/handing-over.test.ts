import { expect, it } from 'vitest';
import { handingOver } from './handing-over.ts';
import type { RunTrace } from './runs.ts';
import type { Touch } from './touches.ts';

const told = 'Find the slow query behind the admin page.';
const run = (id: string, parent: string | null, calls: object[], prompt = told): RunTrace =>
	({
		id,
		run: { id, parent, parentCall: null },
		calls,
		prompts: [{ text: prompt }],
	}) as unknown as RunTrace;
const handing = { event: { call: { id: 'c1', input: { prompt: told } } } };
const other = { event: { call: { id: 'c2', input: { prompt: 'Another thing to do.' } } } };
const touch = { call: { event: { run: { id: 'sub' } } } } as unknown as Touch;

it('finds the call that gave a subagent its first prompt, and none for what the main run did itself', () => {
	const runs = [run('main', null, [other, handing]), run('sub', 'main', [])];
	expect(handingOver({ runs }, [touch])).toEqual([handing]);
	expect(
		handingOver({ runs }, [{ call: { event: { run: { id: 'main' } } } } as unknown as Touch]),
	).toEqual([]);
});
