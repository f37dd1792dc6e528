import { reading, resourceRef } from '../../reading.ts';
import { readSql } from '../../sql/statements.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const SQL_FLAGS = new Set([
	'-c',
	'--command',
	'-f',
	'--file',
	'-h',
	'--host',
	'-p',
	'--port',
	'-U',
	'--username',
	'-d',
	'--dbname',
	'-v',
	'-e',
	'--execute',
	'-u',
	'--user',
	'-D',
	'--database',
	'-P',
	'-S',
	'-Q',
	'-q',
	'--query',
	'-n',
	'-Query',
	'-ServerInstance',
	'-Database',
]);

/** Clients of databases where a TRUNCATE that is rolled back took nothing. */
const GIVES_BACK_EMPTIED = /^(psql|pgcli)$/;

/** `psql`, `mysql`, `sqlite3`, `sqlcmd` …: the SQL given by flag, operand or standard input. */
export const sqlClient: ProgramReader = (command, { sql, catalogue }) => {
	const args = parseArguments(textsOf(command.args), SQL_FLAGS);
	const statements = [
		...['-c', '--command', '-e', '--execute', '-Q', '-q', '--query', '-Query'].flatMap(
			(flag) => args.flags.get(flag) ?? [],
		),
		...(command.input === null ? [] : [command.input]),
	];
	if (statements.length === 0) statements.push(...madeByQuery(command.pipedFrom.at(-1) ?? ''));
	const operands = [...args.operands];
	if (command.name === 'sqlite3' || command.name === 'duckdb')
		statements.push(...operands.slice(1));
	const host = args.value('-h', '--host', '-ServerInstance');
	const name =
		args.value('-d', '--dbname', '-D', '--database', '-Database') ??
		operands[0] ??
		command.environment.PGDATABASE ??
		null;
	const database =
		host !== null && name !== null
			? `${host}/${name}`
			: (name ?? host ?? command.environment.PGHOST ?? command.host);
	const file = args.value('-f', '--file');
	const path =
		(command.name === 'sqlite3' || command.name === 'duckdb') && operands[0] !== undefined
			? [operands[0]]
			: [];
	const acts = statements
		.flatMap((text) =>
			readSql(text, sql, catalogue, database, GIVES_BACK_EMPTIED.test(command.name)),
		)
		.map((act) => ({
			...act,
			readsPaths: [...act.readsPaths, ...path],
			// The password stands in the command, not in its statement.
			text: command.source.includes('‹') ? command.source : act.text,
		}));
	return acts.length > 0
		? acts
		: [
				reading({
					class: file === null ? 'read' : 'execute',
					provider: 'postgres',
					operation: command.name,
					text: command.source,
					readsPaths: file === null ? [] : [file],
					basis: `shell ${command.name}`,
				}),
			];
};

/**
 * Statements that a query makes of literals and hands on: `psql -c "SELECT 'DROP TABLE ' || name …" | psql`.
 * What stands in for the rest is `computed`. At most 50.
 */
const madeByQuery = (source: string): string[] =>
	/^(?:sudo\s+)?(psql|mysql|mariadb|sqlite3|sqlcmd|clickhouse-client)\b/.test(source)
		? [...source.matchAll(/'((?:drop|truncate|delete|grant|alter|update)\s[^';]*)/gi)]
				.slice(0, 50)
				.map(([, text = '']) => `${text.trim()} computed`)
		: [];

/** Flags of cloud command lines that carry SQL, with the words before them and the flags that name the database. */
const SQL_OF_CLOUDS: readonly {
	readonly words: RegExp;
	readonly flags: readonly string[];
	readonly database: readonly string[];
}[] = [
	{
		words: /^(rds-data|redshift-data) (batch-)?execute-statement\b/,
		flags: ['--sql', '--sqls'],
		database: ['--database'],
	},
	{
		words: /^athena start-query-execution\b/,
		flags: ['--query-string'],
		database: [],
	},
	{ words: /^spanner databases execute-sql\b/, flags: ['--sql'], database: ['--instance'] },
	{ words: /^(snow )?sql\b/, flags: ['-q', '--query'], database: ['--database'] },
];

/** `aws rds-data execute-statement --sql '…'`, `gcloud spanner databases execute-sql --sql=…`, `snow sql -q …`. */
export const sqlOfClouds: ProgramReader = (command, { sql, catalogue }) => {
	const spec = SQL_OF_CLOUDS.find(({ words }) => words.test(textsOf(command.args).join(' ')));
	if (spec === undefined) return null;
	const args = parseArguments(textsOf(command.args), new Set([...spec.flags, ...spec.database]));
	const statements = spec.flags.flatMap((flag) => args.flags.get(flag) ?? []);
	const acts = statements.flatMap((text) =>
		readSql(text, sql, catalogue, args.value(...spec.database)),
	);
	return acts.length === 0 ? null : acts;
};

/** Sub-commands of other tools that carry SQL, with the flags and the operand in which it stands. */
const SQL_SUBCOMMANDS: Readonly<
	Record<
		string,
		{ readonly words: RegExp; readonly provider: string | null; readonly operand: number | null }
	>
> = {
	wrangler: { words: /^d1 execute\b/, provider: 'cloudflare', operand: null },
	heroku: { words: /^(pg:psql|psql)\b/, provider: null, operand: null },
	turso: { words: /^db shell\b/, provider: null, operand: 3 },
	bq: { words: /^query\b/, provider: 'gcp', operand: 1 },
};

/** `wrangler d1 execute db --command "…"`, `heroku pg:psql -c "…"`, `bq query "…"`. */
export const sqlSubcommand: ProgramReader = (command, { sql, catalogue }) => {
	const spec = SQL_SUBCOMMANDS[command.name];
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'-c',
			'--command',
			'--file',
			'-a',
			'--app',
			'--project_id',
			'--location',
			'--env',
			'-e',
		]),
	);
	if (spec === undefined || !spec.words.test(args.operands.join(' '))) return null;
	const text =
		args.value('--command', '-c') ??
		(spec.operand === null ? null : args.operands[spec.operand]) ??
		command.input;
	if (text == null) return null;
	const acts = readSql(text, sql, catalogue, null);
	const { provider } = spec;
	return provider === null
		? acts
		: acts.map((act) => ({
				...act,
				provider,
				resources: act.resources.map((resource) => ({ ...resource, provider })),
			}));
};

/** `mysqladmin drop db`. */
export const mysqlAdmin: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), SQL_FLAGS);
	const [verb, database] = args.operands;
	return [
		reading({
			class: verb === 'drop' ? 'destroy' : verb === 'create' ? 'create' : 'read',
			provider: 'postgres',
			operation: verb === 'drop' ? 'DROP DATABASE' : `mysqladmin ${verb ?? ''}`.trim(),
			text: command.source,
			resources: database === undefined ? [] : [resourceRef('postgres', 'database', database)],
			basis: 'shell mysqladmin',
		}),
	];
};
