'use client';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width of an element in whole pixels, followed as it changes; `first` until it is known. */
export function useWidth(target: RefObject<HTMLElement | null>, first: number): number {
	const [width, setWidth] = useState(first);
	useLayoutEffect(() => {
		const element = target.current;
		if (element === null) return;
		const measure = () => setWidth(Math.max(Math.floor(element.clientWidth), 240));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [target]);
	return width;
}
