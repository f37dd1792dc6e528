import type { ActionClass } from '../../action.ts';
import { readName } from '../../catalogue/verbs.ts';
import { environmentNamed } from '../../environment.ts';
import { reading, resourceRef, withProtection, withSettings } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const VALUED = new Set(
	`-n --name -g --resource-group --ids --id --source -s --server --assignee --upn --member --role --scope
	--scopes --database --instance --project --zone --region --location -l --account-name --container-name
	--vault-name --public-access --allow-blob-public-access --public-network-access --subscription -o --output
	--format --query --filter --cluster --cluster-name --registry --app -a --account --principal --object-id
	--add-permissions --service --source-ranges --start-ip-address --end-ip-address --allow --namespace
	--enable-delete-retention --enable-versioning --display-name --keyring --location --bucket --user`.split(
		/\s+/,
	),
);

/** Flags that name what a thing stands in. */
const AROUND = [
	'--project',
	'--resource-group',
	'-g',
	'--subscription',
	'--server',
	'-s',
	'--instance',
	'--cluster',
	'--cluster-name',
	'--account-name',
	'--vault-name',
];
const NAMES = ['--name', '-n', '--ids', '--id', '--source', '--database', '--assignee', '--upn'];
const GRANTS =
	/^(add-iam-policy-binding|set-iam-policy|set-policy|create-for-rbac|admin-consent|grant-consent)$/;
/**
 * Command lines built of nouns and a verb (`az storage container delete --name x`, `gcloud spanner
 * instances delete x`), where the catalogue has no entry: the verb tells the class, the noun before
 * it the kind.
 */
export const nounsAndVerb =
	(provider: string, shallow = false): ProgramReader =>
	(command, { catalogue }) => {
		const args = parseArguments(textsOf(command.args), VALUED);
		// `sites:delete` is two words.
		const words = args.operands.flatMap((word, i) =>
			i < 3 && /^[a-z]+(:[a-z]+)+$/.test(word) ? word.split(':') : [word],
		);
		const found = words.findIndex(
			(word, i) => (i > 0 || shallow) && (GRANTS.test(word) || isVerb(word)),
		);
		if (found < 0) return null;
		// `schedule pause`, `restore delete`: the first is what the second is done to.
		const at =
			ALSO_NOUNS.test(words[found] ?? '') && PLAIN_VERBS.test(words[found + 1] ?? '')
				? found + 1
				: found;
		const given = words[at] ?? '';
		const verb = VERB_ALIASES[given] ?? given;
		const noun = words[at - 1] ?? '';
		const named = NAMES.flatMap((flag) => args.flags.get(flag) ?? []);
		const ids = words.length > at + 1 ? [words[at + 1] ?? ''] : named.slice(0, 1);
		const kind =
			[words.slice(0, at).join(''), noun]
				.map((name) => catalogue.kindOfNoun(provider, name)?.kind)
				.find((known) => known !== undefined) ?? noun.replace(/s$/, '');
		// What a thing stands in says where it stands, before the name that somebody gave it.
		const place = AROUND.flatMap((flag) => args.flags.get(flag) ?? [])
			.map((value) => ({ value, environment: environmentNamed(value) }))
			.find(({ environment }) => environment !== null);
		const texts = textsOf(command.args);
		const givesMore =
			makesPrincipal(words.slice(0, at + 1)) ||
			namesHighRole(words.slice(0, at + 1), [...words.slice(at + 1), ...texts]) ||
			setsLogin(words.slice(0, at + 1), texts) ||
			args.has('--add-permissions', '--member', '--allow-principal') ||
			(ADMITS.test(words.slice(0, at).join(' ')) && letsEveryAddressIn(textsOf(command.args)));
		const read = classOf(verb, noun);
		const act = reading({
			class:
				givesMore && /^(modify|create)$/.test(read)
					? opensToEveryone(texts)
						? 'expose'
						: 'grant'
					: /^(modify|create|grant)$/.test(read) && opensToEveryone(texts)
						? 'expose'
						: read,
			provider,
			operation: words.slice(0, at + 1).join(' '),
			text: command.source,
			resources: ids.map((id) =>
				resourceRef(provider, kind, id.replace(/^(gs|s3):\/\//, '').replace(/\/$/, '')),
			),
			environment:
				place?.environment == null
					? null
					: { value: place.environment, reason: `the flag says “${place.value}”` },
			basis: `the verb “${verb}” on the command line`,
		});
		const settings = settingsOf(textsOf(command.args));
		const guarded = withProtection(
			act,
			{
				verb: verb.split(/[-_]/)[0] ?? '',
				noun: guardWords(provider, [...words.slice(0, at), ...verb.split(/[-_]/).slice(1)]),
			},
			settings,
		);
		return [withSettings(catalogue, guarded, settings)];
	};

/** A change that gives an account or a machine a key or a password to sign in with. */
const setsLogin = (words: readonly string[], texts: readonly string[]): boolean =>
	(words.at(-1) === 'add-metadata' && texts.some((text) => /(^|[,=])ssh-keys?=/.test(text))) ||
	(/\b(user|users|admin|login|server|account)\b/.test(words.join(' ')) &&
		/^(update|reset|set|reset-password|set-password)/.test(words.at(-1) ?? '') &&
		texts.some((text) =>
			/^--(ssh-key(-value|s)?|(admin-|new-|user-)?password|root-password)(=|$)/.test(text),
		));

/**
 * What makes another's sign-in count here (a provider of identities), or gives by being made: a token,
 * a policy of those clouds whose policies name who may do what.
 */
const makesPrincipal = (words: readonly string[]): boolean => {
	const said = words.join(' ').replaceAll(/[-_]/g, ' ');
	if (/^set (topic )?permissions\b/.test(said)) return true;
	return (
		/\b(create|add|new|generate|issue)\b/.test(said) &&
		/\b(tokens?|secret ids?|identity pools? providers?|(oidc|saml|identity) providers?|(user|access group|service|authorization) polic(y|ies)|iam polic(y|ies))\b/.test(
			said,
		)
	);
};

/** A change of what someone may do that names a role with which everything may be done. */
const namesHighRole = (words: readonly string[], texts: readonly string[]): boolean =>
	/\b(users?|members?|roles?|memberships?|permissions?)\b/.test(
		words.join(' ').replaceAll(/[-_]/g, ' '),
	) &&
	texts.some((text) =>
		/^(--?(roles?|permissions?|access-level|type)=)?(org[-_:]?)?(admin(istrator)?|owner|super-?user|root|maintainer|management)$/i.test(
			text,
		),
	);

/** `audit-policy` and `flow-log` as words, for what stands on the line says what is guarded. */
const guardWords = (provider: string, words: readonly string[]): string =>
	`${COPIES.test(provider) ? 'backup ' : ''}${words.join(' ').replaceAll('-', ' ')}`;

/** Tools that make copies and nothing else: their schedules are schedules of backups. */
const COPIES = /^(velero|restic)$/;

/** Everyone, as Google Cloud calls them, where it is not to take something from them. */
const opensToEveryone = (texts: readonly string[]): boolean =>
	texts.some(
		(text, at) =>
			/\ball(Authenticated)?Users\b/.test(text) &&
			!/remove|revoke/.test(text.startsWith('-') ? text : (texts[at - 1] ?? '')),
	) && !texts.some((text) => /^(remove|revoke)/.test(text));

/** What lets addresses in. */
const ADMITS =
	/firewall|\bnsg\b|security-?group|trusted|allow-?list|allowed|acl|network-rule|ip-rule|access/;

/** Whether a value lets every address in; where traffic goes to does not count. */
const letsEveryAddressIn = (texts: readonly string[]): boolean =>
	texts.some((text, at) => {
		if (!/(^|[:=,\s])(0\.0\.0\.0\/0|::\/0)/.test(text)) return false;
		const flag = text.startsWith('-') ? text : (texts[at - 1] ?? '');
		return !/dest|egress|outbound|next-hop|route/i.test(`${flag} ${text}`);
	});

/** Flags as parameters: `--no-backup` is `backup: false`, `--clear-soft-delete` is `soft-delete: cleared`. */
function settingsOf(texts: readonly string[]): Record<string, string | false> {
	const settings: Record<string, string | false> = {};
	for (const [i, text] of texts.entries()) {
		const [, flag, value] = /^--([a-z][\w-]*)(?:=(.*))?$/s.exec(text) ?? [];
		if (flag === undefined) continue;
		const negated = /^(?:no|clear)-(.+)$/.exec(flag)?.[1];
		if (negated !== undefined) settings[negated] = flag.startsWith('no-') ? false : 'cleared';
		else {
			const next = texts[i + 1];
			const given = value ?? (next === undefined || next.startsWith('-') ? 'true' : next);
			for (const each of given.split(',')) settings[flag] = each;
		}
	}
	return settings;
}

const VERB_ALIASES: Readonly<Record<string, string>> = {
	rm: 'delete',
	del: 'delete',
	forget: 'delete',
	rmi: 'delete',
};

/** Words that are verbs, and nouns of things that are kept. */
const ALSO_NOUNS =
	/^(schedule|restore|lock|watch|tag|run|call|test|view|archive|share|filter|check|import|export|snapshot|index|register|sync|deploy|trigger|patch)$/;
const PLAIN_VERBS =
	/^(create|delete|rm|remove|update|list|get|describe|pause|suspend|purge|disable)$/;

const LEADING_VERB =
	'add|create|delete|remove|set|update|grant|revoke|assign|attach|purge|drop|destroy|terminate|wipe|disable|enable|generate|list|get|show|describe';
/** `delete_vhost`, `grant-role`; `service-instance-delete`; `DeleteInstance` of clouds whose tools speak their API. */
const COMPOUND = new RegExp(
	`^(?:(?:${LEADING_VERB})[-_][a-z_-]+|(?!(?:plan|preview|pre|post|on|no|can|check|validate|test|after|before)-)[a-z]+(?:-[a-z]+)*-(?:create|delete|destroy|purge|update|remove|list|get)|[A-Z][a-z]+(?:[A-Z][a-z]*)+|(?:create|delete|destroy|purge|update|remove|add|list|get)[A-Z][A-Za-z]+)$`,
);

const isVerb = (word: string): boolean =>
	VERB_ALIASES[word] !== undefined ||
	SIGNS.test(word) ||
	((/^[a-z]+$/.test(word) || COMPOUND.test(word)) &&
		readName(word) !== null &&
		!/s$/.test(word.split(/[-_]/)[0] ?? ''));

/** Makes an address with which anyone who has it may read or write. */
const SIGNS = /^(generate-sas|sign-?url|presign|generate-(signed|presigned)-url)$/;

function classOf(verb: string, noun: string): ActionClass {
	if (SIGNS.test(verb) || (verb === 'grant-access' && /^(disk|snapshot)$/.test(noun)))
		return 'expose';
	if (GRANTS.test(verb) || (verb === 'reset' && /credential/.test(noun))) return 'grant';
	const read = readName(`${verb} ${noun}`);
	// `disks remove-resource-policies`: of the disk something else is taken off.
	if (read?.class === 'delete' && /^(remove|clear|detach)[-_]/.test(verb)) return 'modify';
	// `reset`, `clear` and `remove` of these tools change settings; what deletes says so.
	return read?.class === 'destroy' &&
		!/^(delete|destroy|purge|drop|wipe|terminate|uninstall|re(build|install|image))$/.test(
			read.verb,
		)
		? 'modify'
		: (read?.class ?? 'execute');
}

/** Tools of platforms and stores whose sub-commands are nouns and verbs, by whose they are. */
export const verbPrograms: Readonly<Record<string, ProgramReader>> = Object.fromEntries(
	(
		[
			['digitalocean', 'doctl'],
			['hetzner', 'hcloud'],
			['linode', 'linode-cli'],
			['vultr', 'vultr-cli'],
			['scaleway', 'scw'],
			['ibm', 'ibmcloud'],
			['oracle', 'oci'],
			['alibaba', 'aliyun'],
			['turso', 'turso'],
			['planetscale', 'pscale'],
			['netlify', 'netlify'],
			['firebase', 'firebase'],
			['render', 'render'],
			['northflank', 'northflank'],
			['argocd', 'argocd'],
			['flux', 'flux'],
			['velero', 'velero'],
			['restic', 'restic'],
			['etcd', 'etcdctl'],
			['influxdb', 'influx'],
			['consul', 'consul'],
			['nomad', 'nomad'],
			['mongodb', 'atlas'],
			['confluent', 'confluent'],
			['databricks', 'databricks'],
			['aws', 'eksctl'],
			['kubernetes', 'kops'],
			['rabbitmq', 'rabbitmqadmin'],
			['rabbitmq', 'rabbitmqctl'],
			['nats', 'nats'],
			['ceph', 'rbd'],
			['ceph', 'rados'],
			['pulsar', 'pulsar-admin'],
			['gitlab', 'glab'],
			['tencent', 'tccli'],
			['openstack', 'openstack'],
			['fly', 'fly'],
			['fly', 'flyctl'],
			['vercel', 'vercel'],
			['railway', 'railway'],
			['supabase', 'supabase'],
			['neon', 'neonctl'],
			['neon', 'neon'],
			['stripe', 'stripe'],
		] as const
	).map(([provider, program]) => [program, nounsAndVerb(provider, true)]),
);
