import { expect, test } from 'vitest';
import { completions, unknownField } from './query-text.ts';

const fields = ['action', 'actor', 'agent', 'environment', 'tool'];

test('an unknown field is found where it stands', () => {
	expect(unknownField('tool:Bash foo:bar', fields)).toEqual({ from: 10, to: 13 });
	expect(unknownField('-foo:bar', fields)).toEqual({ from: 1, to: 4 });
	expect(unknownField('tool:Bash "foo:bar" -actor:me', fields)).toBeNull();
});

test('fields and values are completed before the caret, and the rest of the query stays', () => {
	expect(completions('ac', 2, fields).map(({ text }) => text)).toEqual(['action:', 'actor:']);
	expect(completions('environment:pro tool:Bash', 15, fields)[0]).toEqual({
		text: 'production',
		query: 'environment:production tool:Bash',
		caret: 22,
	});
	expect(completions('-environment:', 13, fields).map(({ text }) => text)).toContain('staging');
	expect(completions('', 0, fields)).toEqual([]);
	expect(completions('tool:Bash "a', 12, fields)).toEqual([]);
});
