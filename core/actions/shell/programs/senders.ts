import { isRebuilt } from '../../access-files.ts';
import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, type ShellCommand, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const sent = (
	command: ShellCommand,
	host: string | null,
	files: readonly string[],
): ReturnType<ProgramReader> => [
	reading({
		class: 'expose',
		provider: 'filesystem',
		operation: command.name,
		text: command.source,
		hosts: host === null ? [] : [host],
		readsPaths: files,
		resources: files.map((file) => resourceRef('filesystem', 'file', file)),
		basis: `shell ${command.name}`,
	}),
];

const readFrom = (command: ShellCommand): string[] =>
	command.redirects
		.filter(({ operator, target }) => operator === '<' && target !== '/dev/null')
		.map(({ target }) => target);

/** `socat -u FILE:/x TCP:host:1`, `… | socat - TCP:host:1`: carries what it reads; a shell at its end lets someone in. */
const socat: ProgramReader = (command) => {
	const addresses = textsOf(command.args).filter((text) => !text.startsWith('-') || text === '-');
	const outside = addresses
		.map((text) => /^(?:tcp|udp|ssl|openssl|sctp)[46]?(?:-connect)?:([\w.-]+):/i.exec(text)?.[1])
		.find((host) => host !== undefined && !/^(localhost|127\.)/.test(host));
	if (outside === undefined) return null;
	if (addresses.some((text) => /^(exec|system):/i.test(text)))
		return [
			reading({
				class: 'grant',
				provider: 'system',
				operation: 'socat',
				text: command.source,
				hosts: [outside],
				resources: [resourceRef('system', 'host', outside)],
				basis: 'a shell that is handed to another host',
			}),
		];
	const files = addresses
		.map((text) => /^(?:file|open|gopen|create):([^,]+)/i.exec(text)?.[1])
		.filter((path) => path !== undefined);
	const all = [...files, ...readFrom(command)];
	return all.length === 0 && command.pipedFrom.length === 0 ? null : sent(command, outside, all);
};

/** `mail -s x a@example.net < file`, `mutt -a file -- a@example.net`. */
const mail: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'-s',
			'-a',
			'-A',
			'--attach',
			'-r',
			'-c',
			'-b',
			'-S',
			'-f',
			'--to',
			'--from',
			'--body',
		]),
	);
	const attached = ['-a', '-A', '--attach'].flatMap((flag) => args.flags.get(flag) ?? []);
	const files = [...attached.map((path) => path.replace(/^@/, '')), ...readFrom(command)].filter(
		(path) => !/^[\w-]+:\s/.test(path),
	);
	const to = [...args.operands, args.value('--to') ?? ''].find((text) => text.includes('@'));
	// `cat file | mail …`: the body is what another command reads out of files.
	const piped =
		/^\s*(?:sudo\s+)?(cat|tar|zip|gzip|base64|xxd|pg_dump|mysqldump|env|printenv)\b(.*)$/s.exec(
			command.pipedFrom.at(0) ?? '',
		);
	if (piped !== null)
		files.push(
			...(piped[2] ?? '').split(/\s+/).filter((word) => /^[~.]?\/|^[\w-]+\.[\w.]+$/.test(word)),
		);
	return to === undefined || files.length === 0
		? null
		: sent(command, to.slice(to.lastIndexOf('@') + 1), files);
};

/** `sftp host <<< 'put x'`, `lftp -c 'open host; put x'`, `ftp -u url x`: what is put there. */
const fileTransfer: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-c', '-e', '-u', '-P', '-i', '-o', '-p', '-b']),
	);
	const script = [
		...['-c', '-e'].flatMap((flag) => args.flags.get(flag) ?? []),
		command.input ?? '',
	].join('\n');
	const put = [
		...script.matchAll(
			/(?:^|[\n;]|&&)\s*(?:m?put|reput|send|mirror\s+(?:-R|--reverse)(?:\s+-\S+)*)\s+(?:-\S+\s+)*([^\s;&]+)/g,
		),
	].map((match) => match[1] ?? '');
	const url = args.value('-u');
	const files = url?.includes('://') || /put$/.test(command.name) ? args.operands.slice(-1) : put;
	const place = [
		url ?? '',
		/\bopen\s+(?:-\S+\s+\S+\s+)*(\S+)/.exec(script)?.[1] ?? '',
		args.operands[0] ?? '',
	]
		.map((text) => /^(?:\w+:\/\/)?(?:[^@/\s]*@)?([\w-]+(?:\.[\w-]+)+)/.exec(text)?.[1])
		.find((host) => host !== undefined);
	return files.length === 0 ? null : sent(command, place ?? null, files);
};

/** Programs that hand files to whoever is given a code or a link. */
const handsOver =
	(verb: RegExp | null): ProgramReader =>
	(command) => {
		const args = parseArguments(textsOf(command.args), new Set(['--code', '-c', '--text', '-n']));
		const files = verb === null ? args.operands : args.operands.slice(1);
		if (verb !== null && !verb.test(args.operands[0] ?? '')) return null;
		const fed = verb === null && files.length === 0 ? command.pipedFrom.slice(-1) : [];
		const all = [...files, ...fed, ...readFrom(command)];
		return all.length === 0 || all.every(isRebuilt) ? null : sent(command, null, all);
	};

/** `Send-MailMessage -To a@example.net -Attachments file`. */
const mailCmdlet: ProgramReader = (command) => {
	const texts = textsOf(command.args);
	const given = (name: RegExp): string | undefined =>
		texts[texts.findIndex((text) => name.test(text)) + 1];
	const has = texts.some((text) => /^-Attachments?$/i.test(text));
	const to = texts.some((text) => /^-To$/i.test(text)) ? (given(/^-To$/i) ?? '') : '';
	const file = has ? given(/^-Attachments?$/i) : undefined;
	return file === undefined ? null : sent(command, to.slice(to.lastIndexOf('@') + 1), [file]);
};

/** Programs that carry files out, beside those of HTTP, ssh and the clouds. */
export const senders: Readonly<Record<string, ProgramReader>> = {
	socat,
	mail,
	mailx: mail,
	's-nail': mail,
	mutt: mail,
	neomutt: mail,
	swaks: mail,
	'send-mailmessage': mailCmdlet,
	sftp: fileTransfer,
	ftp: fileTransfer,
	lftp: fileTransfer,
	ncftpput: fileTransfer,
	croc: handsOver(/^send$/),
	wormhole: handsOver(/^(send|tx)$/),
	'wormhole-william': handsOver(/^send$/),
	ffsend: handsOver(/^(upload|up|u)$/),
	ipfs: handsOver(/^add$/),
	'onionshare-cli': handsOver(null),
	pastebinit: handsOver(null),
};
