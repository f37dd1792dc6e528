import { csvFields, rowObject, type Table } from '@/core/formats/csv.ts';
import type { InputRecord, RecordLimits } from './input-record.ts';
import type { Line } from './read-lines.ts';

/** Rows of a table, each an object under the names of its columns. A cell may span lines. */
export async function* readTable(
	table: Table,
	first: Line,
	lines: AsyncGenerator<Line>,
	limits: RecordLimits,
): AsyncGenerator<InputRecord> {
	yield { kind: 'header', value: null, container: 'table' };
	let held = '';
	let start = first.number;
	const row = (text: string, number: number): InputRecord | null => {
		const fields = csvFields(text, table.separator);
		return fields === null ? null : { kind: 'json', value: rowObject(table, fields), line: number };
	};
	if (!table.hasHeader) {
		const record = row(first.text ?? '', start);
		if (record !== null) yield record;
	}
	for await (const line of lines) {
		if (line.text === null) {
			const detail = `${line.bytes} bytes, over the limit of ${limits.lineBytesMax}`;
			yield { kind: 'quarantined', line: line.number, reason: 'line-too-long', detail, text: null };
			continue;
		}
		if (held === '' && line.text.trim() === '') continue;
		if (held === '') start = line.number;
		held = held === '' ? line.text : `${held}\n${line.text}`;
		const record = row(held, start);
		if (record !== null) yield record;
		else if (held.length < limits.lineBytesMax) continue;
		else
			yield {
				kind: 'quarantined',
				line: start,
				reason: 'line-too-long',
				detail: 'a quoted cell does not end',
				text: null,
			};
		held = '';
	}
	if (held !== '') {
		yield {
			kind: 'quarantined',
			line: start,
			reason: 'truncated',
			detail: 'a quoted cell does not end',
			text: held,
		};
	}
}
