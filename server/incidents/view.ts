import { type Actor, may } from '@/core/access/permissions.ts';
import type { Event } from '@/core/event/event.ts';
import { eventId } from '@/core/event/ids.ts';
import { type EpochMicros, formatTimeOrNull, parseTime } from '@/core/event/time.ts';
import type { IncidentDocument } from '@/core/incidents/document.ts';
import {
	type EvidenceView,
	type IncidentView,
	type Lane,
	type TimelineEvent,
	timelineLimit,
} from '@/core/incidents/workspace-view.ts';
import { fail, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import { notFound } from './list.ts';
import { documentOf, incidentNumber, numberText } from './records.ts';

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
	const around = await eventsAround(actor, document);
	if (!around.ok) return around;
	return ok({
		number: numberText(row.number),
		status: row.status,
		assignee: row.assignee,
		document,
		timeline: around.value.slice(0, timelineLimit).map((event) => timelineEvent(event, document)),
		truncated: around.value.length > timelineLimit,
	});
}

/** The runs' own events, and what the incident names beside them. */
async function eventsAround(actor: Actor, document: IncidentDocument): Promise<Result<Event[]>> {
	const { events } = installation();
	const runs = document.agents.flatMap((agent) => agent.sessions);
	const ofRuns = await events.ofRuns(actor, runs, timelineLimit + 1);
	if (!ofRuns.ok) return ofRuns;
	const named = await events.byIds(
		actor,
		document.evidence.map((evidence) => evidence.eventId),
	);
	if (!named.ok) return named;
	const byId = new Map([...ofRuns.value, ...named.value].map((event) => [event.id, event]));
	const start = parseTime(document.window.start ?? '') ?? (0 as EpochMicros);
	const place = (event: Event): number => event.time ?? start;
	return ok([...byId.values()].sort((a, b) => place(a) - place(b) || a.order - b.order));
}

const laneOf = (event: Event): Lane => {
	if (event.kind === 'provider-record') return 'provider';
	return event.kind === 'tool-call' || event.kind === 'tool-result' ? 'call' : 'task';
};

function timelineEvent(event: Event, document: IncidentDocument): TimelineEvent {
	const step = document.chain.find((entry) => entry.eventId === event.id) ?? null;
	return {
		eventId: event.id,
		timeMicros: event.time,
		order: event.order,
		durationMs: event.result?.durationMs ?? null,
		lane: laneOf(event),
		kind: event.kind,
		summary: step?.summary ?? event.text.slice(0, 240),
		actionClass: null,
		operation: event.record?.operation ?? event.call?.tool ?? null,
		environment: 'unknown',
		outcome: event.result?.status ?? event.record?.outcome ?? 'unknown',
		step: step?.step ?? null,
		role: step?.role ?? null,
		credentials: event.sightings.map((sighting) => sighting.fingerprint),
		runId: event.run?.id ?? null,
		joinedWith: null,
	};
}

/** One event with its whole (redacted) record and how it was read. */
export async function getEvidence(actor: Actor, id: string): Promise<Result<EvidenceView>> {
	const found = await installation().events.get(actor, eventId(id));
	if (!found.ok) return found;
	const event = found.value;
	return ok({
		eventId: event.id,
		time: formatTimeOrNull(event.time),
		kind: event.kind,
		format: event.origin.format,
		path: event.origin.path,
		line: event.origin.line,
		raw: event.raw,
		text: event.text,
		reading: [],
	});
}
