import { environmentOfName } from '../../environment.ts';
import { reading, resourceRef } from '../../reading.ts';
import { textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** Words by which migration tools empty or drop a whole database. */
const DROPS: Readonly<Record<string, RegExp>> = {
	flyway: /(?:^|\s)clean(?:\s|$)/,
	liquibase: /\bdrop-?all\b/i,
	alembic: /\bdowngrade\s+base\b/,
	knex: /\bmigrate:rollback\b.*--all\b/,
	sequelize: /\bdb:drop\b/,
	'sequelize-cli': /\bdb:drop\b/,
	typeorm: /\bschema:drop\b/,
	goose: /(?:^|\s)(?:reset|down-to\s+0)(?:\s|$)/,
	migrate: /(?:^|\s)drop(?:\s|$)|\bdown\s+-all\b/,
	hasura: /\bmigrate\s+apply\b.*--down\s+all\b/,
	dbmate: /(?:^|\s)drop(?:\s|$)/,
	sqlx: /\bdatabase\s+(?:drop|reset)\b/,
	diesel: /\bdatabase\s+reset\b/,
	atlas: /\bschema\s+clean\b/,
	dotnet: /\bef\s+database\s+drop\b/,
};

const ADDRESS = /\b(?:jdbc:)?[a-z][a-z\d+]*:\/\/\S+/i;

const migration: ProgramReader = (command) => {
	const words = textsOf(command.args).join(' ');
	const task = DROPS[command.name]?.exec(words)?.[0].trim();
	if (task === undefined) return null;
	const address =
		ADDRESS.exec(words)?.[0] ??
		command.environment.DATABASE_URL ??
		command.environment.FLYWAY_URL ??
		null;
	return [
		reading({
			class: 'destroy',
			provider: 'postgres',
			operation: `${command.name} ${task}`,
			text: command.source,
			resources: [resourceRef('postgres', 'database', address ?? 'the configured database')],
			environment: environmentOfName(address ?? words),
			basis: 'a database task',
		}),
	];
};

/** `flyway clean`, `liquibase drop-all`, `alembic downgrade base`: tools that carry out migrations. */
export const migrationTools: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	Object.keys(DROPS).map((program) => [program, migration]),
);
