/** Where marks go so that none covers another. Everything here is in pixels. */

export interface Mark {
	readonly id: string;
	readonly x0: number;
	readonly x1: number;
	/** A mark that must stay on its own: a chain step, the selection. Never swallowed by a cluster. */
	readonly keep: boolean;
}

export type Placed<M extends Mark> =
	| { readonly type: 'mark'; readonly mark: M; readonly row: number }
	| {
			readonly type: 'cluster';
			readonly marks: readonly M[];
			readonly x0: number;
			readonly x1: number;
			readonly row: number;
	  };

/** A cluster is at most this wide, so that many of them still show where it was busy. */
const clusterPx = 24;

/**
 * Puts marks, sorted by `x0`, into at most `rows` rows. What finds no free row joins the cluster
 * that is in its way. A lane of five thousand marks yields at most a few hundred shapes.
 */
export function placeMarks<M extends Mark>(
	marks: readonly M[],
	rows: number,
	gap: number,
): Placed<M>[] {
	const ends: number[] = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
	const clusters: (M[] | null)[] = Array.from({ length: rows }, () => null);
	const placed: Placed<M>[] = [];
	const last = rows - 1;
	const close = (row: number): void => {
		const open = clusters[row];
		if (open == null || open.length === 0) return;
		const first = open[0] as M;
		if (open.length === 1) placed.push({ type: 'mark', mark: first, row });
		else {
			const x1 = open.reduce((most, mark) => Math.max(most, mark.x1), first.x1);
			const right = Math.min(x1, first.x0 + clusterPx);
			placed.push({ type: 'cluster', marks: open, x0: first.x0, x1: right, row });
		}
		clusters[row] = null;
	};
	for (const mark of marks) {
		const free = ends.findIndex((end) => mark.x0 >= end + gap);
		const row = free === -1 ? last : free;
		if (mark.keep) {
			placed.push({ type: 'mark', mark, row });
			ends[row] = Math.max(ends[row] as number, mark.x1);
			continue;
		}
		const full = mark.x0 - (clusters[row]?.[0]?.x0 ?? mark.x0) > clusterPx;
		if (free !== -1 || full) close(row);
		const open = clusters[row];
		if (open == null) clusters[row] = [mark];
		else open.push(mark);
		ends[row] = Math.max(ends[row] as number, mark.x1);
	}
	for (let row = 0; row < rows; row += 1) close(row);
	return placed;
}

/**
 * Moves points, sorted, as little as it takes to stand `apart` pixels from one another between
 * `low` and `high`; where there is no room for that, they stand as evenly as they can.
 */
export function spread(
	points: readonly number[],
	apart: number,
	low: number,
	high: number,
): number[] {
	if (points.length === 0) return [];
	const step = points.length === 1 ? apart : Math.min(apart, (high - low) / (points.length - 1));
	interface Group {
		centre: number;
		count: number;
	}
	const groups: Group[] = [];
	const startOf = (group: Group): number =>
		Math.min(
			Math.max(group.centre - ((group.count - 1) * step) / 2, low),
			high - (group.count - 1) * step,
		);
	for (const point of points) {
		groups.push({ centre: point, count: 1 });
		while (groups.length > 1) {
			const right = groups.at(-1) as Group;
			const left = groups.at(-2) as Group;
			if (startOf(left) + left.count * step <= startOf(right) + 1e-9) break;
			const count = left.count + right.count;
			const centre = (left.centre * left.count + right.centre * right.count) / count;
			groups.splice(-2, 2, { centre, count });
		}
	}
	return groups.flatMap((group) =>
		Array.from({ length: group.count }, (_, index) => startOf(group) + index * step),
	);
}

export interface Label {
	readonly x: number;
	readonly width: number;
}

/** For labels, sorted by `x`, the first row in which each fits; null where none has room. */
export function labelRows(labels: readonly Label[], rows: number, gap = 10): (number | null)[] {
	const ends: number[] = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
	return labels.map((label) => {
		const row = ends.findIndex((end) => label.x >= end + gap);
		if (row === -1) return null;
		ends[row] = label.x + label.width;
		return row;
	});
}

/** Width of a text in a system sans at `size` pixels: an upper estimate, so that labels keep apart. */
export const textWidth = (text: string, size: number): number => text.length * size * 0.6;
