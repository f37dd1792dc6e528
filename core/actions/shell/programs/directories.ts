import { reading, resourceRef } from '../../reading.ts';
import { textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

interface Given {
	readonly kind: 'user' | 'group';
	readonly id: string;
}

/** One rule a program: whom its words let in, null where nobody. */
type AccessRule = (words: readonly string[], input: string) => Given | null;

const has = (words: readonly string[], pattern: RegExp): boolean =>
	words.some((word) => pattern.test(word));
const operands = (words: readonly string[]): string[] =>
	words.filter((word) => !word.startsWith('-'));
const user = (id: string | undefined): Given => ({ kind: 'user', id: id ?? 'a user' });
const group = (id: string | undefined): Given => ({ kind: 'group', id: id ?? 'a group' });

/** Files of passwords: a line more is someone more; `-n` prints, `-v` asks, `-D` takes out. */
const passwordFile: AccessRule = (words) => {
	const [, name] = operands(words);
	return has(words, /^-[a-zA-Z]*[nvD]/) || name === undefined ? null : user(name);
};

const kadmin: AccessRule = (words, input) => {
	const added = /\b(?:addprinc|add_principal|ank)\s+(?:-\S+\s+\S+\s+|-\S+\s+)*(\S+)/.exec(
		`${words.join(' ')}\n${input}`,
	);
	return added === null ? null : user(added[1]);
};

/** LDIF that adds a member, or sets a password. */
const ldif: AccessRule = (_, input) =>
	/^\s*(?:add|replace):\s*(?:member|memberUid|uniqueMember|userPassword)\b/im.test(input)
		? group(/^\s*dn:\s*(\S+)/im.exec(input)?.[1])
		: null;

const RULES: Readonly<Record<string, AccessRule>> = {
	passwd: (words) =>
		has(words, /^(-d|--delete|-u|--unlock)$/) ? user(operands(words)[0] ?? 'root') : null,
	// macOS keeps its users and groups there.
	dscl: (words) => {
		const path = words.find((word) => /^\/(Groups|Users)\//i.test(word));
		if (has(words, /^-?(append|merge)$/i) && /^\/Groups\//i.test(path ?? '')) return group(path);
		return has(words, /^-?create$/i) && /^\/Users\/[^/]+$/i.test(path ?? '') ? user(path) : null;
	},
	dseditgroup: (words) => (has(words, /^-a$/) ? group(words.at(-1)) : null),
	sysadminctl: (words) =>
		has(words, /^-addUser$/) ? user(words[words.indexOf('-addUser') + 1]) : null,
	htpasswd: passwordFile,
	mosquitto_passwd: passwordFile,
	smbpasswd: (words) => (has(words, /^-[a-z]*a/) ? user(operands(words)[0]) : null),
	pdbedit: (words) => (has(words, /^(-a|--create)$/) ? user(words.at(-1)) : null),
	kadmin,
	'kadmin.local': kadmin,
	ldapmodify: ldif,
	'samba-tool': (words) =>
		has(words, /^addmembers$/)
			? group(operands(words)[2])
			: /^user (create|add)\b/.test(operands(words).join(' '))
				? user(operands(words)[2])
				: null,
};

/** Programs that keep who may sign in and who is in which group. */
export const directories: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	Object.entries(RULES).map(([name, rule]): [string, ProgramReader] => [
		name,
		(command) => {
			const words = textsOf(command.args);
			const given = rule(words, command.input ?? '');
			return given === null
				? null
				: [
						reading({
							class: 'grant',
							provider: 'system',
							operation: command.name,
							text: command.source,
							resources: [resourceRef('system', given.kind, given.id)],
							basis: `shell ${command.name}`,
						}),
					];
		},
	]),
);
