import type { ActionClass, Reading } from '../action.ts';
import type { ProviderCatalogue } from '../catalogue/catalogue.ts';
import { readName, wordsOfName } from '../catalogue/verbs.ts';
import type { HttpRequest } from '../http/request.ts';
import { reading, resourceRef, withProtection } from '../reading.ts';
import { type ShellCommand, textsOf } from './command.ts';

/**
 * What PowerShell writes differently from bash, in bash's words, so that one grammar reads both:
 * `(Get-Content x)` as an argument, hash tables, calls of .NET's file classes, `.\path`.
 */
export const asBash = (script: string): string =>
	/[A-Za-z]-[A-Z]|\]::|\b(?:iwr|irm|ri|gci)\b|@\{/.test(script)
		? script
				.replace(
					/\[(?:System\.)?IO\.(?:Directory|File)\]::Delete\(\s*('[^']*'|"[^"]*"|\$[\w.]+)[^)]*\)/gi,
					'Remove-Item $1',
				)
				.replace(/(-\w+\s+)\((?:Get-Content|gc)\s+([^()]*)\)/gi, '$1"$(cat $2)"')
				.replace(/@\{[^{}\n]*\}/g, "'@{}'")
				// What is done for each of the things that come in: a group of commands.
				.replace(/\|\s*(?:ForEach-Object|foreach|%)\s*(?:-Process\s*)?\{([^{}]*)\}/gi, '| { $1 ; }')
				.replace(/(^|\s)\.\\/g, '$1./')
		: script;

interface Arguments {
	/** Parameter names in lower case, without the dash. */
	readonly named: ReadonlyMap<string, string>;
	readonly positional: readonly string[];
}

function argumentsOf(words: readonly string[]): Arguments {
	const named = new Map<string, string>();
	const positional: string[] = [];
	for (let i = 0; i < words.length; i++) {
		const word = words[i] ?? '';
		const flag = /^-([A-Za-z]\w*)(?::(.*))?$/.exec(word);
		if (flag === null) positional.push(word);
		else {
			const next = words[i + 1];
			const takesNext = flag[2] === undefined && next !== undefined && !/^-[A-Za-z]/.test(next);
			named.set((flag[1] ?? '').toLowerCase(), flag[2] ?? (takesNext ? next : ''));
			if (takesNext) i++;
		}
	}
	return { named, positional };
}

/** `Invoke-WebRequest` and `Invoke-RestMethod` as the request that they make. */
export function readWebCmdlet(command: ShellCommand): HttpRequest[] {
	const { named, positional } = argumentsOf(textsOf(command.args));
	const url = named.get('uri') ?? positional[0];
	if (url === undefined) return [];
	const file = named.get('infile');
	const body = named.get('body') ?? null;
	return [
		{
			method: (named.get('method') ?? 'GET').toUpperCase(),
			url,
			headers: {},
			body,
			sends: file === undefined ? [] : [file.replace(/^([A-Za-z]:)\/(.*)$/, windowsPath)],
			saves: named.get('outfile') ?? null,
		},
	];
}

const windowsPath = (_: string, drive: string, rest: string): string =>
	`${drive}\\${rest.replaceAll('/', '\\')}`;

/** Prefixes of cmdlets' nouns, by the provider whose module they come from; the first that fits. */
const MODULES: readonly (readonly [RegExp, string])[] = [
	[/^(AzureAD|AzAD|Entra|Mg|Az)(?=[A-Z])/i, 'azure'],
	[/^AD(?=[A-Z])/i, 'activedirectory'],
	[/^Local(?=[A-Z])/i, 'system'],
	[/^(EC2|S3|RDS|IAM|DDB|LM|CFN|EFS|EKS|SEC|KMS|CT|CWL|BAK)(?=[A-Z])/i, 'aws'],
	[/^(Gcs|Gce|GcSql)(?=[A-Z])/i, 'gcp'],
	[/^(Sql|Dba)(?=[A-Z])/i, 'sqlserver'],
	[
		/^(VM|Mailbox|DnsServer|Smb|Website|WebSite|Partition|VirtualDisk|StoragePool|Cluster)/i,
		'windows',
	],
];

/** Verbs of cmdlets. https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands */
const APPROVED =
	/^(add|clear|close|copy|disable|disconnect|enable|enter|exit|export|find|get|grant|hide|import|initialize|install|invite|invoke|lock|measure|move|new|open|publish|push|read|register|remove|rename|reset|resize|restart|restore|resume|revoke|save|search|select|send|set|show|start|stop|suspend|switch|sync|test|uninstall|unlock|unprotect|unpublish|unregister|update|use|wait|write)$/i;

const REMOVES = /^(remove|clear|reset|uninstall|unregister)$/i;
const GIVES = /^(add|new|grant|set)$/i;
/** Nouns that give someone access when they are added or made. */
const ACCESS_NOUN =
	/RoleAssignment|GroupMember|AccessPolicy|Permission$|AccessRule|KeyCredential|PasswordCredential|AppCredential|AccessKey|OAuth2?PermissionGrant|DirectoryRoleMember|SmbShareAccess|RolePolicy|UserPolicy/i;
const CMDLET = /^([A-Za-z]+)-([A-Za-z]\w+)$/;

/**
 * A cmdlet of a provider's module by its verb and noun: `Remove-AzVM -Name web1`. Null for names that
 * are no cmdlets of a known module.
 */
export function readCmdlet(command: ShellCommand, catalogue: ProviderCatalogue): Reading[] | null {
	const name = CMDLET.exec(command.name);
	if (name === null) return null;
	const [, verb = '', full = ''] = name;
	// Other programs are called `pulsar-admin`.
	if (!APPROVED.test(verb)) return null;
	const module = MODULES.find(([prefix]) => prefix.test(full));
	// Of a module that nothing knows only what says so itself.
	if (module === undefined && !/^(grant|invite)$/i.test(verb)) return null;
	const [prefix, provider] = module ?? [/^$/, 'powershell'];
	const words = textsOf(command.args);
	const given = argumentsOf(words);
	const whatIf = given.named.get('whatif');
	if (whatIf !== undefined && !/false/i.test(whatIf)) return [];
	const noun = full.replace(prefix, '').replace(/(Member|Acl|Permission)$/, '') || full;
	const kind = catalogue.kindOfNoun(provider, noun)?.kind ?? kindOfNoun(noun);
	const id = idOf(given, noun) ?? pipedId(command, noun);
	const act = reading({
		class: classOf(verb, full, given),
		provider,
		operation: command.name,
		text: command.source,
		resources: id === null ? [] : [resourceRef(provider, kind, id)],
		basis: `cmdlet ${command.name}`,
	});
	const guards = { verb: verb.toLowerCase(), noun: wordsOfName(full).join(' ') };
	return [withProtection(act, guards, Object.fromEntries(given.named))];
}

/** `SqlDatabase` → `database`; `GroupMember` and `ContainerAcl` are about the group and the container. */
const kindOfNoun = (noun: string): string =>
	(/[A-Z]?[a-z0-9]+$/.exec(noun)?.[0] ?? noun).toLowerCase();

function classOf(verb: string, noun: string, { named }: Arguments): ActionClass {
	const opens =
		/^(blob|container)$/i.test(named.get('permission') ?? '') ||
		/^\$?true$/i.test(named.get('allowblobpublicaccess') ?? '') ||
		/^everyone$/i.test(named.get('accountname') ?? '');
	if (opens && GIVES.test(verb)) return 'expose';
	if (REMOVES.test(verb)) return readName(`delete ${noun}`)?.class ?? 'destroy';
	if (/^(grant|invite)$/i.test(verb)) return 'grant';
	if (GIVES.test(verb) && ACCESS_NOUN.test(noun)) return /^set$/i.test(verb) ? 'modify' : 'grant';
	if (/^new$/i.test(verb)) return 'create';
	if (/^(get|test|find|search|measure|show|select|read|export)$/i.test(verb)) return 'read';
	if (/^(invoke|start)$/i.test(verb)) return 'execute';
	return 'modify';
}

/** The parameter that names the subject: `-Name`, `-Identity`, or the one called after the noun. */
function idOf({ named, positional }: Arguments, noun: string): string | null {
	for (const name of ['name', 'identity', 'id', 'group']) {
		const value = named.get(name);
		if (value !== undefined && value !== '') return value;
	}
	const own = [...named].filter(([name, value]) => value !== '' && /(name|id)$/.test(name));
	const subject = noun.toLowerCase();
	const called = own.find(([name]) => subject.endsWith(name.replace(/(name|id)$/, '')));
	const other = own.find(([name]) => name !== 'resourcegroupname');
	return called?.[1] ?? other?.[1] ?? positional[0] ?? null;
}

/** `Get-X -Name y | Remove-X`: what is piped in is what it works on. */
function pipedId(command: ShellCommand, noun: string): string | null {
	for (const source of command.pipedFrom) {
		const words = source.trim().split(/\s+/);
		if (!/^get-/i.test(words[0] ?? '')) continue;
		const id = idOf(
			argumentsOf(words.slice(1).map((word) => word.replace(/^["']|["']$/g, ''))),
			noun,
		);
		if (id !== null) return id;
	}
	return null;
}
