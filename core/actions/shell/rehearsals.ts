import type { Reading } from '../action.ts';
import type { ShellCommand } from './command.ts';

/** Programs whose first operand may be the word `help` without their explaining anything. */
const TAKES_WORDS =
	/^(echo|printf|grep|egrep|fgrep|rg|cat|rm|cp|mv|touch|mkdir|find|ls|psql|mysql|sqlite3|curl|sh|bash)$/;

/** `x --help`, `x --version`, `aws s3 rm help`, `kubectl help delete`: nothing is done, whatever x is. */
export function onlyExplains({ name, args }: ShellCommand): boolean {
	const texts = args.map((word) => word.text);
	if (texts.some((text) => text === '--help' || text === '--version' || text === '-help'))
		return true;
	if (TAKES_WORDS.test(name)) return false;
	return texts[0] === 'help' || (texts.length > 1 && texts.at(-1) === 'help' && name === 'aws');
}

const REHEARSES =
	/^(--dry-?run|--dry_run|--dryrun|--preview-only|--what-?if|--noop|--no-op|--simulate|--just-print|--validate-only|--plan-only|--print-only)(=(true|client|server|yes|1|all)?)?$/i;

/** Whether a flag says that nothing is to be changed: `--dry-run`, `--dry-run=client`, `-WhatIf`. */
export const isRehearsal = ({ args }: ShellCommand): boolean =>
	args.some(
		({ text }, at) =>
			text.startsWith('-') &&
			((REHEARSES.test(text) && !/^(none|false)$/.test(args[at + 1]?.text ?? '')) ||
				/^-whatif(:\$true)?$/i.test(text)),
	);

/** What would have been done, looked at only. */
export const asRehearsed = (act: Reading): Reading => ({
	...act,
	class: 'read',
	fallsWith: [],
	weakens: false,
});
