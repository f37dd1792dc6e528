import type { RawJson } from '@/core/event/text.ts';
import { elementLines } from '@/core/formats/element-lines.ts';
import { contextMax, nestedRecords } from '@/core/formats/nested.ts';
import type { InputRecord } from './input-record.ts';

type Placed = Extract<InputRecord, { kind: 'json' | 'quarantined' }>;

/**
 * The records of an export that nests them under what describes them, each with its line. Null: it
 * is no such export.
 *
 * @param text what the value was parsed from; null: it stands on one line
 * @param above how many steps of the path lie above the text
 */
export function placedRecords(
	value: RawJson,
	text: string | null,
	firstLine: number,
	above = 0,
): Placed[] | null {
	const nested = nestedRecords<RawJson>(value);
	if (nested === null) return null;
	const hasLines = text?.includes('\n') === true;
	const lines = new Map<string, readonly number[]>();
	const lineOf = (path: readonly string[], ordinal: number): number => {
		if (!hasLines) return firstLine;
		const inside = path.slice(above);
		const key = inside.join();
		const known = lines.get(key) ?? elementLines(text, inside, firstLine);
		lines.set(key, known);
		return known[ordinal] ?? firstLine;
	};
	return nested.map(({ value: one, path, ordinal, tooLarge }) => {
		const line = lineOf(path, ordinal);
		return tooLarge === null ? { kind: 'json', value: one, line } : contextTooLarge(line, tooLarge);
	});
}

/** Says of a part of an export that its records are not taken out. */
export const contextTooLarge = (line: number, size: number): Placed => ({
	kind: 'quarantined',
	line,
	reason: 'context-too-large',
	detail: `what describes its records takes ${size} bytes, over the limit of ${contextMax}`,
	text: null,
});
