'use client';
import { actionFaces } from '../../ui/action-class.tsx';
import { inertLine } from '../../ui/inert-text.tsx';
import { useWorkspace } from '../workspace-context.tsx';
import { type LaneBox, rowHeight } from './layout.ts';
import type { StripItem } from './model.ts';
import { type Mark, type Placed, placeMarks, textWidth } from './placement.ts';
import type { Scale } from './scale.ts';

interface EventMark extends Mark {
	readonly item: StripItem;
}

/** The bars of one lane. Crowded bars become one block that says how many it holds and zooms in when pressed. */
export function LaneEvents({
	lane,
	items,
	scale,
}: {
	lane: LaneBox;
	items: readonly StripItem[];
	scale: Scale;
}) {
	const { state, replay } = useWorkspace();
	const marks = marksInView(items, scale, state.event);
	const crowded = marks.length * 7 > scale.right - scale.left;
	const placed = placeMarks(marks, crowded ? 1 : lane.rows, 1);
	const next = nextInRow(placed);
	return (
		<g>
			{placed.map((place, index) => {
				const y = lane.rowY + place.row * rowHeight;
				if (place.type === 'cluster')
					return <Cluster key={place.marks[0]?.id} place={place} y={y} />;
				const { item, x0, x1 } = place.mark;
				const id = item.event.eventId;
				const room = Math.min(next[index] ?? scale.right, foldAfter(scale, x1)) - x1 - 10;
				return (
					<g
						key={id}
						data-event={id}
						className="cursor-pointer transition-opacity duration-300"
						opacity={replay.faded.has(id) ? 0.22 : 1}
					>
						<Bar item={item} x={x0} y={y} width={x1 - x0} selected={id === state.event} />
						<BarLabel
							item={item}
							x={x1 + 5}
							y={y + 8.5}
							room={room}
							struck={replay.faded.has(id)}
						/>
					</g>
				);
			})}
		</g>
	);
}

function marksInView(
	items: readonly StripItem[],
	scale: Scale,
	selected: string | null,
): EventMark[] {
	const from = scale.time(scale.left);
	const to = scale.time(scale.right);
	return items
		.filter((item) => item.start <= to && item.end >= from)
		.map((item) => {
			const x0 = Math.max(scale.x(item.start), scale.left - 20);
			const x1 = Math.max(
				x0 + (item.untimed ? 10 : 5),
				Math.min(scale.x(item.end), scale.right + 20),
			);
			const keep = item.event.step !== null || item.event.eventId === selected;
			return { id: item.event.eventId, x0, x1, keep, item };
		});
}

/** For each placed mark, where the next one in its row begins. */
function nextInRow(placed: readonly Placed<EventMark>[]): (number | undefined)[] {
	const begin = (place: Placed<EventMark>): number =>
		place.type === 'mark' ? place.mark.x0 : place.x0;
	const order = placed
		.map((_, index) => index)
		.sort((a, b) => begin(placed[b] as Placed<EventMark>) - begin(placed[a] as Placed<EventMark>));
	const seen = new Map<number, number>();
	const next: (number | undefined)[] = [];
	for (const index of order) {
		const place = placed[index] as Placed<EventMark>;
		next[index] = seen.get(place.row);
		seen.set(place.row, begin(place));
	}
	return next;
}

/** Where the next fold begins: no label runs across it. */
const foldAfter = (scale: Scale, x: number): number =>
	scale.folds.find((seen) => seen.x >= x)?.x ?? Number.POSITIVE_INFINITY;

export function eventColor(item: StripItem): string {
	const { event } = item;
	if (event.outcome === 'denied' || event.outcome === 'error') return 'var(--deny)';
	if (event.kind === 'prompt') return 'var(--accent)';
	if (event.role === 'credential-exposure') return 'var(--expose)';
	if (event.actionClass !== null) return actionFaces[event.actionClass].color;
	return event.lane === 'task' ? 'var(--idle)' : 'var(--read)';
}

function Bar({
	item,
	x,
	y,
	width,
	selected,
}: {
	item: StripItem;
	x: number;
	y: number;
	width: number;
	selected: boolean;
}) {
	const refused = item.event.outcome === 'denied' || item.event.outcome === 'error';
	const color = eventColor(item);
	const height = rowHeight - 2;
	return (
		<>
			{selected && (
				<rect
					x={x - 2.5}
					y={y - 2.5}
					width={width + 5}
					height={height + 5}
					rx={5}
					fill="none"
					className="stroke-text"
					strokeWidth={1.5}
				/>
			)}
			<rect
				x={x}
				y={y}
				width={width}
				height={height}
				rx={Math.min(3, width / 2)}
				fill={refused || item.untimed ? 'var(--bg)' : color}
				stroke={color}
				strokeWidth={refused || item.untimed ? 1.5 : 0}
				strokeDasharray={item.untimed ? '3 1.5' : undefined}
			/>
			{refused && width > 4 && (
				<path
					d={`M${x + 1} ${y + height - 1} L${x + Math.min(width, height) - 1} ${y + 1}`}
					stroke={color}
					strokeWidth={1.5}
				/>
			)}
			{/* A bar of few pixels is still easy to hit. */}
			<rect
				x={x - 4}
				y={y - 2}
				width={Math.max(width + 8, 14)}
				height={height + 4}
				fill="transparent"
			/>
		</>
	);
}

function BarLabel({
	item,
	x,
	y,
	room,
	struck,
}: {
	item: StripItem;
	x: number;
	y: number;
	room: number;
	struck: boolean;
}) {
	const { event } = item;
	const words = event.lane === 'task' ? event.summary : (event.operation ?? event.summary);
	const text = fitted(inertLine(words), room);
	if (text === null) return null;
	return (
		<text
			x={x}
			y={y}
			className="pointer-events-none fill-muted text-[10.5px]"
			textDecoration={struck ? 'line-through' : undefined}
		>
			{text}
		</text>
	);
}

function fitted(text: string, room: number): string | null {
	if (textWidth(text, 10.5) <= room) return text;
	const count = Math.floor(room / (10.5 * 0.6)) - 1;
	return count < 6 ? null : `${text.slice(0, count).trimEnd()}…`;
}

function Cluster({
	place,
	y,
}: {
	place: Extract<Placed<EventMark>, { type: 'cluster' }>;
	y: number;
}) {
	const { replay } = useWorkspace();
	const width = Math.max(place.x1 - place.x0, 8);
	const label = String(place.marks.length);
	const first = place.marks[0]?.item;
	const last = place.marks.at(-1)?.item;
	const strongest =
		place.marks.find((mark) => mark.item.event.actionClass === 'destroy') ?? place.marks[0];
	const faded = place.marks.every((mark) => replay.faded.has(mark.id));
	return (
		<g
			data-zoom={first === undefined ? undefined : `${first.start}~${last?.end ?? first.end}`}
			className="cursor-zoom-in"
			opacity={faded ? 0.22 : 1}
		>
			<title>{`${label} events; press to zoom in`}</title>
			<rect
				x={place.x0}
				y={y}
				width={width}
				height={rowHeight - 2}
				rx={3}
				fill={strongest === undefined ? 'var(--read)' : eventColor(strongest.item)}
				fillOpacity={0.4}
				stroke={strongest === undefined ? 'var(--read)' : eventColor(strongest.item)}
			/>
			{width > textWidth(label, 9.5) + 4 && (
				<text
					x={place.x0 + width / 2}
					y={y + 8.5}
					textAnchor="middle"
					className="pointer-events-none fill-text font-mono text-[9.5px]"
				>
					{label}
				</text>
			)}
		</g>
	);
}
