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

const NAMES = ['--name', '-n', '--ids', '--id', '--source', '--database', '--assignee', '--upn'];
const GRANTS = /^(add-iam-policy-binding|set-iam-policy|set-policy|create-for-rbac)$/;
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
		const place = ['--project', '--resource-group', '-g', '--subscription']
			.flatMap((flag) => args.flags.get(flag) ?? [])
			.map((value) => ({ value, environment: environmentNamed(value) }))
			.find(({ environment }) => environment !== null);
		const texts = textsOf(command.args);
		const givesMore =
			setsLogin(words.slice(0, at + 1), texts) ||
			args.has('--add-permissions', '--member') ||
			(ADMITS.test(words.slice(0, at).join(' ')) && letsEveryAddressIn(textsOf(command.args)));
		const read = classOf(verb, noun);
		const act = reading({
			class: givesMore && /^(modify|create)$/.test(read) ? 'grant' : read,
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
		const guarded = withProtection(act, { verb, noun: guardWords(words.slice(0, at)) }, settings);
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

/** `audit-policy` and `flow-log` as words, for what stands on the line says what is guarded. */
const guardWords = (words: readonly string[]): string => words.join(' ').replaceAll('-', ' ');

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
