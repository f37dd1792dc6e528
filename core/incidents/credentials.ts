import { fingerprintsIn } from '../actions/understand.ts';
import type { Event } from '../event/event.ts';
import type { EventId, Fingerprint } from '../event/ids.ts';
import { formatTimeOrNull } from '../event/time.ts';
import type { IncidentCredential } from './document.ts';
import type { Inventory, InventoryCredential } from './inventory.ts';
import type { CallTrace, RunTrace } from './runs.ts';
import { textOf } from './values.ts';

/** Where a run got a credential: the first event in which it stood, and how it came there. */
export interface Origin {
	readonly how: IncidentCredential['obtained']['how'];
	readonly path: string | null;
	readonly event: Event | null;
	/** The call whose result brought it. */
	readonly call: CallTrace | null;
	readonly kind: string;
	/** The call of another, earlier run that wrote it into the file where this one found it. */
	readonly laidBy: Event | null;
}

const ENVIRONMENT_READERS = /^(env|printenv|set|export|declare)$/;

/** The run events in which each credential stands, in the order in which events were given. */
export type Holders = ReadonlyMap<Fingerprint, readonly Event[]>;

/** A field of the call beside its answer: `tool_input.command`. */
const OF_CALL = /(?:^|\.)(?:tool_input|input|args|arguments|tool_parameters)(?:[.[]|$)/;

/** Finds the events that hold credentials: one pass, so that asking costs nothing however long the logs are. */
export function holdersOf(events: readonly Event[]): Holders {
	const holders = new Map<Fingerprint, Event[]>();
	for (const event of events) {
		if (event.record !== null) continue;
		const text = textOf(event);
		// A record of an answer that repeats the call brings nothing that the call held.
		const prints = new Set(
			event.sightings
				.filter(({ field }) => event.kind !== 'tool-result' || !OF_CALL.test(field))
				.map((sighting) => sighting.fingerprint),
		);
		if (text.includes('‹')) for (const print of fingerprintsIn(text)) prints.add(print);
		for (const print of prints) {
			const known = holders.get(print);
			if (known === undefined) holders.set(print, [event]);
			else known.push(event);
		}
	}
	return holders;
}

/**
 * Finds the origin of a credential among the events that hold it: those of its own family of runs
 * first (in `positions`, which orders them), and — when those bring nothing — other runs' earlier ones.
 */
export function originOf(
	print: Fingerprint,
	holders: Holders,
	positions: ReadonlyMap<EventId, number>,
	calls: ReadonlyMap<string, CallTrace>,
): Origin {
	const holding = holders.get(print) ?? [];
	const own = holding
		.filter((event) => positions.has(event.id))
		.sort((a, b) => (positions.get(a.id) ?? 0) - (positions.get(b.id) ?? 0));
	const others = holding.filter((event) => !positions.has(event.id));
	// Who brought it comes before who wrote it: the agent's own words introduce nothing.
	const brought = (event: Event): boolean => INTRODUCES.has(event.kind);
	const first = own.find(brought) ?? earliest(others.filter(brought)) ?? own[0] ?? null;
	const kind = kindOf(print, holding);
	if (first === null)
		return { how: 'unknown', path: null, event: null, call: null, kind, laidBy: null };
	if (first.kind === 'prompt')
		return { how: 'prompt', path: null, event: first, call: null, kind, laidBy: null };
	if (first.kind === 'configuration')
		return { how: 'configuration', path: null, event: first, call: null, kind, laidBy: null };
	if (first.kind !== 'tool-result')
		return {
			how: environmentAssigned(first) ? 'environment' : 'unknown',
			path: null,
			event: first,
			call: null,
			kind,
			laidBy: null,
		};
	const call = first.result?.callId == null ? null : (calls.get(first.result.callId) ?? null);
	const obtained = obtainedBy(call, first, print);
	return {
		...obtained,
		event: first,
		call,
		kind,
		laidBy: laidBy(obtained.path, first, others, calls),
	};
}

/** The call among other runs' that wrote a credential into a file before it was found there. */
function laidBy(
	path: string | null,
	found: Event,
	others: readonly Event[],
	calls: ReadonlyMap<string, CallTrace>,
): Event | null {
	if (path === null) return null;
	return (
		earliest(
			others.filter(
				(event) =>
					event.call !== null &&
					(event.time === null || found.time === null || event.time < found.time) &&
					(calls.get(event.call.id)?.acts ?? []).some((act) =>
						act.writesPaths.some((written) => samePath(written, path)),
					),
			),
		) ?? null
	);
}

const INTRODUCES: ReadonlySet<Event['kind']> = new Set(['prompt', 'configuration', 'tool-result']);

const earliest = (events: readonly Event[]): Event | undefined =>
	[...events].sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || a.order - b.order)[0];

/** The most telling kind under which a fingerprint was seen: a shape or a name before a bare header. */
export function kindOf(print: Fingerprint, events: readonly Event[]): string {
	let best = 'secret';
	for (const event of events)
		for (const sighting of event.sightings) {
			if (sighting.fingerprint !== print) continue;
			if (rank(sighting.kind) > rank(best)) best = sighting.kind;
		}
	return best;
}

const rank = (kind: string): number =>
	kind === 'secret'
		? 0
		: /^(bearer-token|basic-auth|generic|assigned|password|high-entropy|token|api-key|authorization)/.test(
					kind,
				)
			? 1
			: 2;

const environmentAssigned = (event: Event): boolean => /(^|\s)[A-Z_]+=["']?‹/.test(event.text);

/** How the result of a call brought a credential to its run, and the file that held it. */
export function obtainedBy(
	call: Pick<CallTrace, 'acts' | 'event'> | null,
	result: Event,
	print: Fingerprint,
): { how: Origin['how']; path: string | null } {
	if (call === null) return { how: 'tool-result', path: null };
	const output = result.result?.output ?? '';
	const named = pathInOutput(output, print);
	const reads = call.acts.filter((act) => act.class === 'read' || act.readsPaths.length > 0);
	const paths = reads.flatMap((act) => act.readsPaths);
	if (
		call.acts.some((act) => ENVIRONMENT_READERS.test(act.operation)) ||
		/\/proc\/\w+\/environ/.test(call.event.text)
	)
		return { how: 'environment', path: null };
	if (
		call.acts.every((act) => act.operation === 'echo' || act.operation === 'printf') &&
		/\$\w/.test(call.event.text)
	)
		return { how: 'environment', path: null };
	const local = call.acts.every(
		(act) =>
			act.provider === 'filesystem' ||
			act.provider === 'shell' ||
			// A database in a file: `sqlite3 Cookies 'select …'`.
			(act.class === 'read' && act.readsPaths.length > 0 && act.hosts.length === 0),
	);
	if (named !== null && local) return { how: 'file', path: named };
	if (paths.length > 0 && local) return { how: 'file', path: bestPath(paths, output, print) };
	return { how: 'tool-result', path: null };
}

/** `grep` and friends print `path:line:text`: the path of the line in which the credential stands. */
function pathInOutput(output: string, print: string): string | null {
	const at = output.indexOf(print);
	if (at < 0) return null;
	const start = output.lastIndexOf('\n', at) + 1;
	const line = output.slice(start, at);
	const m = /^((?:~|\.{0,2}\/)?[\w.@+~/-]*[\w.@+~-]):(?:\d+:)?/.exec(line);
	const path = m?.[1];
	if (path !== undefined && (path.includes('/') || path.includes('.'))) return path;
	const header = [...output.slice(0, start).matchAll(/^==> (.+) <==$/gm)].at(-1)?.[1];
	return header ?? null;
}

/** Of several files read by one command, the one whose name most looks like a holder of credentials. */
function bestPath(paths: readonly string[], output: string, print: string): string | null {
	const usable = paths.filter((path) => !/^-/.test(path));
	return (
		usable.find((path) => pathInOutput(output, print) === path) ??
		usable.find((path) => /env|cred|token|secret|config|key|rc$/i.test(path)) ??
		usable[0] ??
		null
	);
}

/** Keyed hash of the last characters, as sightings carry it; null when this process holds no key. */
export type TailHash = (length: 4 | 8, tail: string) => string;

/**
 * The inventory's entry for a credential: by fingerprint, by the provider's id in a joined record, by
 * its last characters, else by the place where it was found together with its provider.
 */
export function inventoryEntry(
	print: Fingerprint,
	origin: Origin,
	events: readonly Event[],
	recordIds: ReadonlySet<string>,
	inventory: Inventory,
	tailHash: TailHash | null,
): InventoryCredential | null {
	const sighting = events.flatMap((event) => event.sightings).find((s) => s.fingerprint === print);
	for (const entry of inventory.credentials) {
		if (entry.fingerprint === print) return entry;
		if (entry.lastCharacters !== null && tailHash !== null && sighting !== undefined) {
			const length = entry.lastCharacters.length >= 8 ? 8 : 4;
			const hash = tailHash(length, entry.lastCharacters.slice(-length));
			if (hash === (length === 8 ? sighting.tail8 : sighting.tail4)) return entry;
		}
	}
	const byRecord = inventory.credentials.find(
		(entry) => entry.providerId !== null && recordIds.has(entry.providerId),
	);
	if (byRecord !== undefined) return byRecord;
	const path = origin.path;
	return path === null
		? null
		: (inventory.credentials.find(
				(entry) =>
					entry.storedAt.some((place) => samePath(place, path)) &&
					(origin.kind.includes(entry.provider) ||
						entry.kind === origin.kind ||
						rank(origin.kind) < 2),
			) ?? null);
}

/** `~/x/.env:3`, `/home/a/x/.env` and `x/.env` name one place when the shorter ends the longer. */
export function samePath(a: string, b: string): boolean {
	const clean = (path: string): string =>
		path
			.replace(/:\d+$/, '')
			.replace(/^(~|\$HOME|\.)\//, '')
			.replace(/^(\.\.\/)+/, '');
	const [x, y] = [clean(a), clean(b)];
	return x === y || x.endsWith(`/${y}`) || y.endsWith(`/${x}`);
}

/** Whether a credential is one that the task neither gave nor pointed at. */
export function isForeign(origin: Origin, run: RunTrace, prompt: string): boolean {
	if (origin.how === 'prompt' || origin.how === 'configuration' || origin.how === 'unknown')
		return false;
	if (origin.path === null) return origin.how === 'tool-result';
	const base = origin.path.slice(origin.path.lastIndexOf('/') + 1);
	if (prompt.includes(base) || prompt.includes(origin.path)) return false;
	const folder = run.run.folder;
	const inFolder =
		folder === null
			? !/^(\/|~|\$HOME|\.\.)/.test(origin.path)
			: !/^(~|\$HOME|\.\.)/.test(origin.path) &&
				(!origin.path.startsWith('/') || origin.path.startsWith(`${folder}/`));
	const depth =
		folder !== null && origin.path.startsWith(`${folder}/`)
			? origin.path.slice(folder.length + 1).split('/').length
			: origin.path.replace(/^\.\//, '').split('/').length;
	// The project's own `.env` is where its tools look; another file, or one for another environment, is not.
	return !(
		inFolder &&
		depth === 1 &&
		/^\.env(\.(local|development|dev|test|staging|example))?$/.test(base)
	);
}

/** The credential as the incident document states it. */
export function toIncidentCredential(
	print: Fingerprint,
	origin: Origin,
	uses: readonly string[],
	entry: InventoryCredential | null,
): IncidentCredential {
	return {
		fingerprint: print,
		kind: rank(origin.kind) < 2 && entry !== null ? entry.kind : origin.kind,
		obtained: {
			how: origin.how,
			path: origin.path,
			eventId: origin.event?.id ?? null,
			time: formatTimeOrNull(origin.event?.time ?? null),
		},
		uses: [...uses],
		inventoryId: entry?.id ?? null,
		name: entry?.name ?? null,
		owner: entry?.owner ?? null,
		scopes: entry?.scopes ?? null,
		expiresAt: entry?.expiresAt ?? null,
		neverExpires: entry?.neverExpires ?? null,
	};
}
