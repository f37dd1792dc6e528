import type { Word } from './command.ts';
import { containerCommand, IN_OWN_CONTAINER, isContainerProgram } from './container-commands.ts';

export interface Unwrapped {
	readonly words: readonly Word[];
	readonly environment: Readonly<Record<string, string>>;
	readonly wrappers: readonly string[];
	readonly host: string | null;
	/** The script that a wrapper carries as one word: `sh -c '…'`, `ssh host '…'`. */
	readonly script: string | null;
	/** The wrapper is a provider's own call too: both are read. */
	readonly isCall?: boolean;
}

interface WrapperSpec {
	/** Flags that take the next word. */
	readonly valued: readonly string[];
	/** Operands of its own before the command starts (`timeout 5 cmd`: 1). */
	readonly operands: number;
}

const WRAPPERS: Readonly<Record<string, WrapperSpec>> = {
	sudo: { valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '--user', '--group'], operands: 0 },
	doas: { valued: ['-u', '-C'], operands: 0 },
	env: { valued: ['-u', '-C', '-S', '--unset', '--chdir'], operands: 0 },
	nohup: { valued: [], operands: 0 },
	time: { valued: ['-f', '-o'], operands: 0 },
	nice: { valued: ['-n'], operands: 0 },
	ionice: { valued: ['-c', '-n'], operands: 0 },
	stdbuf: { valued: ['-i', '-o', '-e'], operands: 0 },
	timeout: { valued: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
	command: { valued: [], operands: 0 },
	exec: { valued: ['-a'], operands: 0 },
	builtin: { valued: [], operands: 0 },
	xargs: {
		valued: [
			'-n',
			'-I',
			'-P',
			'-L',
			'-d',
			'-a',
			'-s',
			'-E',
			'--max-args',
			'--max-procs',
			'--delimiter',
		],
		operands: 0,
	},
	parallel: {
		valued: ['-j', '--jobs', '-a', '--arg-file', '-n', '-N', '-S', '--delay', '--joblog'],
		operands: 0,
	},
	watch: { valued: ['-n', '--interval'], operands: 0 },
	npx: { valued: ['-p', '--package'], operands: 0 },
	bunx: { valued: [], operands: 0 },
	setsid: { valued: [], operands: 0 },
	flock: { valued: ['-w', '--timeout', '-E'], operands: 1 },
	chroot: { valued: [], operands: 1 },
	bundle: { valued: [], operands: 1 },
	poetry: { valued: ['-C', '--directory'], operands: 1 },
	pipenv: { valued: [], operands: 1 },
	uv: { valued: ['--with', '--python', '-p', '--project', '--directory'], operands: 1 },
	pnpm: { valued: ['--filter', '-C', '-F'], operands: 1 },
	yarn: { valued: ['--cwd'], operands: 1 },
	'systemd-run': { valued: ['-u', '--unit', '-p', '--property'], operands: 0 },
	runuser: { valued: ['-u', '-g'], operands: 0 },
	unbuffer: { valued: [], operands: 0 },
	'aws-vault': { valued: ['--duration', '-d'], operands: 2 },
	dotenv: { valued: ['-e', '-f'], operands: 0 },
	dotenvx: { valued: ['-f', '-e', '--env-file'], operands: 1 },
	infisical: { valued: ['--env', '--path', '--projectId', '--token'], operands: 1 },
	chamber: { valued: [], operands: 2 },
	direnv: { valued: [], operands: 2 },
	mise: { valued: ['-C', '--env', '-E'], operands: 1 },
	asdf: { valued: [], operands: 1 },
	pdm: { valued: ['-p'], operands: 1 },
	hatch: { valued: ['-e'], operands: 1 },
	conda: { valued: ['-n', '--name', '-p', '--prefix'], operands: 1 },
	npm: { valued: ['-p', '--package', '-w', '--workspace'], operands: 1 },
	bun: { valued: [], operands: 1 },
	busybox: { valued: [], operands: 0 },
	toybox: { valued: [], operands: 0 },
	sshpass: { valued: ['-p', '-f', '-d', '-P'], operands: 0 },
	proxychains: { valued: ['-f'], operands: 0 },
	proxychains4: { valued: ['-f'], operands: 0 },
	torsocks: { valued: [], operands: 0 },
	torify: { valued: [], operands: 0 },
	gosu: { valued: [], operands: 1 },
	'su-exec': { valued: [], operands: 1 },
	taskset: { valued: [], operands: 1 },
	chrt: { valued: [], operands: 1 },
	caffeinate: { valued: ['-t', '-w'], operands: 0 },
	strace: { valued: ['-e', '-o', '-p', '-s'], operands: 0 },
	unshare: { valued: [], operands: 0 },
	nsenter: { valued: ['-t', '--target'], operands: 0 },
	firejail: { valued: [], operands: 0 },
	screen: { valued: ['-S', '-t', '-c', '-T', '-h', '-e', '-s'], operands: 0 },
	'cross-env': { valued: [], operands: 0 },
	op: { valued: [], operands: 1 },
	doppler: { valued: ['-p', '-c', '--project', '--config'], operands: 1 },
};

/** Wrappers that are also programs in their own right: only these sub-commands wrap. */
const WRAPS_ONLY: Readonly<Record<string, RegExp>> = {
	op: /^run$/,
	doppler: /^run$/,
	infisical: /^run$/,
	dotenvx: /^run$/,
	'aws-vault': /^exec$/,
	chamber: /^exec$/,
	direnv: /^exec$/,
	mise: /^(exec|x)$/,
	asdf: /^exec$/,
	bundle: /^exec$/,
	poetry: /^run$/,
	pipenv: /^run$/,
	pdm: /^run$/,
	hatch: /^run$/,
	conda: /^run$/,
	uv: /^run$/,
	npm: /^(exec|x)$/,
	pnpm: /^(exec|dlx)$/,
	yarn: /^(exec|dlx)$/,
	bun: /^x$/,
	busybox: /^[a-z]+$/,
	toybox: /^[a-z]+$/,
};

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash']);
const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/**
 * Takes off what only wraps a command (`sudo`, `env A=b`, `timeout 5`, `xargs`, `bash -c '…'`,
 * `ssh host '…'`, `docker exec c …`, `railway run …`) and gives the command inside, with the
 * assignments that `env` made.
 */
export function unwrapCommand(start: {
	readonly words: readonly Word[];
	readonly environment: Readonly<Record<string, string>>;
}): Unwrapped {
	let words = start.words;
	const environment: Record<string, string> = { ...start.environment };
	const wrappers: string[] = [];
	const host: string | null = null;
	for (let round = 0; round < 10; round++) {
		const name = baseNameOf(words[0]?.text ?? '');
		const carried = carriedScript(name, words);
		if (carried !== null) {
			return {
				words,
				environment,
				wrappers: [...wrappers, carried.wrapper],
				host: carried.host ?? host,
				script: carried.script,
				isCall: PROVIDERS_CALLS.has(carried.wrapper),
			};
		}
		const inner = innerWords(name, words, environment);
		if (inner === null || inner.length === 0) break;
		wrappers.push(name);
		if (isContainerProgram(name) && containerCommand(name, words)?.isOwn === true)
			wrappers.push(IN_OWN_CONTAINER);
		words = inner;
	}
	return { words, environment, wrappers, host, script: null };
}

/** Programs of providers that carry a script to one of their machines. */
const PROVIDERS_CALLS = new Set(['aws', 'az']);

const baseNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function innerWords(
	name: string,
	words: readonly Word[],
	environment: Record<string, string>,
): readonly Word[] | null {
	if (isContainerProgram(name)) return containerCommand(name, words)?.words ?? null;
	const spec = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
	if (spec === undefined) return null;
	const only = Object.hasOwn(WRAPS_ONLY, name) ? WRAPS_ONLY[name] : undefined;
	if (only !== undefined && !only.test(words[1]?.text ?? '')) return null;
	// `command -v rm` asks where a program is.
	if (name === 'command' && /^-[vV]+$/.test(words[1]?.text ?? '')) return null;
	// Prints what it would run.
	if (name === 'parallel' && words.some((word) => /^--dry-?run$/.test(word.text))) return null;
	const valued = new Set(spec.valued);
	let operands = spec.operands;
	let i = 1;
	for (; i < words.length; i++) {
		const text = words[i]?.text ?? '';
		if (text === '--') {
			i++;
			break;
		}
		if (text.startsWith('-') && text !== '-') {
			if (valued.has(text) || (/^-[A-Za-z]{2,}$/.test(text) && valued.has(`-${text.at(-1)}`))) i++;
			continue;
		}
		const assignment = ASSIGNMENT.exec(text);
		if (/^(env|sudo|dotenv|cross-env)$/.test(name) && assignment !== null) {
			environment[assignment[1] ?? ''] = assignment[2] ?? '';
			continue;
		}
		if (operands > 0) {
			operands--;
			continue;
		}
		break;
	}
	return name === 'parallel' ? withListed(words.slice(i)) : words.slice(i);
}

/** `rm -rf {} ::: a b` of parallel: once with all that is listed. */
function withListed(words: readonly Word[]): readonly Word[] {
	const at = words.findIndex((word) => /^:::\+?$/.test(word.text));
	if (at < 0) return words;
	const listed = words.slice(at + 1);
	const before = words.slice(0, at);
	return before.some((word) => word.text.includes('{}'))
		? before.flatMap((word) =>
				word.text.includes('{}')
					? listed.map((each) => ({ ...word, text: word.text.replaceAll('{}', each.text) }))
					: [word],
			)
		: [...before, ...listed];
}

/** Programs that run a script given by a flag on another machine or as another user. */
const SCRIPT_FLAGS: Readonly<Record<string, { readonly words: RegExp; readonly flag: RegExp }>> = {
	su: { words: /^/, flag: /^(-c|--command)$/ },
	gcloud: { words: /^compute ssh\b/, flag: /^--command$/ },
	fly: { words: /^ssh console\b/, flag: /^(-C|--command)$/ },
	flyctl: { words: /^ssh console\b/, flag: /^(-C|--command)$/ },
	ansible: { words: /-m\s+(ansible\.builtin\.)?(shell|command|raw)\b/, flag: /^(-a|--args)$/ },
	heroku: { words: /^ps:exec\b/, flag: /^(-c|--command)$/ },
	aws: {
		words: /^(ssm (send-command|start-session)|ecs execute-command)\b/,
		flag: /^(--parameters|--command)$/,
	},
	doctl: { words: /^compute ssh\b/, flag: /^--ssh-command$/ },
	az: { words: /^vm run-command\b/, flag: /^--scripts$/ },
	'nix-shell': { words: /^/, flag: /^(--run|--command)$/ },
	script: { words: /^/, flag: /^(-c|--command)$/ },
	vagrant: { words: /^ssh\b/, flag: /^(-c|--command)$/ },
};

function flaggedScript(
	name: string,
	texts: readonly string[],
): { wrapper: string; script: string; host: string | null } | null {
	const spec = Object.hasOwn(SCRIPT_FLAGS, name) ? SCRIPT_FLAGS[name] : undefined;
	if (spec === undefined || !spec.words.test(texts.slice(1).join(' '))) return null;
	for (const [i, text] of texts.entries()) {
		const [flag = '', ...rest] = text.split('=');
		if (i === 0 || !spec.flag.test(flag)) continue;
		const given = rest.length > 0 ? rest.join('=') : texts[i + 1];
		const script = given === undefined || name !== 'aws' ? given : commandsIn(given);
		if (script !== undefined && script !== '') return { wrapper: name, script, host: null };
	}
	return null;
}

/** `commands=["a","b"]` and `{"commands":["a"]}`, as the commands that a document of Systems Manager runs. */
function commandsIn(parameters: string): string {
	const listed = /["']?commands?["']?\s*[=:]\s*(\[[\s\S]*\]|[^,}\]]+)/.exec(parameters)?.[1];
	if (listed === undefined) return /^\s*[[{]|^\w+=/.test(parameters) ? '' : parameters;
	const quoted = [...listed.matchAll(/"((?:\\.|[^"\\])*)"/g)].map((match) =>
		(match[1] ?? '').replace(/\\(.)/g, '$1'),
	);
	return quoted.length > 0 ? quoted.join('\n') : listed.replace(/^\[|\]$/g, '');
}

/** Programs that run what stands behind `--` on another machine or in a container. */
const BEHIND_DASHES: Readonly<Record<string, RegExp>> = {
	gcloud: /^(alpha |beta )?compute ssh\b/,
	gh: /^(codespace|cs) ssh\b/,
	vagrant: /^ssh\b/,
	lxc: /^exec\b/,
	incus: /^exec\b/,
	multipass: /^exec\b/,
};

function behindDashes(
	name: string,
	texts: readonly string[],
): { wrapper: string; script: string; host: string | null } | null {
	const words = Object.hasOwn(BEHIND_DASHES, name) ? BEHIND_DASHES[name] : undefined;
	const dashes = texts.indexOf('--');
	if (words === undefined || dashes < 0 || !words.test(texts.slice(1).join(' '))) return null;
	const script = texts.slice(dashes + 1).join(' ');
	return script === '' || script.startsWith('-') ? null : { wrapper: name, script, host: null };
}

/** `tmux new -d 'cmd'`, `tmux send-keys -t x 'cmd' Enter`: the command that another terminal runs. */
function inTerminal(
	name: string,
	texts: readonly string[],
): { wrapper: string; script: string; host: string | null } | null {
	if (name !== 'tmux') return null;
	const at = texts.findIndex((text) =>
		/^(new(-session)?|neww|new-window|splitw|split-window|run(-shell)?|respawn-pane|send(-keys)?)$/.test(
			text,
		),
	);
	if (at < 0) return null;
	let i = at + 1;
	while (i < texts.length && (texts[i] ?? '').startsWith('-'))
		i += /^-[A-Za-z]*[sntcxyeFlpN]$/.test(texts[i] ?? '') && texts[i] !== '-l' ? 2 : 1;
	const rest = texts.slice(i).filter((text) => !/^(Enter|C-m|KPEnter)$/.test(text));
	return rest.length === 0 ? null : { wrapper: name, script: rest.join(' '), host: null };
}

/** Programs that run a command on many hosts: their flags with values, and how many words of their own come first. */
const HOST_RUNNERS: Readonly<Record<string, { valued: readonly string[]; operands: number }>> = {
	pdsh: { valued: ['-w', '-x', '-g', '-f', '-l', '-u', '-t', '-R'], operands: 0 },
	dsh: { valued: ['-m', '-g', '-f', '-r'], operands: 0 },
	clush: { valued: ['-w', '-x', '-g', '-l', '-f'], operands: 0 },
	pssh: { valued: ['-h', '-H', '-l', '-p', '-o', '-e', '-t', '-O'], operands: 0 },
	'parallel-ssh': { valued: ['-h', '-H', '-l', '-p', '-o', '-e', '-t', '-O'], operands: 0 },
	salt: { valued: ['-t', '-b', '-c', '--timeout', '--batch-size'], operands: 2 },
};

function onManyHosts(
	name: string,
	texts: readonly string[],
): { wrapper: string; script: string; host: string | null } | null {
	const spec = Object.hasOwn(HOST_RUNNERS, name) ? HOST_RUNNERS[name] : undefined;
	if (
		spec === undefined ||
		(name === 'salt' && !texts.some((text) => /^cmd\.(run|shell)/.test(text)))
	)
		return null;
	let at = 1;
	let host: string | null = null;
	for (; at < texts.length && (texts[at] ?? '').startsWith('-'); at++)
		if (spec.valued.includes(texts[at] ?? '')) {
			if (/^-[wHmg]$/.test(texts[at] ?? '')) host = texts[at + 1] ?? null;
			at++;
		}
	if (spec.operands > 0) host = texts[at] ?? null;
	const script = texts.slice(at + spec.operands).join(' ');
	return script === '' ? null : { wrapper: name, script, host };
}

function carriedScript(
	name: string,
	words: readonly Word[],
): { wrapper: string; script: string; host: string | null } | null {
	const texts = words.map((word) => word.text);
	if (SHELLS.has(name)) {
		const flag = texts.findIndex((text, i) => i > 0 && /^-[a-z]*c[a-z]*$/.test(text));
		const script = flag > 0 ? texts[flag + 1] : undefined;
		return script === undefined ? null : { wrapper: `${name} -c`, script, host: null };
	}
	if (/^(powershell|pwsh)(\.exe)?$/i.test(name)) {
		const encoded = texts.findIndex((text) => /^-e(nc|ncodedcommand)?$/i.test(text));
		const flag = texts.findIndex((text) => /^-c(ommand)?$/i.test(text));
		const script =
			encoded > 0
				? utf16Of(texts[encoded + 1] ?? '')
				: flag > 0
					? texts.slice(flag + 1).join(' ')
					: null;
		return script === null || script === '' ? null : { wrapper: name, script, host: null };
	}
	if (/^cmd(\.exe)?$/i.test(name)) {
		const flag = texts.findIndex((text) => /^\/[ck]$/i.test(text));
		const script = texts.slice(flag + 1).join(' ');
		return flag < 1 || script === '' ? null : { wrapper: 'cmd /c', script, host: null };
	}
	const flagged = flaggedScript(name, texts);
	const elsewhere = flagged ?? behindDashes(name, texts) ?? inTerminal(name, texts);
	if (elsewhere !== null) return elsewhere;
	// What runs at the end or at a signal; files of the script's own, which it names by variables, are no loss.
	if (name === 'trap') {
		const script = texts[1] ?? '';
		return texts.length > 2 && /\s/.test(script) && !/[$`]/.test(script)
			? { wrapper: 'trap', script, host: null }
			: null;
	}
	if (name === 'eval') return { wrapper: 'eval', script: texts.slice(1).join(' '), host: null };
	const runner = onManyHosts(name, texts);
	if (runner !== null) return runner;
	if (name !== 'ssh') return null;
	const valued = new Set([
		'-p',
		'-i',
		'-l',
		'-o',
		'-F',
		'-J',
		'-L',
		'-R',
		'-D',
		'-b',
		'-c',
		'-E',
		'-W',
	]);
	let i = 1;
	while (i < texts.length && (texts[i] ?? '').startsWith('-'))
		i += valued.has(texts[i] ?? '') ? 2 : 1;
	const host = texts[i];
	const script = texts.slice(i + 1).join(' ');
	return host === undefined || script === '' ? null : { wrapper: `ssh ${host}`, script, host };
}

/** PowerShell's `-EncodedCommand`: base64 of UTF-16LE; null when it is none. */
function utf16Of(encoded: string): string | null {
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || encoded.length > 100_000) return null;
	const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
	return new TextDecoder('utf-16le').decode(bytes);
}
