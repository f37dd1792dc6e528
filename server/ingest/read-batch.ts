import type { Event } from '@/core/event/event.ts';
import type { RedactedJson, RedactedText } from '@/core/event/text.ts';

/** A record, or a whole file (`line` null), that could not be read, and why. */
export interface QuarantinedRecord {
	readonly path: string;
	/** 1-based. */
	readonly line: number | null;
	/** `invalid-json`, `truncated`, `line-too-long`, `binary`, `empty`, `unknown-format` … */
	readonly reason: string;
	readonly detail: string;
	/** The beginning of what was read, redacted; null where nothing can be shown. */
	readonly preview: RedactedText | null;
	/** The whole of it, redacted, for reading it again; null where it is too long, or no line. */
	readonly kept: RedactedText | null;
	/** Keyed digest of a record as it came, by which it is known again when what is kept is read. */
	readonly content?: string;
}

/** A record or file that holds no log, and why that is known. */
export interface IgnoredRecord {
	readonly path: string;
	readonly line: number | null;
	readonly reason: string;
}

/** Of one batch; the caller adds them up. `records` = `read` + `duplicates` + `quarantined` + `ignored`. */
export interface ReadCounts {
	readonly records: number;
	/** Records that became events. */
	readonly read: number;
	/** Records all of whose events this input had before. */
	readonly duplicates: number;
	readonly quarantined: number;
	readonly ignored: number;
	readonly events: number;
	/** Places at which a secret was hidden. */
	readonly secretsRedacted: number;
}

/** Stands in the last batch of a file. */
export interface FileSummary {
	readonly path: string;
	/** Null where the file was not read or is of no known format. */
	readonly format: string | null;
	readonly outcome: 'read' | 'quarantined' | 'ignored' | 'unreadable' | 'inventory';
	/** Bytes on disk or on the wire, still compressed. */
	readonly bytes: number;
	/** What was mended on the way: `invalid-utf8`. */
	readonly notes: readonly string[];
}

export interface ReadBatch {
	readonly path: string;
	readonly format: string | null;
	readonly events: readonly Event[];
	readonly quarantined: readonly QuarantinedRecord[];
	readonly ignored: readonly IgnoredRecord[];
	/** Credential inventories that stood among the logs, redacted; see `core/incidents/inventory.ts`. */
	readonly inventories: readonly { readonly path: string; readonly document: RedactedJson }[];
	readonly counts: ReadCounts;
	readonly file: FileSummary | null;
}
