import { readCurl, readHttpie, readWget } from '../http/curl.ts';
import { readRequest } from '../http/request.ts';
import { readSnippet } from '../snippets.ts';
import { parseArguments, type ShellCommand, textsOf } from './command.ts';
import { readWebCmdlet } from './powershell.ts';
import {
	accessList,
	chpasswd,
	groupMember,
	net,
	setcap,
	sshCopyId,
	useradd,
	usermod,
} from './programs/accounts.ts';
import { ansible } from './programs/ansible.ts';
import { aws } from './programs/aws.ts';
import { nounsAndVerb, verbPrograms } from './programs/cloud-clis.ts';
import {
	documentStore,
	hadoopFiles,
	kafkaTool,
	keyValueStore,
	railsTask,
} from './programs/data-stores.ts';
import { directories } from './programs/directories.ts';
import { docker } from './programs/docker.ts';
import { git } from './programs/git.ts';
import { hostProtections } from './programs/host-protections.ts';
import { kubectl, localCluster } from './programs/kubectl.ts';
import { migrationTools } from './programs/migrations.ts';
import { nameLookups } from './programs/name-lookups.ts';
import { gcloudAccess, objectStores } from './programs/object-stores.ts';
import type { ProgramReader } from './programs/program-reader.ts';
import { restoreOver } from './programs/restores.ts';
import { senders } from './programs/senders.ts';
import { mysqlAdmin, sqlClient, sqlOfClouds, sqlSubcommand } from './programs/sql-clients.ts';
import { namedTarget } from './programs/targets.ts';
import { editsInPlace } from './programs/text-edits.ts';
import { diskTool, fileServer, openssl, openTunnel, rclone, tunnel } from './programs/transfers.ts';
import { vault } from './programs/vault.ts';

/** As much of a program as is kept with its acts. */
const PROGRAM_CHARS = 8_000;

const interpreter: ProgramReader = (command, understanding) => {
	const words = textsOf(command.args);
	const served = fileServer(command, understanding);
	if (served !== null) return served;
	// `python manage.py flush`, `php artisan migrate:fresh`: the framework's own tasks.
	const program = words.find((word) => !word.startsWith('-'));
	if (program !== undefined && /(^|\/)(manage\.py|artisan|rails|rake)$/.test(program)) {
		const task = railsTask(command, understanding);
		if (task !== null) return task;
	}
	const flag = words.findIndex(
		(word) =>
			word === '-c' ||
			word === '-e' ||
			word === '--eval' ||
			word === '-p' ||
			(word === '-r' && command.name === 'php') ||
			/^-\w*e$/.test(word),
	);
	const code =
		flag >= 0
			? words[flag + 1]
			: // From its standard input, or from a file whose text the run itself wrote.
				(command.input ?? undefined);
	if (code === undefined) return null;
	// What the program holds, it uses: its text stands beside the command that runs it.
	const text =
		code.includes('‹') && !command.source.includes(code)
			? `${command.source}\n${code.slice(0, PROGRAM_CHARS)}`
			: command.source;
	return readSnippet(code, understanding, text);
};

const http =
	(read: (command: ShellCommand) => Parameters<typeof readRequest>[0][]): ProgramReader =>
	(command, { catalogue }) =>
		read(command).flatMap((request) => readRequest(request, catalogue, command.source));

/** `security_and_analysis[secret_scanning][status]`: a field inside others. At most ten deep. */
function setField(body: Record<string, unknown>, name: string, value: string): void {
	const path = name.split('[').map((part) => part.replace(/\]$/, ''));
	const last = path.pop() ?? '';
	let inner = body;
	for (const part of path.slice(0, 10)) {
		const next = Object.hasOwn(inner, part) ? inner[part] : undefined;
		const made = next !== null && typeof next === 'object' ? (next as Record<string, unknown>) : {};
		inner[part] = made;
		inner = made;
	}
	inner[last === '' ? 'item' : last] = value;
}

/** `gh api -X DELETE repos/…` and `glab api …` are requests to their provider's host; other verbs are the catalogue's. */
const apiOf =
	(host: string): ProgramReader =>
	(command, { catalogue }) => {
		const args = parseArguments(
			textsOf(command.args),
			new Set([
				'-X',
				'--method',
				'-f',
				'-F',
				'--field',
				'--raw-field',
				'-H',
				'--header',
				'--input',
				'-q',
				'--jq',
				'-t',
				'--hostname',
			]),
		);
		if (args.operands[0] !== 'api') return null;
		const fields = ['-f', '-F', '--field', '--raw-field'].flatMap(
			(flag) => args.flags.get(flag) ?? [],
		);
		const path = args.operands[1] ?? '';
		const body: Record<string, unknown> = {};
		for (const field of fields) {
			const at = field.indexOf('=');
			if (at > 0) setField(body, field.slice(0, at), field.slice(at + 1));
		}
		const method = args.value('-X', '--method') ?? (fields.length > 0 ? 'POST' : 'GET');
		return readRequest(
			{
				method,
				url: `https://${host}/${path.replace(/^\//, '')}`,
				headers: {},
				// `--input -`: the body as it comes in.
				body:
					fields.length > 0
						? JSON.stringify(body)
						: args.value('--input') === '-'
							? command.input
							: null,
				sends: [],
				saves: null,
			},
			catalogue,
			command.source,
		);
	};

/** Kafka's tools, as packages and as its own archive name them. */
const kafkaTools: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	['topics', 'acls', 'consumer-groups', 'configs', 'delete-records'].flatMap((tool) =>
		[`kafka-${tool}`, `kafka-${tool}.sh`].map((name) => [name, kafkaTool]),
	),
);

/** Programs whose calls mean more than their name. */
export const programReaders: Readonly<Record<string, ProgramReader>> = {
	...verbPrograms,
	...hostProtections,
	...directories,
	...objectStores,
	...nameLookups,
	...senders,
	pg_restore: restoreOver,
	mongorestore: restoreOver,
	snow: sqlOfClouds,
	curl: http(readCurl),
	'invoke-webrequest': http(readWebCmdlet),
	'invoke-restmethod': http(readWebCmdlet),
	iwr: http(readWebCmdlet),
	irm: http(readWebCmdlet),
	wget: http(readWget),
	http: http(readHttpie),
	https: http(readHttpie),
	xh: http(readHttpie),
	gh: apiOf('api.github.com'),
	glab: apiOf('gitlab.com/api/v4'),
	psql: sqlClient,
	mysql: sqlClient,
	mariadb: sqlClient,
	sqlite3: sqlClient,
	duckdb: sqlClient,
	sqlcmd: sqlClient,
	cockroach: sqlClient,
	'clickhouse-client': sqlClient,
	kind: localCluster,
	k3d: localCluster,
	minikube: localCluster,
	clickhouse: sqlClient,
	snowsql: sqlClient,
	cqlsh: sqlClient,
	trino: sqlClient,
	usql: sqlClient,
	mysqladmin: mysqlAdmin,
	wrangler: (command, understanding) =>
		sqlSubcommand(command, understanding) ??
		nounsAndVerb('cloudflare', true)(command, understanding),
	turso: (command, understanding) =>
		sqlSubcommand(command, understanding) ?? verbPrograms.turso?.(command, understanding) ?? null,
	...migrationTools,
	ngrok: tunnel,
	cloudflared: tunnel,
	tailscale: tunnel,
	bore: tunnel,
	zrok: tunnel,
	lt: tunnel,
	localtunnel: tunnel,
	ssh: openTunnel,
	'ssh-copy-id': sshCopyId,
	heroku: sqlSubcommand,
	bq: (command, understanding) =>
		sqlSubcommand(command, understanding) ?? nounsAndVerb('gcp', true)(command, understanding),
	az: nounsAndVerb('azure'),
	gcloud: (command, understanding) =>
		sqlOfClouds(command, understanding) ??
		gcloudAccess(command, understanding) ??
		nounsAndVerb('gcp')(command, understanding),
	usermod,
	useradd,
	chpasswd,
	gpasswd: groupMember,
	adduser: groupMember,
	net,
	icacls: accessList,
	setfacl: accessList,
	rclone,
	openssl,
	sgdisk: diskTool,
	zfs: diskTool,
	zpool: diskTool,
	'http-server': fileServer,
	serve: fileServer,
	caddy: fileServer,
	httpd: fileServer,
	miniserve: fileServer,
	pgcli: sqlClient,
	ansible,
	vault,
	aws: (command, understanding) =>
		sqlOfClouds(command, understanding) ?? aws(command, understanding),
	kubectl,
	oc: kubectl,
	k: kubectl,
	git,
	docker,
	podman: docker,
	'docker-compose': docker,
	nerdctl: docker,
	crictl: docker,
	'redis-cli': keyValueStore,
	'valkey-cli': keyValueStore,
	mongosh: documentStore,
	mongo: documentStore,
	python: interpreter,
	python3: interpreter,
	node: interpreter,
	ruby: interpreter,
	deno: interpreter,
	go: interpreter,
	bun: interpreter,
	php: interpreter,
	perl: (command, understanding) =>
		editsInPlace(command, understanding) ?? interpreter(command, understanding),
	...kafkaTools,
	hdfs: hadoopFiles,
	hadoop: hadoopFiles,
	sed: editsInPlace,
	setcap,
	'invoke-sqlcmd': sqlClient,
	make: namedTarget,
	gmake: namedTarget,
	just: namedTarget,
	task: namedTarget,
	npm: namedTarget,
	pnpm: namedTarget,
	yarn: namedTarget,
	rails: railsTask,
	rake: railsTask,
	prisma: railsTask,
	mix: railsTask,
	artisan: railsTask,
	'manage.py': railsTask,
	'artisan.php': railsTask,
};
