import type { Sighting } from '@/core/event/event.ts';
import { fingerprint as brand, type Fingerprint } from '@/core/event/ids.ts';
import type { RawJson, RawText, RedactedJson, RedactedText } from '@/core/event/text.ts';
import { nestsDeeperThan } from '@/core/formats/json-depth.ts';
import { detect, detectUnderName } from './detect.ts';
import { isGenericKind } from './kinds/registry.ts';
import { type KnownSecrets, knownSecrets } from './known.ts';
import { marker, markersIn, withoutForgedMarkers } from './markers.ts';
import { type Match, resolveOverlaps } from './match.ts';

export interface Redaction {
	readonly text: RedactedText;
	/** One entry a place; the text holds `‹kind:fingerprint›` there, or the identifier itself. */
	readonly found: Sighting[];
}

export interface JsonRedaction {
	readonly value: RedactedJson;
	readonly found: Sighting[];
}

/** Where a text stood: its JSON path (or `line`), and the key that holds it. */
export interface TextContext {
	readonly field?: string;
	readonly name?: string | null;
}

export interface Redactor {
	readonly redactText: (raw: RawText, context?: TextContext) => Redaction;
	/**
	 * Redacts every string of a parsed value, keys too. Does not recurse deeper than the value;
	 * bound the depth before parsing.
	 */
	readonly redactJson: (raw: RawJson) => JsonRedaction;
	/** Redacts text that was redacted before: its markers stay, and nothing else changes. */
	readonly redactAgain: (text: RedactedText) => Redaction;
	/** The fingerprint of a secret that is known as such, e.g. from an inventory. */
	readonly fingerprintOf: (secret: string) => Fingerprint;
	readonly known: KnownSecrets;
}

export interface RedactorOptions {
	/** HMAC-SHA-256 under the workspace's key, in hexadecimal; `label` separates its uses. */
	readonly hmac: (label: string, text: string) => string;
	/** Secrets known from before; the redactor adds to it. */
	readonly known?: KnownSecrets;
}

/** Rounds until nothing more is found: a replacement can lay bare what an overlap had hidden. */
const ROUNDS_MAX = 4;

export function createRedactor(options: RedactorOptions): Redactor {
	const known = options.known ?? knownSecrets();
	const prints = new Map<string, Fingerprint>();

	const fingerprintOf = (secret: string): Fingerprint => {
		const remembered = prints.get(secret);
		if (remembered !== undefined) return remembered;
		const print = brand(options.hmac('fingerprint', canonical(secret)).slice(0, 20));
		if (prints.size >= 20_000) prints.clear();
		prints.set(secret, print);
		return print;
	};
	const tailOf = (secret: string, length: 4 | 8): string =>
		options.hmac(`tail${length}`, canonical(secret).slice(-length)).slice(0, 20);

	const replace = (text: string, matches: readonly Match[], field: string, found: Sighting[]) => {
		let out = '';
		let at = 0;
		for (const match of matches) {
			const secret = match.secret ?? text.slice(match.start, match.end);
			const print = fingerprintOf(secret);
			if (match.readable !== true) known.learn(secret, match.kind, print);
			const knownKind = known.kindOf(print);
			const kind = isGenericKind(match.kind) && knownKind !== null ? knownKind : match.kind;
			found.push({
				fingerprint: print,
				kind,
				field,
				label: match.label,
				tail4: tailOf(secret, 4),
				tail8: tailOf(secret, 8),
			});
			const kept =
				match.readable === true ? text.slice(match.start, match.end) : marker(kind, print);
			out += text.slice(at, match.start) + kept;
			at = match.end;
		}
		return out + text.slice(at);
	};

	const redact = (text: string, field: string, name: string | null): Redaction => {
		const found: Sighting[] = [];
		let current = text;
		for (let round = 0; round < ROUNDS_MAX; round++) {
			const given = detect(current);
			const standing = known.find(current, fingerprintOf);
			const named = name === null ? [] : detectUnderName(current, name);
			if (given.length + standing.length + named.length === 0) break;
			const all = [...given, ...standing, ...named];
			const usable = outsideMarkers(current, all);
			const fresh = round === 0 ? usable : usable.filter((match) => match.readable !== true);
			if (fresh.length === 0) break;
			current = replace(current, resolveOverlaps(fresh), field, found);
			if (fresh.every((match) => match.readable === true)) break;
		}
		return { text: current as RedactedText, found };
	};

	const redactText = (raw: RawText, context: TextContext = {}): Redaction =>
		redact(withoutForgedMarkers(raw), context.field ?? 'line', context.name ?? null);

	return {
		redactText,
		redactJson: (raw) => {
			const found: Sighting[] = [];
			const value = walkJson(raw, redactText, found);
			return { value, found };
		},
		redactAgain: (text) => redact(text, 'line', null),
		fingerprintOf,
		known,
	};
}

/** Percent-encoding is undone, so that a secret in a URL has the fingerprint that it has elsewhere. */
function canonical(secret: string): string {
	if (!/%[0-9A-Fa-f]{2}/.test(secret)) return secret;
	try {
		return decodeURIComponent(secret);
	} catch {
		return secret;
	}
}

function outsideMarkers(text: string, matches: Match[]): Match[] {
	if (matches.length === 0) return matches;
	const markers = markersIn(text);
	if (markers.length === 0) return matches;
	return matches.filter((match) => {
		let low = 0;
		let high = markers.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((markers[middle]?.end ?? 0) <= match.start) low = middle + 1;
			else high = middle;
		}
		const next = markers[low];
		return next === undefined || next.start >= match.end;
	});
}

type TextRedaction = (raw: RawText, context?: TextContext) => Redaction;

/** Short strings hold no secret unless their key says so. */
const ALONE_MIN = 8;

function walkJson(root: RawJson, redactText: TextRedaction, found: Sighting[]): RedactedJson {
	const path: (string | number)[] = [];

	const text = (value: string, name: string | null): RedactedText => {
		const nested = nestedJson(value);
		if (nested !== null) return JSON.stringify(walk(nested, name)) as RedactedText;
		if (value.length < ALONE_MIN && (name === null || value.length < 3)) {
			return withoutForgedMarkers(value) as RedactedText;
		}
		const redaction = redactText(value as RawText, { field: '', name });
		if (redaction.found.length > 0) {
			const field = pathText(path);
			for (const sighting of redaction.found) found.push({ ...sighting, field });
		}
		return redaction.text;
	};

	const walk = (value: RawJson, name: string | null): RedactedJson => {
		if (typeof value === 'string') return text(value, name);
		if (value === null || typeof value !== 'object') return value;
		if (Array.isArray(value)) return list(value, name);
		const copy: { [key: string]: RedactedJson } = {};
		const paired = pairName(value);
		for (const key of Object.keys(value)) {
			path.push(key);
			const child = value[key] as RawJson;
			const childName = paired !== null && /^(?:value|val)$/i.test(key) ? paired : key;
			setOwn(copy, key.length < ALONE_MIN ? key : text(key, null), walk(child, childName));
			path.pop();
		}
		return copy;
	};

	const list = (values: RawJson[], name: string | null): RedactedJson[] => {
		const [first] = values;
		const isPair = values.length === 2 && typeof first === 'string' && /^[\w.-]{3,64}$/.test(first);
		return values.map((value, index) => {
			path.push(index);
			const redacted = walk(value, isPair && index === 1 ? (first as string) : name);
			path.pop();
			return redacted;
		});
	};

	return walk(root, null);
}

const NESTED_MAX = 4 * 1024 * 1024;

/**
 * JSON inside a string, where it holds `\\u` escapes of more than control characters: they could
 * spell a secret, or a marker, that the text itself does not show. Null for any other string.
 */
function nestedJson(value: string): RawJson | null {
	if (!value.includes('\\u') || value.length > NESTED_MAX) return null;
	if (!/^\s*[[{]/.test(value) || !/\\u(?!00[01])/.test(value)) return null;
	if (nestsDeeperThan(value, 200)) return null;
	try {
		return JSON.parse(value) as RawJson;
	} catch {
		return null;
	}
}

/** `{name: 'API_TOKEN', value: …}`: the pair's own name. */
function pairName(value: { [key: string]: RawJson }): string | null {
	for (const key of ['name', 'key', 'Name', 'Key', 'variable']) {
		const name = value[key];
		if (typeof name === 'string' && name.length <= 80) return name;
	}
	return null;
}

/** Sets a key as data, also `__proto__`. */
function setOwn(target: { [key: string]: RedactedJson }, key: string, value: RedactedJson): void {
	if (key === '__proto__') {
		Object.defineProperty(target, key, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	} else target[key] = value;
}

const pathText = (path: readonly (string | number)[]): string =>
	path
		.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
		.join('');
