import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const given = (operation: string, provider: string, kind: string, id: string, text: string) => [
	reading({
		class: 'grant',
		provider,
		operation,
		text,
		resources: [resourceRef(provider, kind, id)],
		basis: `shell ${operation}`,
	}),
];

/** `usermod -aG sudo bot`: into a group. */
export const usermod: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), new Set(['-G', '--groups', '-g', '-s', '-d']));
	const groups = args.value('-G', '--groups');
	return groups === null ? null : given('usermod', 'system', 'group', groups, command.source);
};

/** `useradd -G sudo bot`: someone who can sign in, and in these groups. */
export const useradd: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'-G',
			'--groups',
			'-g',
			'--gid',
			'-s',
			'--shell',
			'-d',
			'--home',
			'-c',
			'-u',
			'-p',
			'-k',
			'-e',
			'-b',
		]),
	);
	const name = args.operands[0];
	// An account of a service: nobody signs in with it.
	if (name === undefined || (args.has('-r', '--system') && args.value('-G', '--groups') === null))
		return null;
	return given('useradd', 'system', 'user', name, command.source);
};

/** `echo bot:x | chpasswd`: whoever knows the password can sign in. */
export const chpasswd: ProgramReader = (command) =>
	given('chpasswd', 'system', 'user', command.input?.split(':')[0] || 'an account', command.source);

/** `gpasswd -a bot docker`, `adduser bot sudo`: into a group. */
export const groupMember: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), new Set(['-a', '--add', '-d', '--delete']));
	const isGpasswd = command.name === 'gpasswd';
	if (isGpasswd && !args.has('-a', '--add')) return null;
	const group = args.operands[isGpasswd ? 0 : 1];
	return group === undefined ? null : given(command.name, 'system', 'group', group, command.source);
};

/** `net localgroup administrators bot /add`. */
export const net: ProgramReader = (command) => {
	const words = textsOf(command.args);
	return /^(local)?group$/i.test(words[0] ?? '') && words.some((word) => /^\/add$/i.test(word))
		? given('net', 'system', 'group', words[1] ?? '', command.source)
		: null;
};

/** `icacls path /grant Everyone:F`, `setfacl -m o::rwx path`. */
export const accessList: ProgramReader = (command) => {
	const words = textsOf(command.args);
	if (command.name.toLowerCase() === 'icacls')
		return words.some((word) => /^\/grant/i.test(word))
			? given('icacls', 'filesystem', 'file', windowsPath(words[0] ?? ''), command.source)
			: null;
	const args = parseArguments(words, new Set(['-m', '--modify', '-x', '--remove']));
	const rule = args.value('-m', '--modify');
	return rule === null
		? null
		: given('setfacl', 'filesystem', 'file', args.operands[0] ?? '', command.source);
};

const windowsPath = (path: string): string =>
	/^[A-Za-z]:\//.test(path) ? path.replaceAll('/', '\\') : path;

/** `ssh-copy-id -i key.pub root@db`: the key may sign in there. */
export const sshCopyId: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), new Set(['-i', '-p', '-o', '-F', '-t']));
	const host = args.operands[0];
	return host === undefined || args.has('-n')
		? null
		: given('ssh-copy-id', 'system', 'host', host, command.source);
};

/** `setcap cap_setuid+ep path`: whoever runs the file may do what the capability says. */
export const setcap: ProgramReader = (command) => {
	const texts = textsOf(command.args);
	const words = texts.filter((word) => word !== '-q');
	// `-v` only asks whether the file has it.
	if (texts.includes('-v')) return null;
	const [capability = '', path] = words;
	return /^(cap_|all)/i.test(capability) && path !== undefined && !/[-=]$/.test(capability)
		? given('setcap', 'filesystem', 'file', path, command.source)
		: null;
};
