import { newRunState, readActs } from '../actions/understand.ts';
import type { Understanding } from '../actions/understanding.ts';
import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import type { IncidentDocument } from '../incidents/document.ts';
import type { Reconstruction } from '../incidents/reconstruct.ts';
import { type DetectionReading, detectEvents } from './detect-events.ts';
import type { RunningRules } from './running-rules.ts';

/**
 * The incidents with what rules found in them. A detection is added to an incident when every event
 * that it names is evidence of that incident; nothing else about the incident changes.
 */
export function withDetections(
	{ incidents, runs }: Pick<Reconstruction, 'incidents' | 'runs'>,
	events: readonly Event[],
	understanding: Understanding,
	rules: RunningRules,
): IncidentDocument[] {
	const wanted = new Set<string>(
		incidents.flatMap((incident) => incident.evidence.map(({ eventId }) => eventId)),
	);
	const readings = new Map<EventId, DetectionReading>();
	for (const run of runs)
		for (const call of run.calls)
			if (wanted.has(call.event.id))
				readings.set(call.event.id, { acts: call.acts, outcome: call.outcome });
	const evidence = new Map<EventId, Event>();
	for (const event of events) {
		if (!wanted.has(event.id)) continue;
		evidence.set(event.id, event);
		if (event.record !== null)
			readings.set(event.id, {
				acts: readActs(event, understanding, newRunState()),
				outcome: event.record.outcome,
			});
	}
	return incidents.map((incident) => {
		const own = incident.evidence.flatMap(({ eventId }) => evidence.get(eventId as EventId) ?? []);
		const detections = detectEvents(own, { byEvent: readings }, rules);
		return {
			...incident,
			detections: [
				...incident.detections,
				...detections.map((detection) => ({ ...detection, eventIds: [...detection.eventIds] })),
			],
		};
	});
}
