'use client';
import { useInBrowser } from '../../ui/time.tsx';
import { formatDuration, localZoneMinutes } from '../../ui/time-format.ts';
import { useMoment, useWorkspace } from '../workspace-context.tsx';
import type { StripLayout } from './layout.ts';
import { textWidth } from './placement.ts';
import type { Axis, FoldInView, Scale } from './scale.ts';
import { fittingLabels, type Tick, tickStep, ticksInView } from './ticks.ts';

const tickApart = 92;
const hourMs = 3_600_000;

/** Lanes, ticks, folds and the shaded impact: what the events stand on. */
export function StripFrame({
	layout,
	axis,
	scale,
}: {
	layout: StripLayout;
	axis: Axis;
	scale: Scale;
}) {
	const { model } = useWorkspace();
	const { ticks, step, labels, folds } = useTicks(axis, scale);
	const moment = useMoment();
	const { plotTop, plotBottom } = layout;
	return (
		<g>
			{layout.lanes.map((lane) => (
				<g key={lane.id}>
					<path
						d={`M${scale.left} ${lane.y + lane.height - 0.5} H${scale.right}`}
						className="stroke-line"
					/>
				</g>
			))}
			{ticks.map((tick) => (
				<path
					key={tick.time}
					d={`M${tick.x} ${plotTop - 4} V${plotBottom}`}
					className="stroke-line"
				/>
			))}
			{labels.map((tick) => {
				const words = moment(tick.time, step);
				return (
					<text
						key={tick.time}
						// The first of a narrow strip would begin left of its edge.
						x={Math.max(tick.x, textWidth(words, 11) / 2)}
						y={15}
						textAnchor="middle"
						className="fill-muted font-mono text-[11px]"
					>
						{words}
					</text>
				);
			})}
			{model.impact !== null && <ImpactZone layout={layout} scale={scale} />}
			{scale.folds.map((seen) => (
				<FoldMark
					key={seen.fold.start}
					seen={seen}
					layout={layout}
					labelX={folds.find((label) => label.seen === seen)?.x ?? null}
				/>
			))}
			{layout.lanes.map((lane) => (
				<text
					key={lane.id}
					x={layout.narrow ? scale.left : 0}
					y={layout.narrow ? lane.y + 11 : lane.y + lane.height / 2 + 4}
					className="pointer-events-none fill-muted text-[11.5px] [paint-order:stroke]"
					stroke="var(--bg)"
					strokeWidth={3}
				>
					{lane.name}
				</text>
			))}
		</g>
	);
}

function useTicks(axis: Axis, scale: Scale) {
	const { model, state } = useWorkspace();
	const inBrowser = useInBrowser();
	const step =
		model.originMicros === null ? untimedStep(scale) : tickStep(scale.pxPerMs, tickApart);
	const ticks = ticksInView(axis, scale, step, phase());
	const impact =
		model.impact === null
			? []
			: [{ x: scale.x(model.impact.start), width: textWidth('impact 0', 11) }];
	// The longest idle time has the first claim to a label.
	const folds = fittingLabels(
		[...scale.folds]
			.sort((a, b) => b.fold.end - b.fold.start - (a.fold.end - a.fold.start))
			.map((seen) => ({
				seen,
				x: Math.max(seen.x + seen.width / 2, scale.left + foldLabelWidth(seen) / 2),
				width: foldLabelWidth(seen),
			})),
		impact,
	);
	const taken = [...impact, ...folds];
	const labels = fittingLabels(
		ticks
			.filter((tick) => tick.x > scale.left + 4 && tick.x < scale.right - 4)
			.map((tick) => ({ ...tick, width: 66 })),
		taken,
	);
	return { ticks: withoutImpact(ticks), step, labels, folds };

	function withoutImpact(all: Tick[]): Tick[] {
		return all.filter((tick) => tick.x >= scale.left && tick.x <= scale.right);
	}
	function phase(): number {
		if (model.originMicros === null || state.time === 'offset') return 0;
		const origin = model.originMicros / 1_000;
		const zone = state.time === 'local' && inBrowser ? localZoneMinutes(origin) * 60_000 : 0;
		return origin + (step >= hourMs ? zone : 0);
	}
}

/** A source without times counts events, not seconds. */
const untimedStep = (scale: Scale): number =>
	Math.max(1_000, Math.ceil(56 / scale.pxPerMs / 1_000) * 1_000);

function ImpactZone({ layout, scale }: { layout: StripLayout; scale: Scale }) {
	const { model, state, replay, view } = useWorkspace();
	if (model.impact === null) return null;
	const averted = replay.prevented.size === view.document.effects.length;
	const x0 = scale.x(model.impact.start);
	const x1 = scale.x(model.impact.end);
	const left = Math.max(x0, scale.left);
	const right = Math.min(Math.max(x1, x0 + 2), scale.right);
	const { plotTop, plotBottom } = layout;
	return (
		<g className="pointer-events-none">
			{right > left && (
				<rect
					x={left}
					y={plotTop}
					width={right - left}
					height={plotBottom - plotTop}
					className="fill-destroy"
					opacity={averted ? 0.025 : 0.09}
				/>
			)}
			{x0 >= scale.left && x0 <= scale.right && (
				<>
					<path
						d={`M${x0} ${plotTop - 4} V${plotBottom}`}
						className="stroke-destroy"
						strokeWidth={1.2}
					/>
					<text
						x={x0}
						y={15}
						textAnchor="middle"
						className="fill-destroy font-mono text-[11px] font-semibold"
					>
						{state.time === 'offset' && model.originMicros !== null ? 'impact 0' : 'impact'}
					</text>
				</>
			)}
		</g>
	);
}

const foldWords = (seen: FoldInView): string => formatDuration(seen.fold.end - seen.fold.start);
const foldLabelWidth = (seen: FoldInView): number => textWidth(`${foldWords(seen)} folded`, 11);

function FoldMark({
	seen,
	layout,
	labelX,
}: {
	seen: FoldInView;
	layout: StripLayout;
	labelX: number | null;
}) {
	const { model } = useWorkspace();
	const { plotTop, plotBottom } = layout;
	const teeth = Math.floor((plotBottom - plotTop) / 12);
	const zigzag = (x: number) =>
		`M${x} ${plotTop} ${Array.from({ length: teeth }, (_, index) => `l${index % 2 === 0 ? 5 : -5} 12`).join(' ')}`;
	const wide = seen.width > 24;
	return (
		<g
			data-fold={model.idle.findIndex((span) => span.start === seen.fold.start)}
			className="cursor-pointer"
		>
			<title>{`${foldWords(seen)} without events; press to unfold`}</title>
			<rect
				x={seen.x}
				y={plotTop - 20}
				width={seen.width}
				height={plotBottom - plotTop + 20}
				fill="transparent"
			/>
			<rect
				x={seen.x + 4}
				y={plotTop}
				width={Math.max(seen.width - 8, 2)}
				height={plotBottom - plotTop}
				className="fill-surface"
			/>
			<path d={zigzag(seen.x + 3)} className="fill-none stroke-line2" strokeWidth={1.2} />
			{wide && (
				<path
					d={zigzag(seen.x + seen.width - 8)}
					className="fill-none stroke-line2"
					strokeWidth={1.2}
				/>
			)}
			{labelX !== null && (
				<text
					x={labelX}
					y={15}
					textAnchor="middle"
					className="fill-muted font-mono text-[11px] underline decoration-dotted"
				>
					{`${foldWords(seen)} folded`}
				</text>
			)}
		</g>
	);
}
