import type { ActionClass } from '../../action.ts';
import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** What a sub-command of a store's tool does; the first whose pattern fits the words and flags counts. */
interface StoreRule {
	readonly words: RegExp;
	/** A flag (with its value, `--acl=public`) that must be there as well. */
	readonly flags?: RegExp;
	readonly class: ActionClass;
	readonly kind?: string;
	readonly weakens?: boolean;
}

interface StoreTool {
	readonly provider: string;
	readonly valued: readonly string[];
	readonly rules: readonly StoreRule[];
}

const destroys = (words: RegExp, kind = 'object', flags?: RegExp): StoreRule => ({
	words,
	class: 'destroy',
	kind,
	...(flags === undefined ? {} : { flags }),
});
const opens = (words: RegExp, flags?: RegExp): StoreRule => ({
	words,
	class: 'expose',
	kind: 'bucket',
	...(flags === undefined ? {} : { flags }),
});
const grants = (words: RegExp, kind = 'user'): StoreRule => ({ words, class: 'grant', kind });
const weakens = (words: RegExp, flags?: RegExp): StoreRule => ({
	words,
	class: 'modify',
	kind: 'bucket',
	weakens: true,
	...(flags === undefined ? {} : { flags }),
});

/** Tools of object stores and of backups, whose words no one convention covers. */
const TOOLS: Readonly<Record<string, StoreTool>> = {
	// https://min.io/docs/minio/linux/reference/minio-mc.html
	mc: {
		provider: 'minio',
		valued: ['--older-than', '--newer-than', '--region', '--config-dir', '-C', '--expire'],
		rules: [
			destroys(/^rb\b/, 'bucket'),
			destroys(/^rm\b/),
			destroys(/^mirror\b/, 'object', /^--remove$/),
			opens(
				/^(anonymous|policy) set(-json)? (public|download|upload|readwrite|readonly|writeonly)\b/,
			),
			opens(/^share (download|upload)\b/),
			grants(/^admin (user (add|enable|svcacct add)|policy (attach|set)|group add)\b/),
			grants(/^admin accesskey create\b/, 'credential'),
			weakens(/^version suspend\b/),
			weakens(/^(retention|legalhold) clear\b/),
			destroys(/^admin (user|group) (remove|rm)\b/, 'user'),
		],
	},
	// https://s3tools.org/usage
	s3cmd: {
		provider: 'aws',
		valued: ['-c', '--config', '--access_key', '--secret_key', '--region', '--host', '-m'],
		rules: [
			destroys(/^(del|rm)\b/),
			destroys(/^rb\b/, 'bucket'),
			destroys(/^sync\b/, 'object', /^--delete-(removed|after)$/),
			opens(/^(put|cp|mv|sync|setacl|modify)\b/, /^(--acl-public|-P)$/),
			grants(/^(setacl|setpolicy)\b/, 'bucket'),
		],
	},
	s5cmd: {
		provider: 'aws',
		valued: ['--endpoint-url', '--profile', '--exclude', '--include', '--acl'],
		rules: [
			destroys(/^rm\b/),
			destroys(/^rb\b/, 'bucket'),
			destroys(/^sync\b/, 'object', /^--delete$/),
			opens(/^(cp|mv|sync)\b/, /^--acl=?(public-read.*)?$/),
		],
	},
	// https://cloud.google.com/storage/docs/gsutil/commands/acl
	gsutil: {
		provider: 'gcp',
		valued: ['-u', '-g', '-p', '-o', '-h', '-d'],
		rules: [
			opens(/^(acl|defacl) (ch|set)\b/, /AllUsers|AllAuthenticatedUsers|^public-read/i),
			{ ...opens(/^(cp|mv|rsync)\b/), flags: /^-a=public-read/ },
			opens(/^signurl\b/),
			{ ...grants(/^(acl|defacl) ch\b/, 'bucket'), flags: /^-[ug]$/ },
			weakens(/^retention clear\b/),
		],
	},
	// https://learn.microsoft.com/azure/storage/common/storage-ref-azcopy
	azcopy: {
		provider: 'azure',
		valued: ['--include-pattern', '--exclude-pattern', '--include-path', '--exclude-path'],
		rules: [
			destroys(/^(remove|rm|r)\b/),
			destroys(/^sync\b/, 'object', /^--delete-destination(=true)?$/),
		],
	},
	b2: {
		provider: 'backblaze',
		valued: ['--threads', '--bucket'],
		rules: [
			destroys(/^(delete[-_]bucket|bucket delete)\b/, 'bucket'),
			destroys(/^(rm|delete[-_]file[-_]version|file[- ]delete|cancel-all)\b/),
			destroys(/^sync\b/, 'object', /^--delete$/),
			opens(/^(update[-_]bucket|bucket update|create[-_]bucket|bucket create)\b.*\ballPublic\b/),
			grants(/^(create[-_]key|key create)\b/, 'credential'),
		],
	},
	swift: {
		provider: 'openstack',
		valued: [
			'-A',
			'-U',
			'-K',
			'--os-auth-url',
			'--os-username',
			'--os-password',
			'-r',
			'--read-acl',
		],
		rules: [destroys(/^delete\b/), opens(/^post\b/, /^(-r|--read-acl)(=?\.r:\*.*)?$/)],
	},
	// https://pgbackrest.org/command.html
	pgbackrest: {
		provider: 'pgbackrest',
		valued: ['--config', '--repo', '--set'],
		rules: [destroys(/\b(stanza-delete|expire|repo-rm)\b/, 'backup')],
	},
	'wal-g': {
		provider: 'wal-g',
		valued: ['--config'],
		rules: [{ ...destroys(/^delete\b/, 'backup', /^--confirm$/) }],
	},
	duplicity: {
		provider: 'duplicity',
		valued: ['--archive-dir', '--encrypt-key'],
		rules: [destroys(/^(remove-\S+|cleanup)\b/, 'backup', /^--force$/)],
	},
	kopia: {
		provider: 'kopia',
		valued: ['--config-file', '-p'],
		rules: [
			destroys(
				/^(snapshot|snap) (delete|expire)\b/,
				'backup',
				/^(--delete|--unsafe-ignore-source|--all-snapshots-for-source)(=|$)/,
			),
			destroys(/^(content|blob|manifest) (delete|rm)\b/, 'backup'),
		],
	},
	borg: {
		provider: 'borg',
		valued: [
			'-P',
			'--prefix',
			'-a',
			'--glob-archives',
			'--keep-daily',
			'--keep-weekly',
			'--keep-monthly',
			'--keep-last',
			'--keep-within',
		],
		rules: [
			destroys(/^(delete|prune|compact)\b/, 'backup'),
			grants(/^key change-passphrase\b/, 'credential'),
		],
	},
};

function storeReader(program: string, { provider, valued, rules }: StoreTool): ProgramReader {
	return (command) => {
		const texts = textsOf(command.args);
		const args = parseArguments(texts, new Set(valued));
		const words = args.operands.join(' ');
		const rule = rules.find(
			({ words: pattern, flags }) =>
				pattern.test(words) &&
				(flags === undefined ||
					texts.some(
						(text, at) => flags.test(text) || flags.test(`${text}=${texts[at + 1] ?? ''}`),
					)),
		);
		if (rule === undefined) return null;
		const named = args.operands.filter((text, at) => at > 0 && /[/:.]/.test(text));
		const ids = (named.length > 0 ? named : args.operands.slice(-1)).map((id) =>
			id.replace(/^\w+:\/\//, '').replace(/\/$/, ''),
		);
		return [
			reading({
				class: args.has('-n') ? 'read' : rule.class,
				provider,
				operation: `${program} ${args.operands.slice(0, 2).join(' ')}`,
				text: command.source,
				weakens: rule.weakens === true,
				resources: ids.map((id) => resourceRef(provider, rule.kind ?? 'object', id)),
				basis: `shell ${program}`,
			}),
		];
	};
}

/** https://cloud.google.com/sdk/gcloud/reference/storage/objects/update: who may see an object, by flags. */
export const gcloudAccess: ProgramReader = storeReader('gcloud', {
	provider: 'gcp',
	valued: [
		'--add-acl-grant',
		'--add-default-object-acl-grant',
		'--predefined-acl',
		'--predefined-default-object-acl',
		'--canned-acl',
		'--acl-file',
		'--project',
	],
	rules: [
		opens(
			/^(?:alpha |beta )?storage (?:buckets|objects) (?:update|create)\b/,
			/^--(?:add-(?:default-object-)?acl-grant=.*entity=(?:allUsers|allAuthenticatedUsers)\b|(?:predefined|canned)-(?:default-object-)?acl=(?:public|authenticated-?read))/i,
		),
		opens(/^(?:alpha |beta )?storage (?:cp|mv|rsync)\b/, /^--(?:predefined|canned)-acl=public/i),
		opens(/^(?:alpha |beta )?storage sign-url\b/),
		{
			...grants(/^(?:alpha |beta )?storage (?:buckets|objects) update\b/, 'bucket'),
			flags: /^--add-(?:default-object-)?acl-grant=/,
		},
	],
});

/** Tools of object stores and backups beside those of the clouds themselves. */
export const objectStores: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	Object.entries(TOOLS).map(([program, tool]) => [program, storeReader(program, tool)]),
);
