import { type Match, ranks } from './match.ts';
import { isPlaceholder } from './values.ts';

/**
 * Secrets that the structure around them gives away. Each rule starts at a keyword's position and
 * looks at a bounded stretch of text from there.
 */

const SCHEME =
	/[ \t]{0,4}(?:(bearer|basic|token|api-token|apikey|api-key|digest|negotiate|ssws|key|bot|splunk)(?:[ \t]{1,4}|%20|\+))?/iy;
const CREDENTIAL = /[\w~+/.=:%@!$-]{6,8192}/y;

/** The value of an `Authorization` header: scheme and credential. */
export function authorizationValue(text: string, from: number, to: number): Match | null {
	SCHEME.lastIndex = from;
	const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
	CREDENTIAL.lastIndex = SCHEME.lastIndex === 0 ? from : SCHEME.lastIndex;
	const credential = CREDENTIAL.exec(text);
	if (credential === null) return null;
	const start = credential.index;
	const end = Math.min(trimEnd(text, start, start + credential[0].length), to);
	const value = text.slice(start, end);
	if (value.length < 6 || isPlaceholder(value) || /^[a-z]{2,10}:\/\//i.test(value)) return null;
	if (scheme === undefined && !/\d/.test(value)) return null;
	if (scheme !== undefined && value.length < 8 && !/\d/.test(value)) return null;
	return {
		start,
		end,
		kind: authorizationKind(scheme),
		rank: ranks.generic,
		label: 'Authorization',
	};
}

function authorizationKind(scheme: string | undefined): string {
	if (scheme === 'bearer') return 'bearer-token';
	if (scheme === 'basic') return 'basic-credential';
	return 'authorization-header';
}

/** Sentence marks after a token are not part of it. */
function trimEnd(text: string, start: number, end: number): number {
	let i = end;
	while (i > start && /[.,:;!?]/.test(text[i - 1] ?? '')) i--;
	return i;
}

const BEARER = /bearer[ \t]{1,4}\\{0,3}["']?(?=[\w~+/.-])/iy;
const BEARER_VALUE = /[\w~+/.=%-]{16,8192}/y;

/** `Bearer …` outside an Authorization header; only what looks random. */
export function bearerAt(text: string, at: number): Match | null {
	BEARER.lastIndex = at;
	if (!BEARER.test(text)) return null;
	BEARER_VALUE.lastIndex = BEARER.lastIndex;
	const m = BEARER_VALUE.exec(text);
	if (m === null) return null;
	const end = trimEnd(text, m.index, m.index + m[0].length);
	const value = text.slice(m.index, end);
	if (!/\d/.test(value) || isPlaceholder(value)) return null;
	return { start: m.index, end, kind: 'bearer-token', rank: ranks.generic, label: 'Bearer' };
}

const USERINFO = /:\/\/([^\s/?#@:"'`<>\\]{0,200}):([^\s/?#"'`<>\\]{1,512})@(?=[\w[({$.%-])/y;

/** The password in `scheme://user:password@host`. */
export function urlPasswordAt(text: string, at: number): Match | null {
	USERINFO.lastIndex = at;
	const m = USERINFO.exec(text);
	if (m === null) return null;
	const password = m[2] as string;
	const start = m.index + 3 + (m[1] as string).length + 1;
	if (password.length < 3 || isPlaceholder(password)) return null;
	return {
		start,
		end: start + password.length,
		kind: 'url-password',
		rank: ranks.generic,
		label: m[1] || null,
	};
}

const KEY_HEADER = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----/iy;
const KEY_WINDOW = 32_768;

/**
 * A private key block, whole, also where its line ends are escaped or its end is cut off.
 * `endsAt` is where the next `-----END` stands, or -1.
 */
export function privateKeyAt(text: string, at: number, endsAt: number): Match | null {
	KEY_HEADER.lastIndex = at;
	const header = KEY_HEADER.exec(text);
	if (header === null) return null;
	const bodyStart = at + header[0].length;
	if (endsAt !== -1 && endsAt < bodyStart) return null;
	const window = text.slice(bodyStart, bodyStart + KEY_WINDOW);
	const close = endsAt === -1 || endsAt >= bodyStart + KEY_WINDOW ? -1 : endsAt - bodyStart;
	const bodyEnd = close === -1 ? looseBodyEnd(window) : close;
	const body = window.slice(0, bodyEnd);
	if (body.replace(/\\[nr]/g, '').replace(/[^0-9A-Za-z+/=]/g, '').length < 24) return null;
	if (/[.…*]{3,}|x{12,}/i.test(body) && body.length < 200) return null;
	const tail =
		close === -1 ? 0 : (/^-----END[^-]{0,80}-----/i.exec(window.slice(close))?.[0].length ?? 0);
	return {
		start: at,
		end: bodyStart + bodyEnd + tail,
		kind: 'private-key',
		rank: ranks.block,
		label: null,
	};
}

function looseBodyEnd(window: string): number {
	const m = /^(?:[0-9A-Za-z+/=:,\s]|\\[nr])*/.exec(window);
	return m?.[0].length ?? 0;
}

const JWT =
	/eyJ[\w-]{8,2000}\.eyJ[\w-]{8,6000}\.[\w-]{10,1200}|eyJ[\w-]{8,2000}\.{2}[\w-]{10,6000}\.[\w-]{10,8000}\.[\w-]{10,200}/y;

/** A JSON Web Token; its payload says whose. */
export function jsonWebTokenAt(text: string, at: number): Match | null {
	JWT.lastIndex = at;
	const m = JWT.exec(text);
	if (m === null) return null;
	return { start: at, end: at + m[0].length, kind: jwtKind(m[0]), rank: ranks.shaped, label: null };
}

function jwtKind(token: string): string {
	const payload = decodeBase64(token.split('.')[1] ?? '');
	if (payload === null) return 'json-web-token';
	if (/"role"\s*:\s*"service_role"/.test(payload)) return 'supabase-service-key';
	if (/"iss"\s*:\s*"kubernetes\/serviceaccount"|"kubernetes\.io"/.test(payload))
		return 'kubernetes-token';
	return 'json-web-token';
}

/** Text of a base64 or base64url string; null when it is none. */
export function decodeBase64(text: string): string | null {
	const plain = text
		.replace(/-/g, '+')
		.replace(/_/g, '/')
		.replace(/[=\s]+$/, '');
	if (plain.length % 4 === 1) return null;
	try {
		return atob(plain);
	} catch {
		return null;
	}
}

const USER_FLAG = /(?:-u|--user|--proxy-user|-U)(?:=|[ \t]{0,4})\\{0,3}(["']?)/y;

/**
 * Where a word without quotes around it ends: at a blank, an escape, a semicolon or parenthesis that
 * ends a command, or the quote of a text that holds the whole command. A quote right after the colon
 * opens a password. Other marks of the shell may stand in a password that somebody wrote down.
 */
function endOfBareWord(window: string): number {
	const open = window.indexOf(':') + 1;
	const quote = window[open];
	if (open > 0 && (quote === '"' || quote === "'")) {
		const close = window.indexOf(quote, open + 1);
		const inside = window.slice(open + 1, close);
		return close !== -1 && !/\s/.test(inside) ? close + 1 : open;
	}
	return window.search(/[\s\\`"']|[;)](?=\s|$)|$/);
}

/** `curl -u user:password`. */
export function userFlagAt(text: string, at: number): Match | null {
	USER_FLAG.lastIndex = at;
	const flag = USER_FLAG.exec(text);
	if (flag === null) return null;
	const from = USER_FLAG.lastIndex;
	const quote = flag[1] ?? '';
	const window = text.slice(from, from + 400);
	const close = quote === '' ? endOfBareWord(window) : window.indexOf(quote);
	const inside = close === -1 ? '' : window.slice(0, close);
	const colon = inside.indexOf(':');
	if (colon === -1) return splitUserFlag(text, from, inside, quote);
	const user = inside.slice(0, colon);
	let password = inside.slice(colon + 1);
	let start = from + colon + 1;
	const inner = /^\\{0,3}(["'])(.*?)\\{0,3}\1$/.exec(password);
	if (inner !== null) {
		start += password.indexOf(inner[1] as string) + 1;
		password = inner[2] as string;
	}
	const label = '-u';
	if (password === '' && user.length >= 6 && /\d/.test(user) && !isPlaceholder(user)) {
		return {
			start: from,
			end: from + user.length,
			kind: 'command-line-password',
			rank: ranks.generic,
			label,
		};
	}
	if (
		password.length < 3 ||
		isPlaceholder(password) ||
		(/^(?:user(?:name)?|\$)/i.test(user) && isPlaceholder(password))
	)
		return null;
	return {
		start,
		end: start + password.length,
		kind: 'command-line-password',
		rank: ranks.generic,
		label,
	};
}

/** `--user "name":"password"`: the quote closes before the colon. */
function splitUserFlag(text: string, from: number, user: string, quote: string): Match | null {
	if (quote === '') return null;
	const m = /^["']:\\{0,3}(["']?)([^\s"'\\]{3,200})/.exec(
		text.slice(from + user.length, from + user.length + 260),
	);
	if (m === null || isPlaceholder(m[2] as string)) return null;
	const start = from + user.length + m[0].length - (m[2] as string).length;
	return {
		start,
		end: start + (m[2] as string).length,
		kind: 'command-line-password',
		rank: ranks.generic,
		label: '-u',
	};
}

const PASSWORD_FLAG =
	/(?:sshpass[ \t]{1,4}-p|docker[ \t]{1,4}login[^\n|;&]{0,120}?[ \t]-p|(?:mysql|mysqldump|mysqladmin|mariadb)[ \t][^\n|;&]{0,160}?-p(?=[^\s-])|redis-cli[^\n|;&]{0,120}?[ \t]-a|(?:mongo|mongosh|mongodump)[ \t][^\n|;&]{0,160}?[ \t]-p)[ \t=]{0,4}\\{0,3}["']?([^\s"'`\\;|&<>]{4,200})/iy;

/** Clients that take a password as a flag: sshpass, docker login, mysql, redis-cli, mongo. */
export function passwordFlagAt(text: string, at: number): Match | null {
	PASSWORD_FLAG.lastIndex = at;
	const m = PASSWORD_FLAG.exec(text);
	const value = m?.[1];
	if (m === null || value === undefined || isPlaceholder(value)) return null;
	const end = at + m[0].length;
	return {
		start: end - value.length,
		end,
		kind: 'command-line-password',
		rank: ranks.generic,
		label: '-p',
	};
}

const COOKIE_PAIR = /[ \t]{0,4}([\w.$%-]{1,100})=([^\s;,"'\\‹]{1,4096});?/y;
const HARMLESS_COOKIE =
	/^(?:path|domain|expires|max-age|samesite|lang|locale|theme|consent|_ga|_gid|tz|timezone|priority)/i;

/** The values in a `Cookie` or `Set-Cookie` header that are long enough to open something. */
export function cookieValues(text: string, from: number, to: number): Match[] {
	const matches: Match[] = [];
	let at = from;
	for (let more = true; more && at < to && matches.length < 50; ) {
		COOKIE_PAIR.lastIndex = at;
		const m = COOKIE_PAIR.exec(text);
		if (m === null) break;
		at = COOKIE_PAIR.lastIndex;
		more = text[at - 1] === ';';
		const value = m[2] as string;
		if (value.length < 12 || HARMLESS_COOKIE.test(m[1] as string) || isPlaceholder(value)) continue;
		const start = m.index + m[0].lastIndexOf(value);
		matches.push({
			start,
			end: start + value.length,
			kind: 'session-cookie',
			rank: ranks.generic,
			label: m[1] as string,
		});
	}
	return matches;
}
