import { expect, test } from 'vitest';
import { around, exploreAddress, quoted, readExploreState } from './explore-state.ts';

const read = (address: string) => readExploreState(new URL(address, 'http://x').searchParams);

test('an address reads back as the view that wrote it', () => {
	for (const state of [
		{ query: '', range: { type: 'any' }, event: null },
		{ query: 'tool:Bash -"a b"', range: { type: 'last', span: '7d' }, event: 'ev_1' },
		{ query: 'x', range: { type: 'between', from: '2026-04-24T21:31:07Z', to: null }, event: null },
		{ query: '', range: around(1_777_066_267_012_345), event: 'ev_2' },
	] as const) {
		expect(read(exploreAddress(state))).toEqual(state);
	}
});

test('what an address says in no known way is ignored', () => {
	expect(read('/explore?range=constructor&from=yesterday&event=')).toEqual({
		query: '',
		range: { type: 'any' },
		event: null,
	});
});

test('a value that is more than a word is quoted', () => {
	expect(quoted('s3:DeleteBucket')).toBe('s3:DeleteBucket');
	expect(quoted('git push --force')).toBe('"git push --force"');
	expect(quoted('a"b\\c')).toBe('"a\\"b\\\\c"');
	expect(quoted('any*')).toBe('"any*"');
});
