import type { ActionClass, Reading } from '../action.ts';
import { environmentNamed } from '../environment.ts';
import { readCurl, readHttpie, readWget } from '../http/curl.ts';
import { readRequest } from '../http/request.ts';
import { reading, readOperation, resourceRef } from '../reading.ts';
import { readSnippet } from '../snippets.ts';
import { readSql } from '../sql/statements.ts';
import type { Understanding } from '../understanding.ts';
import { parseArguments, type ShellCommand, textsOf } from './command.ts';

type ProgramReader = (command: ShellCommand, understanding: Understanding) => Reading[] | null;

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
const sqlClient: ProgramReader = (command, { sql, catalogue }) => {
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

/** `aws ec2 terminate-instances --instance-ids i-1`: the API operation of the same name. */
const aws: ProgramReader = (command, { catalogue }) => {
	const texts = textsOf(command.args);
	const global = new Set(['--profile', '--region', '--output', '--endpoint-url', '--query']);
	const args = parseArguments(texts, global);
	const [service, verb] = args.operands;
	if (service === undefined || verb === undefined) return [];
	const profile = args.value('--profile') ?? command.environment.AWS_PROFILE ?? null;
	const environment = profile === null ? null : environmentNamed(profile);
	const parameters: Record<string, unknown> = {};
	for (let i = 0; i < texts.length; i++) {
		const flag = texts[i] ?? '';
		if (!flag.startsWith('--') || global.has(flag)) continue;
		const values: string[] = [];
		while (i + 1 < texts.length && !(texts[i + 1] ?? '').startsWith('--'))
			values.push(texts[++i] ?? '');
		parameters[flag.replace(/^--(no-)?/, '')] =
			values.length === 0
				? !flag.startsWith('--no-')
				: values.length === 1
					? jsonOrText(values[0] ?? '')
					: values;
	}
	const operation = `${service === 's3api' ? 's3' : service}:${verb
		.split('-')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('')}`;
	return [
		{
			...readOperation(catalogue, { provider: 'aws', operation, parameters, text: command.source }),
			...(environment === null
				? {}
				: { environment: { value: environment, reason: `the profile “${profile ?? ''}”` } }),
		},
	];
};

function jsonOrText(text: string): unknown {
	if (!/^[[{]/.test(text)) return text;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

const KUBECTL_FLAGS = new Set([
	'-n',
	'--namespace',
	'--context',
	'--kubeconfig',
	'-f',
	'--filename',
	'-l',
	'--selector',
	'-o',
	'--output',
	'-c',
	'--container',
	'--cluster',
	'--user',
	'--server',
	'--token',
	'--grace-period',
	'--timeout',
	'-p',
	'--patch',
	'--type',
	'--clusterrole',
	'--role',
	'--serviceaccount',
	'--replicas',
]);

const kubectl: ProgramReader = (command, { catalogue }) => {
	const args = parseArguments(textsOf(command.args), KUBECTL_FLAGS);
	const [verb = '', ...rest] = args.operands;
	const context = [
		args.value('--context', '--cluster'),
		args.value('-n', '--namespace'),
		args.value('--kubeconfig'),
	].filter((value) => value !== null);
	const place = context
		.map((value) => ({ value, environment: environmentNamed(value) }))
		.find(({ environment }) => environment !== null);
	const dry =
		[...(args.flags.get('--dry-run') ?? [])].some((value) => value !== 'none') ||
		(args.has('--dry-run') && (args.flags.get('--dry-run') ?? []).length === 0);
	const [kind, name] = (rest[0] ?? '').includes('/')
		? (rest[0] ?? '').split('/')
		: [rest[0] ?? '', rest[1]];
	const names = (rest[0] ?? '').includes('/')
		? rest.map((item) => item.split('/')[1] ?? '')
		: rest.slice(1);
	const known = catalogue.kindOfNoun('kubernetes', kind ?? '');
	const act = readOperation(catalogue, {
		provider: 'kubernetes',
		operation: `${verb} ${kubernetesPlural(kind ?? '', known?.kind ?? '')}`,
		parameters: null,
		ids: name === undefined ? (args.has('--all') ? ['*'] : []) : names,
		text: command.source,
	});
	return [
		{
			...act,
			class: dry ? 'read' : kubectlClass(verb, act.class),
			operation: `${verb} ${kind ?? ''}`.trim(),
			readsPaths: args.flags.get('-f') ?? args.flags.get('--filename') ?? [],
			environment:
				place?.environment == null
					? null
					: { value: place.environment, reason: `the context or namespace “${place.value}”` },
		},
	];
};

/** Short names (`ns`, `pvc`, `deploy`) as the API's plural. */
function kubernetesPlural(noun: string, kind: string): string {
	const short: Readonly<Record<string, string>> = {
		ns: 'namespaces',
		pvc: 'persistentvolumeclaims',
		pv: 'persistentvolumes',
		deploy: 'deployments',
		sts: 'statefulsets',
		ds: 'daemonsets',
		po: 'pods',
		svc: 'services',
		cm: 'configmaps',
		crd: 'customresourcedefinitions',
		crds: 'customresourcedefinitions',
		ing: 'ingresses',
		sa: 'serviceaccounts',
		cj: 'cronjobs',
		rs: 'replicasets',
		no: 'nodes',
	};
	const lower = noun.toLowerCase();
	return short[lower] ?? (kind === '' || lower.endsWith('s') ? lower : `${lower}s`);
}

function kubectlClass(verb: string, read: ActionClass): ActionClass {
	switch (verb) {
		case 'get':
		case 'describe':
		case 'logs':
		case 'top':
		case 'explain':
		case 'version':
		case 'config':
		case 'diff':
		case 'api-resources':
		case 'auth':
		case 'cluster-info':
			return 'read';
		case 'apply':
		case 'patch':
		case 'edit':
		case 'scale':
		case 'rollout':
		case 'set':
		case 'label':
		case 'annotate':
		case 'replace':
		case 'cordon':
		case 'drain':
			return read === 'grant' ? 'grant' : 'modify';
		case 'exec':
		case 'run':
		case 'port-forward':
		case 'cp':
		case 'debug':
			return 'execute';
		default:
			return read;
	}
}

const git: ProgramReader = (command, { catalogue }) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-C', '-c', '-m', '--message', '-b', '-B', '-o', '--push-option']),
	);
	const [verb = '', ...rest] = args.operands;
	const base = {
		provider: 'git',
		operation: `git ${verb}`,
		text: command.source,
		basis: `shell git ${verb}`,
	};
	const branch = rest.at(-1) ?? 'HEAD';
	const tree = (id: string) => [resourceRef('git', 'work-tree', id)];
	if (verb === 'push') {
		const forced =
			args.has('-f', '--force', '--force-with-lease', '--mirror') ||
			rest.some((ref) => /^\+/.test(ref));
		const deletes = args.has('-d', '--delete') || rest.slice(1).some((ref) => /^:/.test(ref));
		const refs = rest.slice(1).map((ref) => resourceRef('git', 'branch', ref.replace(/^[+:]/, '')));
		return [
			reading({
				...base,
				class: forced ? 'destroy' : deletes ? 'delete' : 'modify',
				operation: forced ? 'git push --force' : deletes ? 'git push --delete' : 'git push',
				resources: refs,
				recovery: {
					undo: 'unknown',
					graceHours: null,
					note: catalogue.operation('github', 'git.force_push', null)?.note ?? null,
				},
			}),
		];
	}
	if (verb === 'reset' && args.has('--hard'))
		return [
			reading({ ...base, class: 'delete', operation: 'git reset --hard', resources: tree(branch) }),
		];
	if (verb === 'clean' && args.has('-f', '--force') && !args.has('-n', '--dry-run'))
		return [
			reading({
				...base,
				class: 'delete',
				operation: 'git clean',
				resources: tree('untracked files'),
			}),
		];
	if (
		(verb === 'checkout' || verb === 'restore') &&
		(rest.includes('.') || args.operands.includes('--'))
	)
		return [reading({ ...base, class: 'delete', resources: tree(branch) })];
	if (verb === 'branch' && args.has('-D', '-d', '--delete'))
		return [
			reading({
				...base,
				class: 'delete',
				operation: 'git branch -D',
				resources: rest.map((name) => resourceRef('git', 'branch', name)),
			}),
		];
	if (
		verb === 'filter-branch' ||
		verb === 'filter-repo' ||
		(verb === 'reflog' && rest[0] === 'expire')
	)
		return [reading({ ...base, class: 'destroy', resources: tree('history') })];
	if (
		[
			'commit',
			'add',
			'merge',
			'rebase',
			'tag',
			'stash',
			'cherry-pick',
			'mv',
			'init',
			'am',
			'apply',
		].includes(verb)
	)
		return [reading({ ...base, class: 'modify' })];
	if (verb === 'rm') return [reading({ ...base, class: 'delete', writesPaths: rest })];
	return [reading({ ...base, class: 'read' })];
};

const COMPOSE_VALUED = new Set(['-f', '--file', '-p', '--project-name', '--profile', '-t']);
const DOCKER_VALUED = new Set(['-H', '--host', '-t', '-v', '-e', '--name', '--filter', '-c']);

const docker: ProgramReader = (command) => {
	const composes = command.name === 'docker-compose' || command.args[0]?.text === 'compose';
	const args = parseArguments(textsOf(command.args), composes ? COMPOSE_VALUED : DOCKER_VALUED);
	const words = args.operands;
	const verb = words.slice(0, 2).join(' ');
	const make = (actionClass: ActionClass, kind: string, ids: readonly string[]): Reading[] => [
		reading({
			class: actionClass,
			provider: 'docker',
			operation: `docker ${verb}`,
			text: command.source,
			resources: ids.map((id) => resourceRef('docker', kind, id)),
			basis: 'shell docker',
		}),
	];
	if (verb === 'volume rm' || verb === 'volume prune')
		return make(
			'destroy',
			'volume',
			words.slice(2).length > 0 ? words.slice(2) : ['unused volumes'],
		);
	if (verb === 'system prune') {
		const volumes = args.has('--volumes');
		return make(volumes ? 'destroy' : 'delete', volumes ? 'volume' : 'image', [
			volumes ? 'unused volumes' : 'unused images',
		]);
	}
	if (verb === 'compose down' || command.name === 'docker-compose') {
		const down = words.includes('down');
		return make(
			down && args.has('-v', '--volumes') ? 'destroy' : down ? 'delete' : 'execute',
			down && args.has('-v', '--volumes') ? 'volume' : 'container',
			down ? ['the compose project'] : [],
		);
	}
	if (
		/^(rm|rmi|container rm|image rm|network rm|container prune|image prune|builder prune)/.test(
			verb,
		)
	)
		return make('delete', 'container', words.slice(1));
	return make(
		/^(ps|images|logs|inspect|version|info|stats|top|volume ls|compose ps|compose logs)/.test(verb)
			? 'read'
			: 'execute',
		'container',
		[],
	);
};

const keyValueStore: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-h', '-p', '-a', '-n', '-u', '--user', '--pass']),
	);
	const script = [...args.operands, command.input ?? ''].join(' ');
	const host = args.value('-h', '-u') ?? 'localhost';
	const flush = /\b(flushall|flushdb)\b/i.test(script);
	const removes = /^\s*(del|unlink|hdel)\b/i.test(script);
	return [
		reading({
			class: flush
				? 'destroy'
				: removes
					? 'delete'
					: /^\s*(set|mset|hset|lpush|expire|config set)\b/i.test(script)
						? 'modify'
						: 'read',
			provider: 'redis',
			operation: (args.operands[0] ?? 'redis-cli').toUpperCase(),
			text: command.source,
			resources: [resourceRef('redis', 'database', host)],
			basis: 'shell redis-cli',
		}),
	];
};

const documentStore: ProgramReader = (command) => {
	const script = [...textsOf(command.args), command.input ?? ''].join(' ');
	const uri =
		textsOf(command.args).find((word) => !word.startsWith('-') && !/\s/.test(word)) ?? 'localhost';
	const destroys = /\.(drop(Database|Collection)?|deleteMany|remove)\s*\(\s*(\{\s*\})?\s*\)/.test(
		script,
	);
	const deletes = /\.(deleteMany|deleteOne|remove|findOneAndDelete)\s*\(/.test(script);
	const collection = /db\.(?:getCollection\(['"])?([\w-]+)/.exec(script)?.[1] ?? uri;
	return [
		reading({
			class: destroys
				? 'destroy'
				: deletes
					? 'delete'
					: /\.(insert|update|replace|create)/.test(script)
						? 'modify'
						: 'read',
			provider: 'mongodb',
			operation: /\.(\w+)\s*\(/.exec(script)?.[1] ?? command.name,
			text: command.source,
			resources: [resourceRef('mongodb', 'collection', collection)],
			basis: `shell ${command.name}`,
		}),
	];
};

const interpreter: ProgramReader = (command, understanding) => {
	const words = textsOf(command.args);
	const flag = words.findIndex(
		(word) => word === '-c' || word === '-e' || word === '--eval' || word === '-p',
	);
	const code =
		flag >= 0
			? words[flag + 1]
			: words.length === 0 || words[0] === '-'
				? (command.input ?? undefined)
				: undefined;
	return code === undefined ? null : readSnippet(code, understanding, command.source);
};

const http =
	(read: (command: ShellCommand) => Parameters<typeof readRequest>[0][]): ProgramReader =>
	(command, { catalogue }) =>
		read(command).flatMap((request) => readRequest(request, catalogue, command.source));

const kafkaTopics: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['--topic', '--bootstrap-server', '--zookeeper']),
	);
	return [
		reading({
			class: args.has('--delete') ? 'destroy' : 'read',
			provider: 'kafka',
			operation: 'kafka-topics',
			text: command.source,
			resources: (args.flags.get('--topic') ?? []).map((id) => resourceRef('kafka', 'topic', id)),
			basis: 'shell kafka-topics',
		}),
	];
};

const railsTask: ProgramReader = (command) => {
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

/** Programs whose calls mean more than their name. */
export const programReaders: Readonly<Record<string, ProgramReader>> = {
	curl: http(readCurl),
	wget: http(readWget),
	http: http(readHttpie),
	https: http(readHttpie),
	xh: http(readHttpie),
	psql: sqlClient,
	mysql: sqlClient,
	mariadb: sqlClient,
	sqlite3: sqlClient,
	duckdb: sqlClient,
	sqlcmd: sqlClient,
	cockroach: sqlClient,
	pgcli: sqlClient,
	aws,
	kubectl,
	oc: kubectl,
	k: kubectl,
	git,
	docker,
	podman: docker,
	'docker-compose': docker,
	'redis-cli': keyValueStore,
	'valkey-cli': keyValueStore,
	mongosh: documentStore,
	mongo: documentStore,
	python: interpreter,
	python3: interpreter,
	node: interpreter,
	ruby: interpreter,
	deno: interpreter,
	bun: interpreter,
	php: interpreter,
	perl: interpreter,
	'kafka-topics': kafkaTopics,
	'kafka-topics.sh': kafkaTopics,
	rails: railsTask,
	rake: railsTask,
	prisma: railsTask,
	mix: railsTask,
	artisan: railsTask,
	'manage.py': railsTask,
};
