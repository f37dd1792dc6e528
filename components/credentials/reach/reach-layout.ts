import type { ReachCopy, ReachTree } from '@/core/credentials/views.ts';

export const nodePx = 30;
const treeGapPx = 12;
const copiesShown = 5;

/** A tree with its place: the data stands in the middle of its copies. */
export interface PlacedTree {
	readonly tree: ReachTree;
	readonly top: number;
	readonly height: number;
	/** Centre of the data's node. */
	readonly y: number;
	readonly copies: readonly { readonly copy: ReachCopy; readonly y: number }[];
	/** Copies that are not drawn, and where that is said; null: all are. */
	readonly rest: { readonly count: number; readonly y: number } | null;
}

/** Places trees below each other, so that nothing overlaps; bounded copies each, with the rest counted. */
export function placeTrees(trees: readonly ReachTree[]): {
	readonly placed: readonly PlacedTree[];
	readonly height: number;
} {
	let top = 0;
	const placed = trees.map((tree): PlacedTree => {
		const shown = tree.copies.slice(0, copiesShown);
		const left = tree.copiesInAll - shown.length;
		const lines = Math.max(1, shown.length + (left > 0 ? 1 : 0));
		const height = lines * nodePx;
		const line = (index: number) => top + index * nodePx + nodePx / 2;
		const result = {
			tree,
			top,
			height,
			y: top + height / 2,
			copies: shown.map((copy, index) => ({ copy, y: line(index) })),
			rest: left > 0 ? { count: left, y: line(shown.length) } : null,
		};
		top += height + treeGapPx;
		return result;
	});
	return { placed, height: Math.max(nodePx, top - treeGapPx) };
}
