/** Where a secret stands in a text. */
export interface Match {
	readonly start: number;
	readonly end: number;
	readonly kind: string;
	/** Of overlapping matches the higher rank wins, then the longer one. */
	readonly rank: Rank;
	/** What named it: variable, header, flag; null where it stood alone. */
	readonly label: string | null;
	/** Seen, and left readable: an identifier such as an access key id. */
	readonly readable?: boolean;
	/** The secret itself where the text holds it encoded; otherwise the text is the secret. */
	readonly secret?: string;
}

export const ranks = { known: 0, generic: 1, named: 2, shaped: 3, block: 4 } as const;
export type Rank = (typeof ranks)[keyof typeof ranks];

/** Non-overlapping matches in order of position. */
export function resolveOverlaps(matches: readonly Match[]): Match[] {
	if (matches.length < 2) return [...matches];
	const best = [...matches].sort(
		(a, b) => b.rank - a.rank || b.end - b.start - (a.end - a.start) || a.start - b.start,
	);
	const byStart = [...matches].sort((a, b) => a.start - b.start || b.end - a.end);
	if (byStart.every((m, i) => i === 0 || (byStart[i - 1] as Match).end <= m.start)) return byStart;
	const chosen = new OccupiedSpans();
	for (const match of best) chosen.add(match);
	return chosen.inOrder();
}

/** Spans kept sorted, so that adding one costs a binary search and a move. */
class OccupiedSpans {
	private readonly spans: Match[] = [];

	add(match: Match): void {
		let low = 0;
		let high = this.spans.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.spans[middle] as Match).start < match.start) low = middle + 1;
			else high = middle;
		}
		const previous = this.spans[low - 1];
		const following = this.spans[low];
		if (previous !== undefined && previous.end > match.start) return;
		if (following !== undefined && following.start < match.end) return;
		this.spans.splice(low, 0, match);
	}

	inOrder(): Match[] {
		return this.spans;
	}
}
