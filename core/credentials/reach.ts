import type { InventoryResource } from '../incidents/inventory.ts';
import type { Credential, Scope, ScopeLevel } from './credential.ts';
import { greatestLevel, levelRank } from './levels.ts';
import type { ReachedResource } from './views.ts';

const ancestorsMax = 20;

/** Resources as reach looks them up: by provider, by id or name, by what they are copies of. */
interface ResourceIndex {
	readonly byProvider: ReadonlyMap<string, readonly Placed[]>;
	readonly copiesOf: ReadonlyMap<string, readonly InventoryResource[]>;
}

/** A resource with what it lives in, from the inside out, and the names that a scope can call these. */
interface Placed {
	readonly resource: InventoryResource;
	readonly ids: ReadonlySet<string>;
	readonly names: ReadonlySet<string>;
}

/** One index for each list of resources: it is made once for all credentials of a workspace. */
const indexes = new WeakMap<readonly InventoryResource[], ResourceIndex>();

function indexOf(resources: readonly InventoryResource[]): ResourceIndex {
	const made = indexes.get(resources);
	if (made !== undefined) return made;
	const byId = new Map(resources.map((resource) => [resource.id, resource]));
	const byProvider = new Map<string, Placed[]>();
	const copiesOf = new Map<string, InventoryResource[]>();
	for (const resource of resources) {
		const line = lineage(resource, byId);
		const names = line.flatMap((each) => [each.id, ...(each.name === null ? [] : [each.name])]);
		append(byProvider, resource.provider, {
			resource,
			ids: new Set(line.map((each) => each.id)),
			names: new Set(names.map((name) => name.toLowerCase())),
		});
		if (resource.copyOf !== null) append(copiesOf, resource.copyOf, resource);
	}
	const index = { byProvider, copiesOf };
	indexes.set(resources, index);
	return index;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [item]);
	else list.push(item);
}

/** The resources that a credential reaches, by its scopes and by the inventory's word. */
export function reachOf(
	credential: Pick<Credential, 'provider' | 'scopes' | 'reaches'>,
	resources: readonly InventoryResource[],
): ReachedResource[] {
	const scopes = credential.scopes.state === 'value' ? credential.scopes.value : [];
	const { reaches } = credential;
	if (scopes.length === 0 && reaches.length === 0) return [];
	return (indexOf(resources).byProvider.get(credential.provider) ?? []).flatMap((placed) => {
		const covering = scopes.filter((scope) => covers(scope, placed));
		const named = reaches.includes('*') || reaches.some((id) => placed.ids.has(id));
		if (covering.length === 0 && !named) return [];
		const granted = covering.length > 0 ? covering : scopes;
		const level = greatestLevel(granted.map((scope) => scope.level)) ?? 'read';
		const strongest = covering.find((scope) => scope.level === level) ?? null;
		return [reached(placed.resource, level, strongest)];
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

function covers(scope: Scope, { resource, names }: Placed): boolean {
	const { environment } = resource;
	const elsewhere =
		scope.environment !== 'unknown' &&
		scope.environment !== 'shared' &&
		environment !== 'unknown' &&
		environment !== 'shared' &&
		scope.environment !== environment;
	if (elsewhere) return false;
	if (scope.resource === '*') return true;
	if (!scope.resource.includes('*')) return names.has(scope.resource.toLowerCase());
	return [...names].some((name) => globMatches(scope.resource, name));
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
	const { copiesOf } = indexOf(resources);
	const destroyable = new Map(
		reach
			.filter((each) => levelRank(each.level) >= levelRank('destroy'))
			.map((each) => [each.id, each]),
	);
	return [...destroyable.values()]
		.filter((each) => each.copyOf === null)
		.flatMap((data) => {
			const all = copiesOf.get(data.id) ?? [];
			const copies = all.flatMap((each) => destroyable.get(each.id) ?? []);
			const surviving = all.filter((each) => !destroyable.has(each.id));
			return copies.length === 0 ? [] : [{ data, copies, surviving }];
		})
		.sort((a, b) => a.surviving.length - b.surviving.length);
}

/** Copies by the id of what they are copies of. */
export const copiesByData = (
	resources: readonly InventoryResource[],
): ReadonlyMap<string, readonly InventoryResource[]> => indexOf(resources).copiesOf;
