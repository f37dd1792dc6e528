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
	(provider: string): ProgramReader =>
	(command, { catalogue }) => {
		const args = parseArguments(textsOf(command.args), VALUED);
		const words = args.operands;
		const at = words.findIndex((word, i) => i > 0 && (GRANTS.test(word) || isVerb(word)));
		if (at < 0) return null;
		const verb = words[at] ?? '';
		const noun = words[at - 1] ?? '';
		const given = NAMES.flatMap((flag) => args.flags.get(flag) ?? []);
		const ids = words.length > at + 1 ? [words[at + 1] ?? ''] : given.slice(0, 1);
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
		const actionClass = classOf(verb, noun);
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

const isVerb = (word: string): boolean =>
	/^[a-z]+(-[a-z]+)*$/.test(word) &&
	readName(word) !== null &&
	!/s$/.test(word.split('-')[0] ?? '');

function classOf(verb: string, noun: string): ActionClass {
	if (GRANTS.test(verb) || (verb === 'reset' && /credential/.test(noun))) return 'grant';
	const read = readName(`${verb} ${noun}`)?.class ?? 'execute';
	// `reset`, `clear` and `remove` of these tools change settings; what deletes says so.
	return read === 'destroy' && !/^(delete|destroy|purge|drop|wipe|terminate)/.test(verb)
		? 'modify'
		: read;
}
