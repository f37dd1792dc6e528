import type { RedactedJson } from '@/core/event/text.ts';
import { unwrap } from './envelope.ts';
import type { EventDraft, Reading } from './format.ts';
import { recogniseFormat } from './registry.ts';

/** What came of a log that a test made up: the reader that was chosen, its readings and drafts. */
export interface Rehearsal {
	readonly format: string | null;
	readonly readings: readonly Reading[];
	readonly drafts: readonly EventDraft[];
}

/**
 * Runs made-up records through recognition and reader, as ingest does with redacted ones. `input` is
 * a list of lines, or one document. For tests: nothing here redacts.
 */
export function rehearse(
	input: readonly unknown[] | object,
	fileName: string | null = null,
): Rehearsal {
	const isLines = Array.isArray(input);
	const { records, header } = isLines
		? { records: input as RedactedJson[], header: null }
		: unwrap(input as RedactedJson);
	const container = isLines ? 'lines' : 'document';
	const reader = recogniseFormat({ records: records.slice(0, 12), container, header, fileName });
	if (reader === null) return { format: null, readings: [], drafts: [] };
	const state = reader.newState({
		header,
		fileName,
		digest: 'd'.repeat(64),
		folders: [],
		spawns: new Map(),
		facts: new Map(),
	});
	const readings = records.map((record, index) => reader.read(record, state, { index }));
	const drafts = readings.flatMap((reading) => (reading.kind === 'events' ? reading.events : []));
	return { format: reader.id, readings, drafts };
}
