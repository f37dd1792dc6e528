import type { Reading } from '../../action.ts';
import type { Understanding } from '../../understanding.ts';
import type { ShellCommand } from '../command.ts';

/** Reads one command as acts; null when the command is not one that it understands. */
export type ProgramReader = (
	command: ShellCommand,
	understanding: Understanding,
) => Reading[] | null;
