'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
	type Axis,
	clampWindow,
	fromActive,
	type Span,
	toActive,
	type Window,
	wholeWindow,
} from './scale.ts';

export interface StripWindow {
	readonly window: Window;
	/** Goes there at once: wheel, drag. */
	readonly set: (window: Window) => void;
	/** Glides there: fit, zoom to impact. At once where less motion is preferred. */
	readonly glide: (window: Window) => void;
}

const onAxis = (axis: Axis, span: Span): Window =>
	clampWindow(axis, { from: toActive(axis, span.start), to: toActive(axis, span.end) });

/**
 * The part of the axis in view. `initial` is in strip time; `onSettle` hears the window in strip
 * time once it rests, null when the whole is in view. When folds open or close, the same times stay in view.
 */
export function useStripWindow(
	axis: Axis,
	initial: { readonly from: number; readonly to: number } | null,
	onSettle: (window: { from: number; to: number } | null) => void,
): StripWindow {
	const [held, setHeld] = useState(() => ({
		axis,
		window:
			initial === null ? wholeWindow(axis) : onAxis(axis, { start: initial.from, end: initial.to }),
	}));
	let current = held;
	if (held.axis !== axis) {
		const start = fromActive(held.axis, held.window.from);
		const end = fromActive(held.axis, held.window.to);
		const wasWhole = held.window.to - held.window.from >= held.axis.activeLength;
		current = { axis, window: wasWhole ? wholeWindow(axis) : onAxis(axis, { start, end }) };
		setHeld(current);
	}
	const frame = useRef(0);
	const set = useCallback(
		(window: Window) => {
			cancelAnimationFrame(frame.current);
			setHeld({ axis, window: clampWindow(axis, window) });
		},
		[axis],
	);
	const from = useRef(current.window);
	from.current = current.window;
	const glide = useCallback(
		(window: Window) => {
			cancelAnimationFrame(frame.current);
			const target = clampWindow(axis, window);
			if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
				setHeld({ axis, window: target });
				return;
			}
			const source = from.current;
			const began = performance.now();
			const draw = (now: number) => {
				const share = Math.min((now - began) / 260, 1);
				setHeld({ axis, window: between(source, target, 1 - (1 - share) ** 3) });
				if (share < 1) frame.current = requestAnimationFrame(draw);
			};
			frame.current = requestAnimationFrame(draw);
		},
		[axis],
	);
	useEffect(() => () => cancelAnimationFrame(frame.current), []);
	const settled = useRef(onSettle);
	settled.current = onSettle;
	const { window } = current;
	useEffect(() => {
		const timer = setTimeout(() => {
			const whole = window.to - window.from >= axis.activeLength - 1e-6;
			settled.current(
				whole ? null : { from: fromActive(axis, window.from), to: fromActive(axis, window.to) },
			);
		}, 250);
		return () => clearTimeout(timer);
	}, [axis, window]);
	return { window, set, glide };
}

/** Between two windows; widths change by ratio, so that deep zooms glide evenly. */
function between(a: Window, b: Window, share: number): Window {
	const width = (a.to - a.from) * ((b.to - b.from) / (a.to - a.from)) ** share;
	const grown =
		Math.abs(b.to - b.from - (a.to - a.from)) < 1e-9
			? share
			: (width - (a.to - a.from)) / (b.to - b.from - (a.to - a.from));
	const from = a.from + (b.from - a.from) * grown;
	return { from, to: from + width };
}
