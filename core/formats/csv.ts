/**
 * The fields of one CSV record (RFC 4180: quotes are doubled inside quotes). Null when a quote is
 * still open at the end, so that the caller can add the next line.
 */
export function csvFields(text: string, separator = ','): string[] | null {
	const fields: string[] = [];
	let field = '';
	let quoted = false;
	for (let i = 0; i < text.length; i++) {
		const char = text[i] as string;
		if (quoted) {
			if (char !== '"') field += char;
			else if (text[i + 1] === '"') {
				field += '"';
				i++;
			} else quoted = false;
		} else if (char === '"' && field === '') quoted = true;
		else if (char === separator) {
			fields.push(field);
			field = '';
		} else field += char;
	}
	if (quoted) return null;
	fields.push(field);
	return fields;
}

/** Columns of PostgreSQL's csvlog, which has no header line (documentation, table "csvlog"). */
export const postgresColumns: readonly string[] = [
	'log_time',
	'user_name',
	'database_name',
	'process_id',
	'connection_from',
	'session_id',
	'session_line_num',
	'command_tag',
	'session_start_time',
	'virtual_transaction_id',
	'transaction_id',
	'error_severity',
	'sql_state_code',
	'message',
	'detail',
	'hint',
	'internal_query',
	'internal_query_pos',
	'context',
	'query',
	'query_pos',
	'location',
	'application_name',
	'backend_type',
	'leader_pid',
	'query_id',
];

export interface Table {
	readonly columns: readonly string[];
	readonly separator: string;
	/** The first line names the columns and is no record. */
	readonly hasHeader: boolean;
}

/** A longer first line names no columns. */
const HEADER_MAX = 64 * 1024;

/**
 * Whether the first line of an input begins a table: a header of distinct names, or a csvlog record
 * of PostgreSQL, known by its times, session id and severity. Null for any other text.
 */
export function tableOf(firstLine: string): Table | null {
	if (firstLine.length > HEADER_MAX || /^\s*[[{]/.test(firstLine)) return null;
	for (const separator of [',', ';', '\t']) {
		const fields = csvFields(firstLine, separator);
		if (fields === null || fields.length < 2) continue;
		if (separator === ',' && isPostgres(fields)) {
			return { columns: postgresColumns, separator, hasHeader: false };
		}
		const names = fields.map((field) => field.trim());
		const areNames = names.every((name) => /^[A-Za-z_@][\w @./:()[\]-]{0,80}$/.test(name));
		if (
			areNames &&
			fields.length >= 3 &&
			new Set(names).size === names.length &&
			!/[.!?]\s/.test(firstLine)
		) {
			return { columns: names, separator, hasHeader: true };
		}
	}
	return null;
}

const isPostgres = (fields: readonly string[]): boolean =>
	fields.length >= 22 &&
	/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(fields[0] ?? '') &&
	/^[0-9a-f]+\.[0-9a-f]+$/.test(fields[5] ?? '') &&
	/^[A-Z]+\d?$/.test(fields[11] ?? '');

/** A row as an object; empty cells are left out, cells beyond the columns are `column27` and on. */
export function rowObject(table: Table, fields: readonly string[]): { [key: string]: string } {
	const row: { [key: string]: string } = {};
	fields.forEach((field, index) => {
		if (field === '') return;
		const name = table.columns[index] ?? `column${index + 1}`;
		if (name !== '__proto__') row[name] = field;
	});
	return row;
}
