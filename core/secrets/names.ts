import type { SecretKind } from './kinds/kind.ts';
import { secretKinds } from './kinds/registry.ts';
import type { ValueClass } from './values.ts';

/** What a variable, header, JSON key or flag promises about its value. */
export interface NameReading {
	/** Kind when no specific shape fits: `password`, `api-key`, `access-token`, `secret` … */
	readonly kind: string;
	readonly cls: ValueClass;
	/** Specific kinds whose name pattern fits, in order; the value's shape decides. */
	readonly specific: readonly SecretKind[];
}

const namedKinds = secretKinds.filter((kind) => kind.names !== null);

/** Last words that say that the value is about a secret, not one. */
const ABOUT = new Set(
	`id ids name names count counts type types length size limit policy policies path paths file files
	filename field fields url uri endpoint host arn ref refs version expiry expires expiration ttl age
	max min usage used status state hint prompt label title description format scope scopes algorithm
	alg hash hashes digest salt index number num enabled required provider manager store storage vault
	rotation reset change changed updated created at date time timestamp location dir directory folder
	metadata placeholder prefix suffix mode kind source option options config settings list map set
	budget budgets details cost rate price pool program address mint owner parameter param regex
	pattern validator rules rule strength env var variable variables class bucket alias spec tag tags
	length bits bytes exists valid present needed accessor last first display`
		.split(/\s+/)
		.filter((word) => word !== ''),
);

/** Words that make a token a cursor, a counter or an idempotency key. */
const NOT_A_CREDENTIAL = new Set(
	`next page pagination continuation previous prev start marker cursor sync resume cancellation cancel
	max min total input output prompt completion cached cache reasoning thinking num count per budget
	public pub csrf xsrf client request idempotency dedupe dedup special eos bos pad unk design
	estimated used remaining hashed partition sort primary foreign row`
		.split(/\s+/)
		.filter((word) => word !== ''),
);

const cache = new Map<string, NameReading | null>();

/** Reads a name; null when it promises no secret. Remembers names, so it costs once a name. */
export function readName(name: string): NameReading | null {
	const known = cache.get(name);
	if (known !== undefined) return known;
	const reading = classify(name);
	if (cache.size >= 20_000) cache.clear();
	cache.set(name, reading);
	return reading;
}

function classify(name: string): NameReading | null {
	if (name.length < 3 || name.length > 80) return null;
	const words = splitWords(name);
	const flat = words.join('');
	const generic = classifyWords(words, flat);
	const specific = namedKinds.filter((kind) => kind.names?.test(flat));
	if (generic === null && specific.length === 0) return null;
	if (generic === null) return { kind: 'secret', cls: 'weak', specific };
	return { ...generic, specific };
}

function splitWords(name: string): string[] {
	return name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');
}

const PASSWORD =
	/^(?:password|passwd|passphrase|passcode|pwd|pass|pw|passwort)$|(?:password|passwd|passphrase|pwd)$/;

function classifyWords(
	words: readonly string[],
	flat: string,
): Pick<NameReading, 'kind' | 'cls'> | null {
	const last = words.at(-1) ?? '';
	const trimmed =
		/^\d+$|^(?:value|string|plain|plaintext|text|b64|base64|new|old|current|prod|production|staging|dev|live|primary|secondary)$/.test(
			last,
		)
			? words.slice(0, -1)
			: words;
	const tail = trimmed.at(-1) ?? '';
	if (ABOUT.has(tail)) return null;
	const before = trimmed.slice(0, -1);
	if (PASSWORD.test(tail)) return { kind: 'password', cls: 'password' };
	if (tail === 'token' || /(?:auth|access|api|refresh|bearer|session|id)token$/.test(tail)) {
		if (before.some((word) => NOT_A_CREDENTIAL.has(word))) return null;
		return { kind: 'access-token', cls: 'secret' };
	}
	if (/secret$/.test(tail)) {
		return { kind: 'secret', cls: 'secret' };
	}
	if (
		tail === 'key' ||
		/(?:api|secret|private|access|auth|encryption|signing|master)key$/.test(tail)
	) {
		return classifyKey(before, tail, flat);
	}
	if (/^(?:credential|credentials|creds|auth|pat|jwt)$/.test(tail)) {
		return { kind: 'credential', cls: 'weak' };
	}
	return null;
}

const KEY_WORDS =
	/^(?:api|secret|private|access|auth|encryption|decryption|signing|signature|master|account|license|licence|shared|service|role|deploy|webhook|session|app|application|admin|write|ingest|storage|hmac|jwt|crypto|management|rest|server|live|stripe|sendgrid|openai|anthropic)$/;

function classifyKey(
	before: readonly string[],
	tail: string,
	flat: string,
): Pick<NameReading, 'kind' | 'cls'> | null {
	if (before.some((word) => NOT_A_CREDENTIAL.has(word) && word !== 'client')) return null;
	if (/apikey$/.test(flat)) return { kind: 'api-key', cls: 'secret' };
	const word = before.at(-1);
	if (tail !== 'key' || (word !== undefined && KEY_WORDS.test(word))) {
		return { kind: 'secret', cls: 'secret' };
	}
	return null;
}
