import type { Reading } from './action.ts';
import { EVERY_DOCUMENT } from './document-filters.ts';
import { reading, readOperation, resourceRef } from './reading.ts';
import type { Understanding } from './understanding.ts';

/** Literal values of an object or of keyword arguments: `Bucket: "x"`, `InstanceIds: ["i-1"]`, `owner='a'`. */
function literalsOf(args: string): Record<string, string[]> {
	const values: Record<string, string[]> = {};
	for (const [, key = '', value = ''] of args.matchAll(
		/["']?(\w+)["']?\s*[:=]\s*(\[[^\]]*\]|["'][^"']*["']|true\b|false\b|True\b|False\b)/g,
	))
		values[key] = /^[[{"']/.test(value)
			? [...value.matchAll(/["']([^"']*)["']/g)].map((match) => match[1] ?? '')
			: [value.toLowerCase()];
	return values;
}

/** Up to the bracket that closes the one at `open`; at most 5,000 characters. */
function bracketed(source: string, open: number): string {
	let depth = 0;
	const end = Math.min(source.length, open + 5_000);
	for (let i = open; i < end; i++) {
		const c = source[i];
		if (c === '(') depth++;
		else if (c === ')' && --depth === 0) return source.slice(open + 1, i);
	}
	return source.slice(open + 1, end);
}

/** The AWS SDK for JavaScript: `new DeleteBucketCommand({ Bucket: "x" })`, the service by its package. */
export function sdkCommands(source: string, { catalogue }: Understanding, text: string): Reading[] {
	const acts: Reading[] = [];
	for (const match of source.matchAll(/\bnew\s+(?:\w+\.)?([A-Z]\w+)Command\s*\(/g)) {
		const name = match[1] ?? '';
		const from = packageOf(source, `${name}Command`);
		if (from === null) continue;
		const service = from.replace(/^(lib|client)-/, '').replaceAll('-', '');
		acts.push(
			readOperation(catalogue, {
				provider: 'aws',
				operation: `${service === 'cloudwatchlogs' ? 'logs' : service}:${name}`,
				parameters: literalsOf(bracketed(source, match.index + match[0].length - 1)),
				text,
			}),
		);
	}
	return acts;
}

/** The package of the AWS SDK that a name is imported or required from. */
function packageOf(source: string, name: string): string | null {
	for (const [, names = '', from = ''] of source.matchAll(
		/\{([^{}]*)\}\s*(?:from\s*|=\s*require\(\s*|=\s*await\s+import\(\s*)["']@aws-sdk\/([\w-]+)["']/g,
	))
		if (new RegExp(`\\b${name}\\b`).test(names)) return from;
	// However it is loaded: where only one package is, the name comes from there.
	const loaded = [...source.matchAll(/["']@aws-sdk\/((?:client|lib)-[\w-]+)["']/g)].map(
		([, from = '']) => from,
	);
	return new Set(loaded).size === 1 ? (loaded[0] ?? null) : null;
}

/** Services whose name in the SDKs is not the one of the API. */
const serviceOf = (name: string): string => {
	const plain = name.toLowerCase();
	return plain === 'cloudwatchlogs' ? 'logs' : plain;
};

/**
 * The AWS SDKs for JavaScript and Ruby, where the client's method is the operation:
 * `new AWS.S3().deleteBucket({ Bucket })`, `Aws::EC2::Client.new.terminate_instances(instance_ids: […])`,
 * and Ruby's objects: `Aws::S3::Resource.new.bucket('x').delete!`.
 */
export function awsObjects(source: string, { catalogue }: Understanding, text: string): Reading[] {
	const acts: Reading[] = [];
	const read = (service: string, method: string, args: string, ids: readonly string[]): void => {
		const name = method
			.replace(/[!?]$/, '')
			.split('_')
			.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
			.join('');
		acts.push(
			readOperation(catalogue, {
				provider: 'aws',
				operation: `${serviceOf(service)}:${name}`,
				parameters: literalsOf(args),
				ids,
				text,
			}),
		);
	};
	const made =
		/(?:(\w+)\s*=\s*)?(?:new\s+(?:AWS\.)?([A-Z][A-Za-z0-9]+)\s*\((?:[^()]|\([^()]*\))*\)|Aws::(\w+)::(Client|Resource)\.new(?:\([^()]*\))?)/g;
	const isSdk = /\baws-sdk\b|@aws-sdk\/client|\bAWS\.|\bAws::/.test(source);
	if (!isSdk) return acts;
	for (const match of source.matchAll(made)) {
		const [whole, variable, script, ruby, type] = match;
		if (script !== undefined && /Client$|Command$/.test(script)) continue;
		const service = script ?? ruby ?? '';
		const after = source.slice(match.index + whole.length);
		const behind = /^\s*\.(\w+!?)\s*(?=\()/.exec(after);
		const calls = [
			...(behind === null
				? []
				: [{ name: behind[1] ?? '', at: match.index + whole.length + behind[0].length }]),
			...(variable === undefined
				? []
				: [...source.matchAll(new RegExp(`\\b${variable}\\.(\\w+!?)\\s*(?=\\()`, 'g'))].map(
						(call) => ({
							name: call[1] ?? '',
							at: call.index + call[0].length,
						}),
					)),
		];
		for (const { name, at } of calls) {
			if (type !== 'Resource') {
				read(service, name, bracketed(source, at), []);
				continue;
			}
			const id = /^\(\s*["']([^"']+)["']/.exec(source.slice(at))?.[1];
			const verb =
				/^\([^()]*\)\.(?:objects(?:\([^()]*\))?\.)?(delete|delete!|clear!|terminate|batch_delete!)(?![\w(]*\w)/.exec(
					source.slice(at),
				)?.[1];
			if (verb !== undefined)
				read(
					service,
					`${verb === 'terminate' ? verb : 'delete'}_${name}`,
					'',
					id === undefined ? [] : [id],
				);
		}
	}
	return acts;
}

/** Clients whose methods are named after the provider's operations. */
const CLIENTS: readonly {
	readonly provider: string;
	readonly loaded: RegExp;
	/** A call: one group for the noun, one for the verb. */
	readonly call: RegExp;
	/** What makes a client of it, where variables hold it: `require('stripe')(key)`. */
	readonly made?: RegExp;
}[] = [
	{
		provider: 'stripe',
		loaded: /\bstripe\b/i,
		call: /\bstripe\.([A-Za-z]\w*)\.(\w+)\s*\(/g,
		made: /\b(\w+)\s*=\s*(?:require\(\s*["']stripe["']\s*\)\s*\(|new\s+Stripe\s*\(|(?:stripe\.)?StripeClient\s*\()/g,
	},
	{
		provider: 'github',
		loaded: /octokit/i,
		call: /\.(?:rest\.)?(repos|orgs|teams|actions|git|issues|pulls|users)\.(\w+)\s*\(/g,
	},
	{
		provider: 'slack',
		loaded: /WebClient|slack_sdk|@slack\//,
		call: /\.(chat|files|conversations|admin)[._](\w+)\s*\(/g,
	},
];

/** `stripe.Customer.delete('cus_1')`, `octokit.rest.repos.delete({ owner, repo })`. */
export function sdkObjects(given: string, { catalogue }: Understanding, text: string): Reading[] {
	const acts: Reading[] = [];
	for (const { provider, loaded, call, made } of CLIENTS) {
		if (!loaded.test(given)) continue;
		const names = made === undefined ? [] : [...given.matchAll(made)].map(([, name = '']) => name);
		const source = names
			.slice(0, 10)
			.reduce(
				(text, name) =>
					text.replace(new RegExp(`\\b${name}\\.(?=[A-Za-z]\\w*\\.)`, 'g'), `${provider}.`),
				given,
			);
		for (const match of source.matchAll(call)) {
			const [whole, noun = '', method = ''] = match;
			const args = bracketed(source, match.index + whole.length - 1);
			const parameters = literalsOf(args);
			const first = /^\s*["']([^"']+)["']/.exec(args)?.[1];
			const verb = method === 'del' ? 'delete' : method;
			const operation = [`${noun}.${verb}`, `${noun.replace(/s$/, '')}.${verb}`, verb].find(
				(name) => catalogue.operation(provider, name, parameters) !== null,
			);
			const owner = parameters.owner?.[0];
			const repo = parameters.repo?.[0];
			const act = readOperation(catalogue, {
				provider,
				operation: operation ?? `${noun}.${verb}`,
				parameters,
				ids:
					first !== undefined
						? [first]
						: owner !== undefined && repo !== undefined
							? [`${owner}/${repo}`]
							: [],
				idsFirst: first !== undefined || repo !== undefined,
				text,
			});
			acts.push(act);
		}
	}
	return acts;
}

/** Document stores from a program: `db['orders'].drop()`, `users.delete_many({})`, `client.drop_database('x')`. */
export function collections(source: string, text: string): Reading[] {
	if (!/pymongo|mongodb|mongoose|motor/i.test(source)) return [];
	const acts: Reading[] = [];
	for (const match of source.matchAll(
		/(?:(?:\[["']([\w.-]+)["']\])|(?:collection\(\s*["']([\w.-]+)["']\s*\))|(?:\.(\w+)))\.(drop|delete_many|deleteMany|delete_one|deleteOne)\s*\(([^)]*)\)/g,
	)) {
		const [, bracket, called, dotted, verb = '', filter = ''] = match;
		const isAll =
			verb === 'drop' || (/many/i.test(verb) && new RegExp(`^${EVERY_DOCUMENT}$`).test(filter));
		acts.push(
			document(
				isAll ? 'destroy' : 'delete',
				verb,
				'collection',
				bracket ?? called ?? dotted ?? '',
				text,
			),
		);
	}
	for (const [, name = ''] of source.matchAll(
		/\.(?:drop_database|dropDatabase)\(\s*["']?([\w.-]*)/g,
	))
		acts.push(document('destroy', 'dropDatabase', 'database', name, text));
	return acts;
}

const document = (
	actionClass: 'destroy' | 'delete',
	operation: string,
	kind: string,
	id: string,
	text: string,
): Reading =>
	reading({
		class: actionClass,
		provider: 'mongodb',
		operation,
		text,
		resources: id === '' ? [] : [resourceRef('mongodb', kind, id)],
		basis: 'a call in a snippet',
	});
