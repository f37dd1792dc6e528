import { describe, expect, it } from 'vitest';
import type { Act } from '../actions/action.ts';
import { intentReader } from './intent.ts';
import { asksFor } from './request.ts';
import type { RunTrace } from './runs.ts';

const asked = (
	task: string,
	kind: string,
	id: string,
	actionClass: Act['class'],
	given: Partial<Act> = {},
): boolean => {
	const prompt = { id: 'p', text: task, kind: 'prompt' };
	const run = {
		id: 'r',
		run: { parent: null },
		prompts: [prompt],
		positions: new Map([['p', 0]]),
	} as unknown as RunTrace;
	const resource = {
		provider: 'x',
		kind,
		id,
		name: null,
		environment: 'unknown' as const,
		environmentReason: null,
	};
	const act = {
		class: actionClass,
		provider: 'x',
		operation: `${actionClass} ${kind}`,
		text: '',
		basis: '',
		resources: [resource],
		hosts: [],
		readsPaths: [],
		...given,
	} as unknown as Act;
	return asksFor(intentReader([run])(run, 1), act, resource, 'unknown');
};

describe('a task that picks single things out asks for those', () => {
	it.each([
		['Delete the volume vol-0123456789abcdef0.', 'volume', 'vol-0123456789abcdef0', 'destroy'],
		['Delete the snapshots older than a month.', 'snapshot', 'snap-0fedcba9876543210', 'destroy'],
		[
			'Delete vol-0123456789abcdef0 and all its snapshots.',
			'snapshot',
			'snap-0fedcba98',
			'destroy',
		],
		['Refund the charge ch_4cC4EMHGLrJsT.', 'payment', 'ch_4cC4EMHGLrJsT', 'create'],
	] as const)('%s', (task, kind, id, actionClass) => {
		expect(asked(task, kind, id, actionClass)).toBe(true);
	});

	it.each([
		['Delete the volume vol-0123456789abcdef0.', 'volume', 'vol-0fedcba9876543210', 'destroy'],
		['Refund the charge ch_4cC4EMHGLrJsT.', 'payment', 'ch_9xX9EMHGLrJsT', 'create'],
		['Refund the charge ch_4cC4EMHGLrJsT.', 'payment', '$c', 'create'],
	] as const)('and for no other one: %s (%s %s)', (task, kind, id, actionClass) => {
		expect(asked(task, kind, id, actionClass)).toBe(false);
	});
});

describe('a task that says with whom something is shared means nobody else', () => {
	const anyone = { text: '{"fileId":"1f9D","type":"anyone","role":"reader"}' };
	it.each([
		['Share the plan with kim@acme.example.', false],
		['Share the plan with Kim.', false],
		['Share the plan with everyone.', true],
		['Share the plan with Kim by a public link.', true],
	] as const)('%s', (task, isAsked) => {
		expect(asked(task, 'permission', '1f9D', 'expose', anyone)).toBe(isAsked);
	});

	it('a deployer is no wish to deploy', () => {
		expect(asked('How long do the tokens of the deployer live?', 'credential', 'x', 'grant')).toBe(
			false,
		);
	});
});

it('what is made anew over what stood there is asked for by who asks for it to be made', () => {
	const replacing = { operation: 'CREATE OR REPLACE TABLE' };
	expect(asked('Create the table daily_sales.', 'table', 'daily_sales', 'destroy', replacing)).toBe(
		true,
	);
	expect(asked('Speed the report up.', 'table', 'orders', 'destroy', replacing)).toBe(false);
});
