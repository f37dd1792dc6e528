import { csvFields, rowObject, tableOf } from '../../formats/csv.ts';
import { nestsDeeperThan } from '../../formats/json-depth.ts';
import { type Failure, fail, failure, ok, type Result } from '../../result.ts';
import type { ImportDocument, ImportRecord } from './reader.ts';

const depthMax = 100;

/** A line that is no record, and why. */
export interface UnreadLine {
	readonly line: number | null;
	readonly reason: string;
}

export interface ParsedDocument {
	readonly document: ImportDocument;
	readonly unread: readonly UnreadLine[];
}

/** Parses a file as JSON, as lines of JSON, or as a table with a header line; by its content. */
export function parseDocument(text: string): Result<ParsedDocument> {
	const body = text.replace(/^\uFEFF/, '');
	const start = body.trimStart();
	if (start === '') return fail<Failure>(failure('input-unreadable', 'the file is empty'));
	if (/^[[{]/.test(start)) {
		if (nestsDeeperThan(body, depthMax)) {
			return fail<Failure>(failure('input-unreadable', `nests deeper than ${depthMax} levels`));
		}
		try {
			return ok({ document: { kind: 'json', value: JSON.parse(body) }, unread: [] });
		} catch {
			return start.startsWith('{')
				? jsonLines(body)
				: fail<Failure>(failure('input-unreadable', 'the JSON is cut off or damaged'));
		}
	}
	return table(body);
}

/** The columns of a table with a header line; null: it is none. Reads no further than that line. */
export function tableColumns(text: string): readonly string[] | null {
	const header = /^[\uFEFF\s]*([^\r\n]*)/.exec(text)?.[1] ?? '';
	if (/^[[{]/.test(header)) return null;
	const shape = tableOf(header);
	return shape?.hasHeader === true ? shape.columns : null;
}

function jsonLines(text: string): Result<ParsedDocument> {
	const records: ImportRecord[] = [];
	const unread: UnreadLine[] = [];
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		try {
			records.push({ line: index + 1, element: index + 1, value: JSON.parse(line) });
		} catch {
			unread.push({ line: index + 1, reason: 'not valid JSON' });
		}
	}
	return records.length === 0
		? fail<Failure>(failure('input-unreadable', 'the JSON is cut off or damaged'))
		: ok({ document: { kind: 'lines', records }, unread });
}

function table(text: string): Result<ParsedDocument> {
	const lines = text.split(/\r?\n/);
	const header = lines.findIndex((line) => line.trim() !== '');
	const shape = tableOf(lines[header] ?? '');
	if (shape === null || !shape.hasHeader) {
		return fail<Failure>(
			failure('input-unreadable', 'neither JSON nor a table with a header line'),
		);
	}
	const records: ImportRecord[] = [];
	const unread: UnreadLine[] = [];
	for (let at = header + 1; at < lines.length; at++) {
		if ((lines[at] ?? '').trim() === '') continue;
		const line = at + 1;
		let row = lines[at] ?? '';
		let fields = csvFields(row, shape.separator);
		while (fields === null && at + 1 < lines.length) {
			row += `\n${lines[++at]}`;
			fields = csvFields(row, shape.separator);
		}
		if (fields === null) unread.push({ line, reason: 'a quote is never closed' });
		else if (fields.length > shape.columns.length)
			unread.push({ line, reason: `${fields.length} cells under ${shape.columns.length} columns` });
		else
			records.push({
				line,
				element: records.length + 1,
				value: rowObject(shape, fields),
			});
	}
	return ok({ document: { kind: 'table', columns: shape.columns, records }, unread });
}
