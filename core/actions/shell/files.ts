import { givesAccess, isRebuilt } from '../access-files.ts';
import type { ActionClass, Reading } from '../action.ts';
import { reading, resourceRef } from '../reading.ts';
import { parseArguments, type ShellCommand, textsOf } from './command.ts';
import { weakensConfiguration } from './programs/text-edits.ts';

type FileReader = (command: ShellCommand) => Reading[] | null;

const act = (
	command: ShellCommand,
	actionClass: ActionClass,
	paths: {
		reads?: readonly string[];
		writes?: readonly string[];
		targets?: readonly string[];
		kind?: string;
	},
): Reading =>
	reading({
		class: actionClass,
		provider: 'filesystem',
		operation: command.name,
		text: command.source,
		readsPaths: paths.reads ?? [],
		writesPaths: paths.writes ?? [],
		resources: (paths.targets ?? []).map((path) =>
			resourceRef(
				'filesystem',
				paths.kind ?? 'file',
				withBackslashes(inFolder(path, command.folder)),
			),
		),
		basis: `shell ${command.name}`,
	});

/** A relative path after `cd folder`: the folder in front of it. */
export const inFolder = (path: string, folder: string | null): string =>
	folder === null || /^[/~$]|^[a-z]:[/\\]/i.test(path) || /^[a-z0-9]+:\/\//i.test(path)
		? path
		: `${folder.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}`;

/** A path of Windows as its own people write it. */
const withBackslashes = (path: string): string =>
	/^[A-Za-z]:\//.test(path) ? path.replaceAll('/', '\\') : path;

const operandsOf = (command: ShellCommand, valued: readonly string[] = []): string[] => [
	...parseArguments(textsOf(command.args), new Set(valued)).operands,
];

const reads =
	(valued: readonly string[] = [], skip = 0): FileReader =>
	(command) => [act(command, 'read', { reads: operandsOf(command, valued).slice(skip) })];

const removes =
	(actionClass: ActionClass): FileReader =>
	(command) => {
		const named = operandsOf(command, ['-n', '-s', '--iterations', '--size']);
		const isFed = command.wrappers.includes('xargs') || command.wrappers.includes('parallel');
		const targets = named.length === 0 && isFed ? fedPaths(command.pipedFrom) : named;
		if (targets.length === 0 && !isFed) return [];
		const lasting = targets.some((path) => !isRebuilt(path)) || targets.length === 0;
		return [act(command, lasting ? actionClass : 'delete', { targets, writes: targets })];
	};

/** What `find /a /b … | xargs` and `ls /a | xargs` hand on, as far as the commands say: where they look. */
const fedPaths = (pipedFrom: readonly string[]): string[] =>
	pipedFrom.flatMap((source) => {
		const looked = /\b(?:find|fd|ls)\s+((?:(?![-(!])\S+\s+)*(?![-(!])\S+)/.exec(source)?.[1];
		return looked === undefined ? [] : looked.split(/\s+/);
	});

/** `rmdir /s /q d:\\`, `del /s *`: flags begin with a slash, and `/s` takes everything below. */
const windowsRemoves: FileReader = (command) => {
	const words = textsOf(command.args);
	const targets = words.filter((word) => !/^[/-][a-z?]{1,2}$/i.test(word) && !/^-/.test(word));
	const whole = words.some((word) => /^\/s$/i.test(word)) || /^(del|erase)$/i.test(command.name);
	return targets.length === 0
		? []
		: [act(command, whole ? 'destroy' : 'delete', { targets, writes: targets })];
};

/** `Remove-Item -Path x -Recurse`, `Get-ChildItem x | Remove-Item`: what is piped in is what it removes. */
const powershellRemoves: FileReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-Path', '-LiteralPath', '-path', '-Include', '-Exclude', '-Filter']),
	);
	if (args.has('-WhatIf', '-whatif')) return [];
	const named = args.value('-Path', '-LiteralPath', '-path');
	const piped = command.pipedFrom.flatMap(
		(source) =>
			/^\s*(?:get-childitem|gci|ls|dir|get-item)\s+(?:-(?:path|literalpath)\s+)?["']?([^\s"'-][^\s"']*)/i.exec(
				source,
			)?.[1] ?? [],
	);
	const targets = named !== null ? [named] : args.operands.length > 0 ? args.operands : piped;
	const lasting = targets.some((path) => !isRebuilt(path));
	return targets.length === 0
		? []
		: [act(command, lasting ? 'destroy' : 'delete', { targets, writes: targets })];
};

const copies: FileReader = (command) => {
	const paths = operandsOf(command, ['-t', '--target-directory', '-S', '-m', '-o', '-g']);
	const to = paths.slice(-1);
	// Into the place where the system looks who gets in, not into a copy of it.
	const access = to.filter(
		(path) => givesAccess(path) && /^(~|\$HOME|\$\{HOME\}|\/root|\/home|\/etc|\.ssh)/.test(path),
	);
	if (access.length > 0)
		return [act(command, 'grant', { reads: paths.slice(0, -1), writes: to, targets: access })];
	// `cp /dev/null file` empties it.
	if (paths.length === 2 && paths[0] === '/dev/null' && to.every((path) => !isRebuilt(path)))
		return [act(command, 'destroy', { targets: to, writes: to })];
	return [act(command, 'modify', { reads: paths.slice(0, -1), writes: to })];
};

const greps: FileReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'-e',
			'-f',
			'-A',
			'-B',
			'-C',
			'-m',
			'--include',
			'--exclude',
			'--exclude-dir',
			'-g',
			'--glob',
			'-t',
			'--type',
		]),
	);
	const hasPattern = args.has('-e', '-f');
	return [act(command, 'read', { reads: args.operands.slice(hasPattern ? 0 : 1) })];
};

const find: FileReader = (command) => {
	const words = textsOf(command.args);
	const start = words.findIndex((word) => /^[-(!]/.test(word));
	const roots = start === 0 ? ['.'] : words.slice(0, start < 0 ? undefined : start);
	const deletes =
		words.includes('-delete') ||
		/-exec(dir)?\s+(sudo\s+)?(\/bin\/)?(rm|shred|unlink)\b/.test(words.join(' '));
	// What it deletes is what its name test lets through, not the whole folder.
	const name = words[words.findIndex((word) => /^-i?name$/.test(word)) + 1];
	const narrowed =
		words.some((word) => /^-i?name$/.test(word)) && name !== undefined && name !== '*';
	const targets = narrowed ? roots.map((root) => `${root.replace(/\/$/, '')}/**/${name}`) : roots;
	return [
		act(
			command,
			deletes ? (targets.every(isRebuilt) ? 'delete' : 'destroy') : 'read',
			deletes ? { targets, writes: targets } : { reads: roots },
		),
	];
};

const dd: FileReader = (command) => {
	const words = textsOf(command.args);
	const of = words.find((word) => word.startsWith('of='))?.slice(3);
	const from = words.find((word) => word.startsWith('if='))?.slice(3);
	const overwrites = of !== undefined && /^\/dev\/(?!null|stdout|stderr|tty)/.test(of);
	return [
		act(command, overwrites ? 'destroy' : 'modify', {
			reads: from === undefined ? [] : [from],
			writes: of === undefined ? [] : [of],
			targets: overwrites ? [of] : [],
			kind: 'disk',
		}),
	];
};

const rsync: FileReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'-e',
			'--rsh',
			'--exclude',
			'--include',
			'--exclude-from',
			'-f',
			'--filter',
			'--files-from',
		]),
	);
	const target = args.operands.at(-1) ?? '';
	const from = args.operands.slice(0, -1);
	// One place alone is listed.
	if (from.length === 0 || args.has('--list-only'))
		return [act(command, 'read', { reads: args.operands })];
	if ([...args.flags.keys()].some((flag) => /^--delete/.test(flag)) && !args.has('-n', '--dry-run'))
		return [act(command, 'destroy', { reads: from, writes: [target], targets: [target] })];
	return args.has('-n', '--dry-run') ? [] : [transfer(command, from, target)];
};

/** A copy to another host carries the files out. */
function transfer(command: ShellCommand, from: readonly string[], target: string): Reading {
	const host =
		/^(?:rsync:\/\/)?(?:[\w.-]+@)?([\w.-]+)(?::(?!\/\/)|(?<=^rsync:.*)\/)/.exec(target)?.[1] ??
		null;
	return {
		...act(command, host === null ? 'modify' : 'expose', {
			reads: from,
			writes: [target],
			targets: host === null ? [] : from,
		}),
		hosts: host === null ? [] : [host],
	};
}

const scp: FileReader = (command) => {
	const paths = operandsOf(command, ['-P', '-i', '-o', '-F', '-J', '-c', '-l']);
	return [transfer(command, paths.slice(0, -1), paths.at(-1) ?? '')];
};

/** `wipefs` without a flag lists what it finds. */
const wipefs: FileReader = (command) =>
	parseArguments(textsOf(command.args), new Set(['-o', '--offset', '-t', '--types'])).has(
		'-a',
		'--all',
		'-o',
		'--offset',
		'-f',
		'--force',
	)
		? disks(command)
		: [];

/** `echo 'd\nw' | fdisk /dev/sdb`: what it is fed deletes or makes a table, and writes it. */
const partitions: FileReader = (command) =>
	/(^|[\n\s]|\\n)[dgoz](?=[\n\s\\]|$)[\s\S]*(^|[\n\s]|\\n)w\b/.test(command.input ?? '')
		? disks(command)
		: [];

/** `tar … --remove-files` takes away what it has packed. */
const tar: FileReader = (command) => {
	const words = textsOf(command.args);
	if (!words.includes('--remove-files')) return null;
	const packed = words.slice(1).filter((word) => !/^-|\.(t?gz|tar|tgz|xz|zst|bz2)$/.test(word));
	return [
		act(command, packed.length > 0 && packed.every(isRebuilt) ? 'delete' : 'destroy', {
			targets: packed,
			writes: packed,
		}),
	];
};

const disks: FileReader = (command) => {
	const targets = operandsOf(command, ['-t', '-L', '--type', '--label']);
	return [act(command, 'destroy', { targets, kind: 'disk' })];
};

const truncate: FileReader = (command) => {
	const args = parseArguments(textsOf(command.args), new Set(['-s', '--size', '-r']));
	const empties = args.value('-s', '--size') === '0';
	return [
		act(command, empties ? 'destroy' : 'modify', { targets: args.operands, writes: args.operands }),
	];
};

const permissions: FileReader = (command) => {
	const [mode, ...paths] = operandsOf(command);
	const opens =
		command.name === 'chmod' &&
		mode !== undefined &&
		/^(0?[0-7]?[0-7][0-7][2367]|[ao]?\+[rx]*w|[ugoa]*\+[rwx]*s|0?[2467][0-7]{3}$)/.test(mode);
	return [act(command, opens ? 'grant' : 'modify', { targets: opens ? paths : [], writes: paths })];
};

const netcat: FileReader = (command) => {
	const [host] = operandsOf(command, ['-p', '-w', '-s']);
	const sends =
		command.pipedFrom.length > 0 ||
		command.redirects.some((redirect) => redirect.operator.startsWith('<'));
	return host === undefined || !sends
		? [act(command, 'execute', {})]
		: [
				{
					...act(command, 'expose', {
						reads: command.redirects.filter((r) => r.operator.startsWith('<')).map((r) => r.target),
						targets: [host],
						kind: 'host',
					}),
					hosts: [host],
				},
			];
};

/** `tee file < /dev/null`, `: | tee file`: nothing comes in, so the file is emptied. */
const isFedNothing = ({ redirects, pipedFrom }: ShellCommand): boolean =>
	redirects.some(({ operator, target }) => operator === '<' && target === '/dev/null') ||
	/^\s*(:|true|cat \/dev\/null|echo -n|printf '')\s*$/.test(pipedFrom.at(-1) ?? '');

const none: FileReader = () => [];

/** Programs that work on files, each with its reader. */
export const fileReaders: Readonly<Record<string, FileReader>> = {
	cat: reads(),
	head: reads(['-n', '-c']),
	tail: reads(['-n', '-c']),
	less: reads(),
	more: reads(),
	bat: reads(),
	tac: reads(),
	nl: reads(),
	strings: reads(),
	xxd: reads(),
	od: reads(),
	base64: reads(['-w']),
	sort: reads(['-k', '-t']),
	uniq: reads(),
	wc: reads(),
	stat: reads(),
	file: reads(),
	diff: reads(),
	jq: reads(['--arg', '-f'], 1),
	yq: reads([], 1),
	awk: reads(['-F', '-v', '-f'], 1),
	cut: reads(['-d', '-f', '-c']),
	source: reads(),
	'.': reads(),
	ls: reads(),
	tree: reads(),
	du: reads(),
	md5sum: reads(),
	sha256sum: reads(),
	type: reads(),
	'get-content': reads(),
	gc: reads(),
	printenv: reads(),
	grep: greps,
	egrep: greps,
	fgrep: greps,
	rg: greps,
	ag: greps,
	ack: greps,
	zgrep: greps,
	find,
	fd: find,
	rm: removes('destroy'),
	unlink: removes('destroy'),
	shred: removes('destroy'),
	srm: removes('destroy'),
	rmdir: windowsRemoves,
	trash: removes('delete'),
	rimraf: removes('destroy'),
	del: windowsRemoves,
	erase: windowsRemoves,
	rd: windowsRemoves,
	'remove-item': powershellRemoves,
	ri: powershellRemoves,
	'clear-content': powershellRemoves,
	clc: powershellRemoves,
	'format-volume': disks,
	'clear-disk': disks,
	cp: copies,
	mv: copies,
	move: copies,
	'move-item': copies,
	mi: copies,
	install: copies,
	ln: none,
	dd,
	rsync,
	scp,
	truncate,
	chmod: permissions,
	chown: permissions,
	nc: netcat,
	ncat: netcat,
	netcat,
	telnet: netcat,
	mkfs: disks,
	'mkfs.ext4': disks,
	'mkfs.xfs': disks,
	'mkfs.btrfs': disks,
	'mkfs.ext3': disks,
	'mkfs.vfat': disks,
	'mkfs.ntfs': disks,
	'mkfs.f2fs': disks,
	mkswap: disks,
	wipefs,
	tar,
	lvremove: disks,
	vgremove: disks,
	fdisk: partitions,
	gdisk: partitions,
	cd: none,
	pwd: none,
	echo: none,
	printf: none,
	true: none,
	false: none,
	test: none,
	'[': none,
	exit: none,
	sleep: none,
	export: none,
	set: none,
	which: none,
	mkdir: none,
	touch: none,
	date: none,
	tee: (command) => {
		const writes = operandsOf(command);
		const access = writes.filter(givesAccess);
		return access.length > 0
			? [act(command, 'grant', { writes, targets: access })]
			: isFedNothing(command) && !textsOf(command.args).some((text) => /^(-a|--append)$/.test(text))
				? [act(command, 'destroy', { writes, targets: writes })]
				: [
						{
							...act(command, 'modify', { writes }),
							weakens: weakensConfiguration(command.input ?? ''),
						},
					];
	},
};
