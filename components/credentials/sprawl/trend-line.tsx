import type { Movement } from '@/core/credentials/trend.ts';

/** A figure over the kept days; nothing where there is one day only. Its words stand beside it. */
export function TrendLine({ values }: { values: readonly number[] }) {
	if (values.length < 2) return null;
	const [width, height] = [88, 22];
	const most = Math.max(...values, 1);
	const least = Math.min(...values);
	const span = Math.max(most - least, 1);
	const points = values.map((value, index) => {
		const x = (index / (values.length - 1)) * (width - 2) + 1;
		const y = height - 2 - ((value - least) / span) * (height - 4);
		return `${x.toFixed(1)},${y.toFixed(1)}`;
	});
	return (
		<svg aria-hidden width={width} height={height} className="text-muted">
			<polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth={1.5} />
		</svg>
	);
}

/** How a figure moved, in words; `up` says whether more is worse. */
export function MovementText({ movement }: { movement: Movement | null }) {
	if (movement === null) return <span className="text-2xs text-muted">no earlier day</span>;
	const { by, since } = movement;
	return (
		<span className="text-2xs text-muted" title={`since ${since}`}>
			{by === 0 ? 'as on ' : `${by > 0 ? '▲' : '▼'} ${Math.abs(by).toLocaleString('en')} since `}
			{since}
		</span>
	);
}
