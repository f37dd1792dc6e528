import { recoveryAt } from '../actions/reading.ts';
import type { Understanding } from '../actions/understanding.ts';
import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import { formatTimeOrNull } from '../event/time.ts';
import type { IncidentDocument } from './document.ts';
import { brief, eventSummary, resourceName } from './narrative.ts';
import type { EventReading, Readings } from './readings.ts';
import {
	type EvidenceView,
	type Lane,
	type ReadingRow,
	type TimelineEvent,
	timelineLimit,
} from './workspace-view.ts';

/** The strip's events: those of the incident's runs and the records that its document names, in order. */
export function buildTimeline(
	document: IncidentDocument,
	events: readonly Event[],
	readings: Readings,
): { readonly timeline: TimelineEvent[]; readonly truncated: boolean } {
	const steps = new Map(document.chain.map((step) => [step.eventId, step]));
	const ordered = [...events].sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || a.order - b.order);
	// A result is drawn as the end of its call; only one that is a step of its own stands alone.
	const shown = ordered.filter((event) => event.kind !== 'tool-result' || steps.has(event.id));
	const timeline = shown.slice(0, timelineLimit).map((event): TimelineEvent => {
		const reading = readings.byEvent.get(event.id);
		const step = steps.get(event.id) ?? null;
		const join = reading?.joins[0];
		return {
			eventId: event.id,
			timeMicros: event.time,
			order: event.order,
			durationMs: reading?.durationMs ?? null,
			lane: laneOf(event, step?.role ?? null),
			kind: event.kind,
			summary: step?.summary ?? eventSummary(event),
			actionClass: reading?.main?.class ?? null,
			operation: reading?.main?.operation ?? event.record?.operation ?? event.call?.tool ?? null,
			environment: reading?.environment ?? 'unknown',
			outcome: reading?.outcome ?? event.result?.status ?? 'unknown',
			step: step?.step ?? null,
			role: step?.role ?? null,
			credentials: [
				...new Set([
					...(reading?.acts.flatMap((act) => act.credentials) ?? []),
					...event.sightings.map((sighting) => sighting.fingerprint),
				]),
			],
			runId: event.run?.id ?? null,
			joinedWith:
				join === undefined
					? null
					: event.record !== null
						? join.call.event.id
						: join.record.event.id,
		};
	});
	return { timeline, truncated: shown.length > timelineLimit };
}

function laneOf(event: Event, role: string | null): Lane {
	if (event.kind === 'provider-record') return 'provider';
	if (role === 'credential-exposure') return 'credential';
	return event.kind === 'tool-call' || event.kind === 'tool-result' || event.kind === 'approval'
		? 'call'
		: 'task';
}

/** Everything that the evidence panel shows of one event; every statement names its reason. */
export function buildEvidenceView(
	event: Event,
	document: IncidentDocument | null,
	readings: Readings,
	understanding: Understanding,
	incident: string | null = null,
): EvidenceView {
	const reading = readings.byEvent.get(event.id);
	return {
		eventId: event.id,
		time: formatTimeOrNull(event.time),
		kind: event.kind,
		format: event.origin.format,
		path: event.origin.path,
		line: event.origin.line,
		raw: pretty(event.raw),
		text: event.result?.output ?? event.text,
		reading: [
			...(reading === undefined ? [] : rowsOfReading(event, reading, understanding)),
			...(document === null ? [] : rowsOfDocument(event, document)),
		],
		incident,
	};
}

const row = (
	label: string,
	value: string,
	reason: string | null = null,
	eventId: string | null = null,
): ReadingRow => ({ label, value, reason, eventId });

function rowsOfReading(
	event: Event,
	reading: EventReading,
	understanding: Understanding,
): ReadingRow[] {
	const rows: ReadingRow[] = [];
	const act = reading.main;
	if (act !== null) {
		const resource = act.resources[0];
		rows.push(
			row(
				'read as',
				`${act.class}${resource === undefined ? ` ${act.operation}` : ` ${resourceName(resource)}`}`,
				act.basis,
			),
		);
		if (reading.environment !== 'unknown')
			rows.push(row('environment', reading.environment, reading.environmentReason));
		if (act.hosts.length > 0) rows.push(row('host', act.hosts.join(', ')));
		if (act.readsPaths.length > 0) rows.push(row('reads', act.readsPaths.join(', ')));
		if (act.class === 'destroy' && act.fallsWith.length > 0)
			rows.push(row('falls with it', act.fallsWith.join(', '), `catalogue ${act.provider}`));
		if (act.class === 'destroy') {
			const recovery = recoveryAt(
				understanding.catalogue,
				act,
				formatTimeOrNull(event.time)?.slice(0, 10) ?? null,
			);
			rows.push(row('can be undone', recovery.undo, recovery.note));
		}
	}
	rows.push(row('outcome', reading.outcome));
	for (const join of reading.joins) {
		const other = event.record !== null ? join.call.event : join.record.event;
		const offset =
			join.offsetMs === null
				? ''
				: ` ${join.offsetMs >= 0 ? '+' : '−'}${Math.abs(join.offsetMs / 1000).toFixed(3)} s`;
		rows.push(
			row(
				'joined with',
				`${brief(other.record?.operation ?? other.text, 60)}${offset}`,
				`confidence ${join.confidence.toFixed(2)}`,
				other.id,
			),
		);
	}
	const approval = reading.call?.approval?.approval;
	if (approval !== undefined && approval !== null)
		rows.push(
			row(
				'approval',
				`${approval.decision} by ${approval.by}`,
				null,
				reading.call?.approval?.id ?? null,
			),
		);
	else if (
		act !== null &&
		(act.class === 'destroy' || act.class === 'grant' || act.class === 'expose') &&
		event.call !== null
	)
		rows.push(row('approval', 'no human asked', 'no approval is in the logs'));
	const record = event.record;
	if (record !== null) {
		if (record.principal !== null)
			rows.push(row('principal', record.principal, 'the provider’s record'));
		if (record.credentialId !== null)
			rows.push(row('credential id', record.credentialId, 'the provider’s record'));
		if (record.requestId !== null) rows.push(row('request', record.requestId));
	}
	return rows;
}

function rowsOfDocument(event: Event, document: IncidentDocument): ReadingRow[] {
	const rows: ReadingRow[] = [];
	for (const credential of document.credentials)
		if (credential.obtained.eventId === event.id || credential.uses.includes(event.id as string))
			rows.push(
				row(
					'credential',
					`${credential.kind} ‹${credential.fingerprint}›`,
					credential.obtained.eventId === event.id
						? 'first seen here'
						: `first seen in ${credential.obtained.path ?? credential.obtained.how}`,
					credential.obtained.eventId,
				),
			);
	const step = document.chain.find((entry) => entry.eventId === event.id);
	for (const cause of step?.causes ?? []) {
		const from = document.chain.find((entry) => entry.step === cause.step);
		if (cause.basis === 'value-provenance' && cause.valueKind !== 'credential')
			rows.push(
				row(
					`${cause.valueKind ?? 'value'} from`,
					cause.value ?? '',
					`step ${cause.step}: ${brief(from?.summary ?? '', 60)}`,
					from?.eventId ?? null,
				),
			);
	}
	const rules = document.detections.filter((detection) =>
		detection.eventIds.includes(event.id as string),
	);
	for (const detection of rules) rows.push(row('rule', detection.title, detection.level));
	const claims = (document.claims ?? []).filter((claim) => claim.eventId === event.id);
	for (const claim of claims) rows.push(row('claim', claim.text, `${claim.verdict}: ${claim.why}`));
	return rows;
}

function pretty(raw: string): string {
	if (raw.length > 400_000) return raw;
	try {
		return JSON.stringify(JSON.parse(raw), null, 2);
	} catch {
		return raw;
	}
}

/** Ids of every event that an incident's page needs beside its runs' own. */
export const eventIdsOf = (document: IncidentDocument): EventId[] =>
	[
		...new Set([
			...document.evidence.map((evidence) => evidence.eventId),
			...document.effects.flatMap((effect) => [
				effect.eventId,
				...(effect.joined?.eventId === undefined ? [] : [effect.joined.eventId]),
			]),
		]),
	] as EventId[];
