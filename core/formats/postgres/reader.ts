import { ownText, type RedactedText } from '@/core/event/text.ts';
import { parseTime } from '@/core/event/time.ts';
import { at, firstText, type RedactedObject, textAt } from '../json-access.ts';
import { plainRecord, providerReader } from '../provider-reader.ts';
import { readAudit, statementIn } from './statement.ts';

/**
 * PostgreSQL's `jsonlog`, and `csvlog` after the table reader gave its columns their names. What
 * ran stands in `message` (`statement: …`, `AUDIT: …`) or, on errors, in `statement`.
 */
export const postgres = providerReader({
	id: 'postgres',
	title: 'PostgreSQL server log (jsonlog, csvlog, pgAudit)',
	versions:
		'jsonlog of 15 to 18, csvlog of 13 to 18, pgAudit session and object records, as documented',
	confidence: 0.92,
	isRecord: (record) =>
		textAt(record, 'error_severity') !== null &&
		(Object.hasOwn(record, 'pid') || Object.hasOwn(record, 'process_id')),
	reading: (record) => {
		const message = textAt(record, 'message') ?? ownText('');
		const audit = readAudit(message);
		const statement =
			audit?.statement ?? statementIn(message) ?? firstText(record, 'statement', 'query');
		const severity = textAt(record, 'error_severity') ?? 'LOG';
		const code = firstText(record, 'state_code', 'sql_state_code');
		const failed = /ERROR|FATAL|PANIC/.test(severity);
		const user = firstText(record, 'user', 'user_name');
		return {
			kind: statement === null ? 'record' : 'provider-record',
			time: parseTime(zoned(firstText(record, 'timestamp', 'log_time'))),
			actor: { type: user === null ? 'service' : 'unknown', name: user },
			key: keyOf(record),
			text: statement ?? message,
			record: plainRecord('postgres', audit?.command ?? firstWords(statement) ?? severity, {
				outcome: failed ? (/^(?:42501|28)/.test(code ?? '') ? 'denied' : 'error') : 'ok',
				errorCode: failed ? code : null,
				requestId: firstText(record, 'query_id'),
				principal: user,
				sourceAddress: firstText(record, 'remote_host', 'connection_from'),
				userAgent: textAt(record, 'application_name'),
				resources:
					audit?.object == null
						? []
						: [{ kind: audit.objectType?.toLowerCase() ?? 'table', id: audit.object, name: null }],
				project: firstText(record, 'dbname', 'database_name'),
				parameters: statement === null ? null : { statement },
				response: at(record, 'detail') ?? null,
			}),
		};
	},
});

/** `session_id` and the line number in it name a record. */
function keyOf(record: RedactedObject): string | null {
	const session = textAt(record, 'session_id');
	const line = firstText(record, 'line_num', 'session_line_num');
	return session === null || line === null ? null : `${session}/${line}`;
}

/** `2026-01-02 03:04:05.678 UTC`; named zones other than UTC and GMT are read as written, in UTC. */
const zoned = (text: RedactedText | null): string | null =>
	text?.replace(/ (?:GMT|[A-Z]{3,5})$/, ' UTC') ?? null;

function firstWords(statement: string | null): string | null {
	const m =
		/^\s*(?:\/\*[\s\S]{0,500}?\*\/\s*)?([A-Za-z]+(?:\s+(?:TABLE|DATABASE|SCHEMA|INDEX|ROLE|USER|VIEW|INTO|FROM|EXTENSION|FUNCTION|SYSTEM|POLICY|PUBLICATION|SEQUENCE|TRIGGER))?)/i.exec(
			statement ?? '',
		);
	return m === null ? null : (m[1] as string).toUpperCase().replace(/\s+/g, ' ');
}
