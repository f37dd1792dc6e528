import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type IncidentDocument, incidentDocumentSchema } from '@/core/incidents/document.ts';
import { mergeDocuments, splitDocument } from '@/core/incidents/regroup.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Incident, Prisma } from '@/server/records/generated/client.ts';
import { notFound } from './list.ts';
import {
	columnsOf,
	documentOf,
	type IncidentSummary,
	incidentNumber,
	numberText,
	summaryOf,
} from './records.ts';

/** Incidents that one may be made of. */
const partsMax = 50;

export const mergeSchema = z
	.object({
		/** Numbers of the incidents that become part of this one. */
		incidents: z.array(z.string()).min(1).max(partsMax),
	})
	.strict();
export const splitSchema = z
	.object({
		/** The events whose effects become an incident of their own. */
		eventIds: z.array(z.string()).min(1).max(1_000),
	})
	.strict();

type Records = Prisma.TransactionClient;

/** Makes incidents part of this one. They keep their numbers and can be taken out again. */
export async function mergeIncidents(
	actor: Actor,
	id: string,
	others: readonly string[],
): Promise<Result<IncidentSummary>> {
	return regroup(actor, id, 'incident.merged', others.join(', '), async (records, target) => {
		if (target.mergedInto !== null)
			return refused(`${id} is itself part of ${numberText(target.mergedInto)}; merge into that`);
		for (const other of others) {
			const row = await findRow(records, actor, other);
			if (row === null) return fail(notFound(other));
			if (row.number === target.number) return refused(`${id} cannot be merged into itself`);
			if (row.splitFrom === target.number)
				return refused(`${other} was split off ${id}; take the split back instead`);
			if (row.mergedInto !== null && row.mergedInto !== target.number)
				return refused(`${other} is already part of ${numberText(row.mergedInto)}`);
			const parts = await records.incident.count({
				where: { workspaceId: actor.workspaceId, mergedInto: row.number },
			});
			if (parts > 0) return refused(`${other} is made of others; take those out first`);
			await update(records, row, { mergedInto: target.number });
		}
		return ok([target.number]);
	});
}

/** Makes effects of an incident one of their own. Answers the new one. */
export async function splitIncident(
	actor: Actor,
	id: string,
	eventIds: readonly string[],
): Promise<Result<IncidentSummary>> {
	return regroup(actor, id, 'incident.split', eventIds.join(', '), async (records, source) => {
		if (source.mergedInto !== null || source.splitFrom !== null)
			return refused(`${id} was itself merged or split off; split the incident that it belongs to`);
		const shown = documentOf(source);
		const part = splitDocument(shown, new Set(eventIds), partId(shown.id, eventIds));
		if (part === null)
			return refused('some effects must go and some must stay; name events of this incident');
		const counter = await records.counter.upsert({
			where: { workspaceId_name: { workspaceId: actor.workspaceId, name: 'incident' } },
			create: { workspaceId: actor.workspaceId, name: 'incident', value: 1 },
			update: { value: { increment: 1 } },
		});
		await records.incident.create({
			data: {
				workspaceId: actor.workspaceId,
				number: counter.value,
				splitFrom: source.number,
				splitEvents: [...eventIds],
				...columnsOf(part.part),
			},
		});
		return ok([source.number, counter.value]);
	});
}

/** Takes a merge or a split back: the incident stands by itself again, or goes back to where it came from. */
export async function ungroupIncident(actor: Actor, id: string): Promise<Result<IncidentSummary>> {
	return regroup(actor, id, 'incident.ungrouped', '', async (records, row) => {
		if (row.mergedInto !== null) {
			await update(records, row, { mergedInto: null });
			return ok([row.mergedInto, row.number]);
		}
		if (row.splitFrom !== null) {
			await records.incident.delete({ where: keyOf(row) });
			return ok([row.splitFrom]);
		}
		return refused(`${id} is neither part of another incident nor split off one`);
	});
}

/** Writes anew what the shown documents of these incidents, and of those that hang on them, follow from. */
export async function renewShown(
	records: Records,
	workspaceId: string,
	numbers: readonly number[],
): Promise<void> {
	for (const number of numbers) {
		const row = await records.incident.findUnique({
			where: { workspaceId_number: { workspaceId, number } },
		});
		if (row === null || row.splitFrom !== null) continue;
		let shown = reconstructedOf(row);
		const parts = await records.incident.findMany({
			where: { workspaceId, OR: [{ splitFrom: number }, { mergedInto: number }] },
			orderBy: { number: 'asc' },
			take: partsMax * 2,
		});
		for (const part of parts.filter((each) => each.splitFrom === number)) {
			const split = splitDocument(shown, new Set(part.splitEvents), part.documentId);
			// What was split off is no longer in the reconstruction: it stays as it was last shown.
			if (split === null) continue;
			await update(records, part, columnsOf({ ...split.part, title: part.title }));
			shown = split.rest;
		}
		for (const part of parts.filter((each) => each.mergedInto === number))
			shown = mergeDocuments(shown, reconstructedOf(part));
		await update(records, row, {
			...columnsOf(shown),
			reconstructed: reconstructedOf(row) as unknown as Prisma.InputJsonObject,
		});
		if (row.mergedInto !== null) await renewShown(records, workspaceId, [row.mergedInto]);
	}
}

/** The document as reconstruction made it, before anything was merged or split. */
export const reconstructedOf = (
	row: Pick<Incident, 'document' | 'reconstructed'>,
): IncidentDocument =>
	row.reconstructed === null ? documentOf(row) : incidentDocumentSchema.parse(row.reconstructed);

const refused = (words: string): Result<never> => fail<Failure>(failure('conflict', words));

const keyOf = (row: Pick<Incident, 'workspaceId' | 'number'>) => ({
	workspaceId_number: { workspaceId: row.workspaceId, number: row.number },
});

const update = (
	records: Records,
	row: Pick<Incident, 'workspaceId' | 'number'>,
	data: Prisma.IncidentUpdateInput | Prisma.IncidentUncheckedUpdateInput,
) => records.incident.update({ where: keyOf(row), data });

const partId = (id: string, eventIds: readonly string[]): string =>
	`inc_${createHash('sha256')
		.update(`${id}|${[...eventIds].sort().join('|')}`)
		.digest('hex')
		.slice(0, 20)}`;

async function findRow(records: Records, actor: Actor, id: string): Promise<Incident | null> {
	const number = incidentNumber(id);
	return number === null
		? null
		: records.incident.findUnique({
				where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
			});
}

/** Checks who asks, changes in one transaction, renews what is shown; answers the last incident named. */
async function regroup(
	actor: Actor,
	id: string,
	action: 'incident.merged' | 'incident.split' | 'incident.ungrouped',
	detail: string,
	change: (records: Records, row: Incident) => Promise<Result<readonly number[]>>,
): Promise<Result<IncidentSummary>> {
	if (!may(actor, 'incidents.read')) return fail(notFound(id));
	if (!may(actor, 'incidents.write'))
		return fail<Failure>(failure('forbidden', 'your role does not allow changing incidents'));
	const { database } = installation().records;
	const done = await database.$transaction(async (records): Promise<Result<IncidentSummary>> => {
		const row = await findRow(records, actor, id);
		if (row === null) return fail(notFound(id));
		const changed = await change(records, row);
		if (!changed.ok) return changed;
		await renewShown(records, actor.workspaceId, changed.value);
		const last = await records.incident.findUniqueOrThrow({
			where: {
				workspaceId_number: {
					workspaceId: actor.workspaceId,
					number: changed.value.at(-1) ?? row.number,
				},
			},
		});
		return ok(summaryOf(last));
	});
	if (done.ok)
		await recordAudit(actor, action, id, detail === '' ? {} : { with: detail.slice(0, 500) });
	return done;
}
