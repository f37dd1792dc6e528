import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeMoments } from './day-placement.ts';

test('no label covers another or its mark', () => {
	fc.assert(
		fc.property(
			fc.array(fc.record({ x: fc.integer({ min: 0, max: 900 }), labelPx: fc.nat({ max: 200 }) })),
			(given) => {
				const moments = given.toSorted((a, b) => a.x - b.x);
				const { placed, rows } = placeMoments(moments, 900);
				const boxes = placed.map(({ moment, row, before }) => ({
					row,
					from: before ? moment.x - 10 - moment.labelPx : moment.x - 5,
					to: before ? moment.x + 5 : moment.x + 10 + moment.labelPx,
				}));
				for (const [index, a] of boxes.entries()) {
					expect(a.row).toBeLessThan(rows);
					for (const b of boxes.slice(index + 1)) {
						if (a.row === b.row) expect(a.to <= b.from || b.to <= a.from).toBe(true);
					}
				}
			},
		),
	);
});

test('a label that would run off the end stands before its mark', () => {
	expect(placeMoments([{ x: 880, labelPx: 100 }], 900).placed[0]?.before).toBe(true);
	expect(placeMoments([{ x: 20, labelPx: 100 }], 60).placed[0]?.before).toBe(false);
});
