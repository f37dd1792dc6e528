import { assignmentAt, nameAround } from './assignments.ts';
import { BASE64_RUN_MIN, base64RunEnd, nextBase64Run } from './base64-runs.ts';
import { keywordScan } from './keyword-scan.ts';
import type { SecretKind } from './kinds/kind.ts';
import { secretKinds } from './kinds/registry.ts';
import { type Match, ranks } from './match.ts';
import { type NameReading, readName } from './names.ts';
import { percentRuns } from './percent-runs.ts';
import {
	authorizationValue,
	bearerAt,
	cookieValues,
	decodeBase64,
	jsonWebTokenAt,
	passwordFlagAt,
	privateKeyAt,
	urlPasswordAt,
	userFlagAt,
} from './structures.ts';
import { entropy, isPlaceholder, isPlausible } from './values.ts';

/** State of one walk over one text. */
interface Walk {
	readonly text: string;
	readonly matches: Match[];
	/** Names and values up to here were read: hits inside them add nothing. */
	nameEnd: number;
	curlAt: number;
	/** Where the next `-----END` stands: looked up once, not once a header. */
	keyEndAt: number;
	/** Up to here a private key was read. */
	keyReadTo: number;
	/** Characters of values that may still be read at full length. */
	valueBudget: number;
	/** Kinds whose host the text names. */
	hosts: Set<SecretKind> | null;
}

type Rule = (walk: Walk, at: number) => void;

const push = (walk: Walk, match: Match | null): void => {
	if (match !== null) walk.matches.push(match);
};

const structureRules: readonly (readonly [keywords: readonly string[], rule: Rule])[] = [
	[['-----begin'], privateKeyRule],
	[['eyj'], (walk, at) => isBoundary(walk.text, at) && push(walk, jsonWebTokenAt(walk.text, at))],
	[['://'], (walk, at) => push(walk, urlPasswordAt(walk.text, at))],
	[['bearer '], (walk, at) => push(walk, bearerAt(walk.text, at))],
	[
		['curl', 'wget', 'httpie', 'http '],
		(walk, at) => {
			walk.curlAt = at;
		},
	],
	[
		['-u', '--proxy-user'],
		(walk, at) => {
			const near = walk.curlAt >= 0 && at - walk.curlAt < 4000;
			if (near && /[\s"'\\]/.test(walk.text[at - 1] ?? ' ')) push(walk, userFlagAt(walk.text, at));
			else if (near && walk.text[at - 1] === '-') push(walk, userFlagAt(walk.text, at - 1));
		},
	],
	[
		['sshpass', 'docker login', 'mysql', 'mariadb', 'redis-cli', 'mongo'],
		(walk, at) => push(walk, passwordFlagAt(walk.text, at)),
	],
	[['cookie'], cookieRule],
	[
		[
			'secret',
			'token',
			'pass',
			'pwd',
			'key',
			'cred',
			'auth',
			'jwt',
			'contribsys',
			'privateai',
			'private_ai',
			'private-ai',
			'sonarlogin',
			'sonar_login',
			'sonar.login',
			'meraki',
			'sourcegraph',
			'pat=',
			'pat"',
			"pat'",
			'pat:',
			'pat ',
		],
		nameRule,
	],
];

interface Triggers {
	readonly scan: ReturnType<typeof keywordScan>;
	readonly rules: readonly (readonly Rule[])[];
}

const triggers = buildTriggers();

function buildTriggers(): Triggers {
	const byKeyword = new Map<string, Rule[]>();
	const add = (keyword: string, rule: Rule) => {
		const rules = byKeyword.get(keyword);
		if (rules === undefined) byKeyword.set(keyword, [rule]);
		else rules.push(rule);
	};
	for (const kind of secretKinds) {
		const rule = shapeRule(kind);
		for (const keyword of kind.keywords) add(keyword, rule);
		for (const host of kind.hosts)
			add(host, (walk) => {
				walk.hosts ??= new Set();
				walk.hosts.add(kind);
			});
	}
	for (const [keywords, rule] of structureRules) for (const keyword of keywords) add(keyword, rule);
	return { scan: keywordScan([...byKeyword.keys()]), rules: [...byKeyword.values()] };
}

const isAlnum = (char: string | undefined): boolean =>
	char !== undefined && /[0-9A-Za-z]/.test(char);

/** Whether a token can begin here: not inside a word, but after an escape such as `\n` or `%3D`. */
function isBoundary(text: string, at: number): boolean {
	if (!isAlnum(text[at - 1])) return true;
	if (text[at - 2] === '\\' && /[nrt]/.test(text[at - 1] as string)) return true;
	return text[at - 3] === '%' && /[0-9a-fA-F]{2}/.test(text.slice(at - 2, at));
}

function shapeRule(kind: SecretKind): Rule {
	const sticky = new RegExp(kind.shape.source, `${kind.shape.flags.includes('i') ? 'i' : ''}y`);
	return (walk, at) => {
		const { text } = walk;
		let from = at;
		if (kind.before > 0) {
			while (at - from < kind.before && /[\w.~-]/.test(text[from - 1] ?? '')) from--;
		}
		for (; from <= at; from++) {
			if (!isBoundary(text, from)) continue;
			sticky.lastIndex = from;
			const m = sticky.exec(text);
			if (m === null) continue;
			const secret = m[1] ?? m[0];
			const end = from + m[0].length;
			if (/\w/.test(text[end] ?? '') && /\w/.test(secret.at(-1) ?? '')) return;
			if (entropy(secret) < kind.entropyMin || isExample(secret)) return;
			if (kind.valid !== null && !kind.valid(secret)) return;
			const start = m[1] === undefined ? from : from + m[0].lastIndexOf(secret);
			const readable = kind.identifier ? { readable: true } : {};
			walk.matches.push({
				start,
				end: start + secret.length,
				kind: kind.id,
				rank: ranks.shaped,
				label: null,
				...readable,
			});
			return;
		}
	};
}

/** Tokens that a documentation made up: their shape is right and their content is a word or a row. */
const isExample = (secret: string): boolean =>
	/example$|x{6,}|0{10,}|\*{3,}|abcdefghijkl|your[-_]|placeholder|redacted/i.test(secret);

function privateKeyRule(walk: Walk, at: number): void {
	if (at < walk.keyReadTo) return;
	if (walk.keyEndAt !== -1 && walk.keyEndAt <= at) {
		walk.keyEndAt = walk.text.indexOf('-----END', at);
	}
	const match = privateKeyAt(walk.text, at, walk.keyEndAt);
	if (match === null) return;
	walk.keyReadTo = match.end;
	walk.matches.push(match);
}

function cookieRule(walk: Walk, at: number): void {
	const name = nameAround(walk.text, at);
	if (!/cookie2?$/i.test(walk.text.slice(name.start, name.end))) return;
	const m = /^\\{0,3}["']?\s{0,4}[:=]\s{0,4}\\{0,3}["']?/.exec(
		walk.text.slice(name.end, name.end + 20),
	);
	if (m === null) return;
	const from = name.end + m[0].length;
	walk.matches.push(...cookieValues(walk.text, from, Math.min(walk.text.length, from + 16_384)));
}

function nameRule(walk: Walk, at: number): void {
	if (at < walk.nameEnd) return;
	const name = nameAround(walk.text, at);
	walk.nameEnd = name.end;
	const text = walk.text.slice(name.start, name.end);
	if (/(?:^|[-_.])authorization$/i.test(text)) {
		const assigned = assignmentAt(walk.text, name) ?? headerAt(walk.text, name.end);
		if (assigned !== null) {
			push(walk, authorizationValue(walk.text, assigned.valueStart, walk.text.length));
		}
		return;
	}
	// `arn:aws:secretsmanager:…:secret:name`: a part of a path, not a name
	if (walk.text[name.start - 1] === ':' && walk.text[name.end] === ':') return;
	const reading = readName(text);
	if (reading === null) return;
	const assignment = assignmentAt(walk.text, name, walk.valueBudget > 0 ? 8192 : 128);
	if (assignment === null) return;
	const { valueStart, valueEnd, quoted } = assignment;
	walk.valueBudget -= valueEnd - valueStart;
	push(walk, valueMatch(walk.text, valueStart, valueEnd, quoted, reading, assignment.name));
	// a quoted value is read; a bare one may hold the next assignment (`a=b&token=c`)
	if (quoted) walk.nameEnd = valueEnd;
}

function headerAt(text: string, end: number): { valueStart: number } | null {
	const m = /^["']?[ \t]{0,4}[:=,][ \t]{0,4}["']?/.exec(text.slice(end, end + 16));
	return m === null ? null : { valueStart: end + m[0].length };
}

const SCHEME = /^(?:bearer|basic|token|apikey|api-key|ssws)[ +]\s*/i;

/** The match for a value that a name promised to be secret; null when it is none after all. */
export function valueMatch(
	text: string,
	start: number,
	end: number,
	quoted: boolean,
	reading: NameReading,
	label: string,
): Match | null {
	const whole = text.slice(start, end);
	if (/%[0-7][0-9a-f]/i.test(whole) && isPlaceholder(percentDecoded(whole))) return null;
	const scheme = SCHEME.exec(whole)?.[0].length ?? 0;
	const value = scheme === 0 ? whole : whole.slice(scheme);
	for (const kind of reading.specific) {
		if (value.length > 8192 || !anchored(kind).test(value) || isPlaceholder(value)) continue;
		// a password has no shape of its own: then it must also be a plausible one
		if (kind.shape.source.startsWith('[^') && !isPlausible(value, reading.cls, quoted)) continue;
		return { start: start + scheme, end, kind: kind.id, rank: ranks.named, label };
	}
	const words = value.length < 400 ? (value.match(/\s/g)?.length ?? 0) : 9;
	if (words > 4 || !isPlausible(value, reading.cls, quoted)) return null;
	return { start: start + scheme, end, kind: reading.kind, rank: ranks.generic, label };
}

function percentDecoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value;
	}
}

const anchoredShapes = new WeakMap<SecretKind, RegExp>();

function anchored(kind: SecretKind): RegExp {
	let shape = anchoredShapes.get(kind);
	if (shape === undefined) {
		shape = new RegExp(`^(?:${kind.shape.source})$`, kind.shape.flags.replace(/[gy]/g, ''));
		anchoredShapes.set(kind, shape);
	}
	return shape;
}

/** Bearer tokens sent to a host that has a kind of its own become that kind. */
function refineByHost(walk: Walk): Match[] {
	const { hosts } = walk;
	if (hosts === null) return walk.matches;
	return walk.matches.map((match) => {
		if (match.kind !== 'bearer-token' && match.kind !== 'authorization-header') return match;
		const value = walk.text.slice(match.start, match.end);
		for (const kind of hosts) {
			if (anchored(kind).test(value)) return { ...match, kind: kind.id, rank: ranks.named };
		}
		return match;
	});
}

/** A Basic credential's secret is the password in it (or the user, where a key stands there). */
function withDecodedSecret(text: string, match: Match): Match {
	if (match.kind !== 'basic-credential') return match;
	const decoded = decodeBase64(text.slice(match.start, match.end));
	if (decoded === null || !/^[\x20-\x7e]+$/.test(decoded)) return match;
	const colon = decoded.indexOf(':');
	if (colon === -1) return match;
	const secret = decoded.slice(colon + 1) || decoded.slice(0, colon);
	return secret === '' ? match : { ...match, secret };
}

const ENCODED_MAX = 65_536;

/** Secrets inside base64: the whole run goes, under the fingerprint of what stands in it. */
function encodedMatches(text: string): readonly Match[] {
	if (text.length < BASE64_RUN_MIN) return noMatches;
	const matches: Match[] = [];
	let end = 0;
	for (let start = nextBase64Run(text, 0); start !== -1; start = nextBase64Run(text, end + 1)) {
		end = base64RunEnd(text, start);
		if (end - start > ENCODED_MAX) continue;
		const run = text.slice(start, end);
		const head = decodeBase64(run.slice(0, 32));
		if (head === null || !/^[\t\n\r\x20-\x7e]+$/.test(head)) continue;
		const decoded = decodeBase64(run);
		if (decoded === null) continue;
		const inner = detectPlain(decoded).find((match) => match.readable !== true);
		if (inner === undefined) continue;
		const secret = inner.secret ?? decoded.slice(inner.start, inner.end);
		matches.push({
			start,
			end,
			kind: inner.kind,
			rank: ranks.shaped,
			label: inner.label,
			secret,
		});
	}
	return matches;
}

/** Secrets of a known shape that percent-encoding takes apart, under the fingerprint of what they are. */
function percentMatches(text: string): readonly Match[] {
	if (!text.includes('%')) return noMatches;
	const matches: Match[] = [];
	for (const run of percentRuns(text)) {
		for (const match of detectPlain(run.text)) {
			if (match.readable === true || match.rank < ranks.named) continue;
			const start = run.places[match.start] as number;
			const end = run.places[match.end] as number;
			if (end - start === match.end - match.start) continue; // nothing in it was encoded
			const secret = match.secret ?? run.text.slice(match.start, match.end);
			matches.push({ ...match, start, end, secret });
		}
	}
	return matches;
}

const noMatches: readonly Match[] = [];

function onHit(walk: Walk, keyword: number, at: number): void {
	for (const rule of triggers.rules[keyword] as readonly Rule[]) rule(walk, at);
}

function detectPlain(text: string): readonly Match[] {
	if (!triggers.scan.hits(text)) return noMatches;
	const walk: Walk = {
		text,
		matches: [],
		nameEnd: 0,
		curlAt: -1,
		keyEndAt: 0,
		keyReadTo: 0,
		valueBudget: 4 * text.length + 65_536,
		hosts: null,
	};
	triggers.scan.scan(text, walk, onHit);
	if (walk.matches.length === 0) return walk.matches;
	return refineByHost(walk).map((match) => withDecodedSecret(text, match));
}

/** False: `detect` finds nothing in the text. Cheap, where nothing stands in it. */
export const mayHoldSecret = (text: string): boolean =>
	triggers.scan.hits(text) || encodedMatches(text).length > 0;

/** Every secret that a text gives away by shape, name or structure; overlaps not yet resolved. */
export function detect(text: string): readonly Match[] {
	const matches = detectPlain(text);
	const encoded = [...encodedMatches(text), ...percentMatches(text)];
	return encoded.length === 0 ? matches : [...matches, ...encoded];
}

/** A JSON string under a key that promises a secret. */
export function detectUnderName(text: string, name: string): Match[] {
	if (/(?:^|[-_.])authorization$/i.test(name)) {
		const match = authorizationValue(text, 0, text.length);
		return match === null ? [] : [withDecodedSecret(text, match)];
	}
	if (/cookie2?$/i.test(name)) return cookieValues(text, 0, Math.min(text.length, 65_536));
	const reading = readName(name);
	if (reading === null) return [];
	const match = valueMatch(text, 0, text.length, true, reading, name);
	return match === null ? [] : [match];
}
