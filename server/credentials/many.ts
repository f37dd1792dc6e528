import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { tagSchema } from '@/core/credentials/assessed.ts';
import {
	type LifecycleMark,
	type MarkKind,
	markKinds,
	marksMax,
} from '@/core/credentials/lifecycle-mark.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { markChanged } from './assess.ts';

/** Credentials that one request may change. */
const manyMax = 1_000;
const tagsMax = 20;

/** One change to several credentials. */
export const manyChangeSchema = z
	.object({
		credentials: z.array(z.string().max(100)).min(1).max(manyMax),
		change: z.discriminatedUnion('kind', [
			z
				.object({
					kind: z.literal('owner'),
					/** Person or team; null: nobody answers for it. */
					owner: z.string().trim().min(1).max(200).nullable(),
				})
				.strict(),
			z
				.object({
					kind: z.literal('tags'),
					add: z.array(tagSchema).max(tagsMax).default([]),
					remove: z.array(tagSchema).max(tagsMax).default([]),
				})
				.strict(),
			z
				.object({
					kind: z.literal('mark'),
					mark: z.enum(markKinds),
					/** When it was done at the provider, RFC 3339; left out: now. */
					at: z.iso.datetime({ offset: true }).optional(),
					reason: z.string().trim().max(1_000).optional(),
				})
				.strict(),
		]),
	})
	.strict();
export type ManyChange = z.infer<typeof manyChangeSchema>;

export interface ManyChanged {
	readonly changed: number;
	/** Ids that are not there. */
	readonly missing: readonly string[];
}

/** Changes all of them in one transaction; ids that are not there are answered and hinder nothing. */
export async function changeMany(
	actor: Actor,
	{ credentials, change }: ManyChange,
	now = new Date(),
): Promise<Result<ManyChanged>> {
	if (!may(actor, 'credentials.write')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow changing credentials'));
	}
	if (change.kind === 'mark' && change.at !== undefined && Date.parse(change.at) > now.getTime()) {
		return fail<Failure>(
			failure('invalid-input', 'a mark says what was done; its time cannot lie ahead'),
		);
	}
	const ids = [...new Set(credentials)];
	const { workspaceId } = actor;
	const found = await installation().records.database.$transaction(async (records) => {
		const rows = await records.$queryRaw<{ id: string }[]>`
			SELECT id FROM "Credential" WHERE "workspaceId" = ${workspaceId} AND id = ANY(${ids}::text[])`;
		const there = rows.map(({ id }) => id);
		await apply(records, actor, there, change, now);
		if (there.length > 0) await markChanged(records, actor, there);
		return there;
	});
	const detail = { ...change } as Prisma.InputJsonObject;
	const [only] = found;
	if (only !== undefined && found.length === 1) {
		const action = change.kind === 'mark' ? 'credential.marked' : 'credential.changed';
		await recordAudit(actor, action, only, detail);
	} else if (found.length > 1) {
		await recordAudit(actor, 'credentials.changed', null, { ...detail, credentials: found });
	}
	const there = new Set(found);
	return ok({ changed: found.length, missing: ids.filter((id) => !there.has(id)) });
}

async function apply(
	records: Prisma.TransactionClient,
	actor: Actor,
	ids: readonly string[],
	change: ManyChange['change'],
	now: Date,
): Promise<void> {
	const { workspaceId } = actor;
	switch (change.kind) {
		case 'owner': {
			const owner = JSON.stringify({ owner: change.owner });
			await records.$executeRaw`
				UPDATE "Credential" SET manual = manual || ${owner}::jsonb, "updatedAt" = CURRENT_TIMESTAMP
				WHERE "workspaceId" = ${workspaceId} AND id = ANY(${ids}::text[])`;
			return;
		}
		case 'tags':
			// Beyond the bound the earliest stay.
			await records.$executeRaw`
				UPDATE "Credential" SET "updatedAt" = CURRENT_TIMESTAMP,
					manual = manual || jsonb_build_object('tags', (
						SELECT coalesce(jsonb_agg(t.tag ORDER BY t.place), '[]') FROM (
							SELECT a.tag, min(a.place) AS place FROM (
								SELECT tag, place FROM jsonb_array_elements_text(coalesce(manual->'tags', '[]'))
									WITH ORDINALITY AS kept(tag, place)
								UNION ALL
								SELECT tag, place + 1000 FROM unnest(${change.add}::text[])
									WITH ORDINALITY AS given(tag, place)
							) a WHERE NOT a.tag = ANY(${change.remove}::text[])
							GROUP BY a.tag ORDER BY place LIMIT ${tagsMax}
						) t))
				WHERE "workspaceId" = ${workspaceId} AND id = ANY(${ids}::text[])`;
			return;
		case 'mark':
			await addMark(records, actor, ids, change, now);
			return;
		default:
			change satisfies never;
	}
}

/** Adds to what people recorded; an earlier plain word on the same matter no longer stands. */
export async function addMark(
	records: Prisma.TransactionClient,
	actor: Actor,
	ids: readonly string[],
	given: {
		readonly mark: MarkKind;
		readonly at?: string | undefined;
		readonly reason?: string | undefined;
	},
	now: Date,
): Promise<void> {
	const mark: LifecycleMark = {
		kind: given.mark,
		at: new Date(given.at ?? now).toISOString(),
		by: actor.name,
		reason: given.reason === undefined || given.reason === '' ? null : given.reason,
		recordedAt: now.toISOString(),
	};
	const plain = given.mark === 'rotated' ? 'lastRotatedAt' : 'status';
	await records.$executeRaw`
		UPDATE "Credential" SET "updatedAt" = CURRENT_TIMESTAMP,
			manual = (manual - ${plain}::text) || jsonb_build_object('marks', (
				SELECT jsonb_agg(m.mark ORDER BY m.place) FROM (
					SELECT mark, place FROM jsonb_array_elements(
						coalesce(manual->'marks', '[]') || ${JSON.stringify([mark])}::jsonb
					) WITH ORDINALITY AS all_marks(mark, place)
					ORDER BY place DESC LIMIT ${marksMax}
				) m))
		WHERE "workspaceId" = ${actor.workspaceId} AND id = ANY(${ids}::text[])`;
}
