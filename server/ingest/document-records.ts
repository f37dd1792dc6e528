import type { RawJson } from '@/core/event/text.ts';
import { elementLines } from '@/core/formats/element-lines.ts';
import { unwrap } from '@/core/formats/envelope.ts';
import { jsonSequence, type SequencePart } from '@/core/formats/json-sequence.ts';
import { type InputRecord, parseRecord, type RecordLimits } from './input-record.ts';
import { areLines, lineRecords } from './line-records.ts';
import { placedRecords } from './placed-records.ts';
import type { Line } from './read-lines.ts';

/** The records of a JSON document that spans several lines, or of several one after another. */
export function* documentRecords(
	held: readonly Line[],
	limits: RecordLimits,
): Generator<InputRecord> {
	const firstLine = held[0]?.number ?? 1;
	const text = held.map((line) => line.text).join('\n');
	const parsed = parseRecord(text, limits);
	if (!parsed.ok) {
		if (areLines(held, limits)) {
			for (const line of held) yield* lineRecords(line, limits);
			return;
		}
		if (text.includes('\u0000')) {
			yield {
				kind: 'quarantined',
				line: firstLine,
				reason: 'binary',
				detail: 'it holds NUL bytes',
				text: null,
			};
			return;
		}
		const parts = parsed.reason === 'invalid-json' ? jsonSequence(text, firstLine) : null;
		if (parts !== null) {
			for (const part of parts) yield* partRecords(part, limits);
			return;
		}
		const last = held.at(-1)?.number ?? firstLine;
		const isCut = parsed.reason === 'invalid-json' && !/[}\]]\s*$/.test(text);
		yield {
			kind: 'quarantined',
			// Where it ends; of one among others, where it begins.
			line: isCut && firstLine === 1 ? last : firstLine,
			reason: isCut ? 'truncated' : parsed.reason,
			detail: isCut ? 'the JSON document ends in the middle' : parsed.detail,
			text: text.length <= 1_000_000 ? text : null,
		};
		return;
	}
	yield* recordsOfDocument(parsed.value, text, firstLine);
}

/** The records of a document that was parsed, each with its line. */
export function* recordsOfDocument(
	value: RawJson,
	text: string,
	firstLine: number,
): Generator<InputRecord> {
	const placed = placedRecords(value, text, firstLine);
	if (placed !== null) {
		// Without a header: what an export says of a run goes on in the next one.
		yield* placed;
		return;
	}
	const { records, header, path } = unwrap(value);
	yield { kind: 'header', value: header, container: 'document' };
	const numbers = path === null ? [firstLine] : elementLines(text, path, firstLine);
	for (let i = 0; i < records.length; i++) {
		const record = records[i] as RawJson;
		const line = numbers[i] ?? firstLine;
		const placed = placedRecords(record, null, line);
		if (placed === null) yield { kind: 'json', value: record, line };
		else yield* placed;
	}
	if (records.length === 0) yield { kind: 'ignored', line: firstLine, reason: 'no-records' };
}

/** One of several documents in one file: it is read, or quarantined, by itself. */
function* partRecords(part: SequencePart, limits: RecordLimits): Generator<InputRecord> {
	const { text, line } = part;
	const parsed = parseRecord(text, limits);
	if (parsed.ok) {
		yield* recordsOfDocument(parsed.value, text, line);
		return;
	}
	const isCut = part.isCut && parsed.reason === 'invalid-json';
	yield {
		kind: 'quarantined',
		line,
		reason: isCut ? 'truncated' : parsed.reason,
		detail: isCut ? 'the JSON document ends in the middle' : parsed.detail,
		text: text.length <= 1_000_000 ? text : null,
	};
}
