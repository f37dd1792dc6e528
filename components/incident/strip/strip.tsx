'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useKeys } from '../../ui/use-keys.ts';
import { useMoment, useWorkspace } from '../workspace-context.tsx';
import { ChainArcs, ChainBadges } from './chain-marks.tsx';
import { ControlMarks, markRowsNeeded } from './control-marks.tsx';
import { CredentialLines } from './credential-lines.tsx';
import { StripFrame } from './frame.tsx';
import { HoverCard } from './hover-card.tsx';
import { LaneEvents } from './lane-events.tsx';
import { stripLayout } from './layout.ts';
import { Minimap } from './minimap.tsx';
import type { StripItem } from './model.ts';
import { Playhead } from './playhead.tsx';
import { ResourceBars } from './resource-bars.tsx';
import {
	makeAxis,
	makeScale,
	panBy,
	toActive,
	wholeWindow,
	windowAround,
	zoomAround,
} from './scale.ts';
import { StripToolbar } from './toolbar.tsx';
import { useGestures } from './use-gestures.ts';
import { usePlayback } from './use-playback.ts';
import { useStripWindow } from './use-strip-window.ts';
import { useWidth } from './use-width.ts';

/** The incident on one time axis, from weeks to one millisecond. */
export function Strip() {
	const { view, model, state, update, select } = useWorkspace();
	const box = useRef<HTMLDivElement>(null);
	const svg = useRef<SVGSVGElement>(null);
	const width = useWidth(box, 1_200);
	const layout = useMemo(
		() => stripLayout(model, width, markRowsNeeded(view)),
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
	useGestures(svg, axis, scale, set);
	const playback = usePlayback(
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
	const zoom = (factor: number) => {
		const selected = state.event === null ? undefined : model.byId.get(state.event);
		const at = selected === undefined ? Number.NaN : scale.x(selected.start);
		const inside = at >= scale.left && at <= scale.right;
		glide(zoomAround(axis, scale, factor, inside ? at : (scale.left + scale.right) / 2));
	};
	const fit = () => glide(wholeWindow(axis));
	const toImpact =
		model.impact === null
			? null
			: () => model.impact && glide(windowAround(axis, model.impact, 0.35));
	const pan = (share: number) => set(panBy(axis, scale, share * (scale.right - scale.left)));
	useEffect(() => {
		if (state.event === null) return;
		const item = model.byId.get(state.event);
		if (item === undefined) return;
		const active = toActive(axis, item.start);
		if (active >= window.from && active <= window.to) return;
		const half = (window.to - window.from) / 2;
		glide({ from: active - half, to: active + half });
		// biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection may move the view
	}, [state.event]);
	const walk = (by: number) => {
		const index = model.items.findIndex((item) => item.event.eventId === state.event);
		const next = model.items[index === -1 ? (by > 0 ? 0 : model.items.length - 1) : index + by];
		if (next !== undefined) select(next.event.eventId);
	};
	useKeys({
		'+': () => zoom(1 / 1.6),
		'=': () => zoom(1 / 1.6),
		'-': () => zoom(1.6),
		'0': fit,
		z: () => toImpact?.(),
		' ': playback.toggle,
		Escape: playback.stop,
		ArrowLeft: () => walk(-1),
		ArrowRight: () => walk(1),
		'Shift+ArrowLeft': () => pan(-0.2),
		'Shift+ArrowRight': () => pan(0.2),
	});
	const lanes = useMemo(() => byLane(model.items), [model.items]);
	const [hover, setHover] = useState<{ item: StripItem; x: number; y: number } | null>(null);
	const unfold = (number: number) => update({ unfolded: [...state.unfolded, number] });
	return (
		<div className="relative">
			<StripToolbar
				inViewMs={shownMs()}
				playback={playback}
				zoom={zoom}
				fit={fit}
				toImpact={toImpact}
			/>
			<div ref={box} className="relative">
				<svg
					ref={svg}
					width={width}
					height={layout.height}
					role="img"
					aria-label={`Time strip: ${model.items.length} events, ${view.document.chain.length} root-cause steps. Arrow keys go from event to event.`}
					data-testid="strip"
					className="block cursor-grab touch-pan-y select-none active:cursor-grabbing"
					onClick={(event) => {
						const target = event.target as Element;
						const id = target.closest('[data-event]')?.getAttribute('data-event');
						if (id != null) return select(id);
						const span = target.closest('[data-zoom]')?.getAttribute('data-zoom')?.split('~');
						if (span !== undefined) {
							glide(windowAround(axis, { start: Number(span[0]), end: Number(span[1]) }, 0.3));
						}
					}}
					onDoubleClick={(event) => {
						const left = event.currentTarget.getBoundingClientRect().left;
						glide(zoomAround(axis, scale, 0.3, event.clientX - left));
					}}
					onPointerMove={(event) => {
						const id = (event.target as Element)
							.closest('[data-event]')
							?.getAttribute('data-event');
						const item = id == null ? undefined : model.byId.get(id);
						if (item === undefined || event.buttons !== 0) return setHover(null);
						const { left, top } = event.currentTarget.getBoundingClientRect();
						setHover({ item, x: event.clientX - left, y: event.clientY - top });
					}}
					onPointerLeave={() => setHover(null)}
				>
					<defs>
						<clipPath id="plot">
							<rect
								x={layout.left - 10}
								y={0}
								width={layout.right - layout.left + 20}
								height={layout.height}
							/>
						</clipPath>
					</defs>
					<StripFrame
						layout={layout}
						axis={axis}
						scale={scale}
						onUnfold={(fold) => unfold(model.idle.findIndex((span) => span.start === fold.start))}
					/>
					<g clipPath="url(#plot)">
						<ControlMarks layout={layout} scale={scale} />
						<ChainArcs layout={layout} scale={scale} />
						<ResourceBars layout={layout} scale={scale} />
						<CredentialLines lane={layout.lane.credential} scale={scale} />
						<LaneEvents lane={layout.lane.task} items={lanes.task} scale={scale} />
						<LaneEvents lane={layout.lane.call} items={lanes.call} scale={scale} />
						<LaneEvents lane={layout.lane.provider} items={lanes.provider} scale={scale} />
						<ChainBadges layout={layout} scale={scale} />
						<Playhead layout={layout} scale={scale} playback={playback} />
					</g>
				</svg>
				{hover !== null && <HoverCard {...hover} width={width} />}
			</div>
			<div className="flex items-center">
				<Minimap layout={layout} axis={axis} window={window} set={set} />
			</div>
			{state.unfolded.length > 0 && (
				<button
					type="button"
					className="absolute right-0 bottom-7 text-2xs text-muted underline"
					onClick={() => update({ unfolded: [] })}
				>
					fold idle time again
				</button>
			)}
			<SelectionSpoken />
		</div>
	);

	/** Milliseconds of the strip in view, folded stretches counted. */
	function shownMs(): number {
		return scale.time(scale.right) - scale.time(scale.left);
	}
}

const byLane = (items: readonly StripItem[]) => ({
	task: items.filter((item) => item.event.lane === 'task'),
	call: items.filter((item) => item.event.lane === 'call' || item.event.lane === 'credential'),
	provider: items.filter((item) => item.event.lane === 'provider'),
});

/** The selection in words, for those who do not see the strip. */
function SelectionSpoken() {
	const { model, state } = useWorkspace();
	const moment = useMoment();
	const item = state.event === null ? undefined : model.byId.get(state.event);
	return (
		<p className="sr-only" aria-live="polite">
			{item === undefined ? '' : `${moment(item.start, 1)}: ${item.event.summary}`}
		</p>
	);
}
