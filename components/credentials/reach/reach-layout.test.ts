import { expect, test } from 'vitest';
import type { ReachTree } from '@/core/credentials/views.ts';
import { nodePx, placeTrees } from './reach-layout.ts';

const tree = (id: string, copies: number): ReachTree => ({
	resource: {
		provider: 'aws',
		kind: 'database',
		id,
		name: null,
		environment: 'production',
		copyOf: null,
		containedIn: null,
		level: 'destroy',
		reason: '',
	},
	copies: Array.from({ length: Math.min(copies, 20) }, (_, index) => ({
		provider: 'aws',
		kind: 'snapshot',
		id: `${id}-${index}`,
		name: null,
		environment: 'production' as const,
		level: null,
	})),
	copiesInAll: copies,
	copiesDestroyed: 0,
	fate: 'copies-left',
});

test('no node overlaps another, and copies beyond five are counted', () => {
	const { placed, height } = placeTrees([tree('a', 0), tree('b', 40), tree('c', 5)]);
	const ys = placed.flatMap(({ copies, rest, y }) =>
		copies.length === 0
			? [y]
			: [...copies.map((each) => each.y), ...(rest === null ? [] : [rest.y])],
	);
	for (const [index, y] of ys.entries()) {
		const before = ys[index - 1];
		if (before !== undefined) expect(y - before).toBeGreaterThanOrEqual(nodePx);
	}
	expect(placed[1]?.rest?.count).toBe(35);
	expect(placed[2]?.rest).toBeNull();
	expect(height).toBeGreaterThanOrEqual((ys.at(-1) ?? 0) + nodePx / 2);
});
