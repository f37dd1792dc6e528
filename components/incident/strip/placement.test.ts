import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelRows, placeMarks, spread } from './placement.ts';
import { fittingLabels } from './ticks.ts';

const marks = fc
	.array(fc.record({ x0: fc.double({ min: 0, max: 1_000, noNaN: true }), keep: fc.boolean() }), {
		maxLength: 300,
	})
	.map((list) =>
		list
			.map((mark, index) => ({ ...mark, x1: mark.x0 + 4, id: String(index) }))
			.sort((a, b) => a.x0 - b.x0),
	);

describe('placing marks', () => {
	it('loses none: every mark stands alone or in exactly one cluster', () => {
		fc.assert(
			fc.property(marks, (list) => {
				const ids = placeMarks(list, 2, 1).flatMap((placed) =>
					placed.type === 'mark' ? [placed.mark.id] : placed.marks.map((mark) => mark.id),
				);
				expect(ids.sort()).toEqual(list.map((mark) => mark.id).sort());
			}),
		);
	});

	it('never swallows a chain step', () => {
		fc.assert(
			fc.property(marks, (list) => {
				for (const placed of placeMarks(list, 2, 1)) {
					if (placed.type === 'cluster') {
						expect(placed.marks.every((mark) => !mark.keep)).toBe(true);
					}
				}
			}),
		);
	});

	it('draws five thousand crowded events as a few hundred shapes', () => {
		const crowd = Array.from({ length: 5_000 }, (_, index) => ({
			id: String(index),
			x0: index / 5,
			x1: index / 5 + 4,
			keep: false,
		}));
		expect(placeMarks(crowd, 2, 1).length).toBeLessThan(300);
	});
});

describe('spreading', () => {
	it('keeps points apart, in order and within bounds', () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 0, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 30 }),
				(list) => {
					const points = [...list].sort((a, b) => a - b);
					const out = spread(points, 20, 0, 1_000);
					expect(out).toHaveLength(points.length);
					for (let index = 0; index < out.length; index += 1) {
						expect(out[index]).toBeGreaterThanOrEqual(-1e-6);
						expect(out[index]).toBeLessThanOrEqual(1_000 + 1e-6);
						if (index > 0) {
							expect((out[index] as number) - (out[index - 1] as number)).toBeGreaterThanOrEqual(
								20 - 1e-6,
							);
						}
					}
				},
			),
		);
	});

	it('leaves points alone that are far enough apart', () => {
		expect(spread([10, 50, 90], 20, 0, 100)).toEqual([10, 50, 90]);
	});
});

describe('labels', () => {
	it('never overlap within a row, and say so when there is no room', () => {
		const rows = labelRows(
			[
				{ x: 0, width: 100 },
				{ x: 50, width: 100 },
				{ x: 60, width: 100 },
			],
			2,
		);
		expect(rows).toEqual([0, 1, null]);
	});

	it('of ticks never touch one another or what is already there', () => {
		const ticks = [0, 20, 40, 60, 90].map((x) => ({ x, width: 30 }));
		expect(fittingLabels(ticks, [{ x: 50, width: 20 }]).map((label) => label.x)).toEqual([0, 90]);
	});
});
