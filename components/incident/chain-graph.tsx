'use client';
import { useRef } from 'react';
import { inertLine } from '../ui/inert-text.tsx';
import { graphLayers } from './chain-layers.ts';
import { basisWords, roleColors, roleNames } from './roles.ts';
import { textWidth } from './strip/placement.ts';
import { useWidth } from './strip/use-width.ts';
import { useWorkspace } from './workspace-context.tsx';

const nodeHeight = 36;
const layerGap = 34;

/** The root-cause chain as a graph: causes above, what they led to below. */
export function ChainGraph() {
	const { view, state, replay, select } = useWorkspace();
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box, 420);
	const { chain } = view.document;
	const layers = graphLayers(chain);
	const place = new Map<number, { x: number; y: number; width: number }>();
	layers.forEach((layer, row) => {
		const slot = width / layer.length;
		layer.forEach((step, column) => {
			const nodeWidth = Math.min(slot - 10, 240);
			place.set(step.step, {
				x: slot * column + (slot - nodeWidth) / 2,
				y: 4 + row * (nodeHeight + layerGap),
				width: nodeWidth,
			});
		});
	});
	const height = layers.length * (nodeHeight + layerGap) - layerGap + 8;
	return (
		<div ref={box}>
			<svg width={width} height={Math.max(height, 0)} className="block">
				<title>Graph of root-cause steps</title>
				{chain.flatMap((step) =>
					step.causes.map((cause) => {
						const from = place.get(cause.step);
						const to = place.get(step.step);
						if (from === undefined || to === undefined) return null;
						const [x0, y0] = [from.x + from.width / 2, from.y + nodeHeight];
						const [x1, y1] = [to.x + to.width / 2, to.y];
						const skip = y1 - y0 > layerGap + 4;
						const bend = skip ? Math.min(from.x, to.x) - 14 : (x0 + x1) / 2;
						const near = [step.eventId, chain[cause.step - 1]?.eventId].includes(state.event ?? '');
						return (
							<path
								key={`${cause.step}-${step.step}-${cause.basis}`}
								d={
									skip
										? `M${from.x} ${y0 - nodeHeight / 2} C${bend} ${y0}, ${bend} ${y1}, ${to.x} ${y1 + nodeHeight / 2}`
										: `M${x0} ${y0} C${x0} ${y0 + 18}, ${x1} ${y1 - 18}, ${x1} ${y1}`
								}
								className={`fill-none ${near ? 'stroke-accent' : 'stroke-line2'}`}
								strokeWidth={near ? 1.8 : 1.2}
								opacity={replay.faded.has(step.eventId) ? 0.35 : 1}
							>
								<title>{`${basisWords[cause.basis]} ${cause.step}`}</title>
							</path>
						);
					}),
				)}
				{chain.map((step) => {
					const at = place.get(step.step);
					if (at === undefined) return null;
					const color = roleColors[step.role];
					const faded = replay.faded.has(step.eventId);
					return (
						// biome-ignore lint/a11y/useSemanticElements: an SVG group cannot be a button element
						<g
							key={step.step}
							role="button"
							tabIndex={0}
							aria-label={`Step ${step.step}, ${roleNames[step.role]}: ${inertLine(step.summary)}`}
							onClick={() => select(step.eventId)}
							onKeyDown={(event) => {
								if (event.key === 'Enter') select(step.eventId);
							}}
							className="cursor-pointer"
							opacity={faded ? 0.4 : 1}
						>
							<rect
								x={at.x}
								y={at.y}
								width={at.width}
								height={nodeHeight}
								rx={6}
								className={state.event === step.eventId ? 'fill-raised' : 'fill-surface'}
								stroke={color}
								strokeWidth={state.event === step.eventId ? 2 : 1.2}
								strokeDasharray={faded ? '3 3' : undefined}
							/>
							<text x={at.x + 9} y={at.y + 15} fill={color} className="text-[11px] font-semibold">
								{clipped(`${step.step}  ${roleNames[step.role]}`, at.width - 14)}
							</text>
							<text x={at.x + 9} y={at.y + 29} className="fill-muted text-[11px]">
								{clipped(step.summary, at.width - 18)}
							</text>
						</g>
					);
				})}
			</svg>
		</div>
	);
}

const clipped = (text: string, room: number): string => {
	const plain = inertLine(text);
	if (textWidth(plain, 11) <= room) return plain;
	return `${plain.slice(0, Math.max(Math.floor(room / 6.6) - 1, 3))}…`;
};
