import {
	type Effect,
	type Environment,
	environments,
	type IncidentDocument,
	type Resource,
} from '@/core/incidents/document.ts';
import { resourceKey } from './strip/model.ts';

/** One resource that was touched, what happened to it, and what fell with it. */
export interface TreeNode {
	readonly key: string;
	readonly resource: Resource;
	readonly effects: readonly { readonly index: number; readonly effect: Effect }[];
	readonly children: readonly TreeNode[];
}

export interface EnvironmentGroup {
	readonly environment: Environment;
	/** What the topmost resources live in (a project, an account), where known and itself untouched. */
	readonly containers: readonly { readonly id: string; readonly name: string | null }[];
	readonly roots: readonly TreeNode[];
}

interface Growing {
	key: string;
	resource: Resource;
	effects: { index: number; effect: Effect }[];
	children: Growing[];
}

/**
 * Effects as trees of what contains what, production first. A resource hangs under the one that
 * contains it, where that was touched too; what fell by containment without saying in what, hangs
 * under what the same event hit directly.
 */
export function resourceTrees(document: IncidentDocument): EnvironmentGroup[] {
	const nodes = new Map<string, Growing>();
	document.effects.forEach((effect, index) => {
		const key = resourceKey(effect.resource);
		const node = nodes.get(key) ?? { key, resource: effect.resource, effects: [], children: [] };
		node.effects.push({ index, effect });
		nodes.set(key, node);
	});
	const roots: Growing[] = [];
	for (const node of nodes.values()) {
		const parent = parentOf(node, nodes);
		if (parent === undefined || descends(parent, node)) roots.push(node);
		else parent.children.push(node);
	}
	return environments.flatMap((environment): EnvironmentGroup[] => {
		const own = roots.filter((node) => node.resource.environment === environment);
		if (own.length === 0) return [];
		const containers = new Map<string, string | null>();
		for (const { resource } of own) {
			if (resource.containedIn == null) continue;
			const name = resource.containedInName ?? containers.get(resource.containedIn) ?? null;
			containers.set(resource.containedIn, name);
		}
		return [
			{ environment, containers: [...containers].map(([id, name]) => ({ id, name })), roots: own },
		];
	});
}

function parentOf(node: Growing, nodes: ReadonlyMap<string, Growing>): Growing | undefined {
	const { containedIn } = node.resource;
	const all = [...nodes.values()].filter((other) => other !== node);
	if (containedIn != null) {
		const container = all.find((other) => other.resource.id === containedIn);
		if (container !== undefined) return container;
	}
	const via = node.effects.find(({ effect }) => effect.viaContainment)?.effect;
	if (via === undefined) return undefined;
	return all.find((other) =>
		other.effects.some(({ effect }) => !effect.viaContainment && effect.eventId === via.eventId),
	);
}

/** Whether `node` lies under `other` already: logs may claim that things contain each other. */
const descends = (node: Growing, other: Growing): boolean =>
	node === other || other.children.some((child) => descends(node, child));

/** How many effects of each class, in words: `3 destroyed · 1 exposed`. */
export function effectCounts(effects: readonly Effect[]): string {
	const counts = new Map<string, number>();
	for (const effect of effects) counts.set(effect.class, (counts.get(effect.class) ?? 0) + 1);
	return [...counts].map(([name, count]) => `${count} ${name}`).join(' · ');
}
