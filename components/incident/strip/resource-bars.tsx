'use client';
import { actionFaces, actionOfEffect } from '../../ui/action-class.tsx';
import { environmentFaces } from '../../ui/environment-tag.tsx';
import { inertLine } from '../../ui/inert-text.tsx';
import { useWorkspace } from '../workspace-context.tsx';
import { resourceRow, type StripLayout } from './layout.ts';
import type { ResourceBar } from './model.ts';
import type { Scale } from './scale.ts';

const barHeight = 13;

/**
 * A bar for each resource that was touched. It ends with a cross where the resource was destroyed;
 * after that it is hatched where it can be restored, dashed where not or not known. With a control
 * that prevents the effect, the bar lives on.
 */
export function ResourceBars({ layout, scale }: { layout: StripLayout; scale: Scale }) {
	const { model } = useWorkspace();
	const { rowY } = layout.lane.resources;
	const hidden = model.resources.length - layout.resourcesShown;
	return (
		<g>
			<defs>
				<pattern
					id="recoverable"
					width="6"
					height="6"
					patternUnits="userSpaceOnUse"
					patternTransform="rotate(45)"
				>
					<path d="M0 0 V6" className="stroke-modify" strokeWidth="2" />
				</pattern>
			</defs>
			{model.resources.slice(0, layout.resourcesShown).map((bar, index) => (
				<Bar key={bar.key} bar={bar} y={rowY + index * resourceRow} scale={scale} />
			))}
			{hidden > 0 && (
				<text
					x={scale.left + 6}
					y={rowY + layout.resourcesShown * resourceRow + 10}
					className="fill-muted text-[10.5px]"
				>
					{`and ${hidden} more, listed under blast radius`}
				</text>
			)}
		</g>
	);
}

function Bar({ bar, y, scale }: { bar: ResourceBar; y: number; scale: Scale }) {
	const { replay, state } = useWorkspace();
	const { resource } = bar;
	const end = bar.effects.find(({ effect }) => effect.class === 'destroyed');
	const kept = end !== undefined && replay.prevented.has(end.index);
	const endX = bar.endedAt === null || kept ? scale.right : clamp(scale.x(bar.endedAt), scale);
	const beginX = bar.beganAt === null ? scale.left : clamp(scale.x(bar.beganAt), scale);
	const { color } = environmentFaces[resource.environment];
	const selected = bar.effects.some(({ effect }) => effect.eventId === state.event);
	return (
		<g>
			<rect
				x={beginX}
				y={y}
				width={Math.max(endX - beginX, 0)}
				height={barHeight}
				rx={2}
				className={
					kept
						? 'fill-raised stroke-create'
						: selected
							? 'fill-raised stroke-text'
							: 'fill-raised stroke-line2'
				}
			/>
			{endX < scale.right && <Gone bar={bar} x={endX} y={y} right={scale.right} />}
			<rect x={scale.left + 6} y={y + 3.5} width={6} height={6} rx={1} fill={color} />
			<text
				x={scale.left + 17}
				y={y + 9.8}
				className="pointer-events-none fill-text text-[10px] [paint-order:stroke]"
				stroke="var(--raised)"
				strokeWidth={2.5}
			>
				{inertLine(`${resource.kind} ${resource.name ?? resource.id} · ${resource.environment}`)}
			</text>
			{bar.effects.map((entry) => (
				<EffectMark key={entry.index} entry={entry} y={y} scale={scale} />
			))}
		</g>
	);
}

const clamp = (x: number, scale: Scale): number => Math.min(Math.max(x, scale.left), scale.right);

function Gone({ bar, x, y, right }: { bar: ResourceBar; x: number; y: number; right: number }) {
	const hatched = bar.recoverable === 'yes';
	return (
		<rect
			x={x}
			y={y + 0.5}
			width={right - x}
			height={barHeight - 1}
			rx={2}
			fill={hatched ? 'url(#recoverable)' : 'none'}
			fillOpacity={0.45}
			className={hatched ? 'stroke-modify' : 'stroke-destroy'}
			strokeDasharray="2 4"
			strokeOpacity={0.8}
		>
			<title>
				{
					{
						yes: 'can be restored',
						no: 'cannot be restored',
						unknown: 'not known whether it can be restored',
					}[bar.recoverable]
				}
			</title>
		</rect>
	);
}

function EffectMark({
	entry,
	y,
	scale,
}: {
	entry: ResourceBar['effects'][number];
	y: number;
	scale: Scale;
}) {
	const { replay } = useWorkspace();
	const { effect } = entry;
	const x = scale.x(entry.time);
	if (x < scale.left - 8 || x > scale.right + 8) return null;
	const { icon: Icon, color } = actionFaces[actionOfEffect[effect.class]];
	const prevented = replay.prevented.has(entry.index);
	return (
		<g
			data-event={effect.eventId}
			className="cursor-pointer transition-opacity duration-300"
			opacity={prevented ? 0.25 : 1}
		>
			<title>
				{inertLine(
					`${effect.class}: ${effect.resource.kind} ${effect.resource.name ?? effect.resource.id}${prevented ? ' (prevented)' : ''}`,
				)}
			</title>
			<circle cx={x} cy={y + barHeight / 2} r={7.5} className="fill-bg" />
			<Icon
				x={x - 6}
				y={y + barHeight / 2 - 6}
				width={12}
				height={12}
				color={color}
				strokeWidth={3.2}
				aria-hidden
			/>
		</g>
	);
}
