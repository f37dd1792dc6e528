'use client';
import { type RefObject, useEffect, useRef } from 'react';
import { type Axis, panBy, type Scale, type Window, zoomAround } from './scale.ts';

/**
 * Wheel zooms around the pointer (sideways or with Shift it pans), dragging pans, two fingers
 * pinch. `isHandle` says which elements have a drag of their own.
 */
export function useGestures(
	target: RefObject<SVGSVGElement | null>,
	axis: Axis,
	scale: Scale,
	set: (window: Window) => void,
) {
	const live = useRef({ axis, scale, set });
	live.current = { axis, scale, set };
	useEffect(() => {
		const element = target.current;
		if (element === null) return;
		const fingers = new Map<number, number>();
		let dragged = 0;
		let apart = 0;
		const x = (event: MouseEvent) => event.clientX - element.getBoundingClientRect().left;

		const wheel = (event: WheelEvent) => {
			event.preventDefault();
			const { axis, scale, set } = live.current;
			const unit = event.deltaMode === 1 ? 16 : 1;
			const sideways = event.shiftKey ? event.deltaY : event.deltaX;
			if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
				set(panBy(axis, scale, sideways * unit));
				return;
			}
			const speed = event.ctrlKey ? 0.01 : 0.0018;
			const delta = Math.max(-240, Math.min(240, event.deltaY * unit));
			set(zoomAround(axis, scale, Math.exp(delta * speed), x(event)));
		};
		const down = (event: PointerEvent) => {
			if (event.button !== 0 || (event.target as Element).closest('[data-drag]') !== null) return;
			fingers.set(event.pointerId, x(event));
			dragged = 0;
			if (fingers.size === 2) apart = spreadOf(fingers);
		};
		const move = (event: PointerEvent) => {
			const before = fingers.get(event.pointerId);
			if (before === undefined) return;
			const { axis, scale, set } = live.current;
			fingers.set(event.pointerId, x(event));
			if (fingers.size === 2) {
				const now = Math.max(spreadOf(fingers), 8);
				set(zoomAround(axis, scale, Math.max(apart, 8) / now, middleOf(fingers)));
				apart = now;
				dragged = 99;
				return;
			}
			dragged += Math.abs(x(event) - before);
			if (dragged < 4) return;
			if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
			set(panBy(axis, scale, before - x(event)));
		};
		const up = (event: PointerEvent) => {
			fingers.delete(event.pointerId);
		};
		/** A drag is not a click on what lies under its end. */
		const click = (event: MouseEvent) => {
			if (dragged >= 4) event.stopPropagation();
			dragged = 0;
		};
		element.addEventListener('wheel', wheel, { passive: false });
		element.addEventListener('pointerdown', down);
		element.addEventListener('pointermove', move);
		element.addEventListener('pointerup', up);
		element.addEventListener('pointercancel', up);
		element.addEventListener('click', click, { capture: true });
		return () => {
			element.removeEventListener('wheel', wheel);
			element.removeEventListener('pointerdown', down);
			element.removeEventListener('pointermove', move);
			element.removeEventListener('pointerup', up);
			element.removeEventListener('pointercancel', up);
			element.removeEventListener('click', click, { capture: true });
		};
	}, [target]);
}

const spreadOf = (fingers: ReadonlyMap<number, number>): number => {
	const [a = 0, b = 0] = fingers.values();
	return Math.abs(a - b);
};
const middleOf = (fingers: ReadonlyMap<number, number>): number => {
	const [a = 0, b = 0] = fingers.values();
	return (a + b) / 2;
};
