/**
 * The strip's arithmetic. Times are milliseconds from the strip's origin (fractions are
 * microseconds), never epoch numbers, so that a double stays exact at the deepest zoom.
 *
 * Idle stretches are folded: in *active time* each is a single point. A window is a stretch of
 * active time; a scale draws it on `left`…`right`, and gives each fold inside it a fixed width,
 * whatever the zoom.
 */
export interface Span {
	readonly start: number;
	readonly end: number;
}

export interface Fold extends Span {
	/** Where it stands in active time. */
	readonly at: number;
	/** Idle milliseconds folded away before it, itself not counted. */
	readonly before: number;
}

export interface Axis extends Span {
	readonly folds: readonly Fold[];
	/** Milliseconds that remain once the folds are taken out. */
	readonly activeLength: number;
}

/** A stretch of active time. */
export interface Window {
	readonly from: number;
	readonly to: number;
}

export interface FoldInView {
	readonly fold: Fold;
	readonly x: number;
	readonly width: number;
}

export interface Scale {
	readonly left: number;
	readonly right: number;
	readonly window: Window;
	readonly pxPerMs: number;
	readonly folds: readonly FoldInView[];
	/** Pixel of a time; may lie outside `left`…`right`. */
	x(time: number): number;
	/** Time at a pixel; inside a fold it runs through the folded stretch. */
	time(x: number): number;
}

/** The narrowest window: one millisecond. */
export const narrowestMs = 1;
const foldPx = 34;
const shortestFoldMs = 10_000;

/**
 * The idle stretches worth folding: at least ten seconds, several times the usual gap, and long
 * against all that happens outside of the longer ones. Evenly spaced events are never folded.
 */
export function idleStretches(busy: readonly Span[]): Span[] {
	const sorted = [...busy].sort((a, b) => a.start - b.start);
	const gaps: Span[] = [];
	let active = 0;
	let reached = Number.NEGATIVE_INFINITY;
	for (const span of sorted) {
		if (reached !== Number.NEGATIVE_INFINITY && span.start > reached) {
			gaps.push({ start: reached, end: span.start });
		}
		active += Math.max(0, span.end - Math.max(span.start, reached));
		reached = Math.max(reached, span.end);
	}
	if (gaps.length < 2) return [];
	const bySize = [...gaps].sort((a, b) => size(a) - size(b));
	const usual = size(bySize[Math.floor((bySize.length - 1) / 2)] as Span);
	let rest = active;
	const folded: Span[] = [];
	for (const gap of bySize) {
		const long = size(gap) >= Math.max(shortestFoldMs, usual * 6, rest * 0.05);
		if (long) folded.push(gap);
		else rest += size(gap);
	}
	return folded.sort((a, b) => a.start - b.start).map(withMargin);
}

const size = (span: Span): number => span.end - span.start;

/** A fold leaves a little of the idle time on both sides, so that no event touches it. */
const withMargin = (gap: Span): Span => {
	const margin = Math.min(size(gap) * 0.04, 400);
	return { start: gap.start + margin, end: gap.end - margin };
};

/** An axis over `span` with the given stretches folded; they must be sorted and apart. */
export function makeAxis(span: Span, stretches: readonly Span[]): Axis {
	let before = 0;
	const folds = stretches.map((stretch): Fold => {
		const fold = { ...stretch, at: stretch.start - span.start - before, before };
		before += size(stretch);
		return fold;
	});
	return { ...span, folds, activeLength: Math.max(size(span) - before, narrowestMs) };
}

/** Active time of a time; a time inside a fold is the fold's point. */
export function toActive(axis: Axis, time: number): number {
	const index = lastFoldStartingBefore(axis.folds, time);
	const fold = axis.folds[index];
	if (fold === undefined) return time - axis.start;
	if (time < fold.end) return fold.at;
	return time - axis.start - fold.before - size(fold);
}

/** Time of an active time; a fold's point is its start. */
export function fromActive(axis: Axis, active: number): number {
	let skipped = 0;
	for (const fold of axis.folds) {
		if (fold.at >= active) break;
		skipped = fold.before + size(fold);
	}
	return axis.start + active + skipped;
}

function lastFoldStartingBefore(folds: readonly Fold[], time: number): number {
	let low = 0;
	let high = folds.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((folds[middle] as Fold).start < time) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** The whole axis in view. */
export const wholeWindow = (axis: Axis): Window => ({ from: 0, to: axis.activeLength });

/** Keeps a window on the axis and between one millisecond and the whole. */
export function clampWindow(axis: Axis, window: Window): Window {
	const width = Math.min(Math.max(window.to - window.from, narrowestMs), axis.activeLength);
	const from = Math.min(Math.max(window.from, 0), axis.activeLength - width);
	return { from, to: from + width };
}

export function makeScale(axis: Axis, window: Window, left: number, right: number): Scale {
	const inside = axis.folds.filter((fold) => fold.at > window.from && fold.at < window.to);
	const room = Math.max(right - left, 1);
	// Many folds share at most half of the room.
	const width = inside.length === 0 ? 0 : Math.min(foldPx, room / 2 / inside.length);
	const pxPerMs = (room - width * inside.length) / (window.to - window.from);
	const folds = inside.map((fold, index) => ({
		fold,
		x: left + (fold.at - window.from) * pxPerMs + index * width,
		width,
	}));
	const x = (time: number): number => {
		let passed = 0;
		for (const { fold } of folds) {
			if (time <= fold.start) break;
			if (time < fold.end) {
				const share = (time - fold.start) / size(fold);
				return left + (fold.at - window.from) * pxPerMs + (passed + share) * width;
			}
			passed += 1;
		}
		return left + (toActive(axis, time) - window.from) * pxPerMs + passed * width;
	};
	const time = (px: number): number => {
		let passed = 0;
		for (const seen of folds) {
			if (px < seen.x) break;
			if (px < seen.x + width) {
				return seen.fold.start + ((px - seen.x) / width) * size(seen.fold);
			}
			passed += 1;
		}
		return fromActive(axis, window.from + (px - left - passed * width) / pxPerMs);
	};
	return { left, right, window, pxPerMs, folds, x, time };
}

/** Zooms by `factor` (below 1 is closer) and keeps the time under pixel `x` where it is. */
export function zoomAround(axis: Axis, scale: Scale, factor: number, x: number): Window {
	const { window, left, right } = scale;
	const held = scale.time(x);
	const share = (toActive(axis, held) - window.from) / (window.to - window.from);
	const width = Math.min(
		Math.max((window.to - window.from) * factor, narrowestMs),
		axis.activeLength,
	);
	let from = toActive(axis, held) - share * width;
	// Folds that enter or leave the window shift the pixel; two corrections settle it.
	for (let round = 0; round < 2; round += 1) {
		const next = makeScale(axis, { from, to: from + width }, left, right);
		from += (next.x(held) - x) / next.pxPerMs;
	}
	return clampWindow(axis, { from, to: from + width });
}

/** Moves the window by pixels; positive shows what comes later. */
export const panBy = (axis: Axis, scale: Scale, px: number): Window =>
	clampWindow(axis, {
		from: scale.window.from + px / scale.pxPerMs,
		to: scale.window.to + px / scale.pxPerMs,
	});

/** A window around two times, with a share of its length free on both sides. */
export function windowAround(axis: Axis, span: Span, margin = 0.25): Window {
	const from = toActive(axis, span.start);
	const to = toActive(axis, span.end);
	const pad = Math.max((to - from) * margin, narrowestMs);
	return clampWindow(axis, { from: from - pad, to: to + pad });
}
