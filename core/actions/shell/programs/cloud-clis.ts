import type { ActionClass } from '../../action.ts';
import { readName } from '../../catalogue/verbs.ts';
import { environmentNamed } from '../../environment.ts';
import { reading, resourceRef } from '../../reading.ts';
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

const NAMES = ['--name', '-n', '--ids', '--id', '--source', '--database', '--assignee', '--upn'];
const GRANTS = /^(add-iam-policy-binding|set-iam-policy|set-policy|create-for-rbac)$/;
/** Values of flags that open what they are set on to everyone. */
const PUBLIC: readonly (readonly [string, RegExp])[] = [
	['--member', /^all(Authenticated)?Users$/],
	['--allow-blob-public-access', /^(true|1|yes)$/i],
	['--public-access', /^(blob|container)$/i],
];
/** Flags that take a protection off. */
const UNPROTECTS =
	/^--(no-(deletion-protection|backup|enable-bin-log|versioning|soft-delete\w*)|clear-(retention-period|soft-delete))$/;
const PROTECTIONS =
	/^--(enable-)?(delete-retention|container-delete-retention|versioning|soft-delete|purge-protection|deletion-protection|backup-enabled)$/;

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
		const at = words.findIndex(
			(word, i) => (i > 0 || shallow) && (GRANTS.test(word) || isVerb(word)),
		);
		if (at < 0) return null;
		const given = words[at] ?? '';
		const verb = VERB_ALIASES[given] ?? given;
		const noun = words[at - 1] ?? '';
		const named = NAMES.flatMap((flag) => args.flags.get(flag) ?? []);
		const ids = words.length > at + 1 ? [words[at + 1] ?? ''] : named.slice(0, 1);
		const kind =
			[words.slice(0, at).join(''), noun]
				.map((name) => catalogue.kindOfNoun(provider, name)?.kind)
				.find((known) => known !== undefined) ?? noun.replace(/s$/, '');
		const isPublic = PUBLIC.some(([flag, value]) =>
			(args.flags.get(flag) ?? []).some((text) => value.test(text)),
		);
		const weakens = [...args.flags].some(
			([flag, values]) =>
				UNPROTECTS.test(flag) || (PROTECTIONS.test(flag) && values.some((v) => /^false$/i.test(v))),
		);
		const place = ['--project', '--resource-group', '-g', '--subscription']
			.flatMap((flag) => args.flags.get(flag) ?? [])
			.map((value) => ({ value, environment: environmentNamed(value) }))
			.find(({ environment }) => environment !== null);
		const opensPorts =
			/firewall/.test(noun) &&
			['--source-ranges', '--start-ip-address'].some((flag) =>
				(args.flags.get(flag) ?? []).some((text) => /(^|,)0\.0\.0\.0/.test(text)),
			);
		const givesMore = args.has('--add-permissions', '--member');
		const read = classOf(verb, noun);
		const actionClass = opensPorts || (givesMore && read === 'modify') ? 'grant' : read;
		return [
			reading({
				class: isPublic && actionClass !== 'read' ? 'expose' : weakens ? 'modify' : actionClass,
				provider,
				operation: words.slice(0, at + 1).join(' '),
				text: command.source,
				weakens,
				resources: ids.map((id) =>
					resourceRef(provider, kind, id.replace(/^(gs|s3):\/\//, '').replace(/\/$/, '')),
				),
				environment:
					place?.environment == null
						? null
						: { value: place.environment, reason: `the flag says “${place.value}”` },
				basis: `the verb “${verb}” on the command line`,
			}),
		];
	};

const VERB_ALIASES: Readonly<Record<string, string>> = {
	rm: 'delete',
	del: 'delete',
	forget: 'delete',
};

const isVerb = (word: string): boolean =>
	VERB_ALIASES[word] !== undefined ||
	(/^([a-z]+|(add|create|delete|remove|set|update)-[a-z-]+)$/.test(word) &&
		readName(word) !== null &&
		!/s$/.test(word.split('-')[0] ?? ''));

function classOf(verb: string, noun: string): ActionClass {
	if (GRANTS.test(verb) || (verb === 'reset' && /credential/.test(noun))) return 'grant';
	const read = readName(`${verb} ${noun}`)?.class ?? 'execute';
	// `reset`, `clear` and `remove` of these tools change settings; what deletes says so.
	return read === 'destroy' && !/^(delete|destroy|purge|drop|wipe|terminate|uninstall)/.test(verb)
		? 'modify'
		: read;
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
			['borg', 'borg'],
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
