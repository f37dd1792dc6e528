'use client';
import { type MouseEvent, useMemo, useRef } from 'react';
import { controlIds } from '@/core/incidents/document.ts';
import { useWorkspace } from '../workspace-context.tsx';
import { ChainArcs, ChainBadges } from './chain-marks.tsx';
import { ControlMarks } from './control-marks.tsx';
import { CredentialLines } from './credential-lines.tsx';
import { StripFrame } from './frame.tsx';
import { HoverLayer } from './hover-card.tsx';
import { LaneEvents } from './lane-events.tsx';
import type { StripModel } from './model.ts';
import { Playhead } from './playhead.tsx';
import { ResourceBars } from './resource-bars.tsx';
import { useGestures } from './use-gestures.ts';
import type { StripState } from './use-strip.ts';

/** Events as bars of a lane; those of the credential lane are points on their credential's line, where it has one. */
function byLane({ items, credentials }: StripModel) {
	const points = new Set(credentials.flatMap((line) => line.points.map((point) => point.eventId)));
	return {
		task: items.filter(({ event }) => event.lane === 'task'),
		call: items.filter(
			({ event }) =>
				event.lane === 'call' || (event.lane === 'credential' && !points.has(event.eventId)),
		),
		provider: items.filter(({ event }) => event.lane === 'provider'),
	};
}

/**
 * The drawing. Parts say by `data-…` what pressing them does, and one listener does it: thousands
 * of bars carry no handler of their own. All of it can be done by keyboard and in the panels too.
 */
export function StripBoard({ strip }: { strip: StripState }) {
	const { view, model } = useWorkspace();
	const { layout, scale, axis, playback } = strip;
	const svg = useRef<SVGSVGElement>(null);
	useGestures(svg, axis, scale, strip.set);
	const press = usePress(strip);
	const lanes = useMemo(() => byLane(model), [model]);
	return (
		<div className="relative">
			{/* biome-ignore lint/a11y/useKeyWithClickEvents: the page's keys do what pressing does */}
			<svg
				ref={svg}
				width={strip.width}
				height={layout.height}
				role="img"
				aria-label={`Time strip: ${model.items.length} events, ${view.document.chain.length} root-cause steps. Arrow keys go from event to event.`}
				data-testid="strip"
				className="block cursor-grab touch-pan-y select-none active:cursor-grabbing"
				onClick={press}
				onDoubleClick={(event) => strip.zoomAt(0.3, pixel(event).x)}
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
				<StripFrame layout={layout} axis={axis} scale={scale} />
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
			<HoverLayer target={svg} width={strip.width} />
		</div>
	);
}

const pixel = (event: MouseEvent): { x: number; y: number } => {
	const { left, top } = event.currentTarget.getBoundingClientRect();
	return { x: event.clientX - left, y: event.clientY - top };
};

const named = (event: MouseEvent, name: string): string | null =>
	(event.target as Element).closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;

/** What pressing a part of the strip does: select, zoom into a cluster, unfold, switch controls. */
function usePress(strip: StripState): (event: MouseEvent) => void {
	const { state, update, select } = useWorkspace();
	return (event) => {
		const eventId = named(event, 'event');
		if (eventId !== null) return select(eventId);
		const [start, end] = (named(event, 'zoom') ?? '').split('~');
		if (end !== undefined) return strip.zoomTo({ start: Number(start), end: Number(end) });
		const fold = named(event, 'fold');
		if (fold !== null) return update({ unfolded: [...state.unfolded, Number(fold)] });
		const controls = named(event, 'controls')?.split('.');
		if (controls === undefined) return;
		const pressed = controlIds.filter((id) => controls.includes(id));
		const on = pressed.some((id) => state.controls.includes(id));
		const others = state.controls.filter((id) => !pressed.includes(id));
		update({ controls: on ? others : [...others, ...pressed] });
	};
}
