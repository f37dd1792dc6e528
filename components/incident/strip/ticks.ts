import type { Axis, Scale } from './scale.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps between ticks in milliseconds, from 10 µs to eight weeks, all natural to read. */
export const tickSteps: readonly number[] = [
	0.01,
	0.02,
	0.05,
	0.1,
	0.2,
	0.5,
	1,
	2,
	5,
	10,
	20,
	50,
	100,
	200,
	500,
	second,
	2 * second,
	5 * second,
	10 * second,
	15 * second,
	30 * second,
	minute,
	2 * minute,
	5 * minute,
	10 * minute,
	15 * minute,
	30 * minute,
	hour,
	2 * hour,
	3 * hour,
	6 * hour,
	12 * hour,
	day,
	2 * day,
	7 * day,
	14 * day,
	28 * day,
	56 * day,
];

/** The smallest step whose ticks stand at least `apartPx` pixels apart. */
export function tickStep(pxPerMs: number, apartPx: number): number {
	const step = tickSteps.find((candidate) => candidate * pxPerMs >= apartPx);
	return step ?? (tickSteps.at(-1) as number);
}

export interface Tick {
	readonly time: number;
	readonly x: number;
}

/**
 * Ticks in view, none inside a fold. `phase` is the milliseconds by which the grid is shifted: the
 * strip's origin on the wall clock, so that ticks fall on full seconds or hours of the clock shown.
 */
export function ticksInView(axis: Axis, scale: Scale, step: number, phase: number): Tick[] {
	const edges = [
		scale.time(scale.left),
		...scale.folds.flatMap(({ fold }) => [fold.start, fold.end]),
		scale.time(scale.right),
	];
	const ticks: Tick[] = [];
	for (let index = 0; index + 1 < edges.length; index += 2) {
		const from = Math.max(edges[index] as number, axis.start);
		const to = Math.min(edges[index + 1] as number, axis.end);
		let number = Math.ceil((from + phase) / step);
		for (; number * step - phase <= to && ticks.length < 400; number += 1) {
			const time = number * step - phase;
			ticks.push({ time, x: scale.x(time) });
		}
	}
	return ticks;
}

/** Of labels centred on `x`, those that fit without touching one another or what is already `taken`. */
export function fittingLabels<Label extends { readonly x: number; readonly width: number }>(
	labels: readonly Label[],
	taken: readonly { readonly x: number; readonly width: number }[],
	gap = 8,
): Label[] {
	const kept: { readonly x: number; readonly width: number }[] = [...taken];
	return labels.filter((label) => {
		const free = kept.every(
			(other) => Math.abs(other.x - label.x) >= (other.width + label.width) / 2 + gap,
		);
		if (free) kept.push(label);
		return free;
	});
}
