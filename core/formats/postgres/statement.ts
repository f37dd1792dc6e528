import { ownText, type RedactedText } from '@/core/event/text.ts';
import { csvFields } from '../csv.ts';

export interface AuditRecord {
	/** `READ`, `WRITE`, `DDL`, `ROLE` … */
	readonly class: string;
	/** `DROP TABLE`, `SELECT` … */
	readonly command: string;
	readonly objectType: string | null;
	readonly object: string | null;
	readonly statement: RedactedText | null;
}

/** `AUDIT: SESSION,1,1,DDL,DROP TABLE,TABLE,public.t,drop table t,<none>` */
export function readAudit(message: RedactedText): AuditRecord | null {
	const m = /^AUDIT:\s+(?:SESSION|OBJECT),/.exec(message);
	if (m === null) return null;
	const fields = csvFields(message.slice(m[0].length)) ?? [];
	const [, , cls, command, objectType, object, statement] = fields;
	if (cls === undefined || command === undefined) return null;
	const present = (text: string | undefined) =>
		text === undefined || text === '' || /^<.*>$/.test(text) ? null : text;
	const ran = present(statement);
	return {
		class: cls,
		command,
		objectType: present(objectType),
		object: present(object),
		statement: ran === null ? null : ownText(ran),
	};
}

/** The SQL in `statement: …`, `execute <unnamed>: …`, with or without a duration before it. */
export function statementIn(message: RedactedText): RedactedText | null {
	const m =
		/^(?:duration: [\d.]+ ms\s+)?(?:statement|execute [^:]{1,100}|parse [^:]{1,100}|bind [^:]{1,100}): ([\s\S]+)$/.exec(
			message,
		);
	return m === null ? null : ownText(m[1] as string);
}
