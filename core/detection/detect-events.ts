import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import type { EventId } from '../event/ids.ts';
import { createDetector } from './detector.ts';
import { eventSubjects } from './event-subjects.ts';
import type { RunningRules } from './running-rules.ts';
import { type RuleLevel, ruleLevels, type SigmaRule } from './sigma/rule.ts';

/** How an event was read, as far as rules look at it; `EventReading` is one. */
export interface DetectionReading {
	readonly acts: readonly Act[];
	readonly outcome: string;
}

/** A rule that matched, with the events that it matched on, in order. */
export interface EventDetection {
	readonly ruleId: string;
	readonly title: string;
	readonly level: RuleLevel;
	readonly eventIds: readonly EventId[];
}

/**
 * Runs rules over a set of events with their readings (`readEvents`). One entry for each event that
 * a rule matched, and one for each match of a correlation. Most severe first; does not
 * depend on the order of `events`.
 */
export function detectEvents(
	events: readonly Event[],
	readings: { readonly byEvent: ReadonlyMap<EventId, DetectionReading> },
	{ rules, muted }: RunningRules,
): EventDetection[] {
	const detector = createDetector(rules);
	const found = new Map<string, EventDetection>();
	const report = (rule: SigmaRule, eventIds: readonly EventId[]): void => {
		if (muted.has(rule.id)) return;
		found.set(`${rule.id}\0${eventIds.join()}`, {
			ruleId: rule.id,
			title: rule.title,
			level: rule.level,
			eventIds,
		});
	};
	const inOrder = [...events].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
	for (const event of inOrder) {
		const reading = readings.byEvent.get(event.id);
		const subjects = eventSubjects(event, reading?.acts ?? [], {
			environment: null,
			outcome: reading?.outcome ?? null,
		});
		for (const subject of subjects)
			for (const rule of detector.add(subject)) report(rule, [event.id]);
	}
	for (const { rule, subjects } of detector.finish())
		report(rule, [...new Set(subjects.flatMap(({ eventId }) => eventId ?? []))]);
	return [...found.values()].sort(
		(a, b) =>
			ruleLevels.indexOf(b.level) - ruleLevels.indexOf(a.level) ||
			(a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0) ||
			(a.eventIds.join() < b.eventIds.join() ? -1 : 1),
	);
}
