'use client';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** The rows of a long table that are in view, and the height of those before and after them. */
export interface RowWindow {
	readonly box: RefObject<HTMLDivElement | null>;
	readonly first: number;
	/** Exclusive. */
	readonly last: number;
	readonly before: number;
	readonly after: number;
}

const overscan = 12;
/** Drawn by the server, where no height is known. */
const firstDrawn = 60;

/**
 * For a table of `count` rows, all `rowPx` high, in a box that scrolls. `shown` is a row that is
 * scrolled into view when it changes; -1: none. `headPx`: height of a head that sticks to the top.
 */
export function useRowWindow(count: number, rowPx: number, shown = -1, headPx = 0): RowWindow {
	const box = useRef<HTMLDivElement>(null);
	const [range, setRange] = useState({ first: 0, last: firstDrawn });
	useLayoutEffect(() => {
		const element = box.current;
		if (element === null) return;
		const look = () => {
			const first = Math.max(Math.floor(element.scrollTop / rowPx) - overscan, 0);
			const last = Math.ceil((element.scrollTop + element.clientHeight) / rowPx) + overscan;
			setRange((now) => (now.first === first && now.last === last ? now : { first, last }));
		};
		look();
		const observer = new ResizeObserver(look);
		observer.observe(element);
		element.addEventListener('scroll', look, { passive: true });
		return () => {
			observer.disconnect();
			element.removeEventListener('scroll', look);
		};
	}, [rowPx]);
	useEffect(() => {
		const element = box.current;
		if (element === null || shown < 0) return;
		const top = shown * rowPx;
		if (top < element.scrollTop) element.scrollTop = top;
		const bottom = top + rowPx + headPx;
		if (bottom > element.scrollTop + element.clientHeight) {
			element.scrollTop = bottom - element.clientHeight;
		}
	}, [shown, rowPx, headPx]);
	const last = Math.min(range.last, count);
	const first = Math.min(range.first, last);
	return { box, first, last, before: first * rowPx, after: (count - last) * rowPx };
}
