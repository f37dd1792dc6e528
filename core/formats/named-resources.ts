import type { NamedResource } from '@/core/event/event.ts';
import type { RedactedJson } from '@/core/event/text.ts';
import { isObject } from './json-access.ts';

const LIMIT = 100;
const ID_KEY = /^(.*?)[_-]?(?:id|ids|identifier|arn|uid|uuid)$/i;
const NAME_KEY = /^(.+?)[_-]?name$/i;
// Ids of the request, the caller or the log itself name no resource.
const NOT_A_RESOURCE =
	/^(?:request|event|correlation|trace|span|session|account|user|actor|principal|client|token|owner|caller|transaction|operation|job|access_?key|tenant|organization|org|host|display|domain|file|event_?type)$/i;

/**
 * The resources that a provider's parameters name: values of keys such as `volumeId`,
 * `bucketName`, `dbInstanceIdentifier`, and nested `{volume: {id, name}}`. The kind is the key's
 * own word in lower case; `rootKind` names objects at the top that say only `id`.
 */
export function namedResources(
	value: RedactedJson | undefined,
	rootKind: string | null = null,
): NamedResource[] {
	const found = new Map<string, NamedResource>();
	walk(value, rootKind, 0, found);
	return [...found.values()];
}

function walk(
	value: RedactedJson | undefined,
	kind: string | null,
	depth: number,
	found: Map<string, NamedResource>,
): void {
	if (depth > 6 || found.size >= LIMIT) return;
	if (Array.isArray(value)) {
		for (const item of value.slice(0, LIMIT)) walk(item, kind, depth + 1, found);
		return;
	}
	if (!isObject(value)) return;
	for (const [key, child] of Object.entries(value)) {
		if (typeof child === 'string' && child !== '') readKey(value, key, child, kind, found);
		else if (Array.isArray(child) && child.every((item) => typeof item === 'string')) {
			for (const item of child.slice(0, LIMIT)) readKey({}, key, item as string, kind, found);
		} else walk(child, kindOfContainer(key, kind), depth + 1, found);
	}
}

function readKey(
	siblings: { [key: string]: RedactedJson },
	key: string,
	id: string,
	kind: string | null,
	found: Map<string, NamedResource>,
): void {
	const byId = ID_KEY.exec(key);
	const byName = byId === null ? NAME_KEY.exec(key) : null;
	const word = byId?.[1] ?? byName?.[1];
	if (word === undefined || id.length > 300) return;
	if (word !== '' && NOT_A_RESOURCE.test(word)) return;
	const own = word === '' ? kind : singular(word);
	if (own === null) return;
	if (byName !== null && hasIdFor(siblings, word)) return;
	const name = byId === null ? id : nameBeside(siblings, word);
	const mapKey = `${own}\u0000${id}`;
	if (!found.has(mapKey)) found.set(mapKey, { kind: own, id, name });
}

const hasIdFor = (siblings: { [key: string]: RedactedJson }, word: string): boolean =>
	[`${word}Id`, `${word}_id`, `${word}Arn`].some((key) => Object.hasOwn(siblings, key));

function nameBeside(siblings: { [key: string]: RedactedJson }, word: string): string | null {
	for (const key of word === ''
		? ['name', 'Name', 'displayName']
		: [`${word}Name`, `${word}_name`]) {
		const name = Object.hasOwn(siblings, key) ? siblings[key] : null;
		if (typeof name === 'string' && name !== '') return name;
	}
	return null;
}

const CONTAINERS =
	/^(?:items?|member|members|nodes?|edges?|data|payload|input|params|parameters|before|after|changes|result|response|attributes|set|list|resource|resources)$/i;

function kindOfContainer(key: string, kind: string | null): string | null {
	if (CONTAINERS.test(key)) return kind;
	return singular(key.replace(/(?:Set|List|Details|Info|Summary)$/, ''));
}

/** `Backups` → `backup`, `volume_instances` → `volumeinstance`: the kind as the catalogue spells it. */
function singular(word: string): string {
	const flat = word.replace(/[_-]/g, '').toLowerCase();
	if (/ies$/.test(flat)) return `${flat.slice(0, -3)}y`;
	return /[^s]s$/.test(flat) && !/(?:status|address|class|process|access)$/.test(flat)
		? flat.slice(0, -1)
		: flat;
}
