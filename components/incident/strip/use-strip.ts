'use client';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { useWorkspace } from '../workspace-context.tsx';
import { markRowsNeeded } from './control-marks.tsx';
import { type StripLayout, stripLayout } from './layout.ts';
import {
	type Axis,
	makeAxis,
	makeScale,
	panBy,
	type Scale,
	type Span,
	toActive,
	type Window,
	wholeWindow,
	windowAround,
	zoomAround,
} from './scale.ts';
import { type Playback, usePlayback } from './use-playback.ts';
import { useStripWindow } from './use-strip-window.ts';
import { useWidth } from './use-width.ts';

/** The strip's state and everything that can be done to it. */
export interface StripState {
	readonly width: number;
	readonly layout: StripLayout;
	readonly axis: Axis;
	readonly scale: Scale;
	readonly window: Window;
	readonly playback: Playback;
	readonly set: (window: Window) => void;
	/** Zooms around the selected event where it is in view, else around the middle. Below 1 is closer. */
	readonly zoom: (factor: number) => void;
	readonly zoomAt: (factor: number, x: number) => void;
	readonly zoomTo: (span: Span) => void;
	readonly fit: () => void;
	/** Null when nothing changed. */
	readonly toImpact: (() => void) | null;
	readonly pan: (share: number) => void;
	/** Selects the event so many places later. */
	readonly walk: (by: number) => void;
}

export function useStrip(box: RefObject<HTMLElement | null>): StripState {
	const { view, model, state, update, select } = useWorkspace();
	const width = useWidth(box, 1_200);
	const layout = useMemo(
		() => stripLayout(model, width, markRowsNeeded(view, width)),
		[model, width, view],
	);
	const axis = useMemo(
		() =>
			makeAxis(
				model.span,
				model.idle.filter((_, index) => !state.unfolded.includes(index)),
			),
		[model, state.unfolded],
	);
	const settle = useCallback((window: typeof state.window) => update({ window }), [update]);
	const { window, set, glide } = useStripWindow(axis, state.window, settle);
	const scale = useMemo(
		() => makeScale(axis, window, layout.left, layout.right),
		[axis, window, layout],
	);
	const playback = useReplay(axis, scale, set);
	useSelectionInView(axis, window, glide);
	const zoomAt = (factor: number, x: number) => glide(zoomAround(axis, scale, factor, x));
	const { impact } = model;
	return {
		width,
		layout,
		axis,
		scale,
		window,
		playback,
		set,
		zoomAt,
		zoom: (factor) => {
			const selected = state.event === null ? undefined : model.byId.get(state.event);
			const at = selected === undefined ? Number.NaN : scale.x(selected.start);
			const inside = at >= scale.left && at <= scale.right;
			zoomAt(factor, inside ? at : (scale.left + scale.right) / 2);
		},
		zoomTo: (span) => glide(windowAround(axis, span, 0.3)),
		fit: () => glide(wholeWindow(axis)),
		toImpact: impact === null ? null : () => glide(windowAround(axis, impact, 0.35)),
		pan: (share) => set(panBy(axis, scale, share * (scale.right - scale.left))),
		walk: (by) => {
			const index = model.items.findIndex((item) => item.event.eventId === state.event);
			const first = by > 0 ? 0 : model.items.length - 1;
			const next = model.items[index === -1 ? first : index + by];
			if (next !== undefined) select(next.event.eventId);
		},
	};
}

/** The replay; the view follows the playhead, and each chain step is selected as it passes. */
function useReplay(axis: Axis, scale: Scale, set: (window: Window) => void): Playback {
	const { view, model, select } = useWorkspace();
	const { window } = scale;
	return usePlayback(
		axis,
		() => scale.time(scale.left),
		(before, now) => {
			const active = toActive(axis, now);
			const wide = window.to - window.from;
			if (active > window.to - wide * 0.05 && window.to < axis.activeLength) {
				set({ from: active - wide * 0.4, to: active + wide * 0.6 });
			}
			const passed = view.document.chain.find((step) => {
				const at = model.byId.get(step.eventId)?.start;
				return at !== undefined && at > before && at <= now;
			});
			if (passed !== undefined) select(passed.eventId);
		},
	);
}

/** Brings a newly selected event into view; moving the view otherwise is left to the person. */
function useSelectionInView(axis: Axis, window: Window, glide: (window: Window) => void) {
	const { model, state } = useWorkspace();
	const live = useRef({ axis, window, glide, model });
	live.current = { axis, window, glide, model };
	useEffect(() => {
		const { axis, window, glide, model } = live.current;
		const item = state.event === null ? undefined : model.byId.get(state.event);
		if (item === undefined) return;
		const active = toActive(axis, item.start);
		if (active >= window.from && active <= window.to) return;
		const half = (window.to - window.from) / 2;
		glide({ from: active - half, to: active + half });
	}, [state.event]);
}
