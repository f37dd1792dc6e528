import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const VALUED = new Set(
	'-m --module-name -a --args -i --inventory -u --user -l --limit -e --extra-vars -f --forks'.split(
		' ',
	),
);

/** `ansible web -m file -a 'path=/srv state=absent'`, `ansible all -a 'rm -rf /srv'`: what the module does on the hosts. */
export const ansible: ProgramReader = (command, understanding) => {
	const args = parseArguments(textsOf(command.args), VALUED);
	if (args.has('-C', '--check')) return [];
	const module = (args.value('-m', '--module-name') ?? 'command').replace(
		/^ansible\.builtin\./,
		'',
	);
	const given = args.value('-a', '--args') ?? '';
	const hosts = args.operands.slice(0, 1);
	if (/^(command|shell|raw)$/.test(module))
		return understanding
			.readShell(given, null)
			.map((act) => ({ ...act, hosts: [...act.hosts, ...hosts], text: command.source }));
	const path = /\b(?:path|dest|name)=(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(given);
	if (module !== 'file' || !/\bstate=absent\b/.test(given) || path === null) return null;
	const file = path[1] ?? path[2] ?? path[3] ?? '';
	return [
		reading({
			class: 'destroy',
			provider: 'filesystem',
			operation: 'ansible file absent',
			text: command.source,
			hosts,
			resources: [resourceRef('filesystem', 'file', file)],
			writesPaths: [file],
			basis: 'shell ansible',
		}),
	];
};
