'use client';
import { useMemo, useRef } from 'react';
import { roleColors } from '../roles.ts';
import { useWorkspace } from '../workspace-context.tsx';
import { eventColor } from './lane-events.tsx';
import type { StripLayout } from './layout.ts';
import {
	type Axis,
	clampWindow,
	fromActive,
	makeScale,
	toActive,
	type Window,
	wholeWindow,
} from './scale.ts';

const height = 24;

/** The whole incident, small, with the part in view on it: drag it, or its edges. */
export function Minimap({
	layout,
	axis,
	window,
	set,
}: {
	layout: StripLayout;
	axis: Axis;
	window: Window;
	set: (window: Window) => void;
}) {
	const { model, view } = useWorkspace();
	const svg = useRef<SVGSVGElement>(null);
	const whole = makeScale(axis, wholeWindow(axis), layout.left, layout.right);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the drawing depends on the axis and the width only
	const ticks = useMemo(() => tickPaths(), [model, axis, layout.left, layout.right]);
	const edge = (active: number) => whole.x(fromActive(axis, active));
	const x0 = edge(window.from);
	const x1 = Math.max(edge(window.to), x0 + 4);
	const drag = (part: 'all' | 'from' | 'to') => (down: React.PointerEvent<SVGElement>) => {
		down.stopPropagation();
		const element = down.currentTarget;
		element.setPointerCapture(down.pointerId);
		const begin = activeAt(down.clientX);
		const move = (event: PointerEvent) => {
			const by = activeAt(event.clientX) - begin;
			const from = part === 'to' ? window.from : window.from + by;
			const to = part === 'from' ? window.to : window.to + by;
			if (to - from > 1) set(clampWindow(axis, { from, to }));
		};
		const up = () => {
			element.removeEventListener('pointermove', move as EventListener);
			element.removeEventListener('pointerup', up);
		};
		element.addEventListener('pointermove', move as EventListener);
		element.addEventListener('pointerup', up);
	};
	return (
		<svg
			ref={svg}
			width={layout.width}
			height={height}
			className="block touch-none"
			aria-hidden
			onPointerDown={(event) => {
				const middle = activeAt(event.clientX);
				const half = (window.to - window.from) / 2;
				set(clampWindow(axis, { from: middle - half, to: middle + half }));
			}}
		>
			{!layout.narrow && (
				<text x={0} y={15} className="fill-muted text-[11px]">
					whole window
				</text>
			)}
			<rect
				x={layout.left}
				y={1}
				width={layout.right - layout.left}
				height={height - 2}
				rx={3}
				className="fill-surface stroke-line"
			/>
			{model.impact !== null && (
				<rect
					x={whole.x(model.impact.start)}
					y={2}
					width={Math.max(whole.x(model.impact.end) - whole.x(model.impact.start), 2)}
					height={height - 4}
					className="fill-destroy"
					opacity={0.18}
				/>
			)}
			{whole.folds.map((seen) => (
				<path
					key={seen.fold.start}
					d={`M${seen.x + seen.width / 2} 2 l3 5 l-6 5 l6 5 l-3 5`}
					className="fill-none stroke-line2"
				/>
			))}
			{ticks.map(([color, d]) => (
				<path key={color} d={d} stroke={color} strokeWidth={1.5} />
			))}
			{view.document.chain.map((step) => {
				const item = model.byId.get(step.eventId);
				return item === undefined ? null : (
					<circle
						key={step.step}
						cx={whole.x(item.start)}
						cy={5.5}
						r={2.5}
						fill={roleColors[step.role]}
					/>
				);
			})}
			<rect
				x={x0}
				y={0.75}
				width={x1 - x0}
				height={height - 1.5}
				rx={3}
				className="cursor-grab fill-text stroke-muted active:cursor-grabbing"
				fillOpacity={0.07}
				strokeWidth={1.5}
				onPointerDown={drag('all')}
			/>
			<rect
				x={x0 - 4}
				y={0}
				width={8}
				height={height}
				fill="transparent"
				className="cursor-ew-resize"
				onPointerDown={drag('from')}
			/>
			<rect
				x={x1 - 4}
				y={0}
				width={8}
				height={height}
				fill="transparent"
				className="cursor-ew-resize"
				onPointerDown={drag('to')}
			/>
		</svg>
	);

	function activeAt(clientX: number): number {
		const left = svg.current?.getBoundingClientRect().left ?? 0;
		return toActive(axis, whole.time(clientX - left));
	}

	/** One path a colour; of many events on one pixel, one line. */
	function tickPaths(): [string, string][] {
		const seen = new Set<string>();
		const paths = new Map<string, string>();
		const laneY = { task: 9, call: 12, credential: 12, provider: 16 };
		for (const item of model.items) {
			const x = Math.round(whole.x(item.start));
			const color = eventColor(item);
			const key = `${x}${color}${item.event.lane}`;
			if (seen.has(key)) continue;
			seen.add(key);
			paths.set(color, `${paths.get(color) ?? ''}M${x + 0.5} ${laneY[item.event.lane]}v5`);
		}
		return [...paths];
	}
}
