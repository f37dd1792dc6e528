'use client';
import { roleColors } from '../roles.ts';
import { useWorkspace } from '../workspace-context.tsx';
import type { StripLayout } from './layout.ts';
import { spread } from './placement.ts';
import type { Scale } from './scale.ts';

interface Badge {
	readonly step: number;
	readonly eventId: string;
	/** Where the event is, and where its badge found room. */
	readonly x: number;
	readonly placed: number;
	readonly y: number;
	readonly barY: number;
	readonly color: string;
}

/** Arcs from each step to those that it caused. */
export function ChainArcs({ layout, scale }: { layout: StripLayout; scale: Scale }) {
	const { view, state, replay } = useWorkspace();
	const badges = useBadges(layout, scale);
	const selectedStep = view.document.chain.find((step) => step.eventId === state.event)?.step;
	return (
		<g className="pointer-events-none">
			{view.document.chain.flatMap((step) =>
				step.causes.map((cause) => {
					const from = badges.get(cause.step);
					const to = badges.get(step.step);
					if (from === undefined || to === undefined) return null;
					const near = step.step === selectedStep || cause.step === selectedStep;
					return (
						<path
							key={`${cause.step}-${step.step}-${cause.basis}`}
							d={arc(from, to)}
							className={`fill-none transition-opacity duration-300 ${near ? 'stroke-accent' : 'stroke-muted'}`}
							strokeWidth={near ? 1.6 : 1}
							opacity={replay.faded.has(to.eventId) ? 0.12 : near ? 0.95 : 0.5}
						/>
					);
				}),
			)}
		</g>
	);
}

/** The numbered root-cause steps. */
export function ChainBadges({ layout, scale }: { layout: StripLayout; scale: Scale }) {
	const { state } = useWorkspace();
	const badges = useBadges(layout, scale);
	return (
		<g>
			{[...badges.values()]
				.filter((badge) => badge.x >= scale.left - 1 && badge.x <= scale.right + 1)
				.map((badge) => (
					<BadgeMark key={badge.step} badge={badge} selected={badge.eventId === state.event} />
				))}
		</g>
	);
}

function BadgeMark({ badge, selected }: { badge: Badge; selected: boolean }) {
	const { replay } = useWorkspace();
	const faded = replay.faded.has(badge.eventId);
	const stopped = replay.stops.get(badge.eventId) === 'prevents';
	return (
		<g data-event={badge.eventId} className="cursor-pointer">
			{Math.abs(badge.placed - badge.x) > 3 && (
				<path
					d={`M${badge.placed} ${badge.y + 8} L${badge.x + 1} ${badge.barY}`}
					stroke={badge.color}
					opacity={0.6}
				/>
			)}
			<g className="transition-opacity duration-300" opacity={faded ? 0.35 : 1}>
				<circle
					cx={badge.placed}
					cy={badge.y}
					r={8.5}
					fill={selected ? badge.color : 'var(--bg)'}
					stroke={badge.color}
					strokeWidth={1.5}
				/>
				<text
					x={badge.placed}
					y={badge.y + 3.6}
					textAnchor="middle"
					fill={selected ? 'var(--bg)' : badge.color}
					className="font-mono text-[10px] font-semibold"
				>
					{badge.step}
				</text>
			</g>
			{stopped && (
				<path
					d={`M${badge.placed - 11} ${badge.y + 11} L${badge.placed + 11} ${badge.y - 11}`}
					className="stroke-create"
					strokeWidth={2.5}
					strokeLinecap="round"
				/>
			)}
		</g>
	);
}

function useBadges(layout: StripLayout, scale: Scale): ReadonlyMap<number, Badge> {
	const { view, model } = useWorkspace();
	const badges = new Map<number, Badge>();
	for (const lane of layout.lanes) {
		const { badgeY } = lane;
		if (badgeY === null) continue;
		const steps = view.document.chain
			.flatMap((step) => {
				const item = model.byId.get(step.eventId);
				if (item === undefined || item.event.lane !== lane.id) return [];
				return [{ step, x: scale.x(item.start) + 2 }];
			})
			.sort((a, b) => a.x - b.x);
		const inView = steps.filter(({ x }) => x >= scale.left - 1 && x <= scale.right + 1);
		const placed = spread(
			inView.map(({ x }) => x),
			21,
			scale.left + 9,
			scale.right - 9,
		);
		for (const { step, x } of steps) {
			const index = inView.findIndex((entry) => entry.step === step);
			badges.set(step.step, {
				step: step.step,
				eventId: step.eventId,
				x,
				placed: placed[index] ?? x,
				y: badgeY,
				barY: lane.rowY,
				color: roleColors[step.role],
			});
		}
	}
	return badges;
}

function arc(a: Badge, b: Badge): string {
	const span = b.placed - a.placed;
	const lift = Math.min(30, 10 + Math.abs(span) * 0.05);
	const startY = a.y - 8;
	const endY = b.y - 8;
	return `M${a.placed} ${startY} C${a.placed + span * 0.3} ${startY - lift}, ${b.placed - span * 0.3} ${endY - lift}, ${b.placed} ${endY}`;
}
