import type { Act } from '../actions/action.ts';
import type { CallTrace } from './runs.ts';

/** Kinds whose replacement loses what they held. */
const HOLDS_DATA =
	/db|database|rds|sql|bucket|volume|disk|snapshot|backup|storage|table|dynamo|redis|cache|cluster|namespace|claim|file_?system|efs|queue|topic|vault|kms|key|secret|repository|zone|index|domain/i;

/** How tools that carry out plans say that something is gone, and that it stands again. */
const TOLD: readonly { readonly gone: RegExp; readonly made: RegExp | null }[] = [
	{
		gone: /^(?:\S+: )?((?:module\.[\w.[\]"-]+\.)?[\w-]+\.[\w.[\]"-]+): Destruction complete/gm,
		made: /^(?:\S+: )?((?:module\.[\w.[\]"-]+\.)?[\w-]+\.[\w.[\]"-]+): Creation complete/gm,
	},
	{ gone: /^(?:\S+:)?\s*-\s+([\w-]+:[\w/-]+:\w+\s+[\w.-]+)\s+deleted\b/gm, made: null },
	{ gone: /\bDELETE_COMPLETE\s*\|\s*(AWS::[\w:]+\s*\|\s*[\w/.-]+)/g, made: null },
];

/** Colours of terminals. */
const ANSI = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
/** As many resources as one answer is read for. */
const MOST = 200;

/**
 * What the answer of a plan that was carried out says is gone, as acts of their own: the command
 * said only that the plan be applied. What was made anew at once counts where it held data.
 */
export function announcedDestruction(call: CallTrace, act: Act): Act[] {
	const output = call.result?.result?.output ?? '';
	if (output === '' || act.provider !== 'terraform' || act.class !== 'modify') return [];
	const text = output.slice(0, 200_000).replace(ANSI, '');
	return TOLD.flatMap(({ gone, made }) => {
		const again = new Set(
			made === null ? [] : [...text.matchAll(made)].map((match) => match[1] ?? ''),
		);
		const addresses = [...text.matchAll(gone)].map((match) =>
			(match[1] ?? '').replace(/\s+/g, ' '),
		);
		return [...new Set(addresses)]
			.filter((address) => !again.has(address) || HOLDS_DATA.test(address))
			.slice(0, MOST)
			.map((address): Act => {
				const id = idBehind(address, text);
				return {
					...act,
					class: 'destroy',
					operation: 'destroy',
					fallsWith: [],
					resources: [
						{
							provider: 'terraform',
							kind: kindOf(address),
							id: address,
							name: id,
							environment: 'unknown',
							environmentReason: null,
						},
					],
				};
			});
	});
}

/** The provider's id that the tool prints when it begins: `aws_db_instance.main: Destroying... [id=x]`. */
function idBehind(address: string, text: string): string | null {
	const at = text.indexOf(`${address}: Destroying`);
	return at < 0 ? null : (/\[id=([^\]\n]+)\]/.exec(text.slice(at, at + 400))?.[1] ?? null);
}

/** What resources of these types are in everyday words, so that a task can mean them. */
const EVERYDAY: readonly (readonly [RegExp, string])[] = [
	[/db_|database|rds|sql|elasticache|redis|dynamo|memcache|firestore|spanner/i, 'database'],
	[/bucket|storage_account|storage_container/i, 'bucket'],
	[/snapshot/i, 'snapshot'],
	[/volume|disk|file_?system/i, 'volume'],
	[/namespace/i, 'namespace'],
	[/secret|parameter/i, 'secret'],
	[/kms|crypto_key|key_vault_key/i, 'key'],
	[/instance|virtual_machine|droplet|server/i, 'instance'],
	[/cluster/i, 'cluster'],
	[/zone|record/i, 'zone'],
];

/** `module.data.aws_db_instance.main` → `aws_db_instance`; `aws:rds/instance:Instance main` → `instance`. */
const kindOf = (address: string): string => {
	const type = typeOf(address);
	return EVERYDAY.find(([pattern]) => pattern.test(type))?.[1] ?? type;
};

const typeOf = (address: string): string =>
	/(?:^|\.)([a-z][a-z0-9]*_[a-z0-9_]+)\./.exec(address)?.[1] ??
	/:(\w+)[ |]/.exec(address)?.[1]?.toLowerCase() ??
	'resource';
