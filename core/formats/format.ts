import type {
	Approval,
	EventActor,
	EventKind,
	ProviderRecord,
	Run,
	ToolCall,
	ToolResult,
} from '@/core/event/event.ts';
import type { RedactedJson, RedactedText } from '@/core/event/text.ts';
import type { EpochMicros } from '@/core/event/time.ts';

/**
 * A log format. Readers see redacted records only: what arrives here can be kept. A reader never
 * throws and never drops a record: each one becomes events, or is named with a reason.
 */
export interface FormatReader<State = unknown> {
	/** Kebab-case; stands in `origin.format`. Never renamed. */
	readonly id: string;
	readonly title: string;
	readonly family: 'agent' | 'provider' | 'telemetry' | 'generic';
	/** Versions of the producer that were read in tests, in words. */
	readonly versions: string;
	/**
	 * Where records stand inside a JSON document: `Records[]`, `data.auditLogs.edges[].node`. A
	 * document that is an array needs none, nor does a document that is one record.
	 */
	readonly envelopes: readonly string[];
	/**
	 * Where records stand in a document under what describes them, which stays with each:
	 * `resourceSpans[].scopeSpans[].spans[]`.
	 */
	readonly nested?: readonly string[];
	/** How sure it is that the sample is of this format, 0 to 1. Under 0.1 it is never chosen. */
	readonly recognise: (sample: Sample) => number;
	/** What a file says can depend on files before it (`InputFacts.spawns`, `facts`): they are read in order. */
	readonly readsAcrossFiles?: true;
	/** State of one input: a run's open calls, the session's model. */
	newState(input: InputFacts): State;
	read(record: RedactedJson, state: State, context: RecordContext): Reading;
	/** Called when the input ends: what the reader held back. */
	finish?(state: State): readonly EventDraft[];
}

/** The first records of an input. */
export interface Sample {
	readonly records: readonly RedactedJson[];
	/** `lines`: one record a line; `document`: one JSON document; `table`: CSV; `text`: anything else. */
	readonly container: 'lines' | 'document' | 'table' | 'text';
	/** What stands around the records in a document, without them. */
	readonly header: RedactedJson | null;
	/** Base name of the file, or null. */
	readonly fileName: string | null;
}

/** What is known of an input besides its records. */
export interface InputFacts {
	readonly header: RedactedJson | null;
	readonly fileName: string | null;
	/** Digest of the first records without fingerprints: names a run that has no id of its own. */
	readonly digest: string;
	/**
	 * Calls that started subagents, by the run that they started. Shared by all files of one reading:
	 * a session is read before its subagents.
	 */
	readonly spawns: Map<string, string>;
	/**
	 * What a reader learned in earlier files of the same reading that its later ones need, under keys
	 * that begin with the format's id.
	 */
	readonly facts: Map<string, string>;
	/** Names of the folders above the file, nearest last. */
	readonly folders: readonly string[];
}

export interface RecordContext {
	/** Position of the record in its input, from 0. */
	readonly index: number;
}

export type Reading =
	| { readonly kind: 'events'; readonly events: readonly EventDraft[] }
	| { readonly kind: 'ignored'; readonly reason: string }
	| { readonly kind: 'quarantined'; readonly reason: string; readonly detail: string | null };

/** An event as its reader makes it; id, origin, order, raw and sightings are added around it. */
export interface EventDraft {
	readonly kind: EventKind;
	readonly time: EpochMicros | null;
	readonly run: Run | null;
	readonly actor: EventActor;
	readonly text: RedactedText;
	readonly call?: ToolCall;
	readonly result?: ToolResult;
	readonly record?: ProviderRecord;
	readonly approval?: Approval;
	/** The part of the record that stands for it, where the whole would be out of proportion: one span of an export. */
	readonly raw?: RedactedText;
	/** The record's own id plus the part that this event is; null: derived from the content. */
	readonly key: string | null;
	/** JSON path of the part of the record that it was read from; sightings under it are its own. */
	readonly field: string | null;
}

export const events = (...drafts: readonly EventDraft[]): Reading => ({
	kind: 'events',
	events: drafts,
});
export const ignored = (reason: string): Reading => ({ kind: 'ignored', reason });
export const quarantined = (reason: string, detail: string | null = null): Reading => ({
	kind: 'quarantined',
	reason,
	detail,
});
