'use client';
import { useRef } from 'react';
import { useWorkspace } from '../workspace-context.tsx';
import type { StripLayout } from './layout.ts';
import type { Scale } from './scale.ts';
import { type Playback, useHead } from './use-playback.ts';

/** The moment in view: of the replay, else of the selected event. Its grip can be dragged. */
export function Playhead({
	layout,
	scale,
	playback,
}: {
	layout: StripLayout;
	scale: Scale;
	playback: Playback;
}) {
	const { model, state } = useWorkspace();
	const head = useHead(playback.head);
	const grip = useRef<SVGGElement>(null);
	const selected = state.event === null ? undefined : model.byId.get(state.event)?.start;
	const time = playback.status === 'off' ? selected : head;
	if (time === undefined) return null;
	const x = scale.x(time);
	const shown = Math.min(Math.max(x, scale.left), scale.right);
	const drag = (down: React.PointerEvent<SVGGElement>) => {
		const element = down.currentTarget;
		const svg = element.ownerSVGElement;
		element.setPointerCapture(down.pointerId);
		const move = (event: PointerEvent) =>
			playback.scrub(scale.time(event.clientX - (svg?.getBoundingClientRect().left ?? 0)));
		const up = () => {
			element.removeEventListener('pointermove', move);
			element.removeEventListener('pointerup', up);
		};
		element.addEventListener('pointermove', move);
		element.addEventListener('pointerup', up);
	};
	return (
		<g>
			{playback.status !== 'off' && shown < scale.right && (
				<rect
					x={shown}
					y={layout.plotTop}
					width={scale.right - shown}
					height={layout.plotBottom - layout.plotTop}
					className="pointer-events-none fill-bg"
					opacity={0.78}
				/>
			)}
			{x >= scale.left - 1 && x <= scale.right + 1 && (
				<path
					d={`M${x} ${layout.plotTop - 4} V${layout.plotBottom}`}
					className="pointer-events-none stroke-text"
					opacity={0.75}
				/>
			)}
			<g ref={grip} data-drag onPointerDown={drag} className="cursor-ew-resize touch-none">
				<rect x={shown - 9} y={layout.plotTop - 12} width={18} height={14} fill="transparent" />
				<path d={`M${shown - 5.5} ${layout.plotTop - 9} h11 l-5.5 8 z`} className="fill-text" />
			</g>
		</g>
	);
}
