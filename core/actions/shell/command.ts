/** One word of a command after quotes, escapes and known variables are resolved. */
export interface Word {
	/** What the shell would pass, as far as it can be known; unresolved parts stay as written (`$NAME`). */
	readonly text: string;
	/** Names of variables that nothing seen so far defines. */
	readonly unresolved: readonly string[];
	/** Every variable that the word refers to, resolved or not. */
	readonly variables: readonly string[];
}

/** A redirection to or from a file. */
export interface Redirect {
	readonly operator: string;
	readonly target: string;
}

/** One simple command of a script, in order of appearance. */
export interface ShellCommand {
	/** Base name of the program, wrappers such as `sudo` and `env` removed. */
	readonly name: string;
	readonly args: readonly Word[];
	/** Assignments before the command (`A=b cmd`). */
	readonly environment: Readonly<Record<string, string>>;
	readonly redirects: readonly Redirect[];
	/** Text on its standard input, where the script itself holds it: here-document, here-string, echo in a pipe. */
	readonly input: string | null;
	/** The commands whose output is piped into it, nearest last. */
	readonly pipedFrom: readonly string[];
	/** Commands inside its `$(…)`, by their text: what it reads by substitution. */
	readonly substitutions: readonly ShellCommand[];
	/** Wrappers that stood before it: `sudo`, `ssh host`, `xargs` … */
	readonly wrappers: readonly string[];
	/** Host on which it runs, when wrapped in ssh; null: here. */
	readonly host: string | null;
	/** The folder that the last `cd` before it in the same script went to, as written. */
	readonly folder: string | null;
	readonly source: string;
}

export const textsOf = (words: readonly Word[]): string[] => words.map((word) => word.text);

/**
 * Splits arguments into flags and operands. `--name=value` and `--name value` both give a value;
 * `valued` names the flags (with dashes) that take the next word as their value.
 */
export interface ParsedArguments {
	readonly flags: ReadonlyMap<string, readonly string[]>;
	readonly operands: readonly string[];
	/** Whether any of these flags is present; single letters also inside a cluster (`-rf`). */
	has(...names: string[]): boolean;
	/** First value of the first of these flags that has one. */
	value(...names: string[]): string | null;
}

export function parseArguments(
	args: readonly string[],
	valued: ReadonlySet<string>,
): ParsedArguments {
	const flags = new Map<string, string[]>();
	const operands: string[] = [];
	const add = (name: string, value?: string): void => {
		const list = flags.get(name) ?? [];
		if (value !== undefined) list.push(value);
		flags.set(name, list);
	};
	let onlyOperands = false;
	for (let i = 0; i < args.length; i++) {
		const arg = args[i] ?? '';
		if (onlyOperands || !arg.startsWith('-') || arg === '-') {
			operands.push(arg);
			continue;
		}
		if (arg === '--') {
			onlyOperands = true;
			continue;
		}
		const equals = arg.indexOf('=');
		if (arg.startsWith('--') && equals > 0) {
			add(arg.slice(0, equals), arg.slice(equals + 1));
		} else if (valued.has(arg)) {
			add(arg, args[++i]);
		} else if (/^-[A-Za-z]./.test(arg) && valued.has(arg.slice(0, 2))) {
			add(arg.slice(0, 2), arg.slice(2));
		} else {
			add(arg);
			if (/^-[A-Za-z]{2,}$/.test(arg)) i = addCluster(arg, args, i, valued, add);
		}
	}
	return {
		flags,
		operands,
		has: (...names) => names.some((name) => flags.has(name)),
		value: (...names) => {
			for (const name of names) {
				const value = flags.get(name)?.[0];
				if (value !== undefined) return value;
			}
			return null;
		},
	};
}

/** `-rfv`: each letter is a flag; the last may take the next word. */
function addCluster(
	arg: string,
	args: readonly string[],
	index: number,
	valued: ReadonlySet<string>,
	add: (name: string, value?: string) => void,
): number {
	const letters = arg.slice(1);
	for (const [position, letter] of [...letters].entries()) {
		const flag = `-${letter}`;
		if (position === letters.length - 1 && valued.has(flag)) {
			add(flag, args[index + 1]);
			return index + 1;
		}
		add(flag);
	}
	return index;
}
