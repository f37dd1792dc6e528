import type { ShellCommand } from './command.ts';

/** Wrappers of commands that somebody else runs later: a schedule, a queue, a build. */
const LATER: ReadonlySet<string> = new Set(['crontab', 'at', 'batch', 'workflow']);

/** Whether a command does not run where and when it is written. */
export const runsLater = (command: ShellCommand): boolean =>
	command.wrappers.some((wrapper) => LATER.has(wrapper));

export interface Scheduled {
	readonly wrapper: string;
	readonly script: string;
}

/**
 * What a command has run later: the lines of `… | crontab -`, what is fed to `at`, the steps of a
 * workflow that the run wrote and now starts. Null where it has nothing run, or nothing that is known.
 */
export function scheduledBy(
	command: ShellCommand,
	files: ReadonlyMap<string, string>,
): Scheduled | null {
	const words = command.args.map((word) => word.text);
	const operands = words.filter((word) => !word.startsWith('-'));
	const written = (name: string): string | null =>
		files.get(name.slice(name.lastIndexOf('/') + 1)) ?? null;
	if (command.name === 'crontab') {
		if (words.some((word) => /^-[lre]$/.test(word))) return null;
		const table = operands[0] === undefined ? command.input : written(operands[0]);
		return table === null ? null : { wrapper: 'crontab', script: commandsOfTable(table) };
	}
	// A table that is written where the scheduler looks: its lines name a user before the command.
	if (command.name === 'tee' && command.input !== null && operands.some(isCronFile))
		return { wrapper: 'crontab', script: commandsOfSystemTable(command.input) };
	if (
		command.redirects.some(({ operator, target }) => operator.startsWith('>') && isCronFile(target))
	)
		return /^(echo|printf|cat)$/.test(command.name)
			? { wrapper: 'crontab', script: commandsOfSystemTable(command.input ?? words.join(' ')) }
			: null;
	if (command.name === 'at' || command.name === 'batch') {
		const file = words.indexOf('-f');
		const script = file >= 0 ? written(words[file + 1] ?? '') : command.input;
		return script === null ? null : { wrapper: 'at', script };
	}
	if (command.name === 'gh' && operands[0] === 'workflow' && operands[1] === 'run') {
		const name = operands[2] ?? '';
		const workflow =
			written(name) ?? [...files.values()].find((text) => isNamed(text, name)) ?? null;
		return workflow === null ? null : { wrapper: 'workflow', script: stepsOf(workflow) };
	}
	return null;
}

const isNamed = (workflow: string, name: string): boolean =>
	name !== '' &&
	/^\s*runs-on:/m.test(workflow) &&
	/^name:\s*["']?(.+?)["']?\s*$/m.exec(workflow)?.[1] === name;

/** `0 3 * * * command`, `@daily command`: the commands, without comments and settings. */
const commandsOfTable = (table: string): string =>
	table
		.split('\n')
		.flatMap(
			(line) =>
				/^\s*(?:@\w+|(?:[\d*/,A-Za-z-]+\s+){4}[\d*/,A-Za-z-]+)\s+(.+)$/.exec(line)?.[1] ?? [],
		)
		.join('\n');

const isCronFile = (path: string): boolean =>
	/^\/etc\/(crontab$|cron\.d\/)|^\/var\/spool\/cron\//.test(path);

/** A system's table, whose commands stand behind the user that runs them. */
const commandsOfSystemTable = (table: string): string =>
	commandsOfTable(table)
		.split('\n')
		.map((line) => line.replace(/^[a-z_][\w-]*\s+(?=\S+(\s|$))/, ''))
		.join('\n');

/** The scripts of a workflow's `run:` steps, on one line or as blocks. */
function stepsOf(workflow: string): string {
	const scripts: string[] = [];
	const lines = workflow.split('\n');
	for (let i = 0; i < lines.length; i++) {
		const step = /^(\s*)(?:-\s+)?run:\s*(.*)$/.exec(lines[i] ?? '');
		if (step === null) continue;
		const [, indent = '', rest = ''] = step;
		if (!/^[|>]/.test(rest)) {
			scripts.push(rest);
			continue;
		}
		while (i + 1 < lines.length) {
			const next = lines[i + 1] ?? '';
			if (next.trim() !== '' && (/^\s*/.exec(next)?.[0].length ?? 0) <= indent.length) break;
			scripts.push(next.trim());
			i++;
		}
	}
	return scripts.join('\n');
}
