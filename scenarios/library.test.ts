import { describe, expect, it } from 'vitest';
import { incidents } from './incidents.ts';
import { Draw } from './kit.ts';
import { measure } from './measure.ts';
import { quietDays } from './quiet-days.ts';

// A fresh seed each time: ids, names, times, formats and clocks differ from run to run.
const first = Math.floor(Math.random() * 1_000_000);

describe('incidents written in real formats are reconstructed as their makers know them', () => {
	for (const [index, make] of incidents.entries()) {
		const scenario = make(new Draw(first + index));
		it(`${scenario.name} (seed ${first + index})`, async () => {
			const score = await measure(scenario);
			expect(score.found).toBe(true);
			expect(score.severity).toBe(true);
			expect(score.origin).not.toBe(false);
			for (const counts of [score.joins, score.effects, score.roots]) {
				expect(counts.right).toBe(counts.wanted);
				expect(counts.right).toBe(counts.stated);
			}
			expect(score.verdicts.wrong).toEqual([]);
		});
	}
});

describe('quiet days raise nothing', () => {
	for (const [index, make] of quietDays.entries()) {
		const scenario = make(new Draw(first + 500 + index));
		it(`${scenario.name} (seed ${first + 500 + index})`, async () => {
			expect((await measure(scenario)).found).toBe(false);
		});
	}
});
