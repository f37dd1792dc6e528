import type { EventId } from '../event/ids.ts';
import type { EpochMicros } from '../event/time.ts';
import type { RuleSubject } from './sigma/rule-set.ts';

/** What rules are run on: a record, or an event as Aftertrace reads it. */
export interface DetectionSubject extends RuleSubject {
	/** Correlations leave out what has no time. */
	readonly time: EpochMicros | null;
	/** Decides between subjects of one time. */
	readonly order: number;
	readonly eventId: EventId | null;
}
