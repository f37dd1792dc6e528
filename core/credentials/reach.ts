import type { InventoryResource } from '../incidents/inventory.ts';
import type { Credential, Scope, ScopeLevel } from './credential.ts';
import { greatestLevel, levelRank } from './levels.ts';
import type { ReachedResource } from './views.ts';

const ancestorsMax = 20;

/** The resources that a credential reaches, by its scopes and by the inventory's word. */
export function reachOf(
	credential: Credential,
	resources: readonly InventoryResource[],
): ReachedResource[] {
	const byId = new Map(resources.map((resource) => [resource.id, resource]));
	const scopes = credential.scopes.state === 'value' ? credential.scopes.value : [];
	return resources
		.filter((resource) => resource.provider === credential.provider)
		.flatMap((resource) => {
			const line = lineage(resource, byId);
			const covering = scopes.filter((scope) => line.some((each) => covers(scope, each, resource)));
			const named =
				credential.reaches.includes('*') ||
				line.some((each) => credential.reaches.includes(each.id));
			if (covering.length === 0 && !named) return [];
			const granted = covering.length > 0 ? covering : named ? scopes : [];
			const level = greatestLevel(granted.map((scope) => scope.level)) ?? 'read';
			return [reached(resource, level, covering[0] ?? null)];
		});
}

function reached(
	resource: InventoryResource,
	level: ScopeLevel,
	scope: Scope | null,
): ReachedResource {
	const { provider, kind, id, name, environment, copyOf, containedIn } = resource;
	const reason =
		scope === null
			? 'the inventory names it'
			: `${scope.permission === '*' ? 'everything' : scope.permission} on ${scope.resource === '*' ? 'everything' : scope.resource}`;
	return { provider, kind, id, name, environment, copyOf, containedIn, level, reason };
}

/** The resource and what it lives in, from the inside out. */
function lineage(
	resource: InventoryResource,
	byId: ReadonlyMap<string, InventoryResource>,
): InventoryResource[] {
	const line = [resource];
	let current: InventoryResource | undefined = resource;
	while (current?.containedIn != null && line.length < ancestorsMax) {
		current = byId.get(current.containedIn);
		if (current === undefined || line.includes(current)) break;
		line.push(current);
	}
	return line;
}

function covers(scope: Scope, at: InventoryResource, target: InventoryResource): boolean {
	const { environment } = target;
	const elsewhere =
		scope.environment !== 'unknown' &&
		scope.environment !== 'shared' &&
		environment !== 'unknown' &&
		environment !== 'shared' &&
		scope.environment !== environment;
	if (elsewhere) return false;
	return (
		scope.resource === '*' ||
		globMatches(scope.resource, at.id) ||
		(at.name !== null && globMatches(scope.resource, at.name))
	);
}

/** `*` stands for any characters. Linear in the text for each part. */
export function globMatches(pattern: string, text: string): boolean {
	const parts = pattern.toLowerCase().split('*');
	const subject = text.toLowerCase();
	const [first = '', ...rest] = parts;
	if (rest.length === 0) return subject === first;
	if (!subject.startsWith(first)) return false;
	let position = first.length;
	const last = rest.pop() ?? '';
	for (const part of rest) {
		const found = subject.indexOf(part, position);
		if (found < 0) return false;
		position = found + part.length;
	}
	return subject.length - last.length >= position && subject.endsWith(last);
}

/** Data whose copies a credential can destroy together with it. */
export interface DestroyableData {
	readonly data: ReachedResource;
	readonly copies: readonly ReachedResource[];
	/** Copies that it cannot destroy. */
	readonly surviving: readonly InventoryResource[];
}

/** Where one credential destroys data and at least one of its copies; worst first. */
export function destroyableWithCopies(
	reach: readonly ReachedResource[],
	resources: readonly InventoryResource[],
): DestroyableData[] {
	const destroyable = new Map(
		reach
			.filter((each) => levelRank(each.level) >= levelRank('destroy'))
			.map((each) => [each.id, each]),
	);
	return [...destroyable.values()]
		.filter((each) => each.copyOf === null)
		.flatMap((data) => {
			const all = resources.filter((each) => each.copyOf === data.id);
			const copies = all.flatMap((each) => destroyable.get(each.id) ?? []);
			const surviving = all.filter((each) => !destroyable.has(each.id));
			return copies.length === 0 ? [] : [{ data, copies, surviving }];
		})
		.sort((a, b) => a.surviving.length - b.surviving.length);
}
