import { type Actor, may } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import { eventId } from '@/core/event/ids.ts';
import { type EpochMicros, epochMicros, parseTime } from '@/core/event/time.ts';
import type { IncidentDocument } from '@/core/incidents/document.ts';
import { type Readings, readEvents } from '@/core/incidents/readings.ts';
import { buildEvidenceView, buildTimeline, eventIdsOf } from '@/core/incidents/view.ts';
import {
	type EvidenceView,
	type IncidentView,
	timelineLimit,
} from '@/core/incidents/workspace-view.ts';
import { fail, ok, type Result } from '@/core/result.ts';
import { loadUnderstanding } from '@/server/ingest/reading.ts';
import { installation } from '@/server/installation/installation.ts';
import { Prisma } from '@/server/records/generated/client.ts';
import { storedInventories } from './inventories.ts';
import { notFound } from './list.ts';
import { documentOf, incidentNumber, numberText } from './records.ts';

/** Events around an incident with their readings: what its page and its evidence are made of. */
interface Situation {
	readonly events: readonly Event[];
	readonly readings: Readings;
}

/** Readings of the incidents looked at last: opening evidence after evidence reads the runs once. */
const situations = new Map<string, Situation>();
const situationsMax = 8;
const recordsAroundMax = 2_000;
const tenMinutesMicros = 600_000_000;

/** An incident with the events around it. Someone else's incident is not found. */
export async function getIncidentView(actor: Actor, id: string): Promise<Result<IncidentView>> {
	const number = incidentNumber(id);
	if (number === null || !may(actor, 'incidents.read')) return fail(notFound(id));
	const { records } = installation();
	const row = await records.database.incident.findUnique({
		where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
	});
	if (row === null) return fail(notFound(id));
	const document = documentOf(row);
	const situation = await situationOf(actor, document, row.updatedAt.toISOString());
	if (!situation.ok) return situation;
	const parts = await records.database.incident.findMany({
		where: {
			workspaceId: actor.workspaceId,
			OR: [{ mergedInto: row.number }, { splitFrom: row.number }],
		},
		select: { number: true, mergedInto: true },
		orderBy: { number: 'asc' },
		take: 100,
	});
	const { timeline, truncated } = buildTimeline(
		document,
		situation.value.events,
		situation.value.readings,
	);
	return ok({
		number: numberText(row.number),
		status: row.status,
		assignee: row.assignee,
		mergedInto: row.mergedInto === null ? null : numberText(row.mergedInto),
		splitFrom: row.splitFrom === null ? null : numberText(row.splitFrom),
		parts: parts.map((part) => ({
			number: numberText(part.number),
			how: part.mergedInto === row.number ? 'merged' : 'split',
		})),
		document,
		timeline,
		truncated,
	});
}

async function situationOf(
	actor: Actor,
	document: IncidentDocument,
	version: string,
): Promise<Result<Situation>> {
	const key = `${actor.workspaceId}/${document.id}/${version}`;
	const known = situations.get(key);
	if (known !== undefined) return ok(known);
	const events = await eventsAround(actor, document);
	if (!events.ok) return events;
	const situation = {
		events: events.value,
		readings: readEvents(events.value, await storedInventories(actor), await loadUnderstanding()),
	};
	if (situations.size >= situationsMax) situations.delete(situations.keys().next().value ?? '');
	situations.set(key, situation);
	return ok(situation);
}

/** The runs' own events, and what the incident names beside them. */
async function eventsAround(actor: Actor, document: IncidentDocument): Promise<Result<Event[]>> {
	const { events } = installation();
	const runs = document.agents.flatMap((agent) => agent.sessions);
	const ofRuns = await events.ofRuns(actor, runs, timelineLimit * 2);
	if (!ofRuns.ok) return ofRuns;
	const named = await events.byIds(actor, eventIdsOf(document));
	if (!named.ok) return named;
	const byId = new Map([...ofRuns.value, ...named.value].map((event) => [event.id, event]));
	const start = parseTime(document.window.start ?? '') ?? (0 as EpochMicros);
	const place = (event: Event): number => event.time ?? start;
	return ok([...byId.values()].sort((a, b) => place(a) - place(b) || a.order - b.order));
}

/** One event with its whole (redacted) record and how it was read, within its incident where it has one. */
export async function getEvidence(actor: Actor, id: string): Promise<Result<EvidenceView>> {
	const found = await installation().events.get(actor, eventId(id));
	if (!found.ok) return found;
	const event = found.value;
	const incident = may(actor, 'incidents.read') ? await incidentOf(actor, event) : null;
	const understanding = await loadUnderstanding();
	if (incident !== null) {
		const situation = await situationOf(actor, incident.document, incident.version);
		return situation.ok
			? ok(
					buildEvidenceView(
						event,
						incident.document,
						situation.value.readings,
						understanding,
						incident.number,
					),
				)
			: situation;
	}
	const beside = await recordsBeside(actor, event);
	if (!beside.ok) return beside;
	return ok(
		buildEvidenceView(
			event,
			null,
			readEvents(beside.value, await storedInventories(actor), understanding),
			understanding,
		),
	);
}

/** The newest incident that names the event or its run. */
async function incidentOf(
	actor: Actor,
	event: Event,
): Promise<{ number: string; document: IncidentDocument; version: string } | null> {
	const { records } = installation();
	const named = JSON.stringify({ evidence: [{ eventId: event.id }] });
	const ofRun = JSON.stringify({ agents: [{ sessions: [event.run?.id ?? ''] }] });
	const rows = await records.database.$queryRaw<{ number: number }[]>(
		Prisma.sql`SELECT number FROM "Incident" WHERE "workspaceId" = ${actor.workspaceId} AND (document @> ${named}::jsonb OR document @> ${ofRun}::jsonb) ORDER BY number DESC LIMIT 1`,
	);
	const number = rows[0]?.number;
	if (number === undefined) return null;
	const row = await records.database.incident.findUnique({
		where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
	});
	return row === null
		? null
		: {
				number: numberText(row.number),
				document: documentOf(row),
				version: row.updatedAt.toISOString(),
			};
}

/** An event outside incidents is read with its run, or alone with what stands around it in time. */
async function recordsBeside(actor: Actor, event: Event): Promise<Result<Event[]>> {
	const { events } = installation();
	const run =
		event.run === null
			? ok([] as Event[])
			: await events.ofRuns(actor, [event.run.id], timelineLimit);
	if (!run.ok || event.time === null)
		return run.ok
			? ok([...new Map([...run.value, event].map((each) => [each.id, each])).values()])
			: run;
	const records = await events.providerRecordsBetween(
		actor,
		epochMicros(event.time - tenMinutesMicros),
		epochMicros(event.time + tenMinutesMicros),
		recordsAroundMax,
	);
	if (!records.ok) return records;
	return ok([
		...new Map([...run.value, ...records.value, event].map((each) => [each.id, each])).values(),
	]);
}
