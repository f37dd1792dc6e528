import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { crcDigits } from '@/core/secrets/check-digits.ts';
import type { SecretKind } from '@/core/secrets/kinds/kind.ts';
import { secretKinds } from '@/core/secrets/kinds/registry.ts';
import { entropy, isPlaceholder } from '@/core/secrets/values.ts';

export interface Specimen {
	/** Kind of the secret, or of the look-alike. */
	readonly kind: string;
	readonly context: string;
	readonly text: string;
	/** What must be gone; null: nothing may be. */
	readonly secret: string | null;
}

type Context = readonly [name: string, write: (name: string, value: string) => string];

/** Ten places in which a value stands in logs and files. */
const contexts: readonly Context[] = [
	['environment line', (name, value) => `${name.toUpperCase()}=${value}`],
	['shell export', (name, value) => `export ${name.toUpperCase()}="${value}"; ./run --all`],
	['JSON', (name, value) => JSON.stringify({ region: 'eu', [name]: value, retries: 3 })],
	['JSON in JSON', (name, value) => JSON.stringify({ body: JSON.stringify({ [name]: value }) })],
	['YAML', (name, value) => `service:\n  ${name}: ${value}\n  replicas: 2\n`],
	['Python', (name, value) => `client = Client(${name}="${value}", timeout=30)`],
	['log line', (name, value) => `2026-05-01T10:00:00Z INFO loaded ${name}=${value} from disk`],
	[
		'query string',
		(name, value) => `https://api.example/v1?${name}=${encodeURIComponent(value)}&p=2`,
	],
	['base64', (name, value) => Buffer.from(`${name.toUpperCase()}=${value}\n`).toString('base64')],
	['diff', (name, value) => `@@ -1,2 +1,2 @@\n-${name}=none\n+${name}=${value}\n`],
];

const unanchored = (shape: RegExp): string => shape.source.replace(/^\^|\$$/g, '');

/** A text of the shape, by fast-check's generator. Null: the shape asks for more than it can make. */
function sampleOf(shape: RegExp, seed: number): string | null {
	try {
		const whole = new RegExp(`^(?:${unanchored(shape)})$`, shape.flags.replace(/[gy]/g, ''));
		return fc.sample(fc.stringMatching(whole), { seed, numRuns: 1 })[0] ?? null;
	} catch {
		return null;
	}
}

const CHECKED = /^(?:gh[opusr]_|npm_)/;

function secretOf(kind: SecretKind, seed: number): string | null {
	for (let attempt = 0; attempt < 60; attempt++) {
		let secret = sampleOf(kind.shape, seed * 101 + attempt);
		if (secret === null) return null;
		if (CHECKED.test(secret) && secret.length === secret.indexOf('_') + 37) {
			const random = secret.slice(secret.indexOf('_') + 1, -6);
			secret = secret.slice(0, -6) + crcDigits(random);
		}
		const good = entropy(secret) >= Math.max(kind.entropyMin, 3) && !isPlaceholder(secret);
		if (good && /\d/.test(secret) && (kind.valid === null || kind.valid(secret))) return secret;
	}
	return null;
}

/** Every kind that has a shape, in every context. */
export function secretsInContexts(seed: number): Specimen[] {
	return secretKinds.flatMap((kind, index) => {
		if (kind.identifier || kind.shape.source === '(?!)') return [];
		const isNamed = kind.keywords.length === 0;
		return contexts.flatMap(([context, write], at): Specimen[] => {
			const secret = secretOf(kind, seed + index * 31 + at);
			if (secret === null) return [];
			const named = kind.names === null ? null : sampleOf(kind.names, seed + index * 17 + at);
			const name = named?.toLowerCase().replace(/[^a-z0-9]/g, '') ?? null;
			if (isNamed && name === null) return [];
			return [{ kind: kind.id, context, text: write(name ?? 'value', secret), secret }];
		});
	});
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const base64 = (bytes: number) => randomBytes(bytes).toString('base64');
const pick = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

/** What looks like a secret and is none, with a name under which it is found. */
const lookAlikes: readonly (readonly [kind: string, name: string, value: () => string])[] = [
	['commit', 'commit', () => hex(20)],
	['short commit', 'revision', () => hex(4)],
	['digest', 'sha256', () => `sha256:${hex(32)}`],
	['checksum', 'md5', () => hex(16)],
	['lock-file integrity', 'integrity', () => `sha512-${base64(64)}`],
	['UUID', 'request_id', () => randomUUID()],
	['volume id', 'volume', () => `vol-${hex(8)}`],
	['trace id', 'traceparent', () => `00-${hex(16)}-${hex(8)}-01`],
	['ETag', 'etag', () => `W/"${hex(10)}"`],
	['page cursor', 'nextToken', () => base64(48)],
	['base64 image', 'src', () => `data:image/png;base64,iVBORw0KGgo${base64(120)}`],
	['source map', 'mappings', () => 'AAAA,SAASA,GAAGC,CAAC,EAAE,OAAOA,CAAC,CAAC;AAC'],
	['public key', 'host', () => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${base64(32)}`],
	[
		'certificate fingerprint',
		'thumbprint',
		() =>
			hex(20)
				.toUpperCase()
				.replace(/..(?!$)/g, '$&:'),
	],
	['resource name', 'arn', () => `arn:aws:iam::${randomInt(1e11, 9e11)}:role/ci-${hex(3)}`],
	[
		'placeholder',
		'api_token',
		() =>
			pick([
				'<your token>',
				'$'.concat('{API_TOKEN}'),
				'changeme',
				'xxxxxxxxxxxx',
				'YOUR_API_KEY_HERE',
				'{{ token }}',
			]),
	],
	[
		'reference',
		'password',
		() =>
			pick([
				'$DB_PASSWORD',
				'process.env.PASSWORD',
				'os.environ["PW"]',
				'vault:kv/data/db#password',
				'********',
			]),
	],
	[
		'minified code',
		'script',
		() => `!function(t,e){for(var n=${randomInt(99)},r=t.length;n<r;)e[t[n++]]=a.${hex(1)}(i,o)}`,
	],
	['ULID', 'id', () => hex(13).toUpperCase().slice(0, 26)],
	['number of tokens', 'max_tokens', () => String(randomInt(1_000, 99_999))],
	['kind of token', 'token_type', () => pick(['bearer', 'id_token', 'refresh_token'])],
	['path of a key', 'key_path', () => `/home/ci/.ssh/id_${hex(3)}.pub`],
	['image', 'image', () => `registry.example/app@sha256:${hex(32)}`],
	['container', 'container_id', () => hex(32)],
	['version', 'version', () => `1.${randomInt(30)}.${randomInt(30)}-rc.${hex(3)}`],
	['css class', 'class', () => `css-${hex(3)} sc-${hex(4)}`],
	['time', 'issued_at', () => new Date(randomInt(1.7e12)).toISOString()],
	['message id', 'message_id', () => `msg_${base64(18).replace(/[+/=]/g, 'a')}`],
];

/** As many texts without a secret as there are with one. */
export const lookAlikesInContexts = (count: number): Specimen[] =>
	Array.from({ length: count }, (_, i): Specimen => {
		const [kind, name, value] = lookAlikes[i % lookAlikes.length] as (typeof lookAlikes)[number];
		const [context, write] = contexts[
			Math.floor(i / lookAlikes.length) % contexts.length
		] as Context;
		return { kind, context, text: write(name, value()), secret: null };
	});
