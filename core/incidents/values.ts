import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';

export type ValueKind =
	| 'credential'
	| 'resource-id'
	| 'host'
	| 'path'
	| 'email'
	| 'account'
	| 'url';

export interface Value {
	readonly kind: ValueKind;
	readonly text: string;
}

const PATTERNS: readonly (readonly [ValueKind, RegExp])[] = [
	['credential', /‹[a-z0-9-]+:([0-9a-f]{20})›/g],
	['resource-id', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
	[
		'resource-id',
		/\b(?:i|vol|snap|ami|db|rtb|vpc|subnet|sg|eni|eipalloc|fs|prj|proj|dep|srv|env|team|org|cus|pi|ch|sub|acct|usr|rds|cluster|br|ep|vm|app|key)[-_][0-9A-Za-z]{6,40}\b/g,
	],
	['resource-id', /\barn:aws[\w-]*:[\w-]+:[\w-]*:\d*:[\w/:.*+=@-]{3,200}/g],
	['resource-id', /\bprojects\/[\w-]+\/[\w/.-]{3,160}/g],
	['account', /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g],
	['email', /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b/g],
	['url', /\bhttps?:\/\/[^\s"'<>\\)\]}]{4,300}/g],
	[
		'host',
		/\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|io|dev|app|example|cloud|ai|co|info|biz|xyz|sh|me|tech|site|online|ru|cn|de|uk|eu|fr|internal|local)\b/gi,
	],
	['path', /(?:^|[\s"'=(:])((?:~|\.{1,2})?\/[\w.@+-]+(?:\/[\w.@+-]+)*|[\w.@+-]+(?:\/[\w.@+-]+)+)/g],
];

/**
 * The values of a text that provenance follows: credentials, resource ids, hosts, URLs, paths,
 * addresses, account numbers. At most 400 a text, from its first 60,000 characters.
 */
export function valuesIn(text: string): Value[] {
	const found = new Map<string, Value>();
	const head = text.slice(0, 60_000);
	for (const [kind, pattern] of PATTERNS)
		for (const match of head.matchAll(pattern)) {
			if (found.size >= 400) return [...found.values()];
			const value = match[1] ?? match[0];
			const key = kind === 'credential' ? value : value.toLowerCase();
			if (!found.has(key)) found.set(key, { kind, text: value });
		}
	return [...found.values()];
}

/** Values of one event that the index keeps: what a listing of a large folder says counts no further. */
const INDEXED_VALUES_MAX = 200;

/**
 * The values that an event may have brought, as the index of the store writes them: in lower case, the
 * ones that tell most first. Empty for what the agent itself wrote: it introduces nothing. A provider's
 * record brings its credential's id too.
 */
export function introducedValues(event: Event): string[] {
	const by = introducer(event);
	if (by === 'agent' || (by === null && event.record === null)) return [];
	const record = event.record;
	const values = [
		...event.sightings.map((sighting) => sighting.fingerprint as string),
		...(record === null
			? valuesIn(textOf(event)).map((value) => value.text)
			: [record.credentialId ?? '', ...record.resources.map((resource) => resource.id)]),
	];
	return [
		...new Set(values.filter((value) => value !== '').map((value) => value.toLowerCase())),
	].slice(0, INDEXED_VALUES_MAX);
}

/** Who introduced a value: the human, something that a tool answered, the provider, or nobody. */
export interface Introduction {
	readonly eventId: EventId;
	readonly by: 'prompt' | 'tool-result' | 'configuration' | 'agent';
}

/**
 * For the events of one run (and the runs that it descends from), the first that introduced each
 * value. Values that only the agent ever wrote were introduced by nobody: `by: 'agent'`.
 */
export class ValueIndex {
	readonly #first = new Map<string, Introduction & { position: number }>();

	constructor(events: readonly Event[]) {
		for (const [position, event] of events.entries()) {
			const by = introducer(event);
			if (by === null) continue;
			for (const value of valuesIn(textOf(event)))
				this.#add(value.text, { eventId: event.id, by, position });
			for (const sighting of event.sightings)
				this.#add(sighting.fingerprint, { eventId: event.id, by, position });
		}
	}

	#add(text: string, introduction: Introduction & { position: number }): void {
		const key = text.toLowerCase();
		const known = this.#first.get(key);
		// What a tool or a human brought counts before what the agent wrote at the same place or later.
		if (
			known === undefined ||
			(known.by === 'agent' &&
				introduction.by !== 'agent' &&
				introduction.position <= known.position)
		)
			this.#first.set(key, introduction);
	}

	/** The event that first introduced the value before that position; null when none did. */
	introduced(text: string, before: number): Introduction | null {
		const found = this.#first.get(text.toLowerCase());
		return found === undefined || found.position >= before ? null : found;
	}
}

function introducer(event: Event): Introduction['by'] | null {
	switch (event.kind) {
		case 'prompt':
			return 'prompt';
		case 'tool-result':
			return 'tool-result';
		case 'configuration':
			return 'configuration';
		case 'tool-call':
		case 'message':
		case 'reasoning':
			return 'agent';
		default:
			return null;
	}
}

/** All text of an event in which values can stand. */
export const textOf = (event: Event): string =>
	event.call !== null
		? `${event.text}\n${JSON.stringify(event.call.input)}`
		: event.result !== null
			? `${event.text}\n${event.result.output}`
			: event.text;
