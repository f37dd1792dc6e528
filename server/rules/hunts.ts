import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type Hunt, huntSchema } from '@/core/detection/hunt-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { RuleHunt } from '@/server/records/generated/client.ts';
import { notAllowed } from './change.ts';
import { ruleBookOf } from './rule-book.ts';
import { checkIn, fileOfRule, refusalOf, ruleText } from './texts.ts';

/** Hunts of a workspace that wait or run at once. */
const underWayMax = 20;
/** Finished ones that are kept; of more, the oldest go with their hits. */
const keptMax = { hunt: 100, test: 10 } as const;

export const newHuntSchema = z
	.object({
		/** Ids of the rules to run, switched off or not; empty: all that are on. */
		rules: z.array(z.string().min(1).max(200)).max(1_000).default([]),
		/** RFC 3339; without it from the beginning, with events of unknown time. */
		from: z.iso.datetime({ offset: true }).optional(),
		/** RFC 3339, exclusive; without it until now. */
		to: z.iso.datetime({ offset: true }).optional(),
		/** A text that is not saved: its rules are run, and nothing else. */
		text: ruleText.optional(),
		/** With `text`: id of the rule whose file it would replace. */
		replaces: z.string().min(1).max(200).optional(),
	})
	.strict()
	.refine(
		({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to),
		{
			message: 'from must come before to',
		},
	);
export type NewHunt = z.infer<typeof newHuntSchema>;

/** Begins to run rules backwards over the stored events of a time range. */
export async function startHunt(actor: Actor, asked: NewHunt, now: Date): Promise<Result<Hunt>> {
	if (!may(actor, 'rules.write') || !may(actor, 'events.read')) return fail<Failure>(notAllowed);
	const { database } = installation().records;
	const { workspaceId } = actor;
	const book = await ruleBookOf(actor);
	let draft: { draftPath: string; draftText: string } | null = null;
	let ruleIds = [...new Set(asked.rules)];
	if (asked.text !== undefined) {
		const path = fileOfRule(book, asked.replaces ?? '')?.path ?? 'own/new.yml';
		const checked = await checkIn(book, path, asked.text);
		const refused = refusalOf(checked);
		if (refused !== null) return fail(refused);
		draft = { draftPath: path, draftText: asked.text };
		ruleIds = checked.rules.flatMap(({ id, kind }) => (kind === 'filter' ? [] : [id]));
		if (ruleIds.length === 0)
			return fail<Failure>(
				failure(
					'invalid-input',
					'a filter finds nothing by itself; test the rules that it concerns',
				),
			);
	} else {
		const unknown = ruleIds.find((id) => !book.loaded.rules.some((rule) => rule.id === id));
		if (unknown !== undefined)
			return fail<Failure>(failure('not-found', `there is no rule ${unknown}`));
	}
	const underWay = await database.ruleHunt.count({
		where: { workspaceId, state: { in: ['waiting', 'running'] } },
	});
	if (underWay >= underWayMax)
		return fail<Failure>(failure('busy', `${underWayMax} hunts are under way; cancel one or wait`));
	const kind = draft === null ? 'hunt' : 'test';
	const from = asked.from === undefined ? null : parseTime(asked.from);
	const row = await database.ruleHunt.create({
		data: {
			workspaceId,
			id: `hunt_${randomUUID()}`,
			kind,
			ruleIds,
			...draft,
			fromMicros: from,
			toMicros: (asked.to === undefined ? null : parseTime(asked.to)) ?? now.getTime() * 1_000,
			notLoaded: draft === null && ruleIds.length === 0 ? book.loaded.problems.length : 0,
			createdBy: actor.name,
		},
	});
	await forgetOld(actor, kind);
	if (kind === 'hunt') await recordAudit(actor, 'hunt.started', row.id, { rules: ruleIds.length });
	return ok(huntOf(row));
}

async function forgetOld({ workspaceId }: Actor, kind: 'hunt' | 'test'): Promise<void> {
	const { database } = installation().records;
	const old = await database.ruleHunt.findMany({
		where: { workspaceId, kind, state: { in: ['done', 'cancelled', 'failed'] } },
		orderBy: { createdAt: 'desc' },
		skip: keptMax[kind],
		take: 100,
		select: { id: true },
	});
	if (old.length > 0)
		await database.ruleHunt.deleteMany({
			where: { workspaceId, id: { in: old.map(({ id }) => id) } },
		});
}

const mayRead = (actor: Actor): boolean => may(actor, 'rules.read') && may(actor, 'events.read');
const listedMax = 100;

/** The workspace's hunts, the latest first; tests of texts are left out. */
export async function listHunts(actor: Actor): Promise<Result<Hunt[]>> {
	if (!mayRead(actor)) return ok([]);
	const rows = await installation().records.database.ruleHunt.findMany({
		where: { workspaceId: actor.workspaceId, kind: 'hunt' },
		orderBy: { createdAt: 'desc' },
		take: listedMax,
	});
	return ok(rows.map(huntOf));
}

export async function findHunt(actor: Actor, id: string): Promise<RuleHunt | null> {
	return mayRead(actor)
		? installation().records.database.ruleHunt.findUnique({
				where: { workspaceId_id: { workspaceId: actor.workspaceId, id } },
			})
		: null;
}

export const noHunt = (id: string): Failure => failure('not-found', `hunt ${id} is not there`);

/** Ends a hunt; what it found until then stays. */
export async function cancelHunt(actor: Actor, id: string): Promise<Result<Hunt>> {
	const row = await findHunt(actor, id);
	if (row === null) return fail(noHunt(id));
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const { database } = installation().records;
	await database.ruleHunt.updateMany({
		where: { workspaceId: actor.workspaceId, id, state: { in: ['waiting', 'running'] } },
		data: { state: 'cancelled', finishedAt: new Date() },
	});
	const now = await findHunt(actor, id);
	return now === null ? fail(noHunt(id)) : ok(huntOf(now));
}

/** Deletes a hunt with what it found; one that runs ends. */
export async function deleteHunt(actor: Actor, id: string): Promise<Result<null>> {
	if ((await findHunt(actor, id)) === null) return fail(noHunt(id));
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	await installation().records.database.ruleHunt.deleteMany({
		where: { workspaceId: actor.workspaceId, id },
	});
	await recordAudit(actor, 'hunt.deleted', id, null);
	return ok(null);
}

const foundSchema = z.record(z.string(), z.number());
/** Matches by rule, those that were not kept too. */
export const foundOf = (row: Pick<RuleHunt, 'found'>): Record<string, number> =>
	foundSchema.catch({}).parse(row.found);

const timeText = (micros: bigint | null): string | null =>
	micros === null ? null : new Date(Number(micros) / 1_000).toISOString();

export const huntOf = (row: RuleHunt): Hunt =>
	huntSchema.parse({
		id: row.id,
		kind: row.kind,
		state: row.state,
		ruleIds: row.ruleIds,
		from: timeText(row.fromMicros),
		to: timeText(row.toMicros),
		total: row.total,
		looked: row.looked,
		found: Object.values(foundOf(row)).reduce((sum, count) => sum + count, 0),
		leftOut: row.leftOut,
		notLoaded: row.notLoaded,
		failure: row.failure,
		createdBy: row.createdBy,
		createdAt: row.createdAt.toISOString(),
		finishedAt: row.finishedAt?.toISOString() ?? null,
	});
