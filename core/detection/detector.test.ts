import { describe, expect, it } from 'vitest';
import { epochMicros } from '../event/time.ts';
import { createDetector } from './detector.ts';
import { recordFields } from './record-fields.ts';
import { loadRules } from './sigma/load.ts';

const base = (name: string): string =>
	`title: ${name}\nname: ${name}\nid: id-${name}\nlogsource:\n  product: x\ndetection:\n  s:\n    what: ${name}\n  condition: s\n`;
const correlation = (body: string, id = 'c'): string =>
	`title: ${id}\nname: ${id}\nid: ${id}\nlevel: high\ncorrelation:\n${body
		.split('\n')
		.map((line) => `  ${line}`)
		.join('\n')}\n`;

/** `at` in seconds. */
function run(documents: readonly string[], events: readonly ({ at: number } & object)[]): string[] {
	const { rules, problems } = loadRules([{ path: 'r.yml', text: documents.join('---\n') }]);
	expect(problems).toEqual([]);
	const detector = createDetector(rules);
	const found: string[] = [];
	events.forEach(({ at, ...record }, order) => {
		const matched = detector.add({
			sources: [{ product: 'x', service: null, category: null }],
			fields: recordFields(record),
			time: epochMicros(at * 1e6),
			order,
			eventId: null,
		});
		for (const rule of matched) found.push(rule.id);
	});
	for (const { rule, subjects } of detector.finish())
		found.push(`${rule.id}:${subjects.map(({ order }) => order).join('')}`);
	return found;
}

describe('correlations', () => {
	const count = correlation(
		'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition:\n  gte: 3',
	);

	it('counts events of one group within a window that slides', () => {
		const events = [0, 6, 11, 15].map((at) => ({ at, what: 'a', u: 'me' }));
		expect(run([base('a'), count], events)).toEqual(['c:123']);
	});

	it('keeps groups apart, and leaves out events without a group', () => {
		const events = ['me', 'you', 'me', 'you', undefined].map((u, at) => ({ at, what: 'a', u }));
		expect(run([base('a'), count], events)).toEqual([]);
	});

	it('does not depend on the order in which events arrive', () => {
		const events = [15, 0, 11, 6].map((at) => ({ at, what: 'a', u: 'me' }));
		expect(run([base('a'), count], events)).toEqual(['c:320']);
	});

	it('counts distinct values', () => {
		const rule = correlation(
			'type: value_count\nrules: [a]\ngroup-by: [u]\ntimespan: 1m\ncondition:\n  field: host\n  gt: 1',
		);
		const events = ['h', 'H', 'i'].map((host, at) => ({ at, what: 'a', u: 'me', host }));
		expect(run([base('a'), rule], events)).toEqual(['c:012']);
	});

	it('finds rules together in any order, and in order only where that is asked', () => {
		const temporal = (type: string) =>
			correlation(`type: ${type}\nrules: [a, b]\ngroup-by: [u]\ntimespan: 1m`);
		const events = [
			{ at: 0, what: 'b', u: 'me' },
			{ at: 30, what: 'a', u: 'me' },
		];
		expect(run([base('a'), base('b'), temporal('temporal')], events)).toEqual(['c:01']);
		expect(run([base('a'), base('b'), temporal('temporal_ordered')], events)).toEqual([]);
		const later = [...events, { at: 80, what: 'b', u: 'me' }];
		expect(run([base('a'), base('b'), temporal('temporal_ordered')], later)).toEqual(['c:12']);
	});

	it('groups by aliases across different fields', () => {
		const rule = correlation(
			'type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 1m\naliases:\n  ip:\n    a: src\n    b: dst',
		);
		const events = [
			{ at: 0, what: 'a', src: '1' },
			{ at: 1, what: 'b', dst: '2' },
			{ at: 2, what: 'b', dst: '1' },
		];
		expect(run([base('a'), base('b'), rule], events)).toEqual(['c:02']);
	});

	it('builds on other correlations, whatever their order in the file', () => {
		const outer = correlation(
			'type: temporal_ordered\nrules: [many, b]\ngroup-by: [u]\ntimespan: 1m',
		);
		const inner = correlation(
			'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition:\n  gte: 2',
			'many',
		);
		const events = ['a', 'a', 'b'].map((what, at) => ({ at, what, u: 'me' }));
		expect(run([outer, base('b'), inner, base('a')], events)).toEqual(['c:012']);
	});

	it('rules that serve a correlation report by themselves only where it says so', () => {
		const events = [{ at: 0, what: 'a', u: 'me' }];
		expect(run([base('a'), count], events)).toEqual([]);
		expect(
			run([base('a'), count.replace('correlation:\n', 'correlation:\n  generate: true\n')], events),
		).toEqual(['id-a']);
	});

	it('decides conditions that more events can undo when the window ends', () => {
		const rule = correlation(
			'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition:\n  lt: 2',
		);
		const events = [0, 1, 20].map((at) => ({ at, what: 'a', u: 'me' }));
		expect(run([base('a'), rule], events)).toEqual(['c:2']);
	});

	it('sums and averages numbers', () => {
		const sum = correlation(
			'type: value_sum\nrules: [a]\ntimespan: 10s\ncondition:\n  field: n\n  gt: 4',
			'sum',
		);
		const avg = correlation(
			'type: value_avg\nrules: [a]\ntimespan: 10s\ncondition:\n  field: n\n  lte: 2',
			'avg',
		);
		const events = [1, 3, 2].map((n, at) => ({ at, what: 'a', n }));
		expect(run([base('a'), sum, avg], events)).toEqual(['sum:012', 'avg:012']);
	});

	it('names a correlation that refers in a circle', () => {
		const circle = ['x', 'y'].map((id) =>
			correlation(`type: temporal\nrules: [x, y]\ntimespan: 1m`, id),
		);
		const { problems } = loadRules([{ path: 'r.yml', text: circle.join('---\n') }]);
		expect(problems.map(({ reason }) => reason)).toEqual(
			expect.arrayContaining([expect.stringContaining('refers back')]),
		);
	});
});
