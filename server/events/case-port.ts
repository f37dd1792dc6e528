import type { Actor } from '@/core/access/permissions.ts';
import type { Event, EventKind } from '@/core/event/event.ts';
import type { EpochMicros } from '@/core/event/time.ts';
import type { Result } from '@/core/result.ts';

/** A run at a moment; 0 stands for a source without times. */
export interface RunMoment {
	readonly runId: string;
	readonly micros: number;
}

/** An event that brought a value. */
export interface Introduction {
	readonly value: string;
	readonly eventId: string;
	/** Empty for a provider's record. */
	readonly runId: string;
	readonly kind: EventKind;
	readonly micros: number;
}

/** What reconstruction asks of stored events beside whole runs: few events out of many. */
export interface CaseEvents {
	/** Events a run, for the runs that have any. */
	sizes(actor: Actor, runIds: readonly string[]): Promise<Result<ReadonlyMap<string, number>>>;
	/** Where these runs may have left their task, gravest first. */
	suspects(actor: Actor, runIds: readonly string[], limit: number): Promise<Result<RunMoment[]>>;
	/** Events of runs in a time range, without the whole records; both ends belong to it. */
	ofRunsBetween(
		actor: Actor,
		runIds: readonly string[],
		from: EpochMicros,
		to: EpochMicros,
		limit: number,
	): Promise<Result<Event[]>>;
	/** Prompts, settings and approvals of runs. */
	frames(actor: Actor, runIds: readonly string[], limit: number): Promise<Result<Event[]>>;
	/** The first three events of these kinds that brought each value. Values as `introducedValues` writes them. */
	introductions(
		actor: Actor,
		values: readonly string[],
		kinds: readonly EventKind[],
		limit: number,
	): Promise<Result<Introduction[]>>;
	/** What providers recorded in a time range, reading left out. */
	changesBetween(
		actor: Actor,
		from: EpochMicros,
		to: EpochMicros,
		limit: number,
	): Promise<Result<Event[]>>;
}
