import type { ActionClass } from '../../action.ts';
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
	const module = (args.value('-m', '--module-name') ?? 'command').replace(/^(?:\w+\.)+/, '');
	const given = args.value('-a', '--args') ?? '';
	const hosts = args.operands.slice(0, 1);
	if (/^(command|shell|raw)$/.test(module))
		return understanding
			.readShell(given, null)
			.map((act) => ({ ...act, hosts: [...act.hosts, ...hosts], text: command.source }));
	const told = MODULES.find(
		({ module: names, given: pattern }) => names.test(module) && pattern.test(given),
	);
	if (told === undefined) return null;
	const path = /\b(?:path|dest|name|user|db|key)=(?:"([^"]+)"|'([^']+)'|(\S+))/.exec(given);
	const id = path === null ? null : (path[1] ?? path[2] ?? path[3] ?? '');
	if (id === null) return null;
	return [
		reading({
			class: told.class,
			provider: told.kind === 'file' ? 'filesystem' : 'system',
			operation: `ansible ${module}`,
			text: command.source,
			hosts,
			resources: [resourceRef(told.kind === 'file' ? 'filesystem' : 'system', told.kind, id)],
			writesPaths: told.kind === 'file' ? [id] : [],
			basis: 'shell ansible',
		}),
	];
};

/** What modules do on the hosts, by their names without the collection and by their arguments. */
const MODULES: readonly {
	readonly module: RegExp;
	readonly given: RegExp;
	readonly class: ActionClass;
	readonly kind: string;
}[] = [
	{ module: /^file$/, given: /\bstate=absent\b/, class: 'destroy', kind: 'file' },
	{
		module: /(^|_)(volume|db|database|schema|table|filesystem|lvol|lvg|bucket|instance)$/,
		given: /\bstate=absent\b/,
		class: 'destroy',
		kind: 'volume',
	},
	{ module: /^authorized_key$/, given: /^(?!.*\bstate=absent\b)/, class: 'grant', kind: 'user' },
	{
		module: /^user$/,
		given: /^(?!.*\bstate=absent\b)(?=.*\b(?:groups?|password)=)/,
		class: 'grant',
		kind: 'user',
	},
	{
		module: /(^|_)(user|privs|grant)$/,
		given: /^(?!.*\bstate=absent\b)(?=.*\b(?:privs?|roles?|role_attr_flags|password)=)/,
		class: 'grant',
		kind: 'user',
	},
];
