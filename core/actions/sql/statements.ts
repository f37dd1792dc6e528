import type { Reading } from '../action.ts';
import type { ProviderCatalogue } from '../catalogue/catalogue.ts';
import { reading, readOperation, resourceRef } from '../reading.ts';

/** PostgreSQL's own parser, loaded by `server/parsers`. Null for a text that is not valid SQL. */
export interface SqlGrammar {
	parse(sql: string): SqlTree | null;
}

export interface SqlTree {
	readonly stmts?: readonly { readonly stmt?: Readonly<Record<string, unknown>> }[];
}

type Node = Readonly<Record<string, unknown>>;

export interface Statement {
	/** As in the catalogue: `DROP TABLE`, `DELETE without WHERE`, `SELECT`. */
	readonly operation: string;
	readonly objects: readonly string[];
}

/**
 * Reads SQL as statements: by PostgreSQL's parser; a script that it rejects (another dialect, a
 * psql meta-command) is split at semicolons and each part tried again, and what still fails is read
 * by its leading keywords. At most 200,000 characters, 1,000 statements.
 */
export function readStatements(sql: string, grammar: SqlGrammar): Statement[] {
	if (sql.length > 200_000) return [];
	const whole = grammar.parse(sql);
	if (whole !== null) return statementsOf(whole);
	return sql
		.split(/;|^\\.*$/m)
		.map((part) => part.trim())
		.filter((part) => part !== '' && !part.startsWith('\\'))
		.slice(0, 1_000)
		.flatMap((part) => {
			const tree = grammar.parse(part);
			return tree === null ? byKeywords(part) : statementsOf(tree);
		});
}

const statementsOf = (tree: SqlTree): Statement[] =>
	(tree.stmts ?? []).slice(0, 1_000).flatMap(({ stmt }) => {
		const [type, node] = Object.entries(stmt ?? {})[0] ?? [];
		return type === undefined ? [] : [statementOf(type, (node ?? {}) as Node)];
	});

const DROP_OBJECTS: Readonly<Record<string, string>> = {
	OBJECT_TABLE: 'DROP TABLE',
	OBJECT_VIEW: 'DROP VIEW',
	OBJECT_MATVIEW: 'DROP VIEW',
	OBJECT_SCHEMA: 'DROP SCHEMA',
	OBJECT_SEQUENCE: 'DROP TABLE',
	OBJECT_INDEX: 'DROP INDEX',
	OBJECT_DATABASE: 'DROP DATABASE',
	OBJECT_ROLE: 'DROP ROLE',
};

function statementOf(type: string, node: Node): Statement {
	switch (type) {
		case 'DropStmt':
			return {
				operation:
					DROP_OBJECTS[String(node.removeType)] ??
					`DROP ${String(node.removeType ?? '').replace('OBJECT_', '')}`,
				objects: list(node.objects).map(nameOfList),
			};
		case 'DropdbStmt':
			return { operation: 'DROP DATABASE', objects: [String(node.dbname ?? '')] };
		case 'CreatedbStmt':
			return { operation: 'CREATE DATABASE', objects: [String(node.dbname ?? '')] };
		case 'TruncateStmt':
			return { operation: 'TRUNCATE', objects: list(node.relations).map(relationName) };
		case 'DeleteStmt':
			return {
				operation: selectsAll(node.whereClause) ? 'DELETE without WHERE' : 'DELETE',
				objects: [relationName(node.relation)],
			};
		case 'UpdateStmt':
			return {
				operation: selectsAll(node.whereClause) ? 'UPDATE without WHERE' : 'UPDATE',
				objects: [relationName(node.relation)],
			};
		case 'InsertStmt':
			return { operation: 'INSERT', objects: [relationName(node.relation)] };
		case 'SelectStmt':
			return {
				operation: 'SELECT',
				objects: list(node.fromClause).map(relationName).filter(Boolean),
			};
		case 'GrantStmt':
			return {
				operation: node.is_grant === true ? 'GRANT' : 'REVOKE',
				objects: list(node.grantees).map((role) => deepName(role)),
			};
		case 'GrantRoleStmt':
			return {
				operation: node.is_grant === true ? 'GRANT ROLE' : 'REVOKE',
				objects: list(node.grantee_roles).map((role) => deepName(role)),
			};
		case 'AlterRoleStmt':
			return { operation: 'ALTER ROLE', objects: [deepName(node.role)] };
		case 'CreateRoleStmt':
			return { operation: 'CREATE ROLE', objects: [String(node.role ?? '')] };
		case 'DropRoleStmt':
			return { operation: 'DROP ROLE', objects: list(node.roles).map((role) => deepName(role)) };
		case 'AlterTableStmt':
			return {
				operation: list(node.cmds).some((cmd) => JSON.stringify(cmd).includes('AT_DropColumn'))
					? 'DROP COLUMN'
					: 'ALTER TABLE',
				objects: [relationName(node.relation)],
			};
		case 'CreateStmt':
			return { operation: 'CREATE TABLE', objects: [relationName(node.relation)] };
		case 'TransactionStmt': {
			const kind = String(node.kind ?? '');
			return {
				operation:
					kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START'
						? 'BEGIN'
						: kind === 'TRANS_STMT_COMMIT'
							? 'COMMIT'
							: kind === 'TRANS_STMT_ROLLBACK'
								? 'ROLLBACK'
								: 'Transaction',
				objects: [],
			};
		}
		case 'ExplainStmt':
			return { operation: 'SELECT', objects: [] };
		default:
			return { operation: type.replace(/Stmt$/, ''), objects: [] };
	}
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** `DELETE … WHERE true` and `WHERE 1=1` delete everything just as no WHERE does. */
function selectsAll(where: unknown): boolean {
	if (where === undefined || where === null) return true;
	const text = JSON.stringify(where);
	if (/^\{"A_Const":\{"boolval":\{"boolval":true\}/.test(text)) return true;
	const constants = [...text.matchAll(/"ival":(\{[^}]*\})/g)].map((m) => m[1]);
	return (
		!text.includes('ColumnRef') &&
		constants.length === 2 &&
		constants[0] === constants[1] &&
		text.includes('"sval":"="')
	);
}

function relationName(value: unknown): string {
	if (value === null || typeof value !== 'object') return '';
	const node = ('RangeVar' in value ? value.RangeVar : value) as Node;
	const schema = node.schemaname;
	const name = node.relname;
	return typeof name === 'string' ? (typeof schema === 'string' ? `${schema}.${name}` : name) : '';
}

/** The strings in a node, joined with dots: qualified names. */
function nameOfList(value: unknown): string {
	const parts: string[] = [];
	const walk = (inner: unknown): void => {
		if (Array.isArray(inner)) for (const item of inner) walk(item);
		else if (inner !== null && typeof inner === 'object')
			for (const [key, item] of Object.entries(inner))
				if (key === 'sval' && typeof item === 'string') parts.push(item);
				else walk(item);
	};
	walk(value);
	return parts.join('.');
}

function deepName(value: unknown): string {
	const m = /"(?:rolename|sval|role)":"([^"]*)"/.exec(JSON.stringify(value ?? null));
	return m?.[1] ?? (JSON.stringify(value ?? null).includes('ROLESPEC_PUBLIC') ? 'PUBLIC' : '');
}

const KEYWORDS =
	/^(drop\s+(?:table|database|schema|view|role|user|index|collection)|truncate(?:\s+table)?|delete\s+from|update|insert\s+into|replace\s+into|alter\s+(?:table|role|user)|grant|revoke|create\s+(?:table|database|role|user)|select|show|describe|explain|use|with)\s+(?:if\s+(?:not\s+)?exists\s+)?[`"[]?([\w.$-]+)?/i;

function byKeywords(sql: string): Statement[] {
	const m = KEYWORDS.exec(sql.replace(/^\s*(--[^\n]*\n|\/\*[\s\S]*?\*\/\s*)*/, ''));
	if (m === null) return [];
	const keyword = (m[1] ?? '').toUpperCase().replace(/\s+/g, ' ');
	const object = m[2] === undefined ? [] : [m[2]];
	if (keyword === 'DELETE FROM')
		return [
			{ operation: /\bwhere\b/i.test(sql) ? 'DELETE' : 'DELETE without WHERE', objects: object },
		];
	if (keyword === 'UPDATE')
		return [
			{ operation: /\bwhere\b/i.test(sql) ? 'UPDATE' : 'UPDATE without WHERE', objects: object },
		];
	const operation = keyword
		.replace(/^TRUNCATE TABLE$/, 'TRUNCATE')
		.replace(/^(INSERT|REPLACE) INTO$/, 'INSERT')
		.replace(/ USER$/, ' ROLE')
		.replace(/^DROP COLLECTION$/, 'DROP TABLE')
		.replace(/^(SHOW|DESCRIBE|EXPLAIN|USE|WITH)$/, 'SELECT');
	return [{ operation, objects: object }];
}

/**
 * SQL as acts. `database` is what the command or the record says it ran against (a database's name,
 * a host, a connection string without its password): it names the environment of every object.
 */
export function readSql(
	sql: string,
	grammar: SqlGrammar,
	catalogue: ProviderCatalogue,
	database: string | null,
): Reading[] {
	const stood = database === null ? null : placeName(database);
	return withoutRolledBack(readStatements(sql, grammar)).map((statement) => {
		const act = readOperation(catalogue, {
			provider: 'postgres',
			operation: statement.operation,
			parameters: null,
			text: sql,
		});
		const known = catalogue.operation('postgres', statement.operation, null);
		const kind = known?.kind ?? 'table';
		const place = stood === null ? null : resourceRef('postgres', 'database', stood);
		return reading({
			...act,
			basis: 'SQL',
			text: sql,
			resources: statement.objects.filter(Boolean).map((object) => {
				const own = resourceRef(
					'postgres',
					kind,
					stood === null || kind === 'database' ? object : `${stood}/${object}`,
					object,
				);
				return own.environment === 'unknown' && place !== null && place.environment !== 'unknown'
					? { ...own, environment: place.environment, environmentReason: place.environmentReason }
					: own;
			}),
			environment:
				place !== null && place.environment !== 'unknown'
					? { value: place.environment, reason: place.environmentReason ?? '' }
					: null,
		});
	});
}

/** What a transaction did that the same text rolls back was tried, not done: it reads. */
function withoutRolledBack(statements: readonly Statement[]): readonly Statement[] {
	const ends = statements.map(({ operation }) => operation);
	if (!ends.includes('ROLLBACK')) return statements;
	let begun: number | null = null;
	const undone = new Set<number>();
	for (const [at, end] of ends.entries()) {
		if (end === 'BEGIN') begun = at;
		else if (end === 'COMMIT') begun = null;
		else if (end === 'ROLLBACK' && begun !== null) {
			for (let i = begun; i < at; i++) undone.add(i);
			begun = null;
		}
	}
	return statements.map((statement, at) =>
		// Only changes of rows: some databases commit a DROP whatever follows.
		undone.has(at) && /^(DELETE|UPDATE|INSERT)/.test(statement.operation)
			? { operation: 'SELECT', objects: [] }
			: statement,
	);
}

/** `postgres://user@host:5432/name?x` → `host/name`: what tells a database, without scheme, login and options. */
const placeName = (database: string): string =>
	database
		.replace(/^[a-z][a-z0-9+]*:\/\//i, '')
		.replace(/^[^@/\s]*@/, '')
		.replace(/:\d+(?=\/|$)/, '')
		.replace(/[?#].*$/, '') || database;
