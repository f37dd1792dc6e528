/** Where labels of moments go on a line, so that none covers another. Pixels. */
export interface LabelledMoment {
	readonly x: number;
	/** Width of its label; 0: none. */
	readonly labelPx: number;
}

export interface PlacedMoment<M extends LabelledMoment> {
	readonly moment: M;
	/** Counted from the top. */
	readonly row: number;
	/** Whether the label stands before the mark: after it, it would run off the end. */
	readonly before: boolean;
}

const markPx = 10;
const gapPx = 10;

/**
 * Puts each mark with its label into the first row where both have room. `moments` stand in order
 * of `x`; `widthPx` is where the line ends. At least one row.
 */
export function placeMoments<M extends LabelledMoment>(
	moments: readonly M[],
	widthPx: number,
): { readonly placed: readonly PlacedMoment<M>[]; readonly rows: number } {
	const ends: number[] = [];
	const placed = moments.map((moment) => {
		const whole = markPx + moment.labelPx;
		const before = moment.x + whole > widthPx && moment.x - whole > 0;
		const from = before ? moment.x - whole : moment.x - markPx / 2;
		const to = before ? moment.x + markPx / 2 : moment.x + whole;
		const free = ends.findIndex((end) => end + gapPx <= from);
		const row = free === -1 ? ends.length : free;
		ends[row] = to;
		return { moment, row, before };
	});
	return { placed, rows: Math.max(ends.length, 1) };
}
