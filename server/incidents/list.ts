import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type IncidentDocument, severities } from '@/core/incidents/document.ts';
import { type IncidentStatus, incidentStatuses } from '@/core/incidents/workspace-view.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import { type Incident, Prisma } from '@/server/records/generated/client.ts';
import {
	documentOf,
	type IncidentSummary,
	incidentNumber,
	numberText,
	summaryOf,
} from './records.ts';

/** What a list of incidents can be narrowed by. Parsed from a request's or page's parameters. */
export const incidentFilterSchema = z.object({
	status: z.enum(incidentStatuses).optional(),
	severity: z.enum(severities).optional(),
	cursor: z.string().optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type IncidentFilter = z.infer<typeof incidentFilterSchema>;

export interface IncidentPage {
	readonly incidents: readonly IncidentSummary[];
	readonly nextCursor: string | null;
}

const severityRank = Prisma.sql`array_position(ARRAY['critical','high','medium','low','info'], severity)`;

/** The workspace's incidents, most severe first, then newest. Who may not read sees none. */
export async function listIncidents(
	actor: Actor,
	filter: IncidentFilter = incidentFilterSchema.parse({}),
): Promise<Result<IncidentPage>> {
	if (!may(actor, 'incidents.read')) return ok({ incidents: [], nextCursor: null });
	const offset = Number(filter.cursor ?? '0');
	if (!Number.isSafeInteger(offset) || offset < 0) {
		return fail<Failure>(
			failure('invalid-input', 'the cursor is not one of this list; leave it out'),
		);
	}
	const rows = await installation().records.database.$queryRaw<Incident[]>`
		SELECT * FROM "Incident"
		WHERE "workspaceId" = ${actor.workspaceId}
		  AND "mergedInto" IS NULL
		  AND (${filter.status ?? null}::text IS NULL OR status::text = ${filter.status ?? null})
		  AND (${filter.severity ?? null}::text IS NULL OR severity = ${filter.severity ?? null})
		ORDER BY ${severityRank}, "startMicros" DESC NULLS LAST, number DESC
		LIMIT ${filter.limit + 1} OFFSET ${offset}`;
	return ok({
		incidents: rows.slice(0, filter.limit).map(summaryOf),
		nextCursor: rows.length > filter.limit ? String(offset + filter.limit) : null,
	});
}

/** The incident document (`docs/incident-document.md`) with the number and the analyst's words. */
export async function getIncident(
	actor: Actor,
	id: string,
): Promise<Result<IncidentSummary & { document: IncidentDocument }>> {
	const number = incidentNumber(id);
	if (number === null || !may(actor, 'incidents.read')) return fail(notFound(id));
	const row = await installation().records.database.incident.findUnique({
		where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
	});
	return row === null ? fail(notFound(id)) : ok({ ...summaryOf(row), document: documentOf(row) });
}

/** What an analyst can change. */
export const incidentChangeSchema = z
	.object({
		status: z.enum(incidentStatuses).optional(),
		/** A name or e-mail address; null: nobody. */
		assignee: z.string().trim().min(1).max(200).nullable().optional(),
	})
	.strict();
export type IncidentChange = z.infer<typeof incidentChangeSchema>;

/** Changes status or assignee. Someone else's incident, or a role that may not read, is not found. */
export async function changeIncident(
	actor: Actor,
	id: string,
	change: IncidentChange,
): Promise<Result<IncidentSummary>> {
	const number = incidentNumber(id);
	if (number === null || !may(actor, 'incidents.read')) return fail(notFound(id));
	if (!may(actor, 'incidents.write')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow changing incidents'));
	}
	const { database } = installation().records;
	const key = { workspaceId_number: { workspaceId: actor.workspaceId, number } };
	if ((await database.incident.findUnique({ where: key, select: { number: true } })) === null) {
		return fail(notFound(id));
	}
	const data: { status?: IncidentStatus; assignee?: string | null } = {};
	if (change.status !== undefined) data.status = change.status;
	if (change.assignee !== undefined) data.assignee = change.assignee;
	const changed = await database.incident.update({ where: key, data });
	await recordAudit(actor, 'incident.changed', numberText(number), data);
	return ok(summaryOf(changed));
}

export const notFound = (id: string): Failure =>
	failure('not-found', `incident ${id} is not there`);
