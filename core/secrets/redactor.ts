import type { Sighting } from '@/core/event/event.ts';
import { fingerprint as brand, type Fingerprint } from '@/core/event/ids.ts';
import type { RawJson, RawText, RedactedJson, RedactedText } from '@/core/event/text.ts';
import { detect, detectUnderName, mayHoldSecret } from './detect.ts';
import { isGenericKind } from './kinds/registry.ts';
import { type KnownSecrets, knownSecrets } from './known.ts';
import { marker, markersIn, withoutForgedMarkers } from './markers.ts';
import { type Match, resolveOverlaps } from './match.ts';
import { NamePromises } from './name-promises.ts';
import { JsonRedactor, someString } from './redact-json.ts';

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
	/** Whether a secret that is known stands in a value, wherever in it. */
	readonly holdsKnown: (raw: RawJson) => boolean;
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
	/** What is given was redacted by this very key before: its markers stay markers. */
	readonly keepsMarkers?: boolean;
}

/** Rounds until nothing more is found: a replacement can lay bare what an overlap had hidden. */
const ROUNDS_MAX = 4;

export function createRedactor(options: RedactorOptions): Redactor {
	const known = options.known ?? knownSecrets();
	const prints = new Map<string, Fingerprint>();
	const tails = new Map<string, string>();
	const names = new NamePromises();
	const plainKeys = new Set<string>();
	let plainKeysVersion = -1;

	const unforged = (raw: RawText): string =>
		options.keepsMarkers === true ? raw : withoutForgedMarkers(raw);

	const fingerprintOf = (secret: string): Fingerprint => {
		const remembered = prints.get(secret);
		if (remembered !== undefined) return remembered;
		const print = brand(options.hmac('fingerprint', canonical(secret)).slice(0, 20));
		if (prints.size >= 20_000) prints.clear();
		prints.set(secret, print);
		return print;
	};
	const tailOf = (secret: string, length: 4 | 8): string => {
		const end = canonical(secret).slice(-length);
		const key = `${length}${end}`;
		const remembered = tails.get(key);
		if (remembered !== undefined) return remembered;
		const tail = options.hmac(`tail${length}`, end).slice(0, 20);
		if (tails.size >= 20_000) tails.clear();
		tails.set(key, tail);
		return tail;
	};

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
		redact(unforged(raw), context.field ?? 'line', context.name ?? null);

	const isKnown = (text: string): boolean => known.stands(text, fingerprintOf);
	const concerns = (text: string): boolean =>
		text.includes('‹') || mayHoldSecret(text) || isKnown(text);

	const strings = {
		redactText,
		concerns: (text: string, name: string | null) =>
			(name !== null && names.promises(name)) || concerns(text) || hasEscapes(text),
		concernsKey: (key: string) => {
			if (plainKeysVersion !== known.version || plainKeys.size >= 50_000) {
				plainKeys.clear();
				plainKeysVersion = known.version;
			}
			if (plainKeys.has(key)) return false;
			if (concerns(key) || hasEscapes(key)) return true;
			plainKeys.add(key);
			return false;
		},
	};

	const json = new JsonRedactor(strings);
	return {
		redactText,
		redactJson: (raw) => {
			const found: Sighting[] = [];
			return { value: json.redact(raw, found), found };
		},
		holdsKnown: (raw) => known.size > 0 && someString(raw, isKnown),
		redactAgain: (text) => redact(text, 'line', null),
		fingerprintOf,
		known,
	};
}

/** JSON inside a string can spell a secret in escapes. */
const hasEscapes = (text: string): boolean => text.includes('\\u');

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
