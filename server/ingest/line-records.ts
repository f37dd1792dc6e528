import type { RawJson } from '@/core/event/text.ts';
import { unwrap } from '@/core/formats/envelope.ts';
import { jsonSequence, type SequencePart } from '@/core/formats/json-sequence.ts';
import { type InputRecord, parseRecord, type RecordLimits } from './input-record.ts';
import { placedRecords } from './placed-records.ts';
import type { Line } from './read-lines.ts';

export const isBlank = (text: string): boolean => text.trim() === '';

export const isWholeObject = (text: string, limits: RecordLimits): boolean =>
	/^\s*\{.*\}\s*$/.test(text) && parseRecord(text, limits).ok;

/** Whether most of what begins like a document are records by themselves. */
export function areLines(lines: readonly Line[], limits: RecordLimits): boolean {
	const whole = lines.filter(({ text }) => text !== null && isWholeObject(text, limits)).length;
	return lines.length > 1 && whole * 2 > lines.length;
}

/** RFC 7464 begins each text of a sequence with a record separator. */
export const withoutSeparator = (text: string): string => {
	let from = 0;
	while (text.charCodeAt(from) === 0x1e) from++;
	return text.slice(from);
};

/** The records of a line by itself. */
export function* lineRecords(line: Line, limits: RecordLimits): Generator<InputRecord> {
	const { number, text } = line;
	if (text === null) {
		const detail = `${line.bytes} bytes, over the limit of ${limits.lineBytesMax}`;
		yield { kind: 'quarantined', line: number, reason: 'line-too-long', detail, text: null };
		return;
	}
	if (isBlank(text)) return;
	if (text.includes('\u0000')) {
		yield {
			kind: 'quarantined',
			line: number,
			reason: 'binary',
			detail: 'it holds NUL bytes',
			text: null,
		};
		return;
	}
	const trimmed = withoutSeparator(text).trim();
	if (trimmed === '') return;
	if (/^(?:\/\/|#(?!\{))/.test(trimmed)) {
		yield { kind: 'ignored', line: number, reason: 'comment' };
		return;
	}
	if (!/^[[{]/.test(trimmed)) {
		yield { kind: 'text', text, line: number };
		return;
	}
	const parsed = parseRecord(trimmed, limits);
	if (parsed.ok) {
		yield* unwrapped(parsed.value, number);
		return;
	}
	// Objects that stand on one line: a line end was lost between two writes.
	const parts = parsed.reason === 'invalid-json' ? jsonSequence(trimmed, number) : null;
	if (parts !== null) {
		for (const part of parts) yield* gluedRecords(part, line, limits);
		return;
	}
	const isCut = parsed.reason === 'invalid-json' && line.last && !/[}\]]$/.test(trimmed);
	yield {
		kind: 'quarantined',
		line: number,
		reason: isCut ? 'truncated' : parsed.reason,
		detail: isCut ? 'the last line ends in the middle' : parsed.detail,
		text,
	};
}

function* gluedRecords(part: SequencePart, line: Line, limits: RecordLimits) {
	const parsed = parseRecord(part.text, limits);
	if (parsed.ok) {
		yield* unwrapped(parsed.value, line.number);
		return;
	}
	const isCut = part.isCut && line.last && parsed.reason === 'invalid-json';
	const quarantined: InputRecord = {
		kind: 'quarantined',
		line: line.number,
		reason: isCut ? 'truncated' : parsed.reason,
		detail: isCut ? 'the last line ends in the middle' : parsed.detail,
		text: part.text,
	};
	yield quarantined;
}

/** The records of a value that stands on one line. */
export function* unwrapped(value: RawJson, line: number): Generator<InputRecord> {
	const { records, header, path } = unwrap(value);
	if (path !== null) yield { kind: 'header', value: header, container: 'document' };
	for (const record of records) {
		const placed = placedRecords(record, null, line);
		if (placed === null) yield { kind: 'json', value: record, line };
		else yield* placed;
	}
	if (records.length === 0) yield { kind: 'ignored', line, reason: 'no-records' };
}
