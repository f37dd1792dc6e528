import { reading } from '../../reading.ts';
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
]);

/** `psql`, `mysql`, `sqlite3`, `sqlcmd` …: the SQL given by flag, operand or standard input. */
export const sqlClient: ProgramReader = (command, { sql, catalogue }) => {
	const args = parseArguments(textsOf(command.args), SQL_FLAGS);
	const statements = [
		...['-c', '--command', '-e', '--execute', '-Q', '-q'].flatMap(
			(flag) => args.flags.get(flag) ?? [],
		),
		...(command.input === null ? [] : [command.input]),
	];
	const operands = [...args.operands];
	if (command.name === 'sqlite3' || command.name === 'duckdb')
		statements.push(...operands.slice(1));
	const host = args.value('-h', '--host');
	const name =
		args.value('-d', '--dbname', '-D', '--database') ??
		operands[0] ??
		command.environment.PGDATABASE ??
		null;
	const database =
		host !== null && name !== null
			? `${host}/${name}`
			: (name ?? host ?? command.environment.PGHOST ?? command.host);
	const file = args.value('-f', '--file');
	const acts = statements.flatMap((text) => readSql(text, sql, catalogue, database));
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
