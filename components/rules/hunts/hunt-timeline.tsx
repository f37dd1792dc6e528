import type { HuntResult } from '@/core/detection/hunt-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Time } from '../../ui/time.tsx';

const [width, height] = [600, 56];

/** How much time a bar stands for. */
function partInWords(from: string, to: string, parts: number): string {
	const seconds = (Date.parse(to) - Date.parse(from)) / 1_000 / parts;
	const units = [
		['day', 86_400],
		['hour', 3_600],
		['minute', 60],
		['second', 1],
	] as const;
	const [unit, size] = units.find(([, size]) => seconds >= size) ?? units[3];
	const count = Math.max(1, Math.round(seconds / size));
	return count === 1 ? `a${unit === 'hour' ? 'n' : ''} ${unit}` : `${count} ${unit}s`;
}

/** Kept matches over the time that they span. */
export function HuntTimeline({ hunt }: { hunt: HuntResult }) {
	const { timeline, untimed } = hunt;
	if (timeline === null)
		return <p className="text-xs text-muted">What was found has no time ({untimed}).</p>;
	const { counts, from, to } = timeline;
	const most = Math.max(...counts, 1);
	const step = width / counts.length;
	return (
		<figure className="grid gap-1">
			<svg
				viewBox={`0 0 ${width} ${height}`}
				preserveAspectRatio="none"
				role="img"
				aria-label={`At most ${most} matches in ${partInWords(from, to, counts.length)}`}
				className="h-14 w-full text-accent"
			>
				<line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line2" />
				{counts.map((count, index) => {
					const bar = count === 0 ? 0 : Math.max((count / most) * (height - 2), 2);
					return (
						<rect
							// biome-ignore lint/suspicious/noArrayIndexKey: parts of time in their order
							key={index}
							x={index * step + 0.5}
							y={height - bar}
							width={step - 1}
							height={bar}
							fill="currentColor"
						/>
					);
				})}
			</svg>
			<figcaption className="flex flex-wrap justify-between gap-2 text-2xs text-muted">
				<Time micros={parseTime(from)} />
				<span className="max-sm:order-last max-sm:w-full">
					at most {most.toLocaleString('en')} in {partInWords(from, to, counts.length)}
				</span>
				{untimed > 0 && <span>{untimed.toLocaleString('en')} without a time</span>}
				<Time micros={parseTime(to)} />
			</figcaption>
		</figure>
	);
}
