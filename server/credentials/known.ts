import type { Actor } from '@/core/access/permissions.ts';
import {
	type AssessedCredential,
	type KeptManual,
	withManual,
} from '@/core/credentials/assessed.ts';
import type { Credential } from '@/core/credentials/credential.ts';
import { mergeCredential } from '@/core/credentials/merge.ts';
import { grouped } from '@/core/grouped.ts';
import { installation } from '@/server/installation/installation.ts';
import { credentialOfRow } from './keep.ts';
import { distinctSightings, distinctUses } from './traces.ts';

/** A credential with its traces, before it is assessed. */
export interface KnownCredential extends Omit<AssessedCredential, 'findings' | 'excepted'> {
	readonly revision: number;
	/** Its own id and those of the credentials that a person said are the same one. */
	readonly memberIds: readonly string[];
	/** By which its uses are found. */
	readonly keys: readonly string[];
}

interface Row {
	readonly id: string;
	readonly kind: string;
	readonly provider: string;
	readonly document: unknown;
	readonly manual: unknown;
	readonly mergedInto: string | null;
	readonly revision: number;
}

/** What is known of these credentials; ids of merged ones give nothing. */
export async function knownCredentials(
	actor: Actor,
	ids: readonly string[],
): Promise<KnownCredential[]> {
	const { workspaceId } = actor;
	const { database } = installation().records;
	const rows = await database.$queryRaw<Row[]>`
		SELECT id, kind, provider, document, manual, "mergedInto", revision FROM "Credential"
		WHERE "workspaceId" = ${workspaceId}
			AND (id = ANY(${ids}::text[]) OR "mergedInto" = ANY(${ids}::text[]))
		ORDER BY "createdAt", id`;
	const all = rows.map(({ id }) => id);
	const keys = await database.$queryRaw<{ key: string; credentialId: string }[]>`
		SELECT key, "credentialId" FROM "CredentialKey"
		WHERE "workspaceId" = ${workspaceId} AND "credentialId" = ANY(${all}::text[])
			AND (key LIKE 'print:%' OR key LIKE 'id:%')`;
	const keysOf = grouped(keys, ({ credentialId }) => credentialId);
	const sightings = await distinctSightings(actor, all);
	const uses = await distinctUses(actor, [...new Set(keys.map(({ key }) => key))]);
	const members = grouped(rows, ({ id, mergedInto }) => mergedInto ?? id);
	return [...members].flatMap(([id, group]): KnownCredential[] => {
		const root = group.find((row) => row.id === id && row.mergedInto === null);
		if (root === undefined) return [];
		const others = group.filter((row) => row !== root);
		const memberIds = [id, ...others.map((row) => row.id)];
		const seen = memberIds.flatMap((member) => sightings.get(member) ?? []);
		const ofKeys = [
			...new Set(memberIds.flatMap((member) => keysOf.get(member) ?? []).map(({ key }) => key)),
		];
		const used = ofKeys.flatMap((key) => uses.get(key) ?? []);
		const said = [...others, root].map((row) => row.manual as KeptManual);
		const marks = said
			.flatMap((each) => each.marks ?? [])
			.sort((a, b) => a.recordedAt.localeCompare(b.recordedAt));
		const manual: KeptManual = { ...Object.assign({}, ...said), marks };
		return [
			{
				id,
				revision: root.revision,
				memberIds,
				keys: ofKeys,
				credential: withManual(merged(root, others), manual),
				note: manual.note ?? null,
				tags: manual.tags ?? [],
				marks,
				mergedIds: others.map((row) => row.id),
				sightings: seen.flatMap(({ list }) => list).sort(latestFirst),
				uses: used.flatMap(({ list }) => list).sort(latestFirst),
				sightingCount: sum(seen),
				useCount: sum(used),
			},
		];
	});
}

/** By what the traces of a credential are found, without the traces; null: it is not there. */
export async function tracesOf(
	actor: Actor,
	id: string,
): Promise<Pick<KnownCredential, 'memberIds' | 'keys'> | null> {
	const rows = await installation().records.database.$queryRaw<
		{ id: string; mergedInto: string | null; key: string | null }[]
	>`
		SELECT c.id, c."mergedInto", k.key FROM "Credential" c
		LEFT JOIN "CredentialKey" k ON k."workspaceId" = c."workspaceId" AND k."credentialId" = c.id
			AND (k.key LIKE 'print:%' OR k.key LIKE 'id:%')
		WHERE c."workspaceId" = ${actor.workspaceId} AND (c.id = ${id} OR c."mergedInto" = ${id})`;
	if (!rows.some((row) => row.id === id && row.mergedInto === null)) return null;
	return {
		memberIds: [...new Set(rows.map((row) => row.id))],
		keys: [...new Set(rows.flatMap(({ key }) => (key === null ? [] : [key])))],
	};
}

const merged = (root: Row, others: readonly Row[]): Credential =>
	others.reduce(
		// What the root says stands above what the others say.
		(known, row) => mergeCredential(credentialOfRow(row), known),
		credentialOfRow(root),
	);

const sum = (groups: readonly { readonly count: number }[]): number =>
	groups.reduce((total, { count }) => total + count, 0);

const latestFirst = (a: { readonly at: string | null }, b: { readonly at: string | null }) =>
	(b.at ?? '').localeCompare(a.at ?? '');
