import type { Actor } from '@/core/access/permissions.ts';
import type { ActionClass } from '@/core/actions/action.ts';
import type { Event, EventKind } from '@/core/event/event.ts';
import type { EventId } from '@/core/event/ids.ts';
import type { EpochMicros } from '@/core/event/time.ts';
import type { Environment } from '@/core/incidents/document.ts';
import type { Result } from '@/core/result.ts';
import type { CaseEvents } from './case-port.ts';
import type { CredentialStore } from './credential-port.ts';
import type { EncodedRows } from './rows.ts';
import type { SourceRow } from './source-row.ts';

/** What the parsers read out of an event, as far as it is searched by. */
export interface EventReading {
	readonly operation: string | null;
	readonly provider: string | null;
	readonly actionClass: ActionClass | null;
	readonly environment: Environment;
}

/** An event on its way into the store. */
export interface EventToStore {
	readonly event: Event;
	readonly reading: EventReading;
	readonly importId: string;
}

/** How many were new, and how many the store (or the same batch) already held. */
export interface StoreReceipt {
	readonly inserted: number;
	readonly duplicates: number;
}

/** An event as a list shows it. */
export interface EventRow {
	readonly id: string;
	/** Epoch microseconds; null where the source has no time. */
	readonly timeMicros: number | null;
	readonly order: number;
	readonly kind: EventKind;
	readonly format: string;
	readonly source: string;
	readonly path: string | null;
	readonly line: number | null;
	readonly runId: string | null;
	readonly product: string | null;
	readonly actor: string | null;
	readonly tool: string | null;
	readonly operation: string | null;
	readonly provider: string | null;
	readonly actionClass: ActionClass | null;
	readonly environment: Environment;
	readonly outcome: string;
	readonly credentials: readonly string[];
	/** At most 2,000 characters. */
	readonly text: string;
}

export interface EventSearch {
	/** Query language: `server/events/query.ts`. Empty: everything. */
	readonly query: string;
	/** Inclusive; null: from the beginning. Events without a time count as the beginning. */
	readonly from: EpochMicros | null;
	/** Exclusive; null: no end. */
	readonly to: EpochMicros | null;
	readonly cursor: string | null;
	/** 1–1,000. */
	readonly limit: number;
}

/** A place among all events of a workspace: 0 stands for an unknown time. */
export interface EventPlace {
	readonly time: number;
	readonly order: number;
	readonly id: string;
}

export interface EventScan {
	/** Epoch microseconds, inclusive; null: from the beginning. */
	readonly from: number | null;
	/** Exclusive. */
	readonly to: number;
	readonly after: EventPlace | null;
	readonly limit: number;
}

export interface EventPage {
	readonly events: readonly EventRow[];
	/** Pass it on for the next page; null: this was the last. */
	readonly nextCursor: string | null;
}

/** What an import brought, as far as reconstruction asks. */
export interface ImportExtent {
	readonly runs: readonly string[];
	/** Time range of the providers' records, epoch microseconds; null: there are none with a time. */
	readonly providerFrom: number | null;
	readonly providerTo: number | null;
}

/** The one way to stored events, and to what credentials did in them. Who may not read gets what someone gets where nothing is. */
export interface EventStore {
	readonly credentials: CredentialStore;
	/** Resolves when the events survive the death of the process. Needs `events.ingest`. */
	store(actor: Actor, events: readonly EventToStore[]): Promise<Result<StoreReceipt>>;
	/** The same for events that were encoded elsewhere (`encodeRows`), each id once. */
	storeRows(actor: Actor, rows: EncodedRows): Promise<Result<StoreReceipt>>;
	search(actor: Actor, search: EventSearch): Promise<Result<EventPage>>;
	/** With the whole (redacted) record. */
	get(actor: Actor, id: EventId): Promise<Result<Event>>;
	/** Without the whole records; in order of time, then of source position. */
	byIds(actor: Actor, ids: readonly string[]): Promise<Result<Event[]>>;
	/** Whole events of a time range, the earliest first, after a place; those without a time come first of all. */
	after(actor: Actor, scan: EventScan): Promise<Result<Event[]>>;
	/** Distinct events of a time range; `from` null: those without a time too. */
	countBetween(actor: Actor, from: number | null, to: number): Promise<Result<number>>;
	ofRuns(actor: Actor, runIds: readonly string[], limit: number): Promise<Result<Event[]>>;
	providerRecordsBetween(
		actor: Actor,
		from: EpochMicros,
		to: EpochMicros,
		limit: number,
	): Promise<Result<Event[]>>;
	/** What providers recorded and sent within the last day, newest first. */
	recentProviderRecords(actor: Actor, limit: number): Promise<Result<Event[]>>;
	/**
	 * Ids of the agent runs that have an event in the time range, and of runs without times that
	 * arrived within the last day: they may have been under way at any time.
	 */
	runsBetween(
		actor: Actor,
		from: EpochMicros,
		to: EpochMicros,
		limit: number,
	): Promise<Result<string[]>>;
	/** What sends to the workspace, the latest first. */
	sources(actor: Actor, limit: number): Promise<Result<SourceRow[]>>;
	/** What an import brought that no import before it had. */
	extentOfImport(actor: Actor, importId: string): Promise<Result<ImportExtent>>;
	/** The reads of reconstruction that need few events out of many. */
	readonly cases: CaseEvents;
	/** Distinct events of the workspace. */
	count(actor: Actor): Promise<Result<number>>;
	/** Throws when the store cannot be reached. */
	ping(): Promise<void>;
	close(): Promise<void>;
}
