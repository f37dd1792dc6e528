import type { Reading } from '../action.ts';
import type { ProviderCatalogue } from '../catalogue/catalogue.ts';
import { reading, readOperation, resourceRef } from '../reading.ts';
import { selectsAll } from './conditions.ts';
import {
	blockText,
	carriesOut,
	givesRights,
	nestedStatements,
	statementsInBlock,
	switchesOff,
} from './inner-statements.ts';
import { byKeywords, inPlainDialect } from './keywords.ts';

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
	return statementsIn(sql, grammar, 0);
}

function statementsIn(sql: string, grammar: SqlGrammar, depth: number): Statement[] {
	const whole = grammar.parse(sql);
	if (whole !== null) return statementsOf(whole, grammar, depth);
	return sql
		.split(/;|^\\.*$/m)
		.map((part) => part.trim())
		.filter((part) => part !== '' && !part.startsWith('\\'))
		.slice(0, 1_000)
		.flatMap((part) => {
			const plain = inPlainDialect(part);
			const tree = grammar.parse(part) ?? (plain === part ? null : grammar.parse(plain));
			return tree === null ? byKeywords(part) : statementsOf(tree, grammar, depth);
		});
}

/** Statements within statements, no deeper than this. */
const DEPTH_MAX = 3;

const statementsOf = (tree: SqlTree, grammar: SqlGrammar, depth: number): Statement[] =>
	(tree.stmts ?? [])
		.slice(0, 1_000)
		.flatMap(({ stmt }) => (stmt === undefined ? [] : withInner(stmt, grammar, depth)));

/** A statement, and what runs inside it. */
function withInner(
	stmt: Readonly<Record<string, unknown>>,
	grammar: SqlGrammar,
	depth: number,
): Statement[] {
	const [type, value] = Object.entries(stmt)[0] ?? [];
	if (type === undefined) return [];
	const node = (value ?? {}) as Node;
	const own = statementOf(type, node);
	if (depth >= DEPTH_MAX) return [own];
	const block = type === 'DoStmt' ? blockText(node) : null;
	const inner =
		block !== null
			? statementsInBlock(String(JSON.parse(block))).flatMap((sql) =>
					statementsIn(sql, grammar, depth + 1),
				)
			: nestedStatements(type, node).flatMap((each) => withInner(each, grammar, depth + 1));
	return inner.length > 0 ? [...inner, own] : [own];
}

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
				operation: selectsAll(node.whereClause, relationName(node.relation))
					? 'DELETE without WHERE'
					: 'DELETE',
				objects: [relationName(node.relation)],
			};
		case 'UpdateStmt':
			return {
				operation: givesRights(relationName(node.relation), node)
					? 'UPDATE of rights'
					: selectsAll(node.whereClause, relationName(node.relation))
						? 'UPDATE without WHERE'
						: 'UPDATE',
				objects: [relationName(node.relation)],
			};
		case 'InsertStmt':
			return {
				operation: givesRights(relationName(node.relation), {}) ? 'UPDATE of rights' : 'INSERT',
				objects: [relationName(node.relation)],
			};
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
		case 'AlterOwnerStmt':
			return { operation: 'ALTER OWNER', objects: [deepName(node.newowner)] };
		case 'ReassignOwnedStmt':
			return { operation: 'ALTER OWNER', objects: [deepName(node.newrole)] };
		case 'AlterTableStmt':
			return { operation: alteration(node), objects: [relationName(node.relation)] };
		case 'AlterDefaultPrivilegesStmt': {
			const action = (node.action ?? {}) as Node;
			return {
				operation: action.is_grant === true ? 'GRANT' : 'REVOKE',
				objects: list(action.grantees).map((role) => deepName(role)),
			};
		}
		case 'CreatePolicyStmt':
			return {
				operation: node.qual !== undefined && selectsAll(node.qual, '') ? 'GRANT' : 'CREATE POLICY',
				objects: [relationName(node.table)],
			};
		case 'AlterSystemStmt': {
			const set = (node.setstmt ?? {}) as Node;
			return {
				operation: switchesOff(set) ? 'ALTER SYSTEM without protection' : 'ALTER SYSTEM',
				objects: [String(set.name ?? '')],
			};
		}
		case 'DropOwnedStmt':
			return { operation: 'DROP OWNED', objects: list(node.roles).map((role) => deepName(role)) };
		case 'CopyStmt':
			return {
				operation: carriesOut(node) ? 'COPY TO PROGRAM' : 'Copy',
				objects: [relationName(node.relation)].filter(Boolean),
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

/** What `ALTER TABLE` does at the worst: a column goes, or who may read what is no longer looked at. */
function alteration(node: Node): string {
	const kinds = list(node.cmds).map((cmd) =>
		String((cmd as { AlterTableCmd?: Node }).AlterTableCmd?.subtype ?? ''),
	);
	if (kinds.includes('AT_DropColumn')) return 'DROP COLUMN';
	return kinds.some((kind) => /^AT_(DisableRowSecurity|NoForceRowSecurity|DisableTrig)/.test(kind))
		? 'ALTER TABLE without protection'
		: 'ALTER TABLE';
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

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

/**
 * SQL as acts. `database` is what the command or the record says it ran against (a database's name,
 * a host, a connection string without its password): it names the environment of every object.
 */
export function readSql(
	sql: string,
	grammar: SqlGrammar,
	catalogue: ProviderCatalogue,
	database: string | null,
	/** Whether a transaction that is rolled back gives back what TRUNCATE took, as PostgreSQL's do. */
	emptiesBack = false,
): Reading[] {
	const stood = database === null ? null : placeName(database);
	return withoutRolledBack(readStatements(sql, grammar), emptiesBack).map((statement) => {
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
function withoutRolledBack(
	statements: readonly Statement[],
	emptiesBack: boolean,
): readonly Statement[] {
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
		// Some databases commit a DROP whatever follows.
		undone.has(at) &&
		(/^(DELETE|UPDATE|INSERT)/.test(statement.operation) ||
			(emptiesBack && statement.operation === 'TRUNCATE'))
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
