const steps: readonly (readonly [ms: number, unit: string])[] = [
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'min'],
	[1_000, 's'],
];

/** How long events take to get here: `1.4 s`, `3 min`, `12 d`; a dash where none states a time. */
export function lagWords(lagMs: number | null): string {
	if (lagMs === null) return '–';
	if (lagMs < 0) return 'ahead';
	const step = steps.find(([ms]) => lagMs >= ms);
	if (step === undefined) return `${Math.round(lagMs)} ms`;
	const value = lagMs / step[0];
	return `${value < 10 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${step[1]}`;
}
