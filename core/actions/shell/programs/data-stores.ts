import type { ActionClass } from '../../action.ts';
import { EVERY_DOCUMENT } from '../../document-filters.ts';
import { environmentNamed } from '../../environment.ts';
import { reading, resourceRef } from '../../reading.ts';
import { readSnippet } from '../../snippets.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

export const keyValueStore: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-h', '-p', '-a', '-n', '-u', '--user', '--pass', '--pattern', '--count', '-i', '-r']),
	);
	const script = [args.operands.join(' '), command.input ?? ''].join('\n').trim();
	const given = args.value('-h', '-u') ?? 'localhost';
	const host = /^\w+:\/\/(?:[^@/]*@)?([^:/]+)/.exec(given)?.[1] ?? given;
	const flush = /(^|\n|;|call\(\s*["']|\bcall\s+\S+\s)\s*(flushall|flushdb)\b/i.test(script);
	const removes = /^\s*(del|unlink|hdel)\b/i.test(script);
	// Every key, listed by a script or by the command before it.
	const everyKey =
		/\bkeys['"]?\s*,\s*['"]\*['"][\s\S]*\b(del|unlink)\b/i.test(script) ||
		(removes &&
			command.pipedFrom.some((source) =>
				/(--pattern\s+|\bkeys\s+)['"]?\*['"]?(\s|$)/i.test(source),
			));
	const gives = /(^|\n|;)\s*acl\s+setuser\b/i.test(script);
	// Nothing is kept on disk any more, or anyone may connect.
	const weakens =
		/(^|\n|;)\s*config\s+set\s+(save\s+(""|'')?\s*($|\n)|appendonly\s+no|protected-mode\s+no|requirepass\s+(""|'')?\s*($|\n))/i.test(
			script,
		);
	return [
		reading({
			class:
				flush || everyKey
					? 'destroy'
					: removes
						? 'delete'
						: gives
							? 'grant'
							: /^\s*(set|mset|hset|lpush|expire|config set)\b/i.test(script)
								? 'modify'
								: 'read',
			provider: 'redis',
			weakens,
			operation: (args.operands[0] ?? 'redis-cli').toUpperCase(),
			text: command.source,
			resources: [resourceRef('redis', 'database', host)],
			basis: 'shell redis-cli',
		}),
	];
};

export const documentStore: ProgramReader = (command) => {
	const script = [...textsOf(command.args), command.input ?? ''].join(' ');
	const uri =
		textsOf(command.args).find((word) => !word.startsWith('-') && !/\s/.test(word)) ?? 'localhost';
	const destroys = new RegExp(
		`\\.(drop(Database|Collection)?|deleteMany|remove)\\s*\\(${EVERY_DOCUMENT}\\)`,
	).test(script);
	const deletes = /\.(deleteMany|deleteOne|remove|findOneAndDelete)\s*\(/.test(script);
	const grants = /\.(?:grantRolesTo\w+|createUser|createRole|grantPrivilegesToRole)\s*\(/.test(
		script,
	);
	const host = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/:,?]+)/.exec(uri)?.[1];
	const whole = /\.dropDatabase\s*\(/.test(script);
	const database =
		/\buse\s+([\w-]+)|getSiblingDB\(\s*['"]([\w-]+)/.exec(script) ??
		/^\w+(?:\+srv)?:\/\/[^/]+\/([\w-]+)/.exec(uri) ??
		/^([\w-]+)$/.exec(uri);
	const code = script.replaceAll(uri, ' ');
	const collection = /\bdb\.(?:getCollection\(['"])?([\w-]+)/.exec(code)?.[1];
	const resource = whole
		? resourceRef('mongodb', 'database', database?.[1] ?? database?.[2] ?? host ?? uri)
		: resourceRef('mongodb', 'collection', collection ?? uri);
	return [
		reading({
			class: destroys
				? 'destroy'
				: deletes
					? 'delete'
					: grants
						? 'grant'
						: /\.(insert|update|replace|create)/.test(script)
							? 'modify'
							: 'read',
			provider: 'mongodb',
			operation: /\.(\w+)\s*\(/.exec(script)?.[1] ?? command.name,
			text: command.source,
			resources: [resource],
			hosts: host === undefined ? [] : [host],
			basis: `shell ${command.name}`,
		}),
	];
};

/** Kafka's tools say by a flag what they do: what each of them does with it. */
const KAFKA_FLAGS: Readonly<Record<string, readonly (readonly [string, ActionClass])[]>> = {
	topics: [['--delete', 'destroy']],
	acls: [
		['--add', 'grant'],
		['--remove', 'delete'],
	],
	'consumer-groups': [['--delete', 'delete']],
	configs: [['--alter', 'modify']],
	'delete-records': [['--offset-json-file', 'destroy']],
};

export const kafkaTool: ProgramReader = (command) => {
	const tool = command.name.replace(/^kafka-|\.sh$/g, '');
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'--topic',
			'--bootstrap-server',
			'--zookeeper',
			'--allow-principal',
			'--group',
			'--offset-json-file',
			'--entity-name',
			'--add-config',
		]),
	);
	const does = KAFKA_FLAGS[tool]?.find(([flag]) => args.has(flag))?.[1] ?? 'read';
	const topics = ['--topic', '--entity-name'].flatMap((flag) => args.flags.get(flag) ?? []);
	const kept = /retention\.ms=(\d+)/.exec(args.value('--add-config') ?? '')?.[1];
	return [
		reading({
			class: does,
			provider: 'kafka',
			operation: `kafka-${tool}`,
			text: command.source,
			// What is kept for less than an hour is as good as deleted.
			weakens: does === 'modify' && kept !== undefined && Number(kept) < 3_600_000,
			resources: topics.map((id) => resourceRef('kafka', 'topic', id)),
			basis: `shell kafka-${tool}`,
		}),
	];
};

/** `hdfs dfs -rm -r path`, `hadoop fs -rm …`: Hadoop's file system, whose verbs are flags. */
export const hadoopFiles: ProgramReader = (command) => {
	const [area = '', verb = '', ...rest] = textsOf(command.args);
	if (!/^(dfs|fs)$/.test(area)) return null;
	const targets = rest.filter((word) => !word.startsWith('-'));
	const removes = /^-(rmr?|expunge|truncate)$/.test(verb);
	const opens = verb === '-chmod' && /[2367]$|[ao]?\+[rx]*w/.test(targets[0] ?? '');
	return [
		reading({
			class: removes
				? 'destroy'
				: opens
					? 'grant'
					: /^-(ls|cat|du|df|stat|tail|count|test|get|head|text)$/.test(verb)
						? 'read'
						: 'modify',
			provider: 'hadoop',
			operation: `${command.name} ${area} ${verb}`,
			text: command.source,
			resources: removes ? targets.map((path) => resourceRef('hadoop', 'file', path)) : [],
			basis: `shell ${command.name}`,
		}),
	];
};

export const railsTask: ProgramReader = (command, understanding) => {
	// `rails runner 'User.delete_all'`, `artisan tinker --execute='…'`: code in the framework's world.
	const args = parseArguments(textsOf(command.args), new Set(['-e', '--environment', '--execute']));
	const code = args.operands.includes('runner')
		? args.operands[args.operands.indexOf('runner') + 1]
		: args.value('--execute');
	if (code != null) return readSnippet(code, understanding, command.source);
	const task =
		textsOf(command.args).find((word) =>
			/^(db:(drop|reset|purge|schema:load|truncate_all)|migrate:(reset|fresh)|db:wipe|flush|reset_db)/.test(
				word,
			),
		) ??
		textsOf(command.args)
			.join(' ')
			.match(
				/\b(migrate reset|db push --force-reset|migrate:fresh|migrate:reset|db:wipe|ecto\.drop|ecto\.reset|flush --no-?input)\b/,
			)?.[0];
	if (task === undefined) return null;
	const named = [
		command.environment.RAILS_ENV,
		command.environment.NODE_ENV,
		command.environment.MIX_ENV,
		command.environment.APP_ENV,
		command.environment.DATABASE_URL,
	]
		.map((value) => (value === undefined ? null : environmentNamed(value)))
		.find((value) => value !== null);
	return [
		reading({
			class: 'destroy',
			provider: 'postgres',
			operation: task,
			text: command.source,
			resources: [
				resourceRef(
					'postgres',
					'database',
					command.environment.DATABASE_URL ?? 'the configured database',
				),
			],
			environment:
				named == null ? null : { value: named, reason: 'the environment variables of the command' },
			basis: 'a database task',
		}),
	];
};
