import type { Statement } from './statements.ts';

const KEYWORDS =
	/^(drop\s+(?:table|database|schema|keyspace|catalog|view|role|user|index|collection)|truncate(?:\s+all\s+tables\s+from|\s+table)?|delete\s+from|update|insert\s+into|replace\s+into|alter\s+(?:table|role|user|server\s+role)|grant|revoke|create\s+(?:or\s+replace\s+)?(?:transient\s+)?(?:table|database|schema|role|user|login)|set\s+password|select|show|describe|explain|use|with)\s+(?:if\s+(?:not\s+)?exists\s+)?[`"[]?([\w.$-]+)?/i;

/**
 * A statement of another dialect in PostgreSQL's words, as far as only quotes and clauses that say
 * where and how differ: backquotes, square brackets, `ON CLUSTER x`, a `LIMIT` behind a DELETE.
 */
export const inPlainDialect = (sql: string): string =>
	sql
		.replace(/`([^`]*)`/g, '"$1"')
		.replace(/(?<=[\s.,(]|^)\[(\w[\w ]*)\]/g, '"$1"')
		.replace(/\s+on\s+cluster\s+\S+/i, '')
		.replace(
			/^(\s*(?:delete|update)\b[\s\S]*?)\s+(?:order\s+by\s+[\w"., ]+\s+)?limit\s+\d+\s*$/i,
			'$1',
		)
		.replace(/\s+(?:format\s+\w+|sync|settings\s+.*)$/i, '');

/** Stored procedures that make someone a member of a role. */
const ADDS_MEMBER = /\bsp_add(?:srv)?rolemember\b[^']*'[^']*'\s*,\s*N?'([^']*)'/i;

/** A statement that no grammar here reads, by its leading keywords; nothing where none is known. */
export function byKeywords(sql: string): Statement[] {
	const member = ADDS_MEMBER.exec(sql);
	if (member !== null) return [{ operation: 'GRANT ROLE', objects: [member[1] ?? ''] }];
	const m = KEYWORDS.exec(sql.replace(/^\s*(--[^\n]*\n|\/\*[\s\S]*?\*\/\s*)*/, ''));
	if (m === null) return [];
	const keyword = (m[1] ?? '').toUpperCase().replace(/\s+/g, ' ');
	const object = m[2] === undefined ? [] : [m[2]];
	const where = /\bwhere\b([\s\S]*)/i.exec(sql)?.[1];
	const isAll = where === undefined || /^\s*\(?\s*(true|1|1\s*=\s*1)\s*\)?\s*$/i.test(where);
	switch (keyword) {
		case 'DELETE FROM':
			return [{ operation: isAll ? 'DELETE without WHERE' : 'DELETE', objects: object }];
		case 'UPDATE':
			return [{ operation: isAll ? 'UPDATE without WHERE' : 'UPDATE', objects: object }];
		case 'ALTER TABLE':
			return [{ operation: alteration(sql, isAll), objects: object }];
	}
	const operation = keyword
		.replace(/^TRUNCATE .*$/, 'TRUNCATE')
		.replace(/^(INSERT|REPLACE) INTO$/, 'INSERT')
		.replace(/^ALTER SERVER ROLE$/, 'GRANT ROLE')
		.replace(/^SET PASSWORD$/, 'ALTER ROLE')
		.replace(/ TRANSIENT /, ' ')
		.replace(/ (USER|LOGIN)$/, ' ROLE')
		.replace(/^DROP COLLECTION$/, 'DROP TABLE')
		.replace(/^DROP (KEYSPACE|CATALOG)$/, 'DROP DATABASE')
		.replace(/^(SHOW|DESCRIBE|EXPLAIN|USE|WITH)$/, 'SELECT');
	return [{ operation, objects: object }];
}

/** `ALTER TABLE t DROP PARTITION p`, `ALTER TABLE t DELETE WHERE …` of ClickHouse, `… DROP COLUMN c`. */
function alteration(sql: string, isAll: boolean): string {
	if (/\b(drop|truncate)\s+partition\b/i.test(sql)) return 'DROP PARTITION';
	if (/\balter\s+table\s+\S+\s+delete\s+where\b/i.test(sql))
		return isAll ? 'DELETE without WHERE' : 'DELETE';
	return /\bdrop\s+(?:column\s+)?(?!constraint|index|key|primary|foreign|check|default)[`"\w]/i.test(
		sql,
	)
		? 'DROP COLUMN'
		: 'ALTER TABLE';
}
