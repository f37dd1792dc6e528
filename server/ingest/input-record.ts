import type { RawJson } from '@/core/event/text.ts';
import { nestsDeeperThan, objectWithMoreKeysThan } from '@/core/formats/json-depth.ts';

/** A unit of a log as it came in, before redaction. */
export type InputRecord =
	| { readonly kind: 'json'; readonly value: RawJson; readonly line: number }
	/** What stands around the following records; comes before them. */
	| {
			readonly kind: 'header';
			readonly value: RawJson;
			readonly container: 'document' | 'lines' | 'table';
	  }
	| { readonly kind: 'text'; readonly text: string; readonly line: number }
	/** Something was mended on the way. */
	| { readonly kind: 'note'; readonly note: 'invalid-utf8' }
	| { readonly kind: 'ignored'; readonly line: number | null; readonly reason: string }
	| {
			readonly kind: 'quarantined';
			readonly line: number | null;
			readonly reason: QuarantineReason;
			readonly detail: string | null;
			/** The offending text, still raw; null where it was dropped. */
			readonly text: string | null;
	  };

export type QuarantineReason =
	| 'invalid-json'
	| 'truncated'
	| 'line-too-long'
	| 'too-deep'
	| 'too-many-keys'
	| 'binary'
	| 'document-too-large'
	| 'unknown-format'
	| 'empty'
	| 'corrupt-database'
	| 'decompression-limit'
	| 'corrupt-compression'
	| 'unreadable'
	| 'not-an-object'
	| 'unexpected-shape'
	| (string & {});

export interface RecordLimits {
	readonly lineBytesMax: number;
	readonly documentBytesMax: number;
	readonly depthMax: number;
	/** Keys of one object. */
	readonly keysMax: number;
}

export const recordLimits: RecordLimits = {
	lineBytesMax: 16 * 1024 ** 2,
	// One of which nothing says where its records stand is parsed whole: that takes several times its size.
	documentBytesMax: 64 * 1024 ** 2,
	depthMax: 200,
	// Parsing, redacting and writing an object takes far longer a key the more keys it has.
	keysMax: 100_000,
};

type Parsed =
	| { readonly ok: true; readonly value: RawJson }
	| {
			readonly ok: false;
			readonly reason: 'invalid-json' | 'too-deep' | 'too-many-keys';
			readonly detail: string;
	  };

/** A record's text as a value, within the limits of depth and keys. */
export function parseRecord(text: string, limits: RecordLimits): Parsed {
	if (nestsDeeperThan(text, limits.depthMax)) {
		return {
			ok: false,
			reason: 'too-deep',
			detail: `it nests deeper than ${limits.depthMax} levels`,
		};
	}
	if (objectWithMoreKeysThan(text, limits.keysMax)) {
		return {
			ok: false,
			reason: 'too-many-keys',
			detail: `an object in it has more than ${limits.keysMax} keys`,
		};
	}
	try {
		return { ok: true, value: JSON.parse(text) as RawJson };
	} catch {
		return { ok: false, reason: 'invalid-json', detail: 'it is not valid JSON' };
	}
}
