import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const RCLONE_VALUED = new Set([
	'--config',
	'--include',
	'--exclude',
	'--filter',
	'--transfers',
	'--bwlimit',
]);

/** `rclone copy here remote:there` carries files out; `sync`, `delete` and `purge` remove at the target. */
export const rclone: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), RCLONE_VALUED);
	const [verb = '', from = '', to = ''] = args.operands;
	const isDry = args.has('-n', '--dry-run');
	const removes = /^(purge|delete|deletefile|rmdirs)$/.test(verb);
	const carries = /^(copy|copyto|move|moveto|sync)$/.test(verb) && isRemote(to) && !isRemote(from);
	const target = verb === 'sync' ? to : from;
	// What stands at a remote is no file of this machine.
	const provider = !carries && isRemote(target) ? 'rclone' : 'filesystem';
	return [
		reading({
			class: isDry
				? 'read'
				: removes || verb === 'sync'
					? 'destroy'
					: carries
						? 'expose'
						: 'modify',
			provider,
			operation: `rclone ${verb}`,
			text: command.source,
			readsPaths: from === '' ? [] : [from],
			writesPaths: to === '' ? [] : [to],
			resources:
				carries || removes || verb === 'sync'
					? [resourceRef(provider, provider === 'rclone' ? 'object' : 'file', target)]
					: [],
			hosts: carries ? [to.slice(0, to.indexOf(':'))] : [],
			basis: 'shell rclone',
		}),
	];
};

const isRemote = (path: string): boolean => /^[\w-]{2,}:/.test(path);

/** `openssl s_client -connect host:443 < file`: sends what it reads. */
export const openssl: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-connect', '-servername', '-in', '-out']),
	);
	const host = /^([\w.-]+)(?::\d+)?$/.exec(args.value('-connect') ?? '')?.[1];
	const files = command.redirects
		.filter((r) => r.operator === '<' && r.target !== '/dev/null')
		.map((r) => r.target);
	if (args.operands[0] !== 's_client' || host === undefined || files.length === 0) return null;
	return [
		reading({
			class: 'expose',
			provider: 'filesystem',
			operation: 'openssl s_client',
			text: command.source,
			hosts: [host],
			readsPaths: files,
			resources: files.map((file) => resourceRef('filesystem', 'file', file)),
			basis: 'shell openssl',
		}),
	];
};

/** `sgdisk --zap-all /dev/sda`, `zfs destroy -r tank/home`, `zpool destroy tank`. */
export const diskTool: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), new Set(['-o']));
	const isDisk = command.name === 'sgdisk';
	// What was written since is gone.
	const rollsBack = command.name === 'zfs' && args.operands[0] === 'rollback';
	if (
		isDisk
			? !args.has('-Z', '--zap-all', '-z', '--zap')
			: !rollsBack && args.operands[0] !== 'destroy'
	)
		return [];
	return args.has('-n')
		? []
		: [
				reading({
					class: 'destroy',
					provider: 'filesystem',
					operation: `${command.name} ${isDisk ? '--zap-all' : (args.operands[0] ?? '')}`,
					text: command.source,
					resources: args.operands
						.slice(isDisk ? 0 : 1)
						.map((id) => resourceRef('filesystem', isDisk ? 'disk' : 'file', id)),
					basis: `shell ${command.name}`,
				}),
			];
};

/** The words with which tunnels are opened to everyone. */
const OPENING: Readonly<Record<string, RegExp>> = {
	ngrok: /^(http|tcp|tls)$/,
	cloudflared: /^tunnel$/,
	tailscale: /^funnel$/,
	bore: /^local$/,
	zrok: /^share$/,
	devtunnel: /^host$/,
};

/** Services that open a port to everyone over a plain `ssh -R`. */
const OPEN_TUNNELS =
	/(^|@|\.)(serveo\.net|localhost\.run|pinggy\.io|tunnelto\.dev|localhost\.pub|srv\.us)$/;

/** `ssh -R 80:localhost:3000 serveo.net`: opens what runs here to everyone. */
export const openTunnel: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-R', '-L', '-D', '-p', '-i', '-l', '-o', '-F', '-J']),
	);
	const opened = args.value('-R');
	const host = args.operands[0];
	if (opened === null || host === undefined) return null;
	// Any address of the far host may be asked, or the port is one that people sign in at.
	const isOpen =
		/^(0\.0\.0\.0|\*|\[?::\]?)?:\d+:/.test(opened) || /:(22|3389|5985|5986)$/.test(opened);
	if (!isOpen && !OPEN_TUNNELS.test(host)) return null;
	return [
		reading({
			class: 'expose',
			provider: 'ssh',
			operation: 'ssh -R',
			text: command.source,
			hosts: [host],
			resources: [resourceRef('ssh', 'port', opened)],
			basis: 'shell ssh',
		}),
	];
};

/** `ngrok http 5432`, `cloudflared tunnel --url …`: opens what runs here to everyone. */
export const tunnel: ProgramReader = (command) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set([
			'--url',
			'--region',
			'--domain',
			'--log',
			'-p',
			'--port',
			'--to',
			'-s',
			'--subdomain',
		]),
	);
	const [verb, port] = args.operands;
	const opened =
		command.name === 'cloudflared'
			? args.value('--url')
			: (args.value('-p', '--port') ??
				(command.name === 'lt' || command.name === 'localtunnel' ? verb : port));
	if (/^(status|reset|off|help|version|list)$/.test(opened ?? '')) return null;
	if (opened == null || !(OPENING[command.name] ?? /^/).test(verb ?? '')) return null;
	return [
		reading({
			class: 'expose',
			provider: command.name,
			operation: `${command.name} ${verb ?? ''}`,
			text: command.source,
			resources: [resourceRef(command.name, 'port', opened)],
			basis: `shell ${command.name}`,
		}),
	];
};

/** Folders of the machine or of people, which are no page that someone builds. */
const LASTING_FOLDER = /^(~|\$HOME|\/(srv|var|etc|opt|data|mnt|home|root|backups?)\b|\/$)/;
const EVERY_ADDRESS = /^(0\.0\.0\.0|\[?::\]?|\*)(:\d+)?$/;

/** `python3 -m http.server --bind 0.0.0.0 -d /srv/data`, `php -S 0.0.0.0:80 -t /srv`: a folder for everyone who can reach the port. */
export const fileServer: ProgramReader = (command) => {
	const texts = textsOf(command.args);
	const serves =
		(/^python/.test(command.name) && /^(http\.server|SimpleHTTPServer)$/.test(texts[1] ?? '')) ||
		(command.name === 'php' && texts.includes('-S')) ||
		/^(http-server|serve|caddy|httpd|miniserve|webfsd)$/.test(command.name);
	const folder =
		texts.find((text) => LASTING_FOLDER.test(text)) ??
		(command.folder !== null && LASTING_FOLDER.test(command.folder) ? command.folder : null);
	if (!serves || folder === null || !texts.some((text) => EVERY_ADDRESS.test(text))) return null;
	return [
		reading({
			class: 'expose',
			provider: 'filesystem',
			operation: `${command.name} serves a folder`,
			text: command.source,
			readsPaths: [folder],
			resources: [resourceRef('filesystem', 'file', folder)],
			basis: `shell ${command.name}`,
		}),
	];
};
