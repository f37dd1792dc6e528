import { type Actor, may } from '@/core/access/permissions.ts';
import type { IncidentDocument } from '@/core/incidents/document.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import { columnsOf, documentOf } from './records.ts';
import { reconstructedOf, renewShown } from './regroup.ts';

/** Incidents of one workspace that a new document is held against. */
const comparedMax = 2_000;

/**
 * Keeps what a reconstruction found. An incident that is known already (by its id, or because it
 * is about the same evidence) gets the new document and keeps its number, status and assignee;
 * others are numbered on. Answers how many were new.
 */
export async function keepIncidents(
	actor: Actor,
	documents: readonly IncidentDocument[],
): Promise<Result<{ added: number; renewed: number }>> {
	if (!may(actor, 'events.ingest')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow sending events'));
	}
	const { database } = installation().records;
	const { workspaceId } = actor;
	return database.$transaction(async (records) => {
		const rows = await records.incident.findMany({
			// What was split off follows the incident that it came from.
			where: { workspaceId, splitFrom: null },
			orderBy: { number: 'desc' },
			take: comparedMax,
		});
		const known = rows.map((row) => ({
			number: row.number,
			documentId: reconstructedOf(row).id,
			evidence: pivotal(reconstructedOf(row)),
			// What is shown of it follows from more than its own reconstruction.
			isHead: row.reconstructed !== null,
			mergedInto: row.mergedInto,
		}));
		let added = 0;
		for (const document of documents) {
			const match = takeMatch(known, document);
			if (match !== null) {
				await records.incident.update({
					where: { workspaceId_number: { workspaceId, number: match.number } },
					data: match.isHead
						? { reconstructed: document as unknown as Prisma.InputJsonObject }
						: columnsOf(document),
				});
				if (match.isHead) await renewShown(records, workspaceId, [match.number]);
				else if (match.mergedInto !== null)
					await renewShown(records, workspaceId, [match.mergedInto]);
				continue;
			}
			const counter = await records.counter.upsert({
				where: { workspaceId_name: { workspaceId, name: 'incident' } },
				create: { workspaceId, name: 'incident', value: 1 },
				update: { value: { increment: 1 } },
			});
			await records.incident.create({
				data: { workspaceId, number: counter.value, ...columnsOf(document) },
			});
			added++;
		}
		return ok({ added, renewed: documents.length - added });
	});
}

/** Agent runs that the workspace's incidents are about. */
export async function runsOfIncidents(actor: Actor): Promise<string[]> {
	const rows = await installation().records.database.incident.findMany({
		where: { workspaceId: actor.workspaceId },
		orderBy: { number: 'desc' },
		take: comparedMax,
	});
	return rows.flatMap((row) => documentOf(row).agents.flatMap((agent) => agent.sessions));
}

interface KnownIncident {
	readonly number: number;
	readonly documentId: string;
	readonly evidence: ReadonlySet<string>;
	readonly isHead: boolean;
	readonly mergedInto: number | null;
}

/** The events that make an incident this one and no other: its effects, else its chain. */
function pivotal(document: IncidentDocument): Set<string> {
	const effects = document.effects.map((effect) => effect.eventId);
	return new Set(effects.length > 0 ? effects : document.chain.map((step) => step.eventId));
}

/** Takes the known incident that the document is about out of the list; null: none is. */
function takeMatch(known: KnownIncident[], document: IncidentDocument): KnownIncident | null {
	const evidence = pivotal(document);
	const shared = (incident: KnownIncident): number =>
		[...incident.evidence].filter((id) => evidence.has(id)).length;
	const exact = known.findIndex((incident) => incident.documentId === document.id);
	let best = exact;
	if (exact === -1) {
		let most = 0;
		known.forEach((incident, index) => {
			const count = shared(incident);
			if (count > most) {
				most = count;
				best = index;
			}
		});
	}
	return best === -1 ? null : (known.splice(best, 1)[0] ?? null);
}
