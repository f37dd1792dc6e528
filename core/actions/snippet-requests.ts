import type { Reading } from './action.ts';
import { type HttpRequest, readRequest } from './http/request.ts';
import { reading, resourceRef } from './reading.ts';
import { argumentsAt, STRING, unquote } from './snippet-text.ts';
import type { Understanding } from './understanding.ts';

/** Cuts a text after the brace that closes its first one. */
function balanced(text: string): string {
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		if (text[i] === '{') depth++;
		else if (text[i] === '}' && --depth === 0) return text.slice(0, i + 1);
	}
	return text;
}

/** The values of a literal object of variables: `"variables": {"id": "s-1"}`. */
function variablesIn(source: string): Record<string, string> {
	const at = source.search(/["']?variables["']?\s*:\s*\{/);
	if (at < 0) return {};
	const object = balanced(source.slice(source.indexOf('{', at)));
	return Object.fromEntries(
		[...object.matchAll(/["']?(\w+)["']?\s*:\s*["']([^"']*)["']/g)].map((m) => [m[1], m[2]]),
	);
}

/** What a name in the arguments was computed from, so that what leaves with a request is seen. */
const spelledOut = (args: string, source: string): string =>
	`${assignedOut(args, source)}${appendedTo(args, source)}`;

/** What a form that is handed over was given: `form.append('x', fs.createReadStream('y'))`. */
function appendedTo(args: string, source: string): string {
	const form = /,\s*([A-Za-z_]\w*)\s*(?:[,)]|$)/.exec(args)?.[1];
	if (form === undefined) return '';
	return [...source.matchAll(new RegExp(`\\b${form}\\.append\\s*\\(`, 'g'))]
		.slice(0, 20)
		.map((match) => ` ${argumentsAt(source, match.index + match[0].length - 1)}`)
		.join('');
}

const assignedOut = (args: string, source: string): string =>
	args.replace(
		/\b(data|body|json|payload|content|files|params)\s*[=:]\s*([A-Za-z_]\w*)\b/g,
		(whole, _key: string, name: string) => {
			const assigned = new RegExp(
				`(?:^|[;\\n])[ \\t]*(?:const |let |var )?${name}\\s*=\\s*([^\\n;]+)`,
			).exec(source);
			const opened = new RegExp(`\\bwith\\s+(open\\([^)]*\\))\\s+as\\s+${name}\\b`).exec(source);
			if (assigned === null && opened !== null) return `${whole} ${opened[1]}`;
			return assigned === null ? whole : `${whole} ${assigned[1]}`;
		},
	);

/** What a request signs in with: its header's value, its `auth`. That goes where it belongs and carries nothing out. */
const SIGNS_IN =
	/(["']?\b(?:(?:proxy-)?authorization|cookie|auth|[\w-]*(?:api-?key|auth-?token|access-?token|private-?token))["']?\s*[:=]\s*)(\([^()]*(?:\([^()]*\)[^()]*)*\)|(?:[^,{}()\n]|\([^()]*\)|\{[^{}]*\})+)/gi;

/** Arguments without what signs the request in. */
function withoutSignIn(args: string): string {
	const rest = args.replace(/\bauth\s*=\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[^,\n]+)/g, 'auth=()');
	const headers = /\bheaders["']?\s*[:=]\s*\{/.exec(rest);
	if (headers === null) return rest;
	const object = balanced(rest.slice(rest.indexOf('{', headers.index)));
	return rest.replace(object, () => object.replace(SIGNS_IN, '$1""'));
}

/** Functions that take a whole request: `fetch(url, { method })`, `axios({ method, url })`. */
const WHOLE =
	/\b(fetch|urlopen|Request|axios|got|ky|superagent|ofetch|needle|ajax|file_get_contents)\s*\(|\$fetch\s*\(/
		.source;
/** Methods of clients whose usual names tell, whatever they are given. */
const CLIENTS =
	/\b(?:requests|httpx|session|client|axios|got|ky|http|Net::HTTP|HTTParty|RestClient|Faraday)\.(get|post|put|patch|delete|head)\s*\(/
		.source;
/** Methods of anything that is given an address: `s.delete('https://…')`. */
const ADDRESSED = /(?:\.|->)(get|post|put|patch|delete|head)\s*\(\s*(?=[rbf]?["'`]https?:\/\/)/
	.source;
/** The method first: `requests.request('DELETE', url)`. */
const METHOD_FIRST = /\.request\s*\(\s*["'](GET|POST|PUT|PATCH|DELETE|HEAD)["']\s*,/.source;

/** A path of the address that the client was made with: `http.delete('/apps/x')`. */
const BASED = /\.(get|post|put|patch|delete|head)\s*\(\s*(?=[rbf]?["'`]\/)/.source;
/** Ruby's `Net::HTTP::Delete.new(uri)`. */
const BY_CLASS = /\bNet::HTTP::(Get|Post|Put|Patch|Delete)\.new\s*\(/g;

const CALL_OF_BASE = new RegExp(BASED, 'g');
const CALL = new RegExp(`${CLIENTS}|${ADDRESSED}|${METHOD_FIRST}|${WHOLE}`, 'g');

/** What HTTP clients of Python, JavaScript and Ruby ask for. */
export function httpCalls(source: string, { catalogue }: Understanding, text: string): Reading[] {
	const acts: Reading[] = routeCalls(source).flatMap((request) =>
		readRequest(request, catalogue, text),
	);
	const base = /\bbase_?url\s*[:=]\s*["'`](https?:\/\/[^"'`]+?)\/?["'`]/i.exec(source)?.[1] ?? null;
	const host = /\bNet::HTTP\.(?:start|new)\(\s*["']([\w.-]+)["']/.exec(source)?.[1];
	const origin = base ?? (host === undefined ? null : `https://${host}`);
	const address = /["'](https?:\/\/[^"']+)["']/.exec(source)?.[1];
	for (const match of source.matchAll(BY_CLASS)) {
		const given = addressIn(argumentsAt(source, match.index + match[0].length - 1));
		const path = given === null ? (address ?? '') : unquote(given);
		const url = origin !== null && path.startsWith('/') ? `${origin}${path}` : path;
		acts.push(...readRequest(plain(match[1] ?? 'Get', url), catalogue, text));
	}
	if (host !== undefined)
		for (const match of source.matchAll(CALL_OF_BASE)) {
			const path = addressIn(argumentsAt(source, match.index + match[0].lastIndexOf('(')));
			if (path !== null)
				acts.push(
					...readRequest(plain(match[1] ?? 'get', `${origin}${unquote(path)}`), catalogue, text),
				);
		}
	for (const match of source.matchAll(CALL)) {
		const open = match.index + match[0].indexOf('(');
		const args = spelledOut(argumentsAt(source, open), source);
		const called = match[1] ?? match[2] ?? match[3];
		// `urlopen(Request(…))` is one request.
		if (match[4] === 'urlopen' && /\bRequest\s*\(/.test(args)) continue;
		const literal = addressIn(args);
		if (literal === null) continue;
		// PHP reads files with the same function.
		if (match[4] === 'file_get_contents' && !/^["']https?:/.test(literal)) continue;
		const method =
			called ??
			/\b(?:method|type)["']?\s*[:=]\s*["'](\w+)["']/.exec(args)?.[1] ??
			(/\b(data|body)\s*[:=]/.test(args) ? 'POST' : 'GET');
		// The document may stand in a variable: the whole snippet is searched for it.
		const begins = source.search(/\b(?:mutation|query)\b\s*(?:\w+\s*)?(?:\([^)]*\)\s*)?\{/);
		const graphql = begins < 0 ? undefined : balanced(source.slice(begins));
		const body =
			graphql !== undefined && /graphql/i.test(args)
				? JSON.stringify({
						query: graphql.replaceAll('\\"', '"'),
						variables: variablesIn(source),
					})
				: withoutSignIn(args.slice(args.indexOf(literal) + literal.length)) || null;
		const asked = unquote(literal);
		acts.push(
			...readRequest(
				{
					method: method.toUpperCase(),
					url: origin !== null && asked.startsWith('/') ? `${origin}${asked}` : asked,
					headers: {},
					body,
					sends: [],
					saves: null,
				},
				catalogue,
				text,
			),
		);
	}
	return acts;
}

const plain = (method: string, url: string): HttpRequest => ({
	method: method.toUpperCase(),
	url,
	headers: {},
	body: null,
	sends: [],
	saves: null,
});

/** The literal that is the address: the one that looks like one, else the first. */
function addressIn(args: string): string | null {
	const literals = [...args.matchAll(new RegExp(STRING.source, 'g'))].map(
		(match) => match[1] ?? '',
	);
	return literals.find((literal) => /^["'`]+https?:/.test(literal)) ?? literals[0] ?? null;
}

/** GitHub's own client takes routes: `octokit.request('PUT /repos/{owner}/{repo}/…', { owner, repo })`. */
function routeCalls(source: string): HttpRequest[] {
	if (!/octokit/i.test(source)) return [];
	return [
		...source.matchAll(/\.request\s*\(\s*["'`](GET|POST|PUT|PATCH|DELETE)\s+(\/[^"'`]*)["'`]/g),
	].map((match) => {
		const args = argumentsAt(source, match.index + match[0].indexOf('('));
		const given = Object.fromEntries(
			[...args.matchAll(/\b(\w+)\s*:\s*(?:["'`]([^"'`]*)["'`]|(true|false|\d+)\b)/g)].map(
				([, name = '', text, bare]) => [
					name,
					text ?? (bare === 'true' ? true : bare === 'false' ? false : Number(bare)),
				],
			),
		);
		return {
			method: match[1] ?? 'GET',
			url: `https://api.github.com${(match[2] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole))}`,
			headers: {},
			body: JSON.stringify(given),
			sends: [],
			saves: null,
		};
	});
}

/** What opens a way to another host without being a request. */
const OPENS_WAY =
	/\bcreate_connection\s*\(|\bsocket\.socket\s*\(|\bhttps?["']?\)?\.request\s*\(|\bnet["']?\)?\.(?:connect|createConnection)\s*\(|\btls["']?\)?\.connect\s*\(|\bFTP(?:_TLS)?\s*\(|\bSMTP(?:_SSL)?\s*\(|\bcreateTransport\s*\(|\bTCPSocket\.(?:new|open)\b|\bparamiko\b/;
const READS_FILE =
	/\b(?:open|readFileSync|File\.read|read_text|read_bytes)\s*\(\s*[rbf]?["']([^"']+)["']/;

/** `sock.sendall(open('x').read())`, `https.request(…).end(fs.readFileSync('x'))`: files that leave over a connection. */
export function sentFiles(source: string, text: string): Reading[] {
	const way = OPENS_WAY.exec(source);
	if (way === null) return [];
	const host = /["'`]((?:[\w-]+\.)+[\w-]+)["'`]/.exec(source.slice(way.index))?.[1] ?? null;
	if (host === null || /^127\.|\.(local|internal|test)$/.test(host)) return [];
	const files = [
		...source.matchAll(
			/\.(?:sendall|send|end|write|storbinary|storlines|sendfile|put|set_content|set_payload|add_attachment|attach|sendmail|send_message|sendMail)\s*\(/g,
		),
	].flatMap((match) => {
		const args = argumentsAt(source, match.index + match[0].length - 1);
		const made = new RegExp(
			`(?:^|[;\\n])[ \\t]*(?:const |let |var )?${/^\w+$/.exec(args.trim())?.[0] ?? '\\0'}\\s*=\\s*([^\\n;]+)`,
		).exec(source)?.[1];
		// `sftp.put('file', 'there')` is given the file's name.
		const put =
			/\bparamiko\b|pysftp/.test(source) && match[0].startsWith('.put')
				? /^\s*["']([^"']+)["']/.exec(args)?.[1]
				: undefined;
		return put ?? READS_FILE.exec(made ?? args)?.[1] ?? [];
	});
	return files.length === 0
		? []
		: [
				reading({
					class: 'expose',
					provider: 'filesystem',
					operation: 'a connection in a snippet',
					text,
					hosts: [host],
					readsPaths: files,
					resources: files.map((file) => resourceRef('filesystem', 'file', file)),
					basis: 'a call in a snippet',
				}),
			];
}
