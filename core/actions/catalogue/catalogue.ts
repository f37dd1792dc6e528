import aws from './aws.json' with { type: 'json' };
import azure from './azure.json' with { type: 'json' };
import cloudflare from './cloudflare.json' with { type: 'json' };
import everywhere from './everywhere.json' with { type: 'json' };
import fly from './fly.json' with { type: 'json' };
import gcp from './gcp.json' with { type: 'json' };
import github from './github.json' with { type: 'json' };
import gitlab from './gitlab.json' with { type: 'json' };
import heroku from './heroku.json' with { type: 'json' };
import kubernetes from './kubernetes.json' with { type: 'json' };
import models from './models.json' with { type: 'json' };
import neon from './neon.json' with { type: 'json' };
import npm from './npm.json' with { type: 'json' };
import okta from './okta.json' with { type: 'json' };
import postgres from './postgres.json' with { type: 'json' };
import railway from './railway.json' with { type: 'json' };
import registries from './registries.json' with { type: 'json' };
import {
	type Catalogue,
	type CatalogueCommand,
	type CatalogueEndpoint,
	type CatalogueKind,
	type CatalogueOperation,
	type CatalogueSetting,
	catalogueSchema,
} from './schema.ts';
import slack from './slack.json' with { type: 'json' };
import stripe from './stripe.json' with { type: 'json' };
import supabase from './supabase.json' with { type: 'json' };
import terraform from './terraform.json' with { type: 'json' };
import vault from './vault.json' with { type: 'json' };
import vercel from './vercel.json' with { type: 'json' };

/** Every provider that ships. Adding one is adding a file and a line here. */
const shipped: readonly unknown[] = [
	aws,
	azure,
	cloudflare,
	everywhere,
	fly,
	github,
	gitlab,
	gcp,
	heroku,
	kubernetes,
	models,
	neon,
	npm,
	okta,
	postgres,
	railway,
	registries,
	slack,
	stripe,
	supabase,
	terraform,
	vault,
	vercel,
];

/** Case, separators and a plural `s` do not tell names apart: `Volume-Ids`, `volumeId`, `VOLUME_ID`. */
export function canonicalName(name: string): string {
	const known = canonicalNames.get(name);
	if (known !== undefined) return known;
	const made = name
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '')
		.replace(/s$/, '');
	if (canonicalNames.size >= 20_000) canonicalNames.clear();
	if (name.length <= 100) canonicalNames.set(name, made);
	return made;
}

/** The same names come with every record. */
const canonicalNames = new Map<string, string>();

export interface CommandMatch {
	readonly provider: string;
	readonly command: CatalogueCommand;
	readonly operation: CatalogueOperation;
}

interface Provider {
	readonly data: Catalogue;
	readonly operations: ReadonlyMap<string, readonly CatalogueOperation[]>;
	readonly kinds: ReadonlyMap<string, CatalogueKind>;
	readonly nouns: ReadonlyMap<string, CatalogueKind>;
}

/** The catalogue, indexed. Build once; every look-up is a map access or a short list. */
export class ProviderCatalogue {
	readonly #providers = new Map<string, Provider>();
	readonly #commands = new Map<string, { provider: string; command: CatalogueCommand }[]>();

	constructor(files: readonly unknown[] = shipped) {
		for (const file of files) this.#add(catalogueSchema.parse(file));
	}

	#add(data: Catalogue): void {
		const operations = new Map<string, CatalogueOperation[]>();
		for (const operation of data.operations)
			for (const name of operation.names) {
				const key = canonicalName(name);
				operations.set(key, [...(operations.get(key) ?? []), operation]);
			}
		const kinds = new Map(data.kinds.map((kind) => [kind.kind, kind]));
		const nouns = new Map(
			data.kinds.flatMap((kind) =>
				[kind.kind, ...kind.nouns].map((noun) => [canonicalName(noun), kind] as const),
			),
		);
		this.#providers.set(data.provider, { data, operations, kinds, nouns });
		for (const command of data.commands) {
			const first = command.words[0] ?? '';
			const list = this.#commands.get(first) ?? [];
			list.push({ provider: data.provider, command });
			list.sort((a, b) => specificity(b.command) - specificity(a.command));
			this.#commands.set(first, list);
		}
	}

	get providers(): readonly Catalogue[] {
		return [...this.#providers.values()].map((provider) => provider.data);
	}

	/** The provider whose API stands at this host. */
	byHost(host: string): Catalogue | null {
		const name = host.toLowerCase().replace(/:\d+$/, '');
		for (const { data } of this.#providers.values())
			for (const pattern of data.hosts)
				if (pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern)
					return data;
		return null;
	}

	kind(provider: string, kind: string): CatalogueKind | null {
		return this.#providers.get(provider)?.kinds.get(kind) ?? null;
	}

	/** Whether a provider is described at all. */
	knows(provider: string): boolean {
		return this.#providers.has(provider);
	}

	/** The kind that a noun stands for in this provider's names. */
	kindOfNoun(provider: string, noun: string): CatalogueKind | null {
		return this.#providers.get(provider)?.nouns.get(canonicalName(noun)) ?? null;
	}

	/**
	 * The operation of that name, as called or as audited. Where several readings exist, the first
	 * whose `when` holds for the parameters is taken; null when the catalogue does not know it.
	 */
	operation(provider: string, name: string, parameters: unknown): CatalogueOperation | null {
		const readings = this.#providers.get(provider)?.operations.get(canonicalName(name)) ?? [];
		// Where nothing is known of the parameters, the reading that asks for none.
		if (parameters === null)
			return readings.find(({ when }) => Object.keys(when).length === 0) ?? readings[0] ?? null;
		return readings.find((reading) => conditionHolds(reading, parameters)) ?? null;
	}

	/** Settings among the parameters that are changed so that something is weaker or wider; the gravest first. */
	settings(provider: string, parameters: unknown): readonly CatalogueSetting[] {
		if (parameters === null || typeof parameters !== 'object') return [];
		const own = this.#providers.get(provider)?.data.settings ?? [];
		const shared = this.#providers.get(everywhereName)?.data.settings ?? [];
		// Most requests name none of them: one look at the names spares one for each setting.
		const pairs = pairsIn(parameters);
		const named = canonicalNamesIn([parameters, pairs]);
		return [...own, ...shared]
			.filter((setting) => setting.names.some((name) => named.has(canonicalName(name))))
			.filter((setting) => isChanged(setting, parameters, pairs))
			.sort(
				(a, b) => effectsGravestFirst.indexOf(a.effect) - effectsGravestFirst.indexOf(b.effect),
			);
	}

	/** Whether any command line of a program is described. */
	knowsProgram(name: string): boolean {
		return this.#commands.has(name);
	}

	/** The operation that a command line performs, by its leading words; the most specific wins. */
	command(words: readonly string[], flags: (name: string) => boolean): CommandMatch | null {
		for (const { provider, command } of this.#commands.get(words[0] ?? '') ?? []) {
			const matches =
				command.words.every((word, i) => word === '*' || word === words[i]) &&
				command.needsFlags.every(flags);
			if (!matches) continue;
			const operation = this.operation(provider, command.operation, null);
			if (operation !== null) return { provider, command, operation };
		}
		return null;
	}

	/** The operation of a REST call, with the ids that its path carries. */
	endpoint(
		provider: string,
		method: string,
		path: string,
	): { readonly operation: CatalogueOperation; readonly ids: readonly string[] } | null {
		const entry = this.#providers.get(provider);
		if (entry === undefined) return null;
		for (const endpoint of entry.data.endpoints) {
			const ids = matchPath(endpoint, method, path);
			const operation = ids === null ? null : this.operation(provider, endpoint.operation, null);
			if (ids !== null && operation !== null) return { operation, ids };
		}
		return null;
	}

	/** Kinds that fall when one of this kind falls, at any depth of containment. */
	containedKinds(provider: string, kind: string): readonly string[] {
		const seen = new Set<string>();
		const queue = [kind];
		for (let next = queue.shift(); next !== undefined; next = queue.shift())
			for (const inner of this.kind(provider, next)?.contains ?? [])
				if (!seen.has(inner)) {
					seen.add(inner);
					queue.push(inner);
				}
		return [...seen];
	}

	/** Whether a kind is a copy of another: a snapshot of a volume. */
	isCopyOf(provider: string, kind: string, of: string): boolean {
		return this.kind(provider, kind)?.copyOf.includes(of) ?? false;
	}

	holdsData(provider: string, kind: string): boolean {
		return this.kind(provider, kind)?.holdsData ?? false;
	}
}

/** The file whose settings hold for every provider. */
const everywhereName = 'everywhere';
const effectsGravestFirst: readonly CatalogueSetting['effect'][] = ['expose', 'grant', 'weakens'];

/** `[{ "key": "deletion_protection.enabled", "value": "false" }]` as names with their values. At most 2,000 nodes. */
function pairsIn(parameters: unknown): Record<string, unknown> {
	const pairs: Record<string, unknown> = {};
	let budget = 2_000;
	const search = (value: unknown): void => {
		if (budget-- <= 0 || value === null || typeof value !== 'object') return;
		const entries = Object.entries(value);
		const named = (wanted: string) => entries.find(([key]) => key.toLowerCase() === wanted)?.[1];
		const key = named('key') ?? named('attributekey');
		if (typeof key === 'string') pairs[key] = named('value') ?? named('attributevalue');
		for (const [, inner] of entries) search(inner);
	};
	search(parameters);
	return pairs;
}

function isChanged(
	{ names, values, below }: CatalogueSetting,
	parameters: unknown,
	pairs: unknown,
): boolean {
	const wanted = new Set(values.map((value) => String(value).toLowerCase()));
	return valuesUnder([parameters, pairs], names).some((value) => {
		if (wanted.has(String(value).toLowerCase())) return true;
		return below !== null && /^\d+$/.test(String(value)) && Number(value) < below;
	});
}

const specificity = (command: CatalogueCommand): number =>
	command.words.length * 10 + command.needsFlags.length;

/** A `when` holds when any of its parameters, at any depth, has one of the values. */
function conditionHolds(operation: CatalogueOperation, parameters: unknown): boolean {
	const conditions = Object.entries(operation.when);
	if (conditions.length === 0) return true;
	return conditions.some(([name, values]) =>
		valuesUnder(parameters, [name]).some((value) =>
			values.some(
				(wanted) => wanted === '*' || String(wanted).toLowerCase() === String(value).toLowerCase(),
			),
		),
	);
}

/** Path template against path: `{id}` segments give ids (adjacent ones are joined with a slash). */
function matchPath(
	endpoint: CatalogueEndpoint,
	method: string,
	path: string,
): readonly string[] | null {
	if (endpoint.method !== method.toUpperCase()) return null;
	const want = endpoint.path.split('/').filter(Boolean);
	const have = path
		.replace(/[?#].*$/, '')
		.split('/')
		.filter(Boolean);
	const ids: string[] = [];
	for (const [i, segment] of want.entries()) {
		const part = have[i];
		if (part === undefined) return null;
		if (segment.endsWith('+}')) {
			if (segment.startsWith('{id')) ids.push(have.slice(i).join('/'));
			return ids;
		}
		if (segment.startsWith('{')) {
			if (segment.startsWith('{id')) ids.push(decodeURIComponentSafe(part));
		} else if (segment !== part) return null;
	}
	if (have.length !== want.length) return null;
	return ids.length > 1 ? [ids.join('/')] : ids;
}

function decodeURIComponentSafe(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Names of all fields, in their plain spelling. At most 10,000 nodes: more than `valuesUnder` looks at. */
function canonicalNamesIn(parameters: unknown): Set<string> {
	const names = new Set<string>();
	let budget = 10_000;
	const search = (value: unknown, depth: number): void => {
		if (budget-- <= 0 || depth > 14 || value === null || typeof value !== 'object') return;
		if (Array.isArray(value)) for (const item of value) search(item, depth + 1);
		else
			for (const [key, inner] of Object.entries(value)) {
				names.add(canonicalName(key));
				search(inner, depth + 1);
			}
	};
	search(parameters, 0);
	return names;
}

/**
 * Every string, number or boolean that stands under one of these parameter names, at any depth
 * (arrays and nested objects included). Bounded: 2,000 nodes, 12 levels.
 */
export function valuesUnder(parameters: unknown, names: readonly string[]): (string | boolean)[] {
	const wanted = new Set(names.map(canonicalName));
	const found: (string | boolean)[] = [];
	let budget = 2_000;
	const collect = (value: unknown, depth: number): void => {
		if (budget-- <= 0 || depth > 12) return;
		if (typeof value === 'string' || typeof value === 'boolean') found.push(value);
		else if (typeof value === 'number') found.push(String(value));
		else if (Array.isArray(value)) for (const item of value) collect(item, depth + 1);
		else if (value !== null && typeof value === 'object')
			for (const inner of Object.values(value)) collect(inner, depth + 1);
	};
	const search = (value: unknown, depth: number): void => {
		if (budget-- <= 0 || depth > 12 || value === null || typeof value !== 'object') return;
		for (const [key, inner] of Array.isArray(value)
			? value.map((item) => ['', item] as const)
			: Object.entries(value)) {
			if (wanted.has(canonicalName(key))) collect(inner, depth + 1);
			else search(inner, depth + 1);
		}
	};
	search(parameters, 0);
	return found;
}
