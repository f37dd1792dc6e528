import { canonicalName, type ProviderCatalogue } from '../actions/catalogue/catalogue.ts';
import { environmentNamed, environmentOfName } from '../actions/environment.ts';
import type { Event } from '../event/event.ts';
import type { Environment, Resource } from './document.ts';
import type { Inventory } from './inventory.ts';

/** What is known of one resource, from the inventory, providers' records and the answers that tools gave. */
export interface KnownResource {
	readonly provider: string;
	readonly id: string;
	kind: string;
	name: string | null;
	/** Environment → why it is stated. A resource that stands in several is shared between them. */
	readonly environments: Map<Exclude<Environment, 'unknown'>, string>;
	containedIn: string | null;
	copyOf: string | null;
	createdAt: string | null;
	/** From the inventory, or seen in a log. */
	readonly seen: 'inventory' | 'log';
}

/**
 * The resources of the world as the inputs show it. Ids are the keys: those that providers give are
 * unique enough within one investigation.
 */
export class World {
	readonly resources = new Map<string, KnownResource>();
	/** Environment id → name, for providers whose records carry only the id. */
	readonly #environmentNames = new Map<string, string>();
	readonly #catalogue: ProviderCatalogue;

	constructor(catalogue: ProviderCatalogue, inventory: Inventory) {
		this.#catalogue = catalogue;
		for (const entry of inventory.resources) {
			const environments = new Map<Exclude<Environment, 'unknown'>, string>();
			if (entry.environment !== 'unknown') environments.set(entry.environment, 'the inventory');
			this.resources.set(entry.id, { ...entry, environments, seen: 'inventory' });
			if (entry.kind === 'environment')
				this.#environmentNames.set(entry.id, entry.name ?? entry.environment);
		}
	}

	/** Learns from what a tool answered: JSON in its output, as of a provider's API. */
	learnFromAnswer(event: Event, provider: string): void {
		for (const value of jsonIn(event.result?.output ?? ''))
			this.#walk(value, provider, [], 0, { left: 20_000 });
	}

	/** Learns from a provider's record: the resources that it names and the project and environment that it gives. */
	learnFromRecord(event: Event): void {
		const record = event.record;
		if (record === null) return;
		const stated = record.environment === null ? null : this.environmentName(record.environment);
		for (const named of record.resources) {
			const known = this.#know(record.provider, named.id, named.kind ?? 'resource', named.name);
			const environment = stated === null ? null : environmentNamed(stated);
			if (environment !== null)
				known.environments.set(environment, `the provider's record says “${stated ?? ''}”`);
		}
		this.#walk(record.parameters, record.provider, [], 0, { left: 5_000 });
		this.#walk(record.response, record.provider, [], 0, { left: 5_000 });
	}

	#know(provider: string, id: string, kind: string, name: string | null): KnownResource {
		let known = this.resources.get(id);
		if (known === undefined) {
			known = {
				provider,
				id,
				kind,
				name,
				environments: new Map(),
				containedIn: null,
				copyOf: null,
				createdAt: null,
				seen: 'log',
			};
			this.resources.set(id, known);
		}
		if (known.kind === 'resource' && kind !== 'resource') known.kind = kind;
		known.name ??= name;
		return known;
	}

	/**
	 * Walks an API's answer. An object with an id is a resource; the key it stands under names its kind;
	 * what it stands in contains it; the nearest environment above or in it is its environment.
	 */
	#walk(
		value: unknown,
		provider: string,
		above: readonly Above[],
		depth: number,
		budget: { left: number },
		key = '',
	): void {
		if (budget.left-- <= 0 || depth > 24 || value === null || typeof value !== 'object') return;
		if (Array.isArray(value)) {
			for (const item of value) this.#walk(item, provider, above, depth + 1, budget, key);
			return;
		}
		const object = value as Record<string, unknown>;
		const named =
			this.#catalogue.kindOfNoun(provider, key) ??
			this.#catalogue.kindOfNoun(provider, text(object.__typename) ?? '');
		const id = text(object.id) ?? text(object[`${key}Id`]);
		let inner = above;
		const kind = named?.kind ?? (this.#catalogue.knows(provider) ? null : plainKind(key));
		const name = text(object.name);
		if (id !== null && id.length >= 4 && kind !== null) {
			const known = this.#know(provider, id, kind, name);
			known.createdAt ??= text(object.createdAt);
			if (kind === 'environment' && name !== null) this.#environmentNames.set(id, name);
			this.#place(known, object, above);
			inner = [...above, { id, kind, name }];
		} else if (kind === 'environment' && name !== null)
			inner = [...above, { id: null, kind, name }];
		for (const [childKey, child] of Object.entries(object)) {
			const transparent = /^(edges|nodes?|data|items?|results?|me)$/.test(childKey);
			this.#walk(child, provider, inner, depth + 1, budget, transparent ? key : childKey);
		}
		this.#linkInstance(provider, object, inner);
	}

	/** A volume instance names its volume by `volumeId`: what is known of the one holds for the other. */
	#linkInstance(provider: string, object: Record<string, unknown>, above: readonly Above[]): void {
		for (const [key, value] of Object.entries(object)) {
			const id = text(value);
			const noun = /^(\w+?)_?Id$/.exec(key)?.[1];
			if (
				id === null ||
				noun === undefined ||
				id.length < 8 ||
				/^(workspace|team|user|creator|schedule|external)/i.test(noun)
			)
				continue;
			const kind = this.#catalogue.kindOfNoun(provider, noun);
			if (
				kind === null ||
				kind.kind === 'environment' ||
				kind.kind === 'project' ||
				kind.kind === 'service'
			)
				continue;
			const known = this.#know(provider, id, kind.kind, null);
			this.#place(known, object, above);
		}
	}

	#place(known: KnownResource, object: Record<string, unknown>, above: readonly Above[]): void {
		const own = environmentField(object, this.#environmentNames);
		const nearest = [...above]
			.reverse()
			.find((entry) => entry.kind === 'environment' && entry.name !== null);
		const stated = own ?? nearest?.name ?? null;
		const environment = stated === null ? null : environmentNamed(stated);
		if (environment !== null && known.kind !== 'environment')
			known.environments.set(environment, `the provider's answer places it in “${stated ?? ''}”`);
		if (known.kind === 'environment' && known.name !== null) {
			const self = environmentNamed(known.name);
			if (self !== null) known.environments.set(self, `its name “${known.name}”`);
		}
		const container = [...above]
			.reverse()
			.find(
				(entry) =>
					entry.id !== null &&
					entry.id !== known.id &&
					this.#catalogue.kind(known.provider, entry.kind)?.contains.includes(known.kind),
			);
		known.containedIn ??=
			container?.id ?? containerField(object, known.kind, this.#catalogue, known.provider);
		const copied = this.#catalogue.kind(known.provider, known.kind)?.copyOf ?? [];
		if (copied.length > 0) known.copyOf ??= known.containedIn;
	}

	/** Environment of a resource with the reason; several environments make it `shared`. */
	environmentOf(id: string): { value: Environment; reason: string } | null {
		const known = this.resources.get(id);
		if (known === undefined) return null;
		const entries = [...known.environments.entries()];
		const [first] = entries;
		if (first !== undefined && entries.length === 1) return { value: first[0], reason: first[1] };
		// Data that stands in production and elsewhere is production data: both names are in the reason.
		if (entries.length > 1)
			return known.environments.has('production')
				? {
						value: 'production',
						reason: `one ${known.kind} serves ${entries.map(([e]) => e).join(' and ')}`,
					}
				: {
						value: 'shared',
						reason: `one ${known.kind} serves ${entries.map(([e]) => e).join(' and ')}`,
					};
		const container = known.containedIn === null ? null : this.environmentOf(known.containedIn);
		if (container !== null) return container;
		const named = environmentOfName(known.name ?? '');
		return named === null ? null : { value: named.value, reason: named.reason };
	}

	/** The name of an environment that a record gives by id. */
	environmentName(idOrName: string): string {
		return this.#environmentNames.get(idOrName) ?? idOrName;
	}

	/** Everything inside a resource, at any depth, of these kinds. */
	contained(id: string, kinds: readonly string[]): KnownResource[] {
		const found: KnownResource[] = [];
		const queue = [id];
		const seen = new Set(queue);
		for (let next = queue.shift(); next !== undefined; next = queue.shift())
			for (const known of this.resources.values())
				if (known.containedIn === next && !seen.has(known.id)) {
					seen.add(known.id);
					queue.push(known.id);
					if (kinds.includes(known.kind)) found.push(known);
				}
		return found.sort((a, b) => (a.id < b.id ? -1 : 1));
	}

	toResource(known: KnownResource): Resource {
		const environment = this.environmentOf(known.id);
		return {
			provider: known.provider,
			kind: known.kind,
			id: known.id,
			name: known.name,
			environment: environment?.value ?? 'unknown',
			environmentReason: environment?.reason ?? null,
			containedIn: known.containedIn,
			containedInName:
				known.containedIn === null ? null : (this.resources.get(known.containedIn)?.name ?? null),
		};
	}
}

/** Keys under which any provider lists what it keeps, for one that nothing describes. */
const plainKind = (key: string): string | null =>
	/^(database|volume|instance|server|droplet|cluster|bucket|snapshot|backup|zone|domain|app|application|service|site|project|environment|namespace|queue|disk)s?$/i
		.exec(key)?.[1]
		?.toLowerCase() ?? null;

interface Above {
	readonly id: string | null;
	readonly kind: string;
	readonly name: string | null;
}

const text = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

function environmentField(
	object: Record<string, unknown>,
	names: ReadonlyMap<string, string>,
): string | null {
	for (const key of ['environment', 'environmentName', 'environment_name', 'env', 'stage']) {
		const value = object[key];
		if (typeof value === 'string') return names.get(value) ?? value;
		if (value !== null && typeof value === 'object' && 'name' in value) return text(value.name);
	}
	const id = text(object.environmentId) ?? text(object.environment_id);
	return id === null ? null : (names.get(id) ?? null);
}

/** A backup that names its volume (`volumeId`, `dBInstanceIdentifier`) lies in it. */
function containerField(
	object: Record<string, unknown>,
	kind: string,
	catalogue: ProviderCatalogue,
	provider: string,
): string | null {
	for (const [key, value] of Object.entries(object)) {
		const noun = /^(.+?)_?(?:Id|Identifier)$/.exec(key)?.[1];
		if (noun === undefined || typeof value !== 'string') continue;
		const container = catalogue.kindOfNoun(provider, noun);
		if (
			container !== null &&
			container.kind !== kind &&
			container.contains.includes(kind) &&
			canonicalName(noun) !== 'id'
		)
			return value;
	}
	return null;
}

/** JSON documents in a tool's output: the whole of it, or what stands between the first and last brace. At most 2 MB. */
function jsonIn(output: string): unknown[] {
	if (output.length > 2_000_000) return [];
	const trimmed = output.trim();
	const parse = (candidate: string): unknown[] => {
		try {
			return [JSON.parse(candidate)];
		} catch {
			return [];
		}
	};
	const whole = /^[[{]/.test(trimmed) ? parse(trimmed) : [];
	if (whole.length > 0) return whole;
	const from = trimmed.search(/[[{]/);
	const to = Math.max(trimmed.lastIndexOf('}'), trimmed.lastIndexOf(']'));
	const cut = from >= 0 && to > from ? parse(trimmed.slice(from, to + 1)) : [];
	return cut.length > 0
		? cut
		: trimmed
				.split('\n')
				.filter((line) => /^\s*\{.*\}\s*$/.test(line))
				.slice(0, 2_000)
				.flatMap(parse);
}
