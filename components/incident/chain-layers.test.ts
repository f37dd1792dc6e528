import { describe, expect, it } from 'vitest';
import { graphLayers } from './chain-layers.ts';
import { sampleView } from './sample-view.ts';

describe('the chain as a graph', () => {
	const layers = graphLayers(sampleView.document.chain);
	it('keeps every step once and puts each below its causes', () => {
		const row = new Map(layers.flatMap((layer, index) => layer.map((step) => [step.step, index])));
		expect(row.size).toBe(sampleView.document.chain.length);
		for (const step of sampleView.document.chain) {
			for (const cause of step.causes) {
				expect(row.get(step.step)).toBeGreaterThan(row.get(cause.step) ?? Number.NaN);
			}
		}
	});
	it('is empty for an empty chain', () => {
		expect(graphLayers([])).toEqual([]);
	});
});
