import type { InventoryResource } from '../incidents/inventory.ts';
import type { ScopeLevel } from './credential.ts';
import { levelRank } from './levels.ts';
import { copiesByData } from './reach.ts';
import type { ReachCopy, ReachedResource, ReachTree } from './views.ts';

const treesMax = 60;
const copiesMax = 20;

/**
 * What a credential reaches, as data with its copies: those first whose every copy falls with them,
 * then by what it can do to them. A copy of data that it does not reach stands by itself.
 */
export function reachTrees(
	reach: readonly ReachedResource[],
	resources: readonly InventoryResource[],
): { readonly trees: readonly ReachTree[]; readonly more: number } {
	const levelOf = new Map(reach.map((each) => [keyOf(each), each.level]));
	const reachedIds = new Set(reach.map(({ id }) => id));
	const copiesOf = copiesByData(resources);
	const trees = reach
		.filter(({ copyOf }) => copyOf === null || !reachedIds.has(copyOf))
		.map((resource): ReachTree => {
			const all = copiesOf.get(resource.id) ?? [];
			const copies = all.map(
				(copy): ReachCopy => ({
					provider: copy.provider,
					kind: copy.kind,
					id: copy.id,
					name: copy.name,
					environment: copy.environment,
					level: levelOf.get(keyOf(copy)) ?? null,
				}),
			);
			const destroyed = copies.filter(({ level }) => level === 'destroy').length;
			return {
				resource,
				copies: copies.slice(0, copiesMax),
				copiesInAll: copies.length,
				copiesDestroyed: destroyed,
				fate: fateOf(resource.level, copies.length, destroyed),
			};
		})
		.sort(
			(a, b) =>
				fates.indexOf(a.fate) - fates.indexOf(b.fate) ||
				levelRank(b.resource.level) - levelRank(a.resource.level) ||
				a.resource.id.localeCompare(b.resource.id),
		);
	return { trees: trees.slice(0, treesMax), more: Math.max(0, trees.length - treesMax) };
}

const keyOf = ({ provider, id }: { readonly provider: string; readonly id: string }): string =>
	`${provider}\0${id}`;

/** What one use of a credential could leave of data: gravest first. */
export const fates = [
	'all-lost',
	'copies-lost',
	'no-copy',
	'copies-left',
	'not-destroyed',
] as const;

function fateOf(level: ScopeLevel, copies: number, destroyed: number): ReachTree['fate'] {
	if (level !== 'destroy') return 'not-destroyed';
	if (copies === 0) return 'no-copy';
	if (destroyed === copies) return 'all-lost';
	return destroyed > 0 ? 'copies-lost' : 'copies-left';
}
