import { describe, expect, it } from 'vitest';
import { figures, judge, labelledSamples, textOf } from './labelled.ts';

describe('the labelled commands and calls', () => {
	const samples = labelledSamples();

	it('are at least 400, each there once, a third of them harmless', () => {
		expect(samples.length).toBeGreaterThanOrEqual(400);
		expect(new Set(samples.map(textOf)).size).toBe(samples.length);
		const harmless = samples.filter((sample) => sample.class === 'harmless');
		expect(harmless.length / samples.length).toBeGreaterThan(1 / 3);
	});

	it.each(['destroy', 'expose', 'grant'] as const)(
		'are read with precision and recall of at least 0.97 for %s',
		(label) => {
			const own = figures(samples.map(judge)).find((row) => row.label === label);
			expect(own).toBeDefined();
			if (own === undefined) return;
			expect(own.right / own.stated).toBeGreaterThanOrEqual(0.97);
			expect(own.right / own.wanted).toBeGreaterThanOrEqual(0.97);
		},
	);
});
