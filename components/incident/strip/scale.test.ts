import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	clampWindow,
	fromActive,
	idleStretches,
	makeAxis,
	makeScale,
	panBy,
	toActive,
	wholeWindow,
	windowAround,
	zoomAround,
} from './scale.ts';
import { tickStep, tickSteps, ticksInView } from './ticks.ts';

const at = (start: number, length = 0) => ({ start, end: start + length });
const minute = 60_000;

describe('folding', () => {
	it('folds the long idle stretch of a run and leaves the busy minute alone', () => {
		const busy = [at(0, 900), at(1_500, 300), at(15 * minute, 1_000), at(15 * minute + 4_000, 500)];
		const folds = idleStretches(busy);
		expect(folds).toHaveLength(1);
		expect(folds[0]?.start).toBeGreaterThan(1_800);
		expect(folds[0]?.end).toBeLessThan(15 * minute);
	});

	it('never folds evenly spaced events, however far apart', () => {
		const hourly = Array.from({ length: 40 }, (_, hour) => at(hour * 60 * minute, 10));
		expect(idleStretches(hourly)).toEqual([]);
	});

	it('folds nothing when there are no or two events, or all at one moment', () => {
		expect(idleStretches([])).toEqual([]);
		expect(idleStretches([at(0), at(9e9)])).toEqual([]);
		expect(idleStretches([at(5), at(5), at(5)])).toEqual([]);
	});

	it('is not misled by calls that overlap', () => {
		const busy = [at(0, 30_000), at(1_000, 100), at(2_000, 100), at(29_000, 2_000), at(32_000, 1)];
		expect(idleStretches(busy)).toEqual([]);
	});
});

const axis = makeAxis({ start: -1_000, end: 900_000 }, [
	{ start: 10_000, end: 800_000 },
	{ start: 820_000, end: 870_000 },
]);

describe('the scale', () => {
	it('draws the whole axis from edge to edge', () => {
		const scale = makeScale(axis, wholeWindow(axis), 100, 1_100);
		expect(scale.x(-1_000)).toBeCloseTo(100);
		expect(scale.x(900_000)).toBeCloseTo(1_100);
		expect(scale.folds).toHaveLength(2);
	});

	it('goes from time to pixel and back, inside and outside of folds, at every zoom', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.double({ min: 0.00002, max: 1, noNaN: true }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(share, width, where) => {
					const from = share * axis.activeLength * (1 - width);
					const window = clampWindow(axis, { from, to: from + width * axis.activeLength });
					const scale = makeScale(axis, window, 0, 1_200);
					const x = where * 1_200;
					expect(scale.x(scale.time(x))).toBeCloseTo(x, 3);
				},
			),
		);
	});

	it('keeps order: a later time is never drawn further left', () => {
		fc.assert(
			fc.property(
				fc.double({ min: -1_000, max: 900_000, noNaN: true }),
				fc.double({ min: -1_000, max: 900_000, noNaN: true }),
				(a, b) => {
					const scale = makeScale(axis, wholeWindow(axis), 0, 800);
					const [early, late] = a < b ? [a, b] : [b, a];
					expect(scale.x(early)).toBeLessThanOrEqual(scale.x(late) + 1e-9);
				},
			),
		);
	});

	it('turns active time into time and back outside of folds', () => {
		for (const time of [-1_000, 0, 9_999, 805_000, 819_999, 880_000, 900_000]) {
			expect(fromActive(axis, toActive(axis, time))).toBeCloseTo(time);
		}
		expect(toActive(axis, 400_000)).toBe(toActive(axis, 10_000));
	});
});

describe('zooming', () => {
	it('keeps the time under the pointer in place, down to one millisecond', () => {
		let window = wholeWindow(axis);
		const held = 5_432.1;
		for (let step = 0; step < 60; step += 1) {
			const scale = makeScale(axis, window, 0, 1_000);
			const x = scale.x(held);
			window = zoomAround(axis, scale, 0.7, x);
			const next = makeScale(axis, window, 0, 1_000);
			expect(Math.abs(next.x(held) - x)).toBeLessThan(0.5);
		}
		expect(window.to - window.from).toBeCloseTo(1);
	});

	it('never leaves the axis, zooming out or panning', () => {
		const scale = makeScale(axis, windowAround(axis, { start: 0, end: 500 }), 0, 1_000);
		expect(zoomAround(axis, scale, 1e9, 400)).toEqual(wholeWindow(axis));
		expect(panBy(axis, scale, -1e9).from).toBe(0);
		expect(panBy(axis, scale, 1e9).to).toBeCloseTo(axis.activeLength);
	});

	it('stays exact over ten weeks', () => {
		const long = makeAxis({ start: 0, end: 70 * 24 * 60 * minute }, []);
		const moment = 69 * 24 * 60 * minute + 0.25;
		const scale = makeScale(long, windowAround(long, { start: moment, end: moment }, 0), 0, 1_000);
		expect(scale.time(scale.x(moment))).toBeCloseTo(moment, 4);
	});
});

describe('ticks', () => {
	it('chooses a readable step at every zoom from a millisecond to weeks', () => {
		for (let width = 1; width < 6e9; width *= 3) {
			const step = tickStep(1_000 / width, 80);
			expect(tickSteps).toContain(step);
			expect((step * 1_000) / width).toBeGreaterThanOrEqual(80);
		}
	});

	it('puts no tick inside a fold and aligns the grid to the clock', () => {
		const scale = makeScale(axis, wholeWindow(axis), 0, 1_000);
		const ticks = ticksInView(axis, scale, 5_000, 1_700_000_000_123);
		expect(ticks.length).toBeGreaterThan(3);
		for (const { time } of ticks) {
			expect(Math.round(time + 1_700_000_000_123) % 5_000).toBe(0);
			expect(time > 10_000 && time < 800_000).toBe(false);
		}
	});
});
