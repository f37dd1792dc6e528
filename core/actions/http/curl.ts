import { parseArguments, type ShellCommand, textsOf } from '../shell/command.ts';
import type { HttpRequest } from './request.ts';

const CURL_VALUED = new Set([
	'-X',
	'--request',
	'-H',
	'--header',
	'-d',
	'--data',
	'--data-raw',
	'--data-binary',
	'--data-ascii',
	'--data-urlencode',
	'--json',
	'-F',
	'--form',
	'-T',
	'--upload-file',
	'-o',
	'--output',
	'-u',
	'--user',
	'-A',
	'--user-agent',
	'-e',
	'--referer',
	'-b',
	'--cookie',
	'-c',
	'--cookie-jar',
	'-m',
	'--max-time',
	'--connect-timeout',
	'--retry',
	'-w',
	'--write-out',
	'--url',
	'-x',
	'--proxy',
	'-K',
	'--config',
	'-E',
	'--cert',
	'--key',
	'--cacert',
	'--resolve',
	'--retry-delay',
	'--url-query',
	'-r',
	'--range',
	'--oauth2-bearer',
]);
const WGET_VALUED = new Set([
	'-O',
	'--output-document',
	'--header',
	'--post-data',
	'--post-file',
	'--body-data',
	'--body-file',
	'--method',
	'-P',
	'-U',
	'--user',
	'--password',
	'-T',
	'-t',
	'-o',
]);
const DATA_FLAGS = [
	'-d',
	'--data',
	'--data-raw',
	'--data-binary',
	'--data-ascii',
	'--data-urlencode',
	'--json',
] as const;

/** Reads a `curl` command as the requests that it makes (one a URL). */
export function readCurl(command: ShellCommand): HttpRequest[] {
	const args = parseArguments(textsOf(command.args), CURL_VALUED);
	const headers = parseHeaders([
		...(args.flags.get('-H') ?? []),
		...(args.flags.get('--header') ?? []),
	]);
	const bearer = args.value('--oauth2-bearer');
	if (bearer !== null) headers.authorization = `Bearer ${bearer}`;
	const user = args.value('-u', '--user');
	if (user !== null) headers.authorization = `Basic ${user}`;
	const data = DATA_FLAGS.flatMap((flag) =>
		(args.flags.get(flag) ?? []).map((text) =>
			// `name@file`: the content of the file, under that name.
			flag === '--data-urlencode' ? text.replace(/^[\w.[\]-]+@/, '@') : text,
		),
	);
	const forms = [...(args.flags.get('-F') ?? []), ...(args.flags.get('--form') ?? [])];
	const upload = args.value('-T', '--upload-file');
	const sends = [
		...data.filter((text) => text.startsWith('@') && text !== '@-').map((text) => text.slice(1)),
		...forms.map((text) => /=[@<]([^;]+)/.exec(text)?.[1]).filter((path) => path !== undefined),
		...(upload === null || upload === '-' ? [] : [upload]),
		// `jq . x | while read line; do curl -d "$line"`: what comes in, line by line.
		...(data.some((text) => /^\$\{?\w+\}?$/.test(text)) &&
		/^\s*(cat|jq|base64|xxd|env|printenv|tar|gzip|sqlite3)\b/.test(command.pipedFrom[0] ?? '')
			? [`the output of ${command.pipedFrom[0] ?? ''}`]
			: []),
		...(pipesUnknown(command, data, upload)
			? [`the output of ${command.pipedFrom.at(-1) ?? ''}`]
			: []),
	];
	const literal = data
		.map((text) => (text === '@-' ? (command.input ?? '') : text))
		.filter((text) => !text.startsWith('@'));
	const body = literal.length > 0 ? literal.join('&') : forms.length > 0 ? forms.join('&') : null;
	const asGet = args.has('-G', '--get');
	const method =
		// Of several methods the last counts.
		textsOf(command.args).flatMap(methodOf).at(-1) ??
		(args.has('-I', '--head')
			? 'HEAD'
			: upload !== null
				? 'PUT'
				: !asGet && (body !== null || sends.length > 0)
					? 'POST'
					: 'GET');
	const urls = [...(args.flags.get('--url') ?? []), ...args.operands].filter((text) => text !== '');
	return urls.slice(0, 50).map((url) => ({
		method: method.toUpperCase(),
		url: asGet && body !== null ? `${url}?${body}` : url,
		headers,
		body: asGet ? null : body,
		sends,
		saves: args.value('-o', '--output'),
	}));
}

/** `-X PUT`, `-XPUT`, `--request=PUT`: the method, where this word gives one. */
const methodOf = (text: string, at: number, texts: readonly string[]): string[] => {
	if (/^-[a-zA-Z]*X$/.test(text) || text === '--request') return [texts[at + 1] ?? 'GET'];
	const joined = /^(?:-[a-zA-Z]*X|--request=)([A-Za-z]+)$/.exec(text)?.[1];
	return joined === undefined ? [] : [joined];
};

/** `… | curl -d @-`: what is sent is what the command before it printed, and no text here holds it. */
const pipesUnknown = (
	command: ShellCommand,
	data: readonly string[],
	upload: string | null,
): boolean =>
	command.input === null && command.pipedFrom.length > 0 && (data.includes('@-') || upload === '-');

/** Reads `wget`: it fetches, unless a method or a body is given. */
export function readWget(command: ShellCommand): HttpRequest[] {
	const args = parseArguments(textsOf(command.args), WGET_VALUED);
	const body = args.value('--post-data', '--body-data');
	const file = args.value('--post-file', '--body-file');
	return args.operands.slice(0, 50).map((url) => ({
		method: (
			args.value('--method') ?? (body !== null || file !== null ? 'POST' : 'GET')
		).toUpperCase(),
		url,
		headers: parseHeaders(args.flags.get('--header') ?? []),
		body,
		sends: file === null ? [] : [file],
		saves: args.value('-O', '--output-document'),
	}));
}

/** Reads HTTPie and xh: `http DELETE host/path Header:value field=value`. */
export function readHttpie(command: ShellCommand): HttpRequest[] {
	const words = textsOf(command.args).filter((text) => !text.startsWith('-'));
	const first = words[0] ?? '';
	const method = /^[A-Z]+$/.test(first) ? first : null;
	const url = method === null ? first : words[1];
	if (url === undefined || url === '') return [];
	const items = words.slice(method === null ? 1 : 2);
	// `@file` is the body, `name@file` a file of a form.
	const sends = items.flatMap((item) => /^(?:[\w.-]+)?@([^\s:=]+)$/.exec(item)?.[1] ?? []);
	const fields = items.filter((item) => /^[\w.[\]-]+:?==?/.test(item));
	const body = Object.fromEntries(
		fields.map((item) => {
			const m = /^([\w.[\]-]+):?==?([\s\S]*)$/.exec(item);
			return [m?.[1] ?? '', m?.[2] ?? ''];
		}),
	);
	return [
		{
			method: method ?? (fields.length > 0 || sends.length > 0 ? 'POST' : 'GET'),
			url,
			headers: parseHeaders(items.filter((item) => /^[\w-]+:[^=]/.test(item))),
			body: fields.length > 0 ? JSON.stringify(body) : null,
			sends,
			saves: null,
		},
	];
}

function parseHeaders(lines: readonly string[]): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const line of lines) {
		const colon = line.indexOf(':');
		if (colon > 0)
			headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
	}
	return headers;
}
