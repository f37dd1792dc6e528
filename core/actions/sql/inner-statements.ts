type Node = Readonly<Record<string, unknown>>;

/** Statements inside one: of `WITH x AS (DELETE …)` and of `EXPLAIN ANALYZE`, which run with it. */
export function nestedStatements(type: string, node: Node): Readonly<Record<string, unknown>>[] {
	if (type === 'ExplainStmt') {
		const runs = JSON.stringify(node.options ?? null).includes('"analyze"');
		return runs && isNode(node.query) ? [node.query] : [];
	}
	const clause = node.withClause as { ctes?: readonly unknown[] } | undefined;
	return (clause?.ctes ?? []).flatMap((cte) => {
		const query = (cte as { CommonTableExpr?: { ctequery?: unknown } }).CommonTableExpr?.ctequery;
		return isNode(query) ? [query] : [];
	});
}

const isNode = (value: unknown): value is Readonly<Record<string, unknown>> =>
	value !== null && typeof value === 'object';

/** The text of a `DO $$ … $$` block; null where the node holds none. */
export const blockText = (node: Node): string | null =>
	/"sval":("(?:\\.|[^"\\])*\b(?:begin|BEGIN|Begin)\b(?:\\.|[^"\\])*")/.exec(
		JSON.stringify(node.args ?? null),
	)?.[1] ?? null;

const LITERAL = /'((?:''|[^'])*)'/g;
const BEGINS =
	/(?:^|;|\b(?:begin|loop|then|else)\b)\s*((?:drop|truncate|delete|update|insert|grant|revoke|alter|create)\s[^;]*)/gi;

/**
 * What a block of PL/pgSQL runs: the statements that stand in it, and the ones that `EXECUTE` makes
 * of literals (`'DROP TABLE ' || name`, `format('DROP TABLE %I', name)`), with `computed` for what
 * is not known before it runs. At most 200.
 */
export function statementsInBlock(block: string): string[] {
	const body = block.replace(/--[^\n]*/g, '');
	const executed = [...body.matchAll(/\bexecute\b([^;]*)/gi)].map(([, made = '']) => {
		// `'DROP TABLE ' || quote_ident(x) || ' CASCADE'`: literals with one name between them.
		const parts = [...made.matchAll(LITERAL)].map((match) => (match[1] ?? '').replace(/''/g, "'"));
		return parts
			.map((part) => part.replace(/%\d*\$?[-\d]*[sIL]/g, 'computed'))
			.join(/\|\|/.test(made) ? ' computed ' : ' ');
	});
	const plain = body.replace(/\bexecute\b[^;]*/gi, ' ');
	return [...executed, ...[...plain.matchAll(BEGINS)].map((match) => match[1] ?? '')]
		.map((sql) => sql.trim().replace(/\|\|\s*$/, ''))
		.filter((sql) => sql !== '')
		.slice(0, 200);
}

/** Tables in which databases keep who may do what: who writes to them grants. */
const PRIVILEGE_TABLES =
	/^(mysql\.(user|db|tables_priv|columns_priv|global_priv|role_edges|proxies_priv)|(pg_catalog\.)?(pg_authid|pg_auth_members))$/i;
/** Columns of applications that say what someone may do, and the values that make it much. */
const RIGHTS_COLUMN =
	/^(is_?)?(admin|superuser|super_user|staff|root|owner)$|^(role|roles|user_role|access_level|permissions?)$/i;
const MUCH = /^(admin(istrator)?|super_?(user|admin)|owner|root|true|t|yes|y|1|\*)$/i;

/** Whether a change of rows gives someone more rights: in the database's own tables, or as an administrator of what uses it. */
export function givesRights(table: string, node: Node): boolean {
	if (PRIVILEGE_TABLES.test(table)) return true;
	const targets = Array.isArray(node.targetList) ? node.targetList : [];
	return targets.some((target) => {
		const { name, val } = ((target as { ResTarget?: Node }).ResTarget ?? {}) as Node;
		if (typeof name !== 'string' || !RIGHTS_COLUMN.test(name)) return false;
		const text = JSON.stringify(val ?? null);
		const value =
			/^\{"A_Const":\{"sval":\{"sval":"([^"]*)"/.exec(text)?.[1] ??
			/^\{"A_Const":\{"(?:boolval|ival)":\{"(?:boolval|ival)":(\w+)/.exec(text)?.[1];
		return value !== undefined && MUCH.test(value);
	});
}

/** Programs that carry what they are fed to another host. */
const SENDS =
	/\b(curl|wget|nc|ncat|netcat|socat|ssh|scp|rsync|ftp|aws|gsutil|rclone|telnet|mail)\b/;

/** Whether `COPY … TO PROGRAM` carries rows out; `FROM PROGRAM` only runs something. */
export const carriesOut = (node: Node): boolean =>
	node.is_program === true && node.is_from !== true && SENDS.test(String(node.filename ?? ''));

/** Settings of PostgreSQL by which it logs and keeps what recovery needs. */
const GUARDING =
	/^(log_(statement|connections|disconnections|min_duration_statement)|logging_collector|archive_mode|archive_command|fsync|full_page_writes|wal_level|pgaudit\.\w+|shared_preload_libraries|ssl|row_security)$/;

/** Whether a setting that guards is set to nothing: `log_statement = none`, `archive_mode = off`. */
export const switchesOff = (set: Node): boolean =>
	GUARDING.test(String(set.name ?? '')) &&
	/"(?:sval|str)":"(off|none|minimal|false|no|)"|"boolval":\{\}|"ival":-1\b/.test(
		JSON.stringify(set.args ?? null),
	);
