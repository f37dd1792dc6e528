import { expect, test } from 'vitest';
import type { RuleRow } from '@/core/detection/rule-views.ts';
import { filteredRules, readRuleFilter, rulesAddress } from './rule-filter.ts';

const rule = (id: string, change: Partial<RuleRow> = {}): RuleRow => ({
	id,
	title: `Rule ${id}`,
	level: 'medium',
	kind: 'event',
	logSource: 'aws/cloudtrail',
	source: `providers/${id}.yml`,
	origin: 'shipped',
	tags: ['attack.t1485', 'owasp.asi02'],
	isOn: true,
	serves: [],
	hits: 0,
	lastHitAt: null,
	days: [],
	...change,
});
const left = (rules: readonly RuleRow[], address: string): string =>
	filteredRules(rules, readRuleFilter(new URLSearchParams(address)))
		.map(({ id }) => id)
		.join(' ');

test('the address reads back as the filter that it was made of', () => {
	const filter = readRuleFilter(
		new URLSearchParams('query=a b&level=high&source=aws&tag=attack.t1485&state=off&order=hits'),
	);
	expect(readRuleFilter(new URLSearchParams(rulesAddress(filter).split('?')[1]))).toEqual(filter);
	expect(rulesAddress(readRuleFilter(new URLSearchParams('level=dire&state=gone')))).toBe('/rules');
});

test('every filter narrows the list, and a beginning stands for all that begin so', () => {
	const rules = [
		rule('a', { level: 'high', isOn: false }),
		rule('b', { logSource: 'gcp/gcp.audit', tags: ['attack.t1552'], hits: 3 }),
		rule('c', { logSource: null, kind: 'correlation', tags: ['atlas.aml.t0101'], origin: 'own' }),
	];
	expect(left(rules, '')).toBe('a b c');
	expect(left(rules, 'source=aws')).toBe('a');
	expect(left(rules, 'source=aw')).toBe('');
	expect(left(rules, 'source=correlation')).toBe('c');
	expect(left(rules, 'tag=attack')).toBe('a b');
	expect(left(rules, 'tag=attack.t1552')).toBe('b');
	expect(left(rules, 'state=off')).toBe('a');
	expect(left(rules, 'state=found')).toBe('b');
	expect(left(rules, 'state=own')).toBe('c');
	expect(left(rules, 'query=rule asi02')).toBe('a');
	expect(left(rules, 'order=hits')).toBe('b a c');
});
