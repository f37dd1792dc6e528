import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementLines } from './element-lines.ts';
import { nestsDeeperThan, objectWithMoreKeysThan } from './json-depth.ts';

test('names the line at which each element of an array starts', () => {
	const text = '[\n  {"a": [1, 2]},\n  {"a": {"b": "\\"]"}}, 3,\n\n  "x"\n]';
	expect(elementLines(text, ['*'])).toEqual([2, 3, 3, 5]);
});

test('follows keys and arrays down to the record', () => {
	const document = {
		data: {
			other: [{ node: 1 }],
			auditLogs: {
				edges: [{ cursor: 'x', node: { id: 1, edges: [{ node: 2 }] } }, { node: { id: 2 } }],
			},
		},
	};
	const text = JSON.stringify(document, null, 1);
	const numbers = elementLines(text, ['data', 'auditLogs', 'edges', '*', 'node']);
	const lines = text.split('\n');
	expect(numbers.map((number) => lines[number - 1]?.trim())).toEqual(['"node": {', '"node": {']);
	expect(lines[numbers[1] ?? 0]?.trim()).toBe('"id": 2');
});

test('finds as many elements as the array has, whatever stands in them', () => {
	fc.assert(
		fc.property(
			fc.array(fc.jsonValue(), { maxLength: 8 }),
			fc.jsonValue(),
			fc.constantFrom(undefined, 1, '\t'),
			(records, before, indent) => {
				const text = JSON.stringify({ before, Records: records, after: [before] }, null, indent);
				expect(elementLines(text, ['Records', '*'])).toHaveLength(records.length);
				expect(elementLines(JSON.stringify(records, null, indent), ['*'])).toHaveLength(
					records.length,
				);
			},
		),
		{ numRuns: 300 },
	);
});

test('nesting is judged without recursion, and brackets in strings do not count', () => {
	expect(nestsDeeperThan('['.repeat(1_000_000), 200)).toBe(true);
	expect(nestsDeeperThan(JSON.stringify({ a: '[{'.repeat(500) }), 2)).toBe(false);
});

test('keys are counted for each object by itself, and colons in strings do not count', () => {
	const wide = (keys: number) =>
		Object.fromEntries(Array.from({ length: keys }, (_, i) => [`k${i}`, 'a:b:c:{"d":1}']));
	const text = JSON.stringify({ before: [wide(10), wide(10)], in: { it: wide(12) }, after: 1 });
	expect(objectWithMoreKeysThan(text, 11)).toBe(true);
	expect(objectWithMoreKeysThan(text, 12)).toBe(false);
});
