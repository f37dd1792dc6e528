import { readCurl, readHttpie, readWget } from '../http/curl.ts';
import { readRequest } from '../http/request.ts';
import { readSnippet } from '../snippets.ts';
import { type ShellCommand, textsOf } from './command.ts';
import { aws } from './programs/aws.ts';
import { documentStore, kafkaTopics, keyValueStore, railsTask } from './programs/data-stores.ts';
import { docker } from './programs/docker.ts';
import { git } from './programs/git.ts';
import { kubectl } from './programs/kubectl.ts';
import type { ProgramReader } from './programs/program-reader.ts';
import { sqlClient } from './programs/sql-clients.ts';

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
