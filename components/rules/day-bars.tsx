/** Hits a day as bars; the number beside it says what they sum up to. */
export function DayBars({
	days,
	lastDay,
	width = 90,
	height = 18,
}: {
	days: readonly number[];
	lastDay: string | null;
	width?: number;
	height?: number;
}) {
	if (days.length === 0) return null;
	const most = Math.max(...days, 1);
	const step = width / days.length;
	return (
		<svg
			width={width}
			height={height}
			role="img"
			aria-label={`${days.reduce((sum, hits) => sum + hits, 0)} in the ${days.length} days up to ${lastDay}, at most ${most} a day`}
			className="flex-none text-accent"
		>
			<line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line2" />
			{days.map((hits, index) => {
				const bar = hits === 0 ? 0 : Math.max((hits / most) * (height - 2), 2);
				return (
					<rect
						// biome-ignore lint/suspicious/noArrayIndexKey: days in their order
						key={index}
						x={index * step + 0.25}
						y={height - bar}
						width={Math.max(step - 0.75, 0.75)}
						height={bar}
						fill="currentColor"
					/>
				);
			})}
		</svg>
	);
}
