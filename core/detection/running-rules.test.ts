import { expect, test } from 'vitest';
import { runningRules } from './running-rules.ts';
import { loadRules } from './sigma/load.ts';

const event = (id: string): string =>
	`title: ${id}\nid: ${id}\nlogsource:\n  product: x\ndetection:\n  s:\n    what: ${id}\n  condition: s\n`;
const correlation = (id: string, on: string): string =>
	`title: ${id}\nid: ${id}\ncorrelation:\n  type: event_count\n  rules: [${on}]\n  timespan: 1m\n  condition:\n    gte: 2\n`;
const { rules } = loadRules([
	{
		path: 'r.yml',
		text: [event('a'), event('b'), correlation('inner', 'a'), correlation('outer', 'inner')].join(
			'---\n',
		),
	},
]);
const running = (...off: readonly string[]) => {
	const { rules: kept, muted } = runningRules(rules, new Set(off));
	return { kept: kept.map(({ id }) => id).join(' '), muted: [...muted].join(' ') };
};

test('what is switched off does not run', () => {
	expect(running('b')).toEqual({ kept: 'a inner outer', muted: '' });
	expect(running('outer')).toEqual({ kept: 'a b inner', muted: '' });
});

test('what a correlation that is on builds on runs muted, at any depth', () => {
	expect(running('a', 'inner')).toEqual({ kept: 'a b inner outer', muted: 'a inner' });
	expect(running('a', 'inner', 'outer')).toEqual({ kept: 'b', muted: '' });
});
