'use client';
import { inertLine } from '../../ui/inert-text.tsx';
import { useWorkspace } from '../workspace-context.tsx';
import { credentialRow, type LaneBox } from './layout.ts';
import { textWidth } from './placement.ts';
import type { Scale } from './scale.ts';

/** From where a credential was obtained (filled) to its last use (rings), a row each. */
export function CredentialLines({ lane, scale }: { lane: LaneBox; scale: Scale }) {
	const { model, replay, state } = useWorkspace();
	return (
		<g>
			{model.credentials.slice(0, 3).map((line, index) => {
				const y = lane.rowY + index * credentialRow + 9;
				const first = line.points[0]?.eventId;
				const gone = first !== undefined && replay.faded.has(first);
				const startX = Math.max(scale.x(line.start), scale.left);
				const whole = inertLine(
					`${line.label}${line.points[0]?.type === 'obtained' ? '' : ' (origin not in these logs)'}`,
				);
				const room = Math.max(scale.right - startX, startX - scale.left) - 18;
				const label = cut(whole, room);
				const wide = textWidth(label, 10.5);
				const fits = startX + 9 + wide < scale.right || startX - 9 - wide < scale.left;
				return (
					<g
						key={line.fingerprint}
						className="transition-opacity duration-300"
						opacity={gone ? 0.22 : 1}
					>
						<path
							d={`M${scale.x(line.start)} ${y} H${scale.x(line.end)}`}
							className="fill-none stroke-expose"
							strokeWidth={1.5}
							strokeDasharray="3 3"
						/>
						<text
							x={fits ? startX + 15 : startX - 15}
							y={y - 6}
							textAnchor={fits ? 'start' : 'end'}
							className="pointer-events-none fill-muted text-[10.5px]"
						>
							{label !== whole && <title>{whole}</title>}
							{label}
						</text>
						{line.points.map((point) => (
							<g
								key={`${point.eventId}${point.type}`}
								data-event={point.eventId}
								className="cursor-pointer transition-opacity duration-300"
								opacity={replay.faded.has(point.eventId) ? 0.3 : 1}
							>
								<circle
									cx={scale.x(point.time)}
									cy={y}
									r={point.type === 'obtained' ? 5 : 4}
									className={point.type === 'obtained' ? 'fill-expose' : 'fill-bg stroke-expose'}
									strokeWidth={2}
								/>
								{state.event === point.eventId && (
									<circle
										cx={scale.x(point.time)}
										cy={y}
										r={8}
										className="fill-none stroke-text"
										strokeWidth={1.5}
									/>
								)}
								<circle cx={scale.x(point.time)} cy={y} r={9} fill="transparent" />
							</g>
						))}
					</g>
				);
			})}
		</g>
	);
}

/** As much of a label as fits, with an ellipsis where it was cut. */
function cut(label: string, roomPx: number): string {
	const whole = textWidth(label, 10.5);
	if (whole <= roomPx) return label;
	const keep = Math.max(Math.floor((label.length * roomPx) / whole) - 1, 3);
	return `${label.slice(0, keep)}…`;
}
