'use client';
import type { ControlReplay } from '@/core/incidents/document.ts';
import { controlNames } from '../replay.ts';
import { useWorkspace, type Workspace } from '../workspace-context.tsx';
import { markRow, type StripLayout } from './layout.ts';
import { labelRows, textWidth } from './placement.ts';
import type { Scale } from './scale.ts';

interface Stop {
	readonly eventId: string;
	readonly x: number;
	readonly controls: readonly ControlReplay[];
	readonly words: string;
}

/** Where each control would have stopped it; those that stop at the same event share a mark. Pressing one switches its controls. */
export function ControlMarks({ layout, scale }: { layout: StripLayout; scale: Scale }) {
	const { state, model, view } = useWorkspace();
	const stops = stopsOf(view, model, scale).filter(
		(stop) => stop.x >= scale.left - 1 && stop.x <= scale.right + 1,
	);
	const boxes = stops.map((stop) => {
		const roomRight = scale.right - stop.x - 22;
		const flipped = textWidth(stop.words, 10.5) > roomRight && stop.x - scale.left > roomRight;
		const text = clipped(stop.words, flipped ? stop.x - scale.left - 22 : roomRight);
		const width = textWidth(text, 10.5) + 22;
		return { stop, text, flipped, x: flipped ? stop.x - width : stop.x - 6, width };
	});
	const order = [...boxes].sort((a, b) => a.x - b.x);
	const rows = labelRows(order, layout.markRows, 4);
	return (
		<g>
			{order.map((box, index) => {
				const row = rows[index] ?? null;
				const y = layout.marksY + (row ?? 0) * markRow;
				const ids = box.stop.controls.map((control) => control.id);
				const on = ids.some((id) => state.controls.includes(id));
				const color = box.stop.controls.some((control) => control.verdict === 'prevents')
					? 'var(--create)'
					: 'var(--modify)';
				return (
					<g key={box.stop.eventId} data-controls={ids.join('.')} className="cursor-pointer">
						<title>{`Would have stopped here: ${box.stop.words}. Press to switch on or off.`}</title>
						<path
							d={`M${box.stop.x} ${layout.plotTop} V${y - 6}`}
							stroke={color}
							strokeDasharray={on ? undefined : '1 4'}
							opacity={on ? 0.9 : 0.45}
						/>
						<path
							d={`M${box.stop.x} ${y - 6} l5.5 6 l-5.5 6 l-5.5 -6 z`}
							fill={on ? color : 'var(--bg)'}
							stroke={color}
							strokeWidth={1.5}
						/>
						{row !== null && (
							<text
								x={box.flipped ? box.stop.x - 10 : box.stop.x + 10}
								y={y + 3.6}
								textAnchor={box.flipped ? 'end' : 'start'}
								fill={color}
								className="text-[10.5px]"
								fontWeight={on ? 650 : 400}
							>
								{box.text}
							</text>
						)}
					</g>
				);
			})}
		</g>
	);
}

const clipped = (text: string, room: number): string => {
	if (textWidth(text, 10.5) <= room) return text;
	return `${text.slice(0, Math.max(Math.floor(room / 6.3) - 1, 3)).trimEnd()}…`;
};

function stopsOf(view: Workspace['view'], model: Workspace['model'], scale: Scale): Stop[] {
	const groups = new Map<string, ControlReplay[]>();
	for (const control of view.document.controls) {
		if (control.stopsAt === null) continue;
		if (control.verdict !== 'prevents' && control.verdict !== 'limits') continue;
		groups.set(control.stopsAt, [...(groups.get(control.stopsAt) ?? []), control]);
	}
	return [...groups].flatMap(([eventId, controls]) => {
		const item = model.byId.get(eventId);
		if (item === undefined) return [];
		const words = controls.map((control) => controlNames[control.id].toLowerCase()).join(', ');
		return [{ eventId, x: scale.x(item.start), controls, words }];
	});
}

/** Rows that the labels of the marks need: at most three, on a narrow strip five. */
export function markRowsNeeded(view: Workspace['view'], width: number): number {
	const events = new Set(view.document.controls.flatMap((control) => control.stopsAt ?? []));
	return Math.min(Math.max(events.size, 1), width < 720 ? 5 : 3);
}
