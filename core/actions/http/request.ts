import type { Reading, ResourceRef } from '../action.ts';
import type { ProviderCatalogue } from '../catalogue/catalogue.ts';
import { givesAccessByName, readName, wordsOfName } from '../catalogue/verbs.ts';
import { environmentOfName } from '../environment.ts';
import { readGraphql } from '../graphql/document.ts';
import { reading, readOperation, resourceRef, withProtection, withSettings } from '../reading.ts';
import { deletedThing, deletionClass, kubernetesRequest, sentMailing } from './path-shapes.ts';

/** An HTTP request as a command, a snippet or a tool call makes it. */
export interface HttpRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
	/** Files that it sends (`-d @file`, `-F x=@file`, `-T file`). */
	readonly sends: readonly string[];
	/** File that it writes the answer to. */
	readonly saves: string | null;
}

/** Kind of what goes to a whole list of people at once. */
export const MAILING = 'mailing';

const MARKER = /‹[a-z0-9-]+:[0-9a-f]{20}›/;

/** Reads a request as acts: GraphQL by its fields, REST by the catalogue's endpoints, else by its method. */
export function readRequest(
	request: HttpRequest,
	catalogue: ProviderCatalogue,
	text: string,
): Reading[] {
	const target = parseUrl(request.url);
	const provider = target === null ? null : catalogue.byHost(target.host);
	const paths = {
		readsPaths: request.sends,
		writesPaths: request.saves === null ? [] : [request.saves],
	};
	const hosts = target === null ? [] : [target.host];
	const graphql = graphqlOf(request, target, provider?.graphqlPaths ?? []);
	if (graphql !== null && target !== null) {
		const name = provider?.provider ?? target.host;
		const acts = readGraphql(graphql.query, graphql.variables).map((field) => ({
			...readOperation(catalogue, {
				provider: name,
				operation: field.name,
				parameters: field.arguments,
				text,
			}),
			...(field.operation === 'query' ? { class: 'read' as const, fallsWith: [] } : {}),
			hosts,
			...paths,
		}));
		if (acts.length > 0) return acts;
	}
	if (target !== null && provider !== null) {
		const endpoint = catalogue.endpoint(provider.provider, request.method, target.path);
		if (endpoint !== null) {
			const act = readOperation(catalogue, {
				provider: provider.provider,
				operation: endpoint.operation.names[0] ?? '',
				parameters: askedOf(request, target),
				ids: endpoint.ids,
				text,
			});
			const resources =
				endpoint.ids.length > 0
					? endpoint.ids.map((id) => resourceRef(provider.provider, endpoint.operation.kind, id))
					: act.resources;
			return [{ ...toldSecret(act, request), resources, hosts, ...paths }];
		}
	}
	const ofCluster =
		target === null || provider !== null
			? null
			: kubernetesRequest(catalogue, request.method.toUpperCase(), target.path, text);
	if (ofCluster !== null)
		return [
			{
				...ofCluster,
				hosts,
				...paths,
				environment: ofCluster.environment ?? environmentOfName(hosts[0] ?? ''),
			},
		];
	const act = plainRequest(
		catalogue,
		request,
		target,
		provider?.provider ?? null,
		text,
		hosts,
		paths,
	);
	// Another's request by its body too: `{ "public": true }`.
	const asked = askedOf(request, target);
	// `PATCH /zones/z/settings/waf { "value": "off" }`: what watches or guards, by the end of the path.
	const guarded = withProtection(
		act,
		{
			verb: request.method.toUpperCase() === 'DELETE' ? 'delete' : 'update',
			noun: wordsOfName((target?.path ?? '').split('/').slice(-2).join(' ')).join(' '),
		},
		asked,
	);
	return [provider === null ? guarded : withSettings(catalogue, guarded, asked)];
}

/** A message, a comment or a document at a provider's that is made of a file of credentials. */
function toldSecret(act: Reading, request: HttpRequest): Reading {
	if (act.class !== 'create' || !/message|comment|issue|gist|hook|chat|post/i.test(act.operation))
		return act;
	const printed = READS_OUT.exec(request.body ?? '')?.[0] ?? '';
	const told = [printed, ...request.sends].filter(
		(each) => HOLDS_SECRETS.test(each) && !IS_PUBLIC_KEY.test(each),
	);
	return told.length === 0 ? act : { ...act, class: 'expose', basis: SENDS_SECRET };
}

/** What a request asks for: its body, and where that says nothing, what stands behind the `?`. */
function askedOf(request: HttpRequest, target: Target | null): unknown {
	const body = parseBody(request.body);
	const query = /\?([^#]+)/.exec(target?.path ?? '')?.[1];
	return body !== null || query === undefined
		? body
		: Object.fromEntries(new URLSearchParams(query));
}

function plainRequest(
	catalogue: ProviderCatalogue,
	request: HttpRequest,
	target: Target | null,
	provider: string | null,
	text: string,
	hosts: readonly string[],
	paths: { readsPaths: readonly string[]; writesPaths: readonly string[] },
): Reading {
	const method = request.method.toUpperCase();
	const api = target === null ? null : catalogue.byHost(target.host);
	const asksModel =
		target !== null && api?.promptPaths.some((path) => target.path.includes(path)) === true;
	const isModelApi = api !== null && api.promptPaths.length > 0;
	const outside =
		target !== null &&
		(provider === null || isModelApi) &&
		!isLocal(target.host) &&
		// A name without a dot is one of the own network's.
		/[.:]/.test(target.host);
	// Signing in sends a secret where it belongs.
	const signsIn = target !== null && SIGN_IN.test(target.path);
	const carriesSecret =
		(!signsIn && (MARKER.test(request.body ?? '') || isSecretVariable(request.body ?? ''))) ||
		(target !== null && MARKER.test(target.path));
	// What `$(cat .env | base64)` in a URL or a body prints leaves with the request, whatever the method.
	const printed = READS_OUT.exec(`${request.url}\n${request.body ?? ''}`)?.[0] ?? null;
	const sends = printed === null ? request.sends : [...request.sends, printed];
	const sendsFile =
		(printed !== null && !IS_PUBLIC_KEY.test(printed)) ||
		(method !== 'GET' && request.sends.some((sent) => !IS_PUBLIC_KEY.test(sent)));
	// What a model is asked goes to who runs it, as everything that an agent reads; a secret in it has left.
	const holdsSecret = carriesSecret || sends.some((sent) => HOLDS_SECRETS.test(sent));
	const exposes = outside && (asksModel ? holdsSecret : carriesSecret || sendsFile);
	const segments =
		target === null
			? []
			: target.path
					.replace(/[?#].*$/, '')
					.split('/')
					.filter(Boolean);
	const id = target === null ? request.url : `${target.host}/${segments.join('/')}`;
	const environment = target === null ? null : environmentOfName(target.host);
	const giving = segments.at(method === 'PUT' ? -2 : -1) ?? '';
	const given = wordsOfName(giving).join(' ');
	const gives =
		/^(POST|PUT)$/.test(method) &&
		segments.length > 2 &&
		target !== null &&
		!isLocal(target.host) &&
		(givesAccessByName(given) ||
			(/^users?$/.test(given) &&
				(namesRole(request.body) ||
					// `POST /groups/admins/users`: someone joins.
					segments.slice(-3, -1).some((part) => /^(groups?|teams?|roles?)$/i.test(part)))));
	const named = exposes || method === 'DELETE' ? null : namedCall(method, segments, request.body);
	if (named !== null)
		return reading({
			class: named.class,
			provider: provider ?? target?.host ?? 'http',
			operation: `${method} /${segments.join('/')}`.slice(0, 200),
			resources: [resourceRef(provider ?? target?.host ?? 'http', named.kind, named.id ?? id)],
			hosts,
			...paths,
			environment,
			text,
			basis: `the verb “${named.verb}” in the request`,
		});
	const mailing = exposes ? null : sentMailing(method, segments);
	if (mailing !== null)
		return reading({
			class: 'create',
			provider: provider ?? target?.host ?? 'http',
			operation: `${method} /${segments.join('/')}`.slice(0, 200),
			resources: [resourceRef(provider ?? target?.host ?? 'http', MAILING, mailing)],
			hosts,
			...paths,
			environment,
			text,
			basis: 'a mailing that is sent',
		});
	const gone = deletedThing(segments);
	return reading({
		class: exposes
			? 'expose'
			: gives
				? 'grant'
				: method === 'DELETE'
					? deletionClass(gone.kind)
					: (METHOD_CLASS[method] ?? 'execute'),
		provider: provider ?? target?.host ?? 'http',
		operation: `${method} ${target === null ? request.url : `/${segments.join('/')}`}`.slice(
			0,
			200,
		),
		resources: exposes
			? sentThings(request, sends, id)
			: [
					resourceRef(
						provider ?? target?.host ?? 'http',
						method === 'DELETE' ? gone.kind : 'endpoint',
						method === 'DELETE' ? (gone.id ?? id) : id,
					),
				],
		hosts,
		...paths,
		environment,
		text,
		basis: !exposes
			? `HTTP ${method}`
			: holdsSecret
				? SENDS_SECRET
				: 'an HTTP request that carries a file to an outside host',
	});
}

/**
 * What an interface whose calls are named says by the name: `POST /2/files/delete_v2`,
 * `POST /users/7/delete`, JSON-RPC's `method`. Null where no such name tells of harm.
 */
function namedCall(
	method: string,
	segments: readonly string[],
	body: string | null,
): { class: Reading['class']; verb: string; kind: string; id: string | null } | null {
	if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return null;
	const remade = remadeMachine(segments, body);
	if (remade !== null) return remade;
	if (/^update$/.test(segments.at(-1) ?? '') && DELETES_BY_QUERY.test(body ?? ''))
		return { class: 'destroy', verb: 'delete', kind: 'index', id: segments.at(-2) ?? null };
	const given = parseBody(body);
	const fields =
		given !== null && typeof given === 'object' ? (given as Record<string, unknown>) : {};
	const last = segments.at(-1) ?? '';
	const called =
		typeof fields.method === 'string' &&
		(fields.jsonrpc !== undefined || fields.params !== undefined)
			? fields.method
			: (/:([A-Za-z]+)$/.exec(last)?.[1] ?? last);
	const read = readName(called);
	// The name must begin with its verb: `/reset-password` and `/deleted` are no deletions of what they name.
	if (read === null || wordsOfName(called)[0] !== read.verb || !HARMFUL_VERB.test(read.verb))
		return null;
	const inside = fields.params ?? given;
	const values =
		inside !== null && typeof inside === 'object' ? (inside as Record<string, unknown>) : {};
	const key = Object.keys(values).find((name) =>
		/^(ids?|.*_ids?|.*Ids?|path|name|key)$/.test(name),
	);
	const value = key === undefined ? undefined : values[key];
	const before = segments.at(-2);
	const noun =
		read.noun
			.replace(/\b(v\d+|batch)\b/g, '')
			.trim()
			.split(' ')[0] ?? '';
	return {
		class: read.class,
		verb: read.verb,
		kind:
			noun !== ''
				? noun.replace(/s$/, '')
				: kindOfPath(segments.slice(0, before === undefined ? 0 : -1)),
		id:
			typeof value === 'string' || typeof value === 'number'
				? String(value)
				: value === undefined && before !== undefined && !/^(v?\d|api|rpc)/.test(before)
					? before
					: null,
	};
}

/** Solr's update that deletes all that a query finds. */
const DELETES_BY_QUERY = /<delete>\s*<query>|"delete"\s*:\s*\{\s*"query"/;

/** `POST /instances/1/rebuild`, `POST /droplets/1/actions { "type": "rebuild" }`: a machine with empty disks. */
function remadeMachine(
	segments: readonly string[],
	body: string | null,
): { class: Reading['class']; verb: string; kind: string; id: string | null } | null {
	const verb = /^re(build|install|image)$/.test(segments.at(-1) ?? '')
		? (segments.at(-1) ?? '')
		: segments.at(-1) === 'actions' || segments.at(-1) === 'action'
			? (/"(?:type"\s*:\s*")?(rebuild|reinstall|reimage)"/.exec(body ?? '')?.[1] ?? null)
			: null;
	const at = segments.findLastIndex((part) =>
		/^(servers?|instances?|linodes?|droplets?|machines?|vms?|baremetals?|dedicated|virtualmachines)$/i.test(
			part,
		),
	);
	return verb === null || at < 0
		? null
		: {
				class: 'destroy',
				verb,
				kind: (segments[at] ?? '').replace(/s$/, '').toLowerCase(),
				id: segments[at + 1] ?? null,
			};
}

const HARMFUL_VERB = /^(delete|destroy|purge|terminate|wipe|erase|drop|truncate)$/;

/** Whether an account is made with what it may do: `{ "roles": ["superuser"] }`, `{ "tags": "administrator" }`. */
const namesRole = (body: string | null): boolean =>
	/["']?(?:roles?|tags|permissions|is_?admin|is_?superuser)["']?\s*[:=]\s*(?:\[\s*)?["']?(?:[\w-]*(?:admin|owner|superuser|root|all)[\w-]*|true)\b/i.test(
		body ?? '',
	);

/** `$AWS_SECRET_ACCESS_KEY` as all that a body holds: a secret that nothing here spells out. */
const isSecretVariable = (body: string): boolean =>
	/^(?:[\w-]+=)?"?\$\{?\w*(?:SECRET|TOKEN|PASSW|API_?KEY|PRIVATE_?KEY|CREDENTIAL)\w*\}?"?$/.test(
		body.trim(),
	);

/** What leaves with a request: the files and the secrets in it; the endpoint where neither can be named. */
function sentThings(request: HttpRequest, sends: readonly string[], id: string): ResourceRef[] {
	const files = sends.map((sent) =>
		resourceRef('filesystem', 'file', FILE_IN.exec(sent)?.[1] ?? sent),
	);
	const secrets = [
		...`${request.url}\n${request.body ?? ''}`.matchAll(/‹([a-z0-9-]+):([0-9a-f]{20})›/g),
	];
	const things = [
		...files,
		...secrets.map((match) =>
			resourceRef('filesystem', 'secret', match[2] ?? '', match[1] ?? null),
		),
	];
	return things.length > 0 ? things.slice(0, 20) : [resourceRef('http', 'endpoint', id)];
}

/** The path inside `$(cat path | base64)`, `open('path')`, `the output of cat path`. */
const FILE_IN =
	/(?:\b(?:cat|head|tail|xxd|gzip|base64)\b|open\(|readFileSync\(|createReadStream\(|Bun\.file\(|File\.read\(|file_get_contents\()\s*(?:-\w+\s+)*["']?([~$./\w-][^\s"'|)`]*)/;

/** The half of a key that everyone may know. */
const IS_PUBLIC_KEY = /\.pub\b/;

const SIGN_IN = /\/(log-?in|sign-?in|auth\w*|oauth2?|token|sessions?)(\/|\?|$)/i;

/** Basis of a request that carries a secret out; `core/incidents` weighs it by this. */
export const SENDS_SECRET = 'an HTTP request that carries a secret to an outside host';

/** A substitution in a request that reads files or the environment of the machine. */
export const READS_OUT =
	/(?:\$\(|`)\s*(?:cat|base64|head|tail|env|printenv|grep|sed|awk|tar|gzip|xxd|jq|find)\b[^)`]{0,200}|\bopen\([^)]{0,120}\)|\b(?:readFileSync|createReadStream|Bun\.file|File\.read|read_text|read_bytes)\([^)]{0,120}\)|\bfile_get_contents\(\s*["'](?!https?:)[^)]{0,120}\)|\bos\.environ\b|\bprocess\.env\b/;

/** Files and commands whose content is likely a credential. */
export const HOLDS_SECRETS =
	/\.env\b|credential|secret|token|passw|id_rsa|id_ed25519|\.ssh|\.aws|\.npmrc|\.netrc|\.pgpass|kubeconfig|\.kube|\.pem\b|\.key\b|\benv\b|printenv|environ|process\.env/i;

const METHOD_CLASS: Readonly<Record<string, Reading['class']>> = {
	GET: 'read',
	HEAD: 'read',
	OPTIONS: 'read',
	POST: 'execute',
	PUT: 'modify',
	PATCH: 'modify',
	DELETE: 'destroy',
};

/** `/v1/databases/db-1` → `database`. */
function kindOfPath(segments: readonly string[]): string {
	const parent = segments.at(-2);
	return parent === undefined ? 'resource' : parent.replace(/s$/, '').toLowerCase();
}

const isLocal = (host: string): boolean =>
	/^(localhost|127\.|0\.0\.0\.0|\[?::1)/.test(host) ||
	/\.(local|internal|test|localhost)(:\d+)?$/.test(host);

interface Target {
	readonly host: string;
	readonly path: string;
}

function parseUrl(url: string): Target | null {
	const m =
		/^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^@/\s]*@)?(\[[0-9a-f:]+\]|[A-Za-z0-9._-]+)(:\d+)?(\/[\s\S]*|\?[\s\S]*)?$/i.exec(
			url.trim(),
		);
	if (m === null) return null;
	const host = (m[1] ?? '').toLowerCase();
	if (!url.includes('://') && !host.includes('.') && host !== 'localhost' && m[2] === undefined)
		return null;
	return { host, path: m[3] ?? '/' };
}

export function parseBody(body: string | null): unknown {
	if (body === null) return null;
	try {
		return JSON.parse(body);
	} catch {
		return /^[\w.[\]%-]+=/.test(body) ? Object.fromEntries(new URLSearchParams(body)) : null;
	}
}

function graphqlOf(
	request: HttpRequest,
	target: Target | null,
	graphqlPaths: readonly string[],
): { query: string; variables: unknown } | null {
	if (request.body === null || target === null) return null;
	const path = target.path.replace(/[?#].*$/, '').replace(/\/$/, '');
	const likely = graphqlPaths.includes(path) || /graphql/i.test(path);
	const parsed = parseBody(request.body);
	if (
		parsed !== null &&
		typeof parsed === 'object' &&
		'query' in parsed &&
		typeof parsed.query === 'string'
	)
		return { query: parsed.query, variables: 'variables' in parsed ? parsed.variables : null };
	if (!likely) return null;
	// Quoting in shells is often wrong, and the document is in there all the same.
	const loose = /((?:mutation|query|subscription)\b[\s\S]*\})/.exec(
		request.body.replaceAll('\\"', '"').replaceAll('\\n', '\n'),
	);
	return loose === null ? null : { query: trimToBalance(loose[1] ?? ''), variables: null };
}

/** Cuts a text after the brace that closes its first one. */
function trimToBalance(text: string): string {
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		if (text[i] === '{') depth++;
		else if (text[i] === '}' && --depth === 0) return text.slice(0, i + 1);
	}
	return text;
}
