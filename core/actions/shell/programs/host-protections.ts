import type { Reading } from '../../action.ts';
import { reading, resourceRef } from '../../reading.ts';
import { textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** What watches, guards or copies a machine: switching it off makes recovery or detection harder. */
const GUARDS =
	/^(auditd|r?syslog(-ng)?|systemd-journald|falco|osqueryd?|wazuh\S*|ossec\S*|falcon-sensor|mdatp|clamav\S*|fail2ban|ufw|firewalld|iptables|nftables|apparmor|\S*(backup|restic|borg|snapper|sanoid|timeshift)\S*)(\.(service|timer))?$/i;

interface Told {
	readonly class: Reading['class'];
	readonly kind: string;
	readonly id: string;
	readonly weakens?: boolean;
}

/** One rule a program: null where its words do none of it. */
type HostRule = (words: readonly string[]) => Told | null;

const off = (kind: string, id: string): Told => ({ class: 'modify', kind, id, weakens: true });
const has = (words: readonly string[], pattern: RegExp): boolean =>
	words.some((word) => pattern.test(word));
const after = (words: readonly string[], flag: RegExp): string | null => {
	const at = words.findIndex((word) => flag.test(word));
	return at < 0 ? null : (words[at + 1] ?? null);
};

const disk = (words: readonly string[]): Told => ({
	class: 'destroy',
	kind: 'disk',
	id: words.at(-1) ?? '',
});

/** What is taken off a machine by its package manager. */
const uninstalls: HostRule = (words) => {
	const guard = words.find((word) => GUARDS.test(word));
	return has(words, /^(remove|purge|erase|autoremove|del|uninstall|-R\w*|-e)$/) &&
		guard !== undefined
		? off('protection', guard)
		: null;
};

const RULES: Readonly<Record<string, HostRule>> = {
	apt: uninstalls,
	'apt-get': uninstalls,
	dpkg: uninstalls,
	dnf: uninstalls,
	yum: uninstalls,
	zypper: uninstalls,
	rpm: uninstalls,
	apk: uninstalls,
	pacman: uninstalls,
	snap: uninstalls,
	brew: uninstalls,
	crontab: (words) =>
		has(words, /^-[a-z]*r[a-z]*$/)
			? { class: 'destroy', kind: 'schedule', id: after(words, /^-u$/) ?? 'the crontab' }
			: null,
	systemctl: (words) => {
		const [verb = '', ...units] = words.filter((word) => !word.startsWith('-'));
		const guard = units.find((unit) => GUARDS.test(unit));
		return /^(stop|disable|mask|kill)$/.test(verb) && guard !== undefined
			? off('protection', guard)
			: null;
	},
	service: ([unit = '', verb]) =>
		verb === 'stop' && GUARDS.test(unit) ? off('protection', unit) : null,
	ufw: (words) => (has(words, /^(disable|reset)$/) ? off('firewall', 'ufw') : null),
	iptables: (words) =>
		has(words, /^(-F|--flush|-X)$/) || (has(words, /^-P$/) && has(words, /^ACCEPT$/))
			? off('firewall', 'iptables')
			: null,
	nft: (words) =>
		words[0] === 'flush' && words[1] === 'ruleset' ? off('firewall', 'nftables') : null,
	netsh: (words) =>
		has(words, /^advfirewall$/i) && words.at(-1)?.toLowerCase() === 'off'
			? off('firewall', 'Windows firewall')
			: null,
	setenforce: ([mode]) =>
		/^(0|permissive)$/i.test(mode ?? '') ? off('protection', 'SELinux') : null,
	auditctl: (words) =>
		has(words, /^-D$/) || after(words, /^-e$/) === '0' ? off('protection', 'audit rules') : null,
	spctl: (words) =>
		has(words, /^--(master|global)-disable$/) ? off('protection', 'Gatekeeper') : null,
	csrutil: ([verb]) =>
		verb === 'disable' ? off('protection', 'System Integrity Protection') : null,
	bcdedit: (words) =>
		has(words, /^recoveryenabled$/i) && /^(no|off)$/i.test(words.at(-1) ?? '')
			? off('protection', 'Windows recovery')
			: null,
	history: (words) => (has(words, /^-[a-z]*c$/) ? off('log', 'the shell history') : null),
	wevtutil: (words) =>
		/^(cl|clear-log)$/i.test(words[0] ?? '')
			? { class: 'destroy', kind: 'log', id: words[1] ?? '', weakens: true }
			: null,
	'set-mppreference': (words) =>
		has(words, /^-Disable/i) && !has(words, /^\$?false$/i)
			? off('protection', 'Microsoft Defender')
			: null,
	'add-mppreference': (words) =>
		has(words, /^-Exclusion/i) ? off('protection', 'Microsoft Defender') : null,
	'set-netfirewallprofile': (words) =>
		/^(\$?false)$/i.test(after(words, /^-Enabled$/i) ?? '')
			? off('firewall', 'Windows firewall')
			: null,
	'disable-computerrestore': () => off('protection', 'Windows restore points'),
	vssadmin: (words) =>
		/^delete$/i.test(words[0] ?? '')
			? { class: 'destroy', kind: 'snapshot', id: 'shadow copies', weakens: true }
			: null,
	wbadmin: (words) =>
		/^delete$/i.test(words[0] ?? '')
			? { class: 'destroy', kind: 'backup', id: `Windows ${words[1] ?? 'backup'}`, weakens: true }
			: null,
	wmic: (words) =>
		has(words, /^shadowcopy$/i) && has(words, /^delete$/i)
			? { class: 'destroy', kind: 'snapshot', id: 'shadow copies', weakens: true }
			: null,
	tmutil: (words) =>
		words[0] === 'disable'
			? off('protection', 'Time Machine')
			: /^delete/.test(words[0] ?? '')
				? { class: 'destroy', kind: 'backup', id: words.at(-1) ?? '' }
				: null,
	diskutil: (words) =>
		/^(erase(Disk|Volume)|secureErase|partitionDisk|zeroDisk|apfs)$/i.test(words[0] ?? '') &&
		(words[0] !== 'apfs' || /^delete/i.test(words[1] ?? ''))
			? disk(words)
			: null,
	pg_dropcluster: (words) => ({
		class: 'destroy',
		kind: 'database',
		id: words.filter((word) => !word.startsWith('-')).join('/'),
	}),
	// Makes the target the same as the source; `/L` only lists.
	robocopy: (words) =>
		has(words, /^\/(mir|purge)$/i) && !has(words, /^\/l$/i)
			? { class: 'destroy', kind: 'file', id: words[1] ?? '' }
			: null,
	mdadm: (words) => (has(words, /^--zero-superblock$/) ? disk(words) : null),
	blkdiscard: disk,
	lvreduce: disk,
	parted: (words) =>
		has(words, /^(mklabel|mktable|rm|mkpart)$/)
			? { class: 'destroy', kind: 'disk', id: words.find((word) => word.startsWith('/')) ?? '' }
			: null,
	sfdisk: (words) => (has(words, /^(--delete|--wipe|-w)$/) ? disk(words) : null),
	dmsetup: (words) =>
		/^(remove_all|remove|wipe_table)$/.test(words[0] ?? '') && has(words, /^(--force|-f)$/)
			? disk(words)
			: null,
	timeshift: (words) =>
		has(words, /^--delete(-all)?$/)
			? {
					class: 'destroy',
					kind: 'snapshot',
					id: after(words, /^--snapshot$/) ?? 'every snapshot',
					weakens: true,
				}
			: null,
	// `virsh destroy` only switches off.
	virsh: (words) => {
		const [verb = '', name = ''] = words.filter((word) => !word.startsWith('-'));
		if (verb === 'undefine')
			return {
				class: has(words, /^--(remove-all-storage|storage|wipe-storage)/) ? 'destroy' : 'delete',
				kind: 'machine',
				id: name,
			};
		if (/^(vol-delete|vol-wipe|pool-delete|snapshot-delete)$/.test(verb))
			return { class: 'destroy', kind: 'volume', id: name };
		return verb === 'destroy' ? { class: 'modify', kind: 'machine', id: name } : null;
	},
	vboxmanage: (words) =>
		(/^unregistervm$/i.test(words[0] ?? '') && has(words, /^--delete(-all)?$/)) ||
		(/^(closemedium|snapshot)$/i.test(words[0] ?? '') && has(words, /^(--)?delete$/))
			? { class: 'destroy', kind: 'machine', id: words[1] ?? '' }
			: null,
	cryptsetup: (words) => (has(words, /^(luksErase|erase|luksFormat)$/) ? disk(words) : null),
	nvme: (words) => (/^(format|sanitize)$/.test(words[0] ?? '') ? disk(words) : null),
	hdparm: (words) => (has(words, /^--security-erase/) ? disk(words) : null),
};

const hostProgram =
	(rule: HostRule): ProgramReader =>
	(command) => {
		const words = textsOf(command.args);
		const told = rule(words);
		if (told === null) return null;
		const provider = /^(disk|file)$/.test(told.kind) ? 'filesystem' : 'system';
		return [
			reading({
				class: told.class,
				provider,
				operation: [command.name, ...words.slice(0, 1)].join(' '),
				text: command.source,
				weakens: told.weakens === true,
				resources: [{ ...resourceRef(provider, told.kind, told.id) }],
				basis: `shell ${command.name}`,
			}),
		];
	};

/** Programs that take protections off a machine, or its copies, schedules and disks away. */
export const hostProtections: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	Object.entries(RULES).map(([name, rule]) => [name, hostProgram(rule)]),
);
