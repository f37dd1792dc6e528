import { createHash } from 'node:crypto';
import type { Actor } from '@/core/access/permissions.ts';
import {
	bareCredential,
	type Credential,
	type CredentialSighting,
	type CredentialUse,
} from '@/core/credentials/credential.ts';
import { type IdentityKeys, identityKeys, recognised } from '@/core/credentials/identity.ts';
import { mergeCredential } from '@/core/credentials/merge.ts';
import { parseTime } from '@/core/event/time.ts';
import type { KeyedUse, RowToStore } from '@/server/events/credential-port.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { writeRows } from './rows.ts';
import { writeKept } from './write.ts';

/** A credential on its way into the inventory, as one source knows it. */
export interface CredentialToKeep {
	readonly credential: Credential;
	readonly sightings: readonly CredentialSighting[];
	readonly uses: readonly CredentialUse[];
	/** Identity of what has no other: where a scanner found it. */
	readonly place?: string;
	/** Epoch microseconds. */
	readonly firstSeenMicros?: number | null;
	readonly lastSeenMicros?: number | null;
}

export interface KeptChange {
	readonly id: string;
	readonly credential: Credential;
	readonly change: 'added' | 'changed' | 'merged';
	readonly fields: readonly string[];
}

export interface Kept {
	readonly added: number;
	readonly changed: number;
	readonly unchanged: number;
	readonly sightingsAdded: number;
	readonly changes: readonly KeptChange[];
}

/** What stands in the records of one credential, as far as keeping needs it. */
export interface HeldCredential {
	readonly id: string;
	credential: Credential;
	/** As it was before; null: it is new. */
	readonly before: Credential | null;
	firstSeenMicros: number | null;
	lastSeenMicros: number | null;
	readonly keys: Set<string>;
	readonly sightings: CredentialSighting[];
	/** Something used it: what its uses say is made anew. */
	isUsed: boolean;
	/** A person said that it is that other one. */
	readonly mergedInto: string | null;
	/** Ids of credentials that turned out to be this one. */
	readonly absorbed: string[];
}

/** Undoes a transaction whose result was only to be seen. */
class Previewed extends Error {
	constructor(readonly kept: Kept) {
		super('previewed');
	}
}

const apartMax = 10_000;

/**
 * Keeps what sources say of credentials: each is recognised by its identity, merged with what is
 * known, its sightings and uses added once. The same again changes nothing.
 *
 * @param preview answers what would change, and changes nothing
 */
export async function keepCredentials(
	actor: Actor,
	given: readonly CredentialToKeep[],
	preview = false,
): Promise<Kept> {
	const none = { added: 0, changed: 0, unchanged: 0, sightingsAdded: 0, changes: [] };
	if (given.length === 0) return none;
	const { records, events } = installation();
	// Uses first: they are found by key, so a death before the rest leaves none without its credential
	// for longer than until the same events are read again.
	if (!preview) await events.credentials.addUses(actor.workspaceId, given.flatMap(keyedUses));
	try {
		const { kept, absorbed } = await records.database.$transaction(async (transaction) => {
			// One writer a workspace: recognising and inserting must not interleave.
			await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${actor.workspaceId}))`;
			const touched = await recognise(transaction, actor, given);
			const done = await writeKept(transaction, actor, touched);
			if (preview) throw new Previewed(done);
			return { kept: done, absorbed: touched.flatMap((each) => each.absorbed) };
		});
		await writeRows(actor, absorbed.map(goneRow));
		return kept;
	} catch (error) {
		if (error instanceof Previewed) return error.kept;
		throw error;
	}
}

/** Takes a credential's row away for good. */
export const goneRow = (id: string): RowToStore => ({
	id,
	revision: Number.MAX_SAFE_INTEGER,
	line: null,
});

function keyedUses({ credential, uses }: CredentialToKeep): KeyedUse[] {
	if (uses.length === 0) return [];
	const [print] = credential.fingerprints;
	const key =
		print === undefined
			? `id:${credential.provider}:${credential.providerId}`
			: `print:${print.fingerprint}`;
	return uses.map((use) => ({ key, use }));
}

type Transaction = Prisma.TransactionClient;

async function recognise(
	records: Transaction,
	actor: Actor,
	given: readonly CredentialToKeep[],
): Promise<HeldCredential[]> {
	const hmac = workspaceHmac(actor);
	const printOf = (secret: string) => hmac('fingerprint', secret).slice(0, 20);
	const keyed = given.map((item) => ({
		item,
		keys: identityKeys(item.credential, printOf, item.place ?? null),
	}));
	const state = await loadHeld(
		records,
		actor.workspaceId,
		keyed.flatMap(({ keys }) => all(keys)),
	);
	for (const { item, keys } of keyed) {
		const found = recognised(
			item.credential,
			keys,
			state.holders,
			(id) => state.held.get(id)?.credential ?? null,
			(id) => state.held.get(id)?.mergedInto ?? id,
		);
		// What a person merged into another never takes that other in.
		const isMember = (id: string) => Number(state.held.get(id)?.mergedInto != null);
		const [first, ...rest] = found.sort((a, b) => isMember(a) - isMember(b));
		const others = rest.filter((id) => first === undefined || !state.apart.has(`${first} ${id}`));
		const target = first === undefined ? undefined : state.held.get(first);
		const held = target ?? newHeld(actor.workspaceId, item, keys);
		if (target === undefined) state.held.set(held.id, held);
		for (const id of others) absorb(state, held, id);
		held.credential =
			target === undefined ? held.credential : mergeCredential(held.credential, item.credential);
		held.sightings.push(...item.sightings);
		held.isUsed ||= item.uses.length > 0;
		held.firstSeenMicros = least(held.firstSeenMicros, item.firstSeenMicros ?? null);
		held.lastSeenMicros = most(held.lastSeenMicros, item.lastSeenMicros ?? null);
		for (const key of [...all(keys), ...all(identityKeys(held.credential, printOf))]) {
			held.keys.add(key);
			const holders = state.holders.get(key) ?? new Set();
			state.holders.set(key, holders.add(held.id));
		}
		state.touched.add(held);
	}
	return [...state.touched];
}

const all = ({ strong, weak }: IdentityKeys): string[] => [...strong, ...weak];

interface State {
	readonly held: Map<string, HeldCredential>;
	readonly holders: Map<string, Set<string>>;
	readonly touched: Set<HeldCredential>;
	/** `a b`, both ways round: a person said that they are two. */
	readonly apart: ReadonlySet<string>;
}

async function loadHeld(
	records: Transaction,
	workspaceId: string,
	keys: readonly string[],
): Promise<State> {
	const found = await records.$queryRaw<{ key: string; credentialId: string }[]>`
		SELECT key, "credentialId" FROM "CredentialKey"
		WHERE "workspaceId" = ${workspaceId} AND key = ANY(${[...new Set(keys)]}::text[])`;
	const holders = new Map<string, Set<string>>();
	for (const { key, credentialId } of found) {
		const ids = holders.get(key) ?? new Set();
		holders.set(key, ids.add(credentialId));
	}
	const ids = [...new Set(found.map((row) => row.credentialId))];
	const rows = await records.$queryRaw<
		{ id: string; kind: string; provider: string; document: object; mergedInto: string | null }[]
	>`
		SELECT id, kind, provider, document, "mergedInto" FROM "Credential"
		WHERE "workspaceId" = ${workspaceId} AND id = ANY(${ids}::text[])`;
	const held = rows.map((row): [string, HeldCredential] => {
		const credential = credentialOfRow(row);
		return [
			row.id,
			{
				id: row.id,
				credential,
				before: credential,
				firstSeenMicros: null,
				lastSeenMicros: null,
				keys: new Set(),
				sightings: [],
				isUsed: false,
				mergedInto: row.mergedInto,
				absorbed: [],
			},
		];
	});
	const pairs = await records.credentialApart.findMany({
		where: { workspaceId, OR: [{ id: { in: ids } }, { fromId: { in: ids } }] },
		take: apartMax,
	});
	const apart = new Set(pairs.flatMap(({ id, fromId }) => [`${id} ${fromId}`, `${fromId} ${id}`]));
	return { held: new Map(held), holders, touched: new Set(), apart };
}

/** The stored document; what an older version did not know yet is bare. */
export const credentialOfRow = (row: {
	readonly kind: string;
	readonly provider: string;
	readonly document: unknown;
}): Credential => ({
	...bareCredential(row.kind, row.provider),
	...(row.document as Partial<Credential>),
});

function newHeld(workspaceId: string, item: CredentialToKeep, keys: IdentityKeys): HeldCredential {
	const by = all(keys)[0] ?? JSON.stringify([item.place, item.credential]);
	const digest = createHash('sha256').update(`${workspaceId}\0${by}`).digest('hex');
	return {
		id: `cred_${digest.slice(0, 24)}`,
		credential: item.credential,
		before: null,
		firstSeenMicros: null,
		lastSeenMicros: null,
		keys: new Set(),
		sightings: [],
		isUsed: false,
		mergedInto: null,
		absorbed: [],
	};
}

/** Two known credentials turned out to be one: the first takes what the other has. */
function absorb(state: State, held: HeldCredential, id: string): void {
	const other = state.held.get(id);
	if (other === undefined || other === held) return;
	held.credential = mergeCredential(held.credential, other.credential);
	held.sightings.push(...other.sightings);
	held.isUsed ||= other.isUsed;
	held.firstSeenMicros = least(held.firstSeenMicros, other.firstSeenMicros);
	held.lastSeenMicros = most(held.lastSeenMicros, other.lastSeenMicros);
	held.absorbed.push(...other.absorbed, ...(other.before === null ? [] : [id]));
	state.held.delete(id);
	state.touched.delete(other);
	for (const [key, ids] of state.holders) {
		if (!ids.delete(id)) continue;
		ids.add(held.id);
		held.keys.add(key);
	}
}

const least = (a: number | null, b: number | null): number | null =>
	a === null || b === null ? (a ?? b) : Math.min(a, b);
const most = (a: number | null, b: number | null): number | null =>
	a === null || b === null ? (a ?? b) : Math.max(a, b);

export const microsOf = (time: string | null): number | null =>
	time === null ? null : parseTime(time);
