import { describe, expect, it } from 'vitest';
import { defaultViewState, readViewState, type ViewState, writeViewState } from './view-state.ts';

const read = (query: string) => readViewState(Object.fromEntries(new URLSearchParams(query)));

describe('the address of a view', () => {
	it('is empty for what everybody sees first', () => {
		expect(writeViewState(defaultViewState)).toBe('');
		expect(read('')).toEqual(defaultViewState);
	});

	it('brings a colleague to exactly the same view', () => {
		const state: ViewState = {
			event: 'ev_01',
			window: { from: -2_000.125, to: 9_500 },
			controls: ['environment-sandbox', 'rate-limit'],
			time: 'utc',
			chain: 'graph',
			evidence: 'events',
			unfolded: [0, 2],
			part: 'controls',
			theme: 'dark',
		};
		expect(read(writeViewState(state)).controls.toSorted()).toEqual(state.controls.toSorted());
		expect({ ...read(writeViewState(state)), controls: state.controls }).toEqual(state);
	});

	it('ignores what it does not understand', () => {
		expect(read('window=9~1&on=nothing&time=lunar&unfold=-1.x&part=&theme=pink')).toEqual(
			defaultViewState,
		);
	});
});
