import type { Reading } from './action.ts';
import { readName } from './catalogue/verbs.ts';
import { reading, readOperation, resourceRef } from './reading.ts';
import type { Understanding } from './understanding.ts';

/** Client libraries whose methods are made of a verb and the noun that it acts on. */
const LIBRARIES: readonly {
	readonly provider: string;
	readonly loaded: RegExp;
	/** Nothing else describes what it holds: what its methods remove is taken at their word. */
	readonly holders?: boolean;
}[] = [
	{ provider: 'gcp', loaded: /google[.-]cloud|googleapiclient|@google-cloud\/|googleapis/ },
	{ provider: 'azure', loaded: /\bazure\.(?:mgmt|storage|keyvault|identity|cosmos)|@azure\// },
	{
		provider: 'kubernetes',
		loaded: /\bfrom kubernetes\b|\bimport kubernetes\b|@kubernetes\/client-node/,
	},
	{
		provider: 'cloudflare',
		loaded: /\bfrom cloudflare\b|\bimport cloudflare\b|["']cloudflare["']/i,
	},
	{ provider: 'digitalocean', loaded: /\bpydo\b|\bdigitalocean\b/ },
	{ provider: 'supabase', loaded: /@supabase\/|\bsupabase\b/ },
	{ provider: 'docker', loaded: /\bimport docker\b|dockerode/ },
	{ provider: 'github', loaded: /\bfrom github\b|\bimport github\b/ },
	{ provider: 'heroku', loaded: /heroku3|heroku-client/ },
	...(
		[
			['elasticsearch', /\belasticsearch\b|\bopensearchpy\b|@elastic\/|@opensearch-project\//i],
			['qdrant', /qdrant/i],
			['pinecone', /\bpinecone\b/i],
			['weaviate', /\bweaviate\b/i],
			['chroma', /\bchromadb\b/i],
			['milvus', /\bpymilvus\b|@zilliz\//i],
			['firebase', /firebase[-_]admin/i],
			['minio', /\bminio\b/i],
			['vault', /\bhvac\b|node-vault/],
			['hetzner', /\bhcloud\b/],
			['linode', /\blinode_api4\b|@linode\//],
			['oracle', /\bimport oci\b|\boci-sdk\b/],
			['kafka', /\bkafka\b|kafkajs|confluent_kafka/],
			['rabbitmq', /\bpika\b|amqplib/],
			['influxdb', /\binfluxdb/],
			['databricks', /databricks[.-]sdk/],
			['snowflake', /snowflake\.core/],
			['algolia', /algoliasearch/],
			['contentful', /contentful-management/],
			['gitlab', /\bimport gitlab\b|@gitbeaker\//],
			['linear', /@linear\/sdk/],
			['notion', /@notionhq\/client|notion_client/],
		] as const
	).map(([provider, loaded]) => ({ provider, loaded, holders: true })),
];

/** What holds data, in the names that the libraries of stores and services give it. */
const HOLDERS =
	/^(?:index|indices|indexes|collection|collections|bucket|buckets|database|databases|db|table|topics?|queues?|stream|streams|keyspace|namespace|namespaces|class|schema|project|projects|instance|server|servers|volume|volumes|cluster|clusters|repository|repo|group|space|spaces|environment|records?|vectors|points|objects|documents|secret|secret_version|metadata_and_all_versions|exchange|snapshot|backup|app|site|workspace|catalog|user_data|measurement|tenant|tenants|dataset|datasets)$/;

/** Verbs that only ever remove the thing itself; `remove` and `clear` also take items off lists. */
const REMOVES =
	/^(?:begin_)?(delete|destroy|purge|drop|terminate|empty|wipe|recursive_?delete)(?:_?(?=[A-Z_a-z])(\w+))?$/i;
/** `remove_bucket`: taken away whole, where what is named holds data. */
const REMOVES_HOLDER = /^remove_?(bucket|database|collection|index|table|object|objects)$/i;
/** Those that a variable is called after only where it is one: `index.delete()`; `group.delete()` says nothing. */
const BARE_HOLDERS =
	/^(?:index|indices|indexes|collections?|buckets?|databases?|schema|topics?|queues?|streams?|keyspaces?|projects?|servers?|volumes?|clusters?|repositor(?:y|ies)|datasets?|snapshots?|backups?)$/;
/** Arguments that name some of what a thing holds, which is not the thing. */
const NAMES_SOME = /\b(?:ids?|where|filter|points_selector|points)\s*[:=]/;

/** Methods that give or open, by whose they are. */
const OPENS: readonly {
	readonly provider: string;
	readonly method: RegExp;
	readonly class: 'grant' | 'expose';
	readonly kind: string;
}[] = [
	{
		provider: 'gcp',
		method: /^(?:set_?iam_?policy|setIamPermissions)$/i,
		class: 'grant',
		kind: 'policy',
	},
	{ provider: 'github', method: /^add_to_collaborators$/, class: 'grant', kind: 'repository' },
	{ provider: 'gcp', method: /^make_?public$/i, class: 'expose', kind: 'bucket' },
	{
		provider: 'kubernetes',
		method: /^create_?(?:cluster|namespaced)_?role_?binding$/i,
		class: 'grant',
		kind: 'role',
	},
];

const CALL = /\.([A-Za-z_]\w*)\s*\(/g;
const callsMax = 2_000;

/**
 * Calls of client libraries: `bucket.delete()`, `client.delete_dataset('a')`,
 * `api.resource_groups.begin_delete('rg')`. What is acted on is named by the method, by the part
 * before it, or by what the variable was made of. What names no noun yields nothing: lists and
 * dictionaries have `delete` too.
 */
export function clientCalls(source: string, understanding: Understanding, text: string): Reading[] {
	const loaded = LIBRARIES.filter(({ loaded }) => loaded.test(source));
	if (loaded.length === 0) return [];
	const acts: Reading[] = [];
	let calls = 0;
	for (const match of source.matchAll(CALL)) {
		if (++calls > callsMax) break;
		const method = match[1] ?? '';
		const open = match.index + match[0].length - 1;
		for (const library of loaded) {
			const act = readCall(source, library, method, match.index, open, understanding, text);
			if (act !== null) {
				acts.push(act);
				break;
			}
		}
	}
	return acts;
}

function readCall(
	source: string,
	{ provider, holders = false }: (typeof LIBRARIES)[number],
	method: string,
	dot: number,
	open: number,
	{ catalogue }: Understanding,
	text: string,
): Reading | null {
	const opens = OPENS.find((each) => each.provider === provider && each.method.test(method));
	const removed = REMOVES.exec(method);
	const taken = holders && removed === null ? REMOVES_HOLDER.exec(method) : null;
	const removes = removed ?? (taken === null ? null : ['', 'delete', taken[1]]);
	if (opens === undefined && removes === null) return null;
	const receiver = receiverOf(source, dot);
	const own = argumentOf(source, open);
	if (opens !== undefined) {
		const made = thingOf(source, receiver);
		const id = made?.id ?? own;
		return reading({
			class: opens.class,
			provider,
			operation: method,
			text,
			resources: id === null ? [] : [resourceRef(provider, opens.kind, id)],
			basis: 'a call in a snippet',
		});
	}
	const [, said = '', last] = removes ?? [];
	// `schema.delete_all()`: of what stands before.
	const noun = /^all$/i.test(last ?? '') ? undefined : last;
	const verb = /^recursive/i.test(said) ? 'delete' : said;
	const made = noun === undefined ? thingOf(source, receiver) : null;
	const named = noun ?? (/^recursive/i.test(said) ? 'collection' : made?.noun);
	if (named === undefined || named === '') return null;
	const kind = catalogue.kindOfNoun(provider, named.replace(/^namespaced_/, ''))?.kind;
	// Of a bare `x.delete()` only what the catalogue knows to be a thing of the provider's.
	const isHolder = holders && (noun === undefined ? BARE_HOLDERS : HOLDERS).test(snakeOf(named));
	if (noun === undefined && kind === undefined && !isHolder) return null;
	if (holders && kind === undefined && !isHolder) return null;
	const id = noun === undefined ? (made?.id ?? own) : own;
	const does = verb === 'empty' || verb === 'wipe' ? 'purge' : verb;
	const one = named.replace(/^namespaced_/, '').replace(/s$/, '');
	const operation =
		[`${one}.${does}`, `${one}s.${does}`].find(
			(name) => catalogue.operation(provider, name, null) !== null,
		) ?? `${does}_${one}`;
	const act = readOperation(catalogue, {
		provider,
		operation,
		parameters: null,
		ids: id === null ? [] : [id],
		text,
	});
	if (act.class !== 'destroy' && act.class !== 'delete') return null;
	const some =
		holders &&
		noun === undefined &&
		NAMES_SOME.test(source.slice(open, open + 200).split(')')[0] ?? '');
	return {
		...act,
		class: some ? 'delete' : act.class,
		resources:
			id === null ? [] : [resourceRef(provider, kind ?? readName(operation)?.noun ?? named, id)],
		basis: 'a call in a snippet',
	};
}

/** `secretVersion` as `secret_version`. */
const snakeOf = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** What stands before the dot of a call, on its own line: `client.bucket('x')`, `v`. At most 300 characters. */
function receiverOf(source: string, dot: number): string {
	let depth = 0;
	let at = dot - 1;
	for (; at >= 0 && dot - at < 300; at--) {
		const c = source[at] ?? '';
		if (c === ')' || c === ']') depth++;
		else if (c === '(' || c === '[') {
			if (--depth < 0) break;
		} else if (depth === 0 && !/[\w.$]/.test(c)) break;
	}
	return source.slice(at + 1, dot);
}

/** The noun and the id in an expression: its last part, or what its variable was made of. */
function thingOf(
	source: string,
	expression: string,
	depth = 0,
): { readonly noun: string; readonly id: string | null } | null {
	if (depth > 3) return null;
	const last = /(?:^|\.)([A-Za-z_$]\w*)(\([^()]*\))?$/.exec(expression);
	if (last === null) return null;
	const [, name = '', call] = last;
	if (expression.includes('.') || call !== undefined) {
		// `ec2.volumes.filter(…)` and `client.list_blobs(…)` are of what stands before or in the name.
		const listed = /^(?:list|get|query|search)_?(\w+)$/i.exec(name)?.[1];
		const passes =
			/^(?:all|filter|limit|pages|list|get|items|from|begin|reference|ref|stream|documents|docs)$/i.test(
				name,
			);
		if (passes) return thingOf(source, expression.slice(0, last.index), depth + 1);
		const id = /^\(\s*[rbf]?["'`]([^"'`]+)["'`]/.exec(call ?? '')?.[1] ?? null;
		// `compute_v1.DisksClient().delete(…)` is of disks.
		return { noun: (listed ?? name).replace(/(?<=[a-z])(?:Async)?Client$/, ''), id };
	}
	const made = new RegExp(
		`(?:^|[;\\n{])[ \\t]*(?:const |let |var )?(?:\\[)?${name.replace(/\$/g, '\\$')}(?:\\])?\\s*=\\s*(?:await\\s+)?([^\\n;]{1,300})|\\bfor\\s+\\(?(?:const |let |var )?${name.replace(/\$/g, '\\$')}\\s+(?:in|of)\\s+([^\\n:{]{1,300})`,
	).exec(source);
	// `files.map((f) => f.delete())`: each of what is listed.
	const each =
		made === null
			? new RegExp(
					`([\\w.]+)\\.(?:map|forEach|each|filter)\\(\\s*(?:async\\s+)?(?:function\\s*)?\\(?\\s*${name.replace(/\$/g, '\\$')}\\b`,
				).exec(source)?.[1]
			: undefined;
	if (each !== undefined && each !== name) return thingOf(source, each, depth + 1);
	const from = (made?.[1] ?? made?.[2])
		?.trim()
		.replace(/[:){\s]+$/, (end) => end.replace(/[:{\s]/g, ''));
	const balanced = from === undefined ? null : unbracketed(from);
	return balanced === null ? null : thingOf(source, balanced, depth + 1);
}

/** Without closing brackets that nothing in it opened. */
function unbracketed(text: string): string {
	let depth = 0;
	for (const [at, c] of [...text].entries()) {
		if (c === '(' || c === '[') depth++;
		else if ((c === ')' || c === ']') && --depth < 0) return text.slice(0, at);
	}
	return text;
}

/** The first argument of a call, or the one that names a thing, where it is a literal. */
function argumentOf(source: string, open: number): string | null {
	const args = source.slice(open + 1, open + 400);
	return (
		/^\s*[rbf]?["'`]([^"'`]+)["'`]/.exec(args)?.[1] ??
		/^[^)]*\b(?:name|id|\w+_?(?:name|id))\s*[:=]\s*["'`]([^"'`]+)["'`]/i.exec(args)?.[1] ??
		/^[^)]*\b(?!project|zone|region|location|namespace|resource_group)[a-z_]+\s*=\s*["'`]([^"'`]+)["'`]/i.exec(
			args,
		)?.[1] ??
		null
	);
}
