import type { Word } from './command.ts';

/** Wrapper of a command in a container of its own that mounts nothing: its files are nobody's. */
export const IN_OWN_CONTAINER = 'a container of its own';

const ENGINES = new Set(['docker', 'podman', 'nerdctl', 'docker-compose', 'podman-compose']);
const CLUSTERS = new Set(['kubectl', 'oc', 'k']);
const PLATFORMS = new Set(['railway', 'heroku']);

export const isContainerProgram = (name: string): boolean =>
	ENGINES.has(name) || CLUSTERS.has(name) || PLATFORMS.has(name);

export interface ContainerCommand {
	readonly words: readonly Word[];
	/** In a container that is made for it and mounts nothing. */
	readonly isOwn: boolean;
}

/** Flags of `docker run` and `docker exec` that stand alone; all others take a value. */
const SWITCHES =
	/^(-[itdPqT]+|--(rm|interactive|tty|detach|init|privileged|read-only|no-healthcheck|publish-all|quiet|oom-kill-disable|sig-proxy|service-ports|no-deps|no-TTY|no-tty|build|remove-orphans|use-aliases|quiet-pull))(=.*)?$/;
const MOUNTS = /^(-v|--volume|--mount|--volumes-from|--device|--privileged)(=|$)|^-v./;

/** Images that are one program: their arguments are its. */
const PROGRAM_OF_IMAGE: Readonly<Record<string, string>> = {
	'aws-cli': 'aws',
	terraform: 'terraform',
	opentofu: 'tofu',
	kubectl: 'kubectl',
	helm: 'helm',
	git: 'git',
	curl: 'curl',
	mc: 'mc',
	restic: 'restic',
	rclone: 'rclone',
	doctl: 'doctl',
	flyctl: 'flyctl',
};

/**
 * The command in `docker exec [flags] container cmd …`, `docker run [flags] image cmd …`,
 * `docker compose exec|run service cmd …`, `kubectl exec pod -- cmd …`, `railway run cmd …`.
 * Null where there is none.
 */
export function containerCommand(name: string, words: readonly Word[]): ContainerCommand | null {
	const texts = words.map((word) => word.text);
	if (PLATFORMS.has(name)) return inside(platformCommand(words, texts));
	if (CLUSTERS.has(name)) return inside(podCommand(words, texts));
	const composes = /compose$/.test(name) ? 1 : texts[1] === 'compose' ? 2 : 0;
	if (composes > 0) {
		const at = texts.findIndex((text, i) => i >= composes && /^(exec|run)$/.test(text));
		return at < 0 ? null : inside(words.slice(afterFlags(texts, at + 1) + 1));
	}
	const at = texts[1] === 'container' ? 2 : 1;
	if (texts[at] === 'exec') return inside(words.slice(afterFlags(texts, at + 1) + 1));
	return texts[at] === 'run' ? runCommand(words, texts, at + 1) : null;
}

const inside = (words: readonly Word[] | null): ContainerCommand | null =>
	words === null || words.length === 0 ? null : { words, isOwn: false };

/** Where the flags end that begin at `from`. */
function afterFlags(texts: readonly string[], from: number): number {
	let at = from;
	while (at < texts.length && (texts[at] ?? '').startsWith('-')) {
		const text = texts[at] ?? '';
		at += SWITCHES.test(text) || text.includes('=') || /^-[vepuw]./.test(text) ? 1 : 2;
	}
	return at;
}

function runCommand(
	words: readonly Word[],
	texts: readonly string[],
	from: number,
): ContainerCommand | null {
	const at = afterFlags(texts, from);
	const image = texts[at];
	if (image === undefined) return null;
	const isOwn = !texts.slice(from, at).some((text) => MOUNTS.test(text));
	const entrypoint = texts
		.slice(from, at)
		.map((text, i, flags) =>
			text === '--entrypoint' ? flags[i + 1] : /^--entrypoint=(.+)$/.exec(text)?.[1],
		)
		.find((text) => text !== undefined && text !== '');
	const base = /([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? '';
	const program =
		entrypoint ?? (Object.hasOwn(PROGRAM_OF_IMAGE, base) ? PROGRAM_OF_IMAGE[base] : undefined);
	const given = words.slice(at + 1);
	const all =
		program === undefined || texts[at + 1] === program
			? given
			: [{ text: program, unresolved: [], variables: [] }, ...given];
	return all.length === 0 ? null : { words: all, isOwn };
}

/** `kubectl exec pod -- cmd`, `kubectl run name --image=x -- cmd`, `kubectl debug … -- cmd`. */
function podCommand(words: readonly Word[], texts: readonly string[]): readonly Word[] | null {
	const verb = texts.findIndex((text, i) => i > 0 && /^(exec|run|debug)$/.test(text));
	if (verb < 0 || texts.slice(1, verb).some((text) => /^(delete|get|apply|create)$/.test(text)))
		return null;
	const dashes = texts.indexOf('--');
	if (dashes > 0) return words.slice(dashes + 1);
	if (texts[verb] !== 'exec') return null;
	const valued = new Set(['-n', '--namespace', '-c', '--container', '--context', '--kubeconfig']);
	let at = verb + 1;
	while (at < texts.length && (texts[at] ?? '').startsWith('-'))
		at += valued.has(texts[at] ?? '') ? 2 : 1;
	return words.slice(at + 1);
}

/** `railway run [flags] cmd`, `heroku run -a app cmd`, `heroku run:detached …`. */
function platformCommand(words: readonly Word[], texts: readonly string[]): readonly Word[] | null {
	if (!/^run(:detached)?$/.test(texts[1] ?? '')) return null;
	const dashes = texts.indexOf('--');
	if (dashes > 0) return words.slice(dashes + 1);
	const first = texts.findIndex(
		(text, i) =>
			i > 1 &&
			!text.startsWith('-') &&
			!/^(-s|-e|--service|--environment|-a|--app|--size|--type)$/.test(texts[i - 1] ?? ''),
	);
	return first > 0 ? words.slice(first) : null;
}
