import { givesAccess, isSecretFile } from './access-files.ts';
import type { Reading } from './action.ts';
import { ProviderCatalogue } from './catalogue/catalogue.ts';
import { environmentNamed, environmentOfName } from './environment.ts';
import { HOLDS_SECRETS, READS_OUT } from './http/request.ts';
import { reading, readOperation, resourceRef } from './reading.ts';
import { parseArguments, type ShellCommand, textsOf } from './shell/command.ts';
import { IN_OWN_CONTAINER } from './shell/container-commands.ts';
import { fileReaders } from './shell/files.ts';
import type { ShellGrammar } from './shell/grammar.ts';
import { asBash, readCmdlet } from './shell/powershell.ts';
import { undescribed } from './shell/programs/undescribed.ts';
import { programReaders } from './shell/programs.ts';
import { asRehearsed, isRehearsal, onlyExplains } from './shell/rehearsals.ts';
import { runsLater } from './shell/scheduled.ts';
import { newShellState, readScript, type ShellState } from './shell/script.ts';
import type { SqlGrammar } from './sql/statements.ts';

/** What reading actions needs: the grammars and the catalogue. Made once, used for every event. */
export interface Understanding {
	readonly catalogue: ProviderCatalogue;
	readonly sql: SqlGrammar;
	/** Reads a shell script as acts; `state` carries variables and written scripts through a run. */
	readShell(script: string, state: ShellState | null): Reading[];
}

export function createUnderstanding(given: {
	readonly shell: ShellGrammar;
	readonly sql: SqlGrammar;
	readonly catalogue?: ProviderCatalogue;
}): Understanding {
	const remembered = new Map<string, readonly Reading[]>();
	const read = (script: string, state: ShellState): Reading[] =>
		readScript(asBash(script), given.shell, state).flatMap((command) =>
			withCarried(command, withRedirects(command, readCommand(command, understanding))).map(
				(act) => (runsLater(command) ? { ...act, later: true as const } : act),
			),
		);
	const understanding: Understanding = {
		catalogue: given.catalogue ?? new ProviderCatalogue(),
		sql: given.sql,
		readShell: (script, given) => {
			const state = given ?? newShellState();
			if (!standsAlone(script) || state.files.size > 0) return read(script, state);
			const known = remembered.get(script);
			if (known !== undefined) return [...known];
			const acts = read(script, state);
			if (remembered.size >= REMEMBERED_SCRIPTS_MAX) remembered.clear();
			remembered.set(script, acts);
			return acts;
		},
	};
	return understanding;
}

/** Scripts of at most 500 characters each: a few megabytes. */
const REMEMBERED_SCRIPTS_MAX = 5_000;

/**
 * Whether a script reads the same wherever it stands: it names no variable, sets none, and writes no
 * file that a later command could run. Agents repeat such commands all day (`git status`, `npm test`).
 */
const standsAlone = (script: string): boolean =>
	script.length <= 500 && !/[$`>]|<<|(?:^|[;&|(\s])[A-Za-z_]\w*=|\btee\b/.test(script);

/** Basis of what only ran. */
export const NOTHING_DESCRIBES = 'a program that nothing describes';

/** What a command does: nothing where it only explains itself; what it rehearses, it reads. */
function readCommand(command: ShellCommand, understanding: Understanding): Reading[] {
	if (onlyExplains(command)) return [];
	const acts = described(command, understanding).map((act) => inContainer(act, command));
	return isRehearsal(command) ? acts.map(asRehearsed) : acts;
}

/** By its own reader, by the catalogue, else as something that runs. */
function described(command: ShellCommand, understanding: Understanding): Reading[] {
	const name = command.name.toLowerCase();
	const own =
		(Object.hasOwn(programReaders, name) ? programReaders[name]?.(command, understanding) : null) ??
		null;
	const viaCatalogue = readCatalogueCommand(command, understanding);
	if (viaCatalogue !== null) return [withSecretFile(command, viaCatalogue)];
	if (own !== null) return own.map((act) => withSecretFile(command, onHost(act, command)));
	const file = Object.hasOwn(fileReaders, name) ? fileReaders[name]?.(command) : null;
	if (file !== null && file !== undefined) return file.map((act) => onHost(act, command));
	const cmdlet = readCmdlet(command, understanding.catalogue);
	if (cmdlet !== null) return cmdlet;
	const byVerb = undescribed(command, understanding);
	if (byVerb !== null) return byVerb.map((act) => onHost(act, command));
	return [
		reading({
			class: 'execute',
			provider: 'shell',
			operation: command.name,
			text: command.source,
			basis: NOTHING_DESCRIBES,
		}),
	];
}

/** `aws s3 cp ~/.aws/credentials s3://x`: a file of credentials among what is stored elsewhere. */
function withSecretFile(command: ShellCommand, act: Reading): Reading {
	if (act.class !== 'create') return act;
	const texts = textsOf(command.args);
	// Of a request its own reader looks: a header signs in with what it holds.
	const isRequest = act.hosts.length > 0;
	const isOf = (kinds: RegExp): boolean => act.resources.some(({ kind }) => kinds.test(kind));
	const files = isOf(/^(object|blob)$/)
		? texts.filter(isSecretFile)
		: // `gh issue create -b "$(cat .env)"`
			!isRequest && isOf(/^(message|comment|issue|gist|release|pull-request)$/)
			? texts
					.flatMap((text) => READS_OUT.exec(text)?.[0] ?? [])
					.filter((each) => HOLDS_SECRETS.test(each))
			: [];
	return files.length === 0
		? act
		: {
				...act,
				class: 'expose',
				readsPaths: [...act.readsPaths, ...files],
				basis: `${act.basis}, a file of credentials`,
			};
}

/** What a container that mounts nothing does to files is gone with it. */
const inContainer = (act: Reading, command: ShellCommand): Reading =>
	act.provider === 'filesystem' &&
	command.wrappers.includes(IN_OWN_CONTAINER) &&
	act.class !== 'expose'
		? { ...act, class: 'execute', resources: [], writesPaths: [], fallsWith: [] }
		: act;

/** Commands that print files: what they are told to read leaves with a pipe to another host. */
const PRINTS_FILES =
	/^(?:sudo\s+)?(tar|cat|gzip|zstd|dd|pg_dump|pg_dumpall|mysqldump|mongodump|zip|cpio|base64|openssl|gpg|sqlite3|redis-cli|env|printenv|docker (?:image )?save|docker export|podman save|git (?:archive|bundle)|kubectl (?:get secrets?|cp)|etcdctl get|vault (?:kv get|read)|aws secretsmanager get-secret-value|zfs send|btrfs send)\b/;
/** The half of a key that everyone may know. */
const PUBLIC_KEY_ONLY = /\.pub\b["')]*\s*$/;
/** Commands that keep what they are fed. */
const KEEPS_INPUT = /^(tee|dd|tar|cpio|psql|mysql|mongorestore|zstd|gunzip|gzip|zcat|unzip|split)$/;

/** `tar czf - dir | ssh host 'cat > x'` carries files to another host as a copy does. */
function withCarried(command: ShellCommand, acts: readonly Reading[]): Reading[] {
	const { host } = command;
	const printed = command.pipedFrom.filter((source) => PRINTS_FILES.test(source));
	const keeps =
		/^(docker|podman) (image )?(load|import)|^(zfs|btrfs) (recv|receive)/.test(command.source) ||
		command.redirects.some(({ operator }) => operator.startsWith('>')) ||
		KEEPS_INPUT.test(command.name);
	if (host === null || !keeps || !printed.some((source) => !PUBLIC_KEY_ONLY.test(source)))
		return [...acts];
	const files = printed
		.flatMap((source) => source.split(/\s+/).slice(1))
		.filter((word) => /^[~.]?\//.test(word) || /^[\w-]+\.[\w.]+$/.test(word));
	// `tar t` on the other side lists what comes in.
	if (
		command.name === 'tar' &&
		!/^-?[a-zA-Z]*x|--(extract|get)\b/.test(textsOf(command.args).join(' '))
	)
		return [...acts];
	return [
		...acts,
		reading({
			class: 'expose',
			provider: 'filesystem',
			operation: 'ssh',
			text: command.source,
			hosts: [host],
			readsPaths: files,
			resources:
				files.length === 0
					? [resourceRef('filesystem', 'host', host)]
					: files.map((file) => resourceRef('filesystem', 'file', file)),
			basis: 'a pipe that carries files to another host',
		}),
	];
}

/** A command wrapped in ssh acts on that host: its name may say which environment that is. */
function onHost(act: Reading, command: ShellCommand): Reading {
	if (command.host === null) return act;
	const environment = act.environment ?? environmentOfName(command.host);
	return { ...act, hosts: [...act.hosts, command.host], environment };
}

const CATALOGUE_FLAGS = new Set([
	'--project',
	'--region',
	'--zone',
	'--instance',
	'--format',
	'-o',
	'--output',
	'--scope',
	'--token',
	'--access',
	'--tag',
	'--registry',
	'--otp',
]);

/** Flags with values that tools take before their words. */
const LEADING_FLAGS = new Set(
	'-n --namespace --context --kube-context --kubeconfig -a --app -R --repo -g --resource-group --profile --project --cwd -C --config -c --terragrunt-working-dir --stage -s --team -S -t'.split(
		' ',
	),
);

/** Flags that name what holds the resource that a command is about. */
const CONTAINER_FLAGS = [
	'--resource-group',
	'-g',
	'--namespace',
	'--cluster',
	'--keyring',
	'--vault-name',
	'--account-name',
	'--server',
	'--zone-name',
];

function readCatalogueCommand(command: ShellCommand, { catalogue }: Understanding): Reading | null {
	if (!catalogue.knowsProgram(command.name)) return null;
	const texts = textsOf(command.args);
	const words = [command.name, ...texts.filter((text) => !text.startsWith('-'))];
	const present = new Set(texts.map((text) => text.replace(/=.*$/, '')));
	const has = (flag: string): boolean => {
		const at = flag.indexOf('=');
		if (at < 0) return present.has(flag);
		const [name, value] = [flag.slice(0, at), flag.slice(at + 1)];
		return texts.some((text, i) => text === flag || (text === name && texts[i + 1] === value));
	};
	// Flags with values may stand before the words: `helm -n prod uninstall x`.
	const match =
		catalogue.command(words, has) ??
		catalogue.command([command.name, ...parseArguments(texts, LEADING_FLAGS).operands], has);
	if (match === null) return null;
	const { command: entry, operation, provider } = match;
	const args = parseArguments(
		texts,
		new Set([
			...CATALOGUE_FLAGS,
			...LEADING_FLAGS,
			...CONTAINER_FLAGS,
			...entry.idFlags,
			...entry.environmentFlags,
		]),
	);
	const operands = args.operands.slice(entry.words.length - 1);
	const byFlag = entry.idFlags.flatMap((flag) => args.flags.get(flag) ?? []);
	const byOperand =
		entry.idOperand === null
			? []
			: entry.idOperand < 0
				? operands
				: operands.slice(entry.idOperand, entry.idOperand + 1);
	const ids = (byFlag.length > 0 ? byFlag : byOperand).map((id) =>
		id.replace(/^(s3|gs):\/\//, '').replace(/\/$/, ''),
	);
	const named = entry.environmentFlags
		.flatMap((flag) => args.flags.get(flag) ?? [])
		.map((value) => ({ value, environment: environmentNamed(value) }))
		.find(({ environment }) => environment !== null);
	const act = readOperation(catalogue, {
		provider,
		operation: operation.names[0] ?? '',
		parameters: null,
		ids,
		text: command.source,
	});
	const place =
		named?.environment == null
			? ids.length === 0 && command.folder !== null
				? environmentOfName(command.folder)
				: null
			: { value: named.environment, reason: `the flag says “${named.value}”` };
	// A lock called `keep` stands where its group stands.
	const around = act.resources.every((resource) => resource.environment === 'unknown')
		? CONTAINER_FLAGS.flatMap((flag) => args.flags.get(flag) ?? [])
				.map(environmentOfName)
				.find((each) => each !== null)
		: undefined;
	return {
		...act,
		basis: `catalogue ${provider}`,
		environment: place ?? around ?? null,
		// Without an id the command acts on what the folder or the login is linked to.
		resources:
			act.resources.length > 0
				? act.resources
				: [
						resourceRef(
							provider,
							operation.kind,
							command.folder ?? 'linked by the folder or the login',
						),
					],
	};
}

/** `> file` and `>> file` write; `< file` reads; `> file` of nothing empties it. */
function withRedirects(command: ShellCommand, acts: readonly Reading[]): Reading[] {
	const writes = command.redirects
		.filter(
			(r) => r.operator.startsWith('>') && !/^\/dev\/(null|stdout|stderr|tty)$/.test(r.target),
		)
		.map((r) => r.target);
	const reads = command.redirects.filter((r) => r.operator === '<').map((r) => r.target);
	if (writes.length === 0 && reads.length === 0) return [...acts];
	const first =
		acts[0] ??
		reading({
			class: 'modify',
			provider: 'filesystem',
			operation: command.name,
			text: command.source,
			basis: `shell ${command.name}`,
		});
	const outside = networkRedirect(command);
	if (outside !== null) return [{ ...first, ...outside }, ...acts.slice(1)];
	const access = writes.filter(givesAccess);
	const emptied = emptiesWith(command) ? writes.filter(isKeptFile) : [];
	const disk = writes.find((path) => /^\/dev\/(sd|nvme|vd|disk|xvd|mapper)/.test(path));
	return [
		{
			...first,
			...(access.length === 0
				? {}
				: {
						class: 'grant' as const,
						provider: 'filesystem',
						resources: access.map((path) => resourceRef('filesystem', 'file', path)),
					}),
			...(emptied.length === 0
				? {}
				: {
						class: 'destroy' as const,
						provider: 'filesystem',
						resources: emptied.map((path) => resourceRef('filesystem', 'file', path)),
					}),
			...(disk === undefined
				? {}
				: { class: 'destroy' as const, resources: [resourceRef('filesystem', 'disk', disk)] }),
			readsPaths: [...first.readsPaths, ...reads],
			writesPaths: [...first.writesPaths, ...writes],
		},
		...acts.slice(1),
	];
}

/** `cat x > /dev/tcp/host/80` carries out what it prints; a shell at its end lets someone in. */
function networkRedirect(command: ShellCommand): Partial<Reading> | null {
	const host = command.redirects
		.map(({ target }) => /^\/dev\/(?:tcp|udp)\/([^/]+)\//.exec(target)?.[1])
		.find((name) => name !== undefined && !/^(localhost|127\.)/.test(name));
	if (host === undefined) return null;
	const resources = [resourceRef('system', 'host', host)];
	if (/^(ba|z|k|da)?sh$/.test(command.name))
		return { class: 'grant', provider: 'system', hosts: [host], resources };
	const prints =
		PRINTS_FILES.test(command.source) ||
		command.pipedFrom.some((source) => PRINTS_FILES.test(source));
	return prints ? { class: 'expose', hosts: [host], resources } : null;
}

/** `: > file`, `> file`, `cat /dev/null > file`: nothing is written, so the file is emptied. */
const emptiesWith = (command: ShellCommand): boolean =>
	command.redirects.every((r) => r.operator === '>' || r.operator === '>|') &&
	(command.name === ':' ||
		command.name === 'true' ||
		(command.name === 'cat' && command.args.length === 1 && command.args[0]?.text === '/dev/null'));

/** A file of the system's or a service's, not one that the command starts anew in its own folder. */
const isKeptFile = (path: string): boolean =>
	/^\/(var|srv|etc|opt|data|mnt|home|root|usr)\//.test(path);
