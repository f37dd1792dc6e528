import { fingerprint as brand, type Fingerprint } from '@/core/event/ids.ts';
import { isGenericKind } from './kinds/registry.ts';
import { type Match, ranks } from './match.ts';

/** What may be kept about a secret between inputs: enough to recognise it, nothing to read it. */
export interface KnownSecret {
	readonly fingerprint: Fingerprint;
	readonly kind: string;
	/** Characters of the secret. */
	readonly length: number;
}

/**
 * The secrets that were found so far, so that each is recognised also where nothing around it says
 * what it is. Secrets found in this process are looked for as text (held in memory only, at most
 * `TEXT_MAX`); those handed in from earlier are fingerprints, and a candidate of one of their
 * lengths is fingerprinted and looked up.
 */
export interface KnownSecrets {
	/** Notes a secret; a specific kind replaces a generic one. */
	readonly learn: (secret: string, kind: string, print: Fingerprint) => void;
	/** Notes one that is looked for elsewhere: for keeping, not as text. */
	readonly note: (known: KnownSecret) => void;
	readonly kindOf: (print: Fingerprint) => string | null;
	/** Where known secrets stand in a text, whatever surrounds them. */
	readonly find: (text: string, fingerprintOf: (secret: string) => Fingerprint) => Match[];
	/** Whether `find` finds any. */
	readonly stands: (text: string, fingerprintOf: (secret: string) => Fingerprint) => boolean;
	/** All of them, for keeping. */
	readonly entries: () => KnownSecret[];
	readonly size: number;
	/** Grows with every secret that was not known before. */
	readonly version: number;
}

const TEXT_MAX = 50_000;
const ENTRIES_MAX = 1_000_000;
const WINDOW = 8;
const BASE = 0x01000193;
const CANDIDATE = /[0-9A-Za-z_\-+/=.~]{16,2048}/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

interface Spelling {
	readonly kindPrint: Fingerprint;
	readonly secret: string;
	readonly strong: boolean;
}

export function knownSecrets(earlier: readonly KnownSecret[] = []): KnownSecrets {
	const entries = new Map<string, { kind: string; length: number }>();
	const lengthsOfEarlier = new Set<number>();
	for (const { fingerprint, kind, length } of earlier) {
		entries.set(fingerprint, { kind, length });
		lengthsOfEarlier.add(length);
	}
	const texts = new SpellingIndex();
	const memo = new Map<string, Fingerprint | null>();
	let version = 0;

	const kindOf = (print: Fingerprint) => entries.get(print)?.kind ?? 'secret';
	const lookUp = (candidate: string, fingerprintOf: (s: string) => Fingerprint) => {
		const remembered = memo.get(candidate);
		if (remembered !== undefined) return remembered;
		// What is not looked for as text is not looked for as a fingerprint either: an input reads the
		// same the second time, when its secrets are known from the first.
		const print = standsAlone(candidate) ? fingerprintOf(candidate) : null;
		const known = print !== null && entries.has(print) ? print : null;
		if (memo.size >= 50_000) memo.clear();
		memo.set(candidate, known);
		return known;
	};

	const note = ({ fingerprint: print, kind, length }: KnownSecret) => {
		const known = entries.get(print);
		if (known === undefined) {
			if (entries.size < ENTRIES_MAX) entries.set(print, { kind, length });
			memo.clear();
			version++;
		} else if (isGenericKind(known.kind) && !isGenericKind(kind)) {
			entries.set(print, { kind, length: known.length });
		}
	};

	return {
		note,
		learn(secret, kind, print) {
			note({ fingerprint: print, kind, length: secret.length });
			if (texts.size < TEXT_MAX && !texts.has(secret) && standsAlone(secret)) {
				texts.add(secret, print);
				version++;
			}
		},
		kindOf: (print) => entries.get(print)?.kind ?? null,
		stands(text, fingerprintOf) {
			if (texts.size === 0 && lengthsOfEarlier.size === 0) return false;
			return this.find(text, fingerprintOf).length > 0;
		},
		find(text, fingerprintOf) {
			const matches = texts.find(text, kindOf);
			if (lengthsOfEarlier.size === 0) return matches;
			for (const pattern of [CANDIDATE, UUID]) {
				if (pattern === UUID && !lengthsOfEarlier.has(36)) continue;
				for (const m of text.matchAll(pattern)) {
					if (!lengthsOfEarlier.has(m[0].length)) continue;
					const print = lookUp(m[0], fingerprintOf);
					if (print === null) continue;
					const kind = entries.get(print)?.kind ?? 'secret';
					matches.push({
						start: m.index,
						end: m.index + m[0].length,
						kind,
						rank: ranks.known,
						label: null,
					});
				}
			}
			return matches;
		},
		entries: () =>
			[...entries].map(([print, { kind, length }]) => ({
				fingerprint: brand(print),
				kind,
				length,
			})),
		get size() {
			return entries.size;
		},
		get version() {
			return version;
		},
	};
}

/**
 * Whether a secret is distinct enough to be looked for without its context. A password such as
 * `production` is hidden where it is called a password, not wherever the word stands.
 */
export function standsAlone(secret: string): boolean {
	if (secret.length < WINDOW || secret.length > 4096) return false;
	const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((c) => c.test(secret)).length;
	const letterAndDigit = /\d/.test(secret) && /[A-Za-z]/.test(secret);
	if (secret.length >= 16) return letterAndDigit || classes >= 3;
	return classes >= 3 || (secret.length >= 10 && letterAndDigit);
}

/** Looks for many strings at once by a rolling hash over their last eight characters (Karp and Rabin, 1987). */
class SpellingIndex {
	private readonly filter = new Uint8Array(1 << 16);
	/** Lengths of the spellings that end alike, longest first. */
	private readonly lengths = new Map<number, number[]>();
	private readonly spellings = new Map<string, Spelling>();
	private readonly secrets = new Set<string>();
	size = 0;

	has(secret: string): boolean {
		return this.secrets.has(secret);
	}

	add(secret: string, print: Fingerprint): void {
		this.secrets.add(secret);
		for (const spelling of spellingsOf(secret)) {
			if (this.spellings.has(spelling)) continue;
			const hash = hashOf(spelling, spelling.length - WINDOW);
			const lengths = this.lengths.get(hash) ?? [];
			if (!lengths.includes(spelling.length)) {
				if (lengths.length >= 16) continue; // a hostile input cannot make look-ups long
				this.lengths.set(
					hash,
					[...lengths, spelling.length].sort((a, b) => b - a),
				);
			}
			this.spellings.set(spelling, { kindPrint: print, secret, strong: secret.length >= 16 });
			this.filter[hash & 0xffff] = 1;
			this.size++;
		}
	}

	find(text: string, kindOf: (print: Fingerprint) => string): Match[] {
		const matches: Match[] = [];
		if (this.size === 0 || text.length < WINDOW) return matches;
		let hash = hashOf(text, 0);
		for (let end = WINDOW; ; end++) {
			if (this.filter[hash & 0xffff] === 1) this.check(text, end, hash, kindOf, matches);
			if (end >= text.length) return matches;
			const out = Math.imul(text.charCodeAt(end - WINDOW), TOP);
			hash = (Math.imul(hash - out, BASE) + text.charCodeAt(end)) | 0;
		}
	}

	private check(
		text: string,
		end: number,
		hash: number,
		kindOf: (print: Fingerprint) => string,
		matches: Match[],
	): void {
		const lengths = this.lengths.get(hash);
		if (lengths === undefined) return;
		for (const length of lengths) {
			if (length > end) continue;
			const spelling = this.spellings.get(text.slice(end - length, end));
			if (spelling === undefined) continue;
			const start = end - length;
			if (!spelling.strong && (isWord(text, start - 1) || isWord(text, end))) continue;
			const kind = kindOf(spelling.kindPrint);
			matches.push({ start, end, kind, rank: ranks.known, label: null, secret: spelling.secret });
			return;
		}
	}
}

const TOP = (() => {
	let power = 1;
	for (let i = 1; i < WINDOW; i++) power = Math.imul(power, BASE);
	return power;
})();

function hashOf(text: string, from: number): number {
	let hash = 0;
	for (let i = from; i < from + WINDOW; i++) {
		hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
	}
	return hash;
}

const isWord = (text: string, at: number): boolean => /[0-9A-Za-z]/.test(text[at] ?? '');

/** The secret as written, percent-encoded, JSON-escaped, and in base64 at each of the three offsets. */
function spellingsOf(secret: string): string[] {
	const spellings = new Set([secret, percentEncoded(secret), JSON.stringify(secret).slice(1, -1)]);
	if (secret.length >= 12 && /^[\x20-\x7e]*$/.test(secret)) {
		for (let offset = 0; offset < 3; offset++) {
			const whole = btoa(`${' '.repeat(offset)}${secret}`).replace(/=+$/, '');
			const from = offset === 0 ? 0 : offset + 1;
			const to = whole.length - ((secret.length + offset) % 3 === 0 ? 0 : 1);
			spellings.add(whole.slice(from, to));
		}
	}
	return [...spellings].filter((spelling) => spelling.length >= WINDOW);
}

function percentEncoded(secret: string): string {
	try {
		return encodeURIComponent(secret);
	} catch {
		return secret; // half of a surrogate pair cannot be encoded
	}
}
