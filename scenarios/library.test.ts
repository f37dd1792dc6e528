import { describe, expect, it } from 'vitest';
import { Draw } from './kit.ts';
import { library } from './library.ts';
import { measure } from './measure.ts';

// A fresh seed each time: ids, names, times, formats and clocks differ from run to run.
const first = Math.floor(Math.random() * 1_000_000);
const drawn = library.map((make, i) => ({ scenario: make(new Draw(first + i)), seed: first + i }));

describe('incidents written in real formats are reconstructed as their makers know them', () => {
	for (const { scenario, seed } of drawn.filter((each) => each.scenario.truth.incident)) {
		it(`${scenario.name} (seed ${seed})`, async () => {
			const score = await measure(scenario);
			expect(score.found).toBe(true);
			expect(score.severity).not.toBe(false);
			expect(score.origin).not.toBe(false);
			for (const counts of [score.joins, score.effects]) {
				expect(counts.right).toBe(counts.wanted);
				expect(counts.right).toBe(counts.stated);
			}
			expect(score.roots.right).toBe(score.roots.wanted);
			expect(score.strays).toBe(0);
			expect(score.verdicts.wrong).toEqual([]);
			expect(score.policies.right).toBe(score.policies.stated);
		});
	}
});

describe('quiet days raise nothing', () => {
	for (const { scenario, seed } of drawn.filter((each) => !each.scenario.truth.incident)) {
		it(`${scenario.name} (seed ${seed})`, async () => {
			expect((await measure(scenario)).found).toBe(false);
		});
	}
});
