import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import { type EventContext, eventFields, ownSourcesOf } from './event-fields.ts';
import { logSourcesOf } from './log-sources.ts';
import { recordFields } from './record-fields.ts';
import type { FieldSource } from './sigma/expression.ts';
import type { DetectionSubject } from './subject.ts';
import { windowsEvent } from './windows-event.ts';

/**
 * What rules are run on for one event: the provider's record as it was received (redacted), and the
 * event as Aftertrace reads it, once for each of its acts, so that what a rule asks of an act must
 * hold of one and the same act.
 */
export function eventSubjects(
	event: Event,
	acts: readonly Act[],
	context: Omit<EventContext, 'act'>,
): DetectionSubject[] {
	const place = { time: event.time, order: event.order, eventId: event.id };
	const subjects: DetectionSubject[] = (acts.length === 0 ? [null] : acts).map((act) => ({
		...place,
		sources: ownSourcesOf(event),
		fields: eventFields(event, { ...context, act }),
	}));
	const raw = rawSubject(event);
	if (raw !== null) subjects.push({ ...place, ...raw });
	return subjects;
}

/** The record itself, for rules written for its log source; parsed only when one of them asks. */
function rawSubject(event: Event): Pick<DetectionSubject, 'sources' | 'fields'> | null {
	const { format } = event.origin;
	// An event that is not the first of its record would match the same record again.
	if (event.record === null && event.order % 1_000 !== 0) return null;
	if (format === 'generic-ndjson') return windowsEvent(parsed(event));
	const isAzure = format === 'azure-activity';
	const sources = logSourcesOf(format, isAzure ? parsed(event) : null);
	return sources.length === 0
		? null
		: { sources, fields: lazily(() => recordFields(parsed(event))) };
}

function parsed(event: Event): unknown {
	try {
		return JSON.parse(event.raw);
	} catch {
		return null; // plain text has no fields
	}
}

function lazily(make: () => FieldSource): FieldSource {
	let made: FieldSource | null = null;
	const source = (): FieldSource => {
		made ??= make();
		return made;
	};
	return { values: (field) => source().values(field), texts: () => source().texts() };
}
