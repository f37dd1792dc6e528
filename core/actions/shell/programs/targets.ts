import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** Names of targets that say by themselves that what is kept goes. */
const TAKES_DOWN =
	/^(destroy|nuke|(db|database)[-:_](drop|wipe|nuke|purge|destroy)|(drop|wipe|nuke|purge|destroy)[-:_](db|database|data|prod|production|infra|cluster|volumes|all|everything)|(infra|cluster|stack|env|prod|production|tf|terraform)[-:_]destroy)$/;
const ONLY_SHOWS = [
	'-n',
	'--dry-run',
	'--just-print',
	'--recon',
	'-q',
	'--question',
	'--summary',
	'--show',
	'-s',
	'--list',
	'-l',
	'--evaluate',
];

/** `make destroy`, `npm run db:drop`, whose recipe no one here has seen: by the target's name. */
export const namedTarget: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-C', '-f', '--directory', '--file', '-w', '--workspace', '--prefix', '-d']),
	);
	if (args.has(...ONLY_SHOWS)) return null;
	const isScript = /^(npm|pnpm|yarn|bun)$/.test(command.name);
	const named = args.operands.filter((word) => !word.includes('='));
	const target =
		isScript && /^run(-script)?$/.test(named[0] ?? '') ? named[1] : isScript ? '' : named[0];
	return target === undefined || !TAKES_DOWN.test(target)
		? null
		: [
				reading({
					class: 'destroy',
					provider: 'shell',
					operation: `${command.name} ${target}`,
					text: command.source,
					resources: [resourceRef('shell', 'target', target)],
					basis: 'the name of a target',
				}),
			];
};
