import type { ActionClass } from '../actions/action.ts';
import type { ChainRole, Environment, IncidentDocument } from './document.ts';

/**
 * What the incident workspace shows: the document and the events around it, ready to draw.
 * Plain data: it crosses from server to browser as JSON.
 */
export interface IncidentView {
	/** `INC-0001` */
	readonly number: string;
	readonly status: IncidentStatus;
	readonly assignee: string | null;
	/** `INC-0001` of the incident that this one was made part of; null: it stands by itself. */
	readonly mergedInto: string | null;
	/** `INC-0001` of the incident that this one was split off. */
	readonly splitFrom: string | null;
	/** The incidents that were merged into this one or split off it. */
	readonly parts: readonly { readonly number: string; readonly how: 'merged' | 'split' }[];
	readonly document: IncidentDocument;
	/** In order of time, then of source position. At most `timelineLimit`; `truncated` says when more exist. */
	readonly timeline: readonly TimelineEvent[];
	readonly truncated: boolean;
}

export const incidentStatuses = [
	'open',
	'investigating',
	'contained',
	'resolved',
	'dismissed',
] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export const timelineLimit = 5_000;

export type Lane = 'task' | 'call' | 'credential' | 'provider';

export interface TimelineEvent {
	readonly eventId: string;
	/** Epoch microseconds; null where the source has no time (drawn by order, between its neighbours). */
	readonly timeMicros: number | null;
	readonly order: number;
	/** Milliseconds until its result arrived, for calls; null when unknown. */
	readonly durationMs: number | null;
	readonly lane: Lane;
	readonly kind: string;
	readonly summary: string;
	readonly actionClass: ActionClass | null;
	readonly operation: string | null;
	readonly environment: Environment;
	/** `ok`, `error`, `denied`, `unknown` */
	readonly outcome: string;
	/** Chain step, where it is one. */
	readonly step: number | null;
	readonly role: ChainRole | null;
	readonly credentials: readonly string[];
	readonly runId: string | null;
	/** The other half of the action: the provider's record of this call, or the call of this record. */
	readonly joinedWith: string | null;
}

/** One event with everything that the evidence panel shows. Fetched when it is opened. */
export interface EvidenceView {
	readonly eventId: string;
	readonly time: string | null;
	readonly kind: string;
	readonly format: string;
	readonly path: string | null;
	readonly line: number | null;
	/** The whole record, redacted, pretty-printed where it is JSON. */
	readonly raw: string;
	/** The text that matters in it: the command, the prompt, the output. */
	readonly text: string;
	/** How it was read, a row each: `read as`, `environment`, `credential`, `volume id from`, `joined with` … */
	readonly reading: readonly ReadingRow[];
	/** The incident that names it or its run: `INC-0001`; null: none. */
	readonly incident: string | null;
}

export interface ReadingRow {
	readonly label: string;
	readonly value: string;
	/** Where the statement comes from, in words. */
	readonly reason: string | null;
	/** An event that supports it. */
	readonly eventId: string | null;
}
