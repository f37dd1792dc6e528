import { z } from 'zod';
import {
	awsIamSetup,
	cloudflareTokensSetup,
	credentialConnectorKinds,
	githubCredentialsSetup,
	railwayTokensSetup,
	vaultTokensSetup,
} from './credentials/setup.ts';
import { accessKeyWord, outsideAddress, providerWord, secretText } from './parts.ts';

/** What a pull needs besides its credential. None of it is secret. */
const address = outsideAddress.optional();
const word = providerWord;
const secret = secretText;

const connectorKinds = [
	'cloudtrail-s3',
	'github-audit',
	'railway',
	...credentialConnectorKinds,
] as const;
export type ConnectorKind = (typeof connectorKinds)[number];

/** A connector's settings and what it signs in with, as somebody adds it. */
export const connectorSetupSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('cloudtrail-s3'),
		settings: z.object({
			bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'not a bucket name'),
			region: z.string().regex(/^[a-z0-9-]{4,30}$/, 'not a region'),
			/** Where the trail's folders begin: everything before `AWSLogs/`. */
			prefix: z.string().max(500).default(''),
			/** Not AWS itself: an endpoint that speaks S3. */
			endpoint: address,
		}),
		credential: z.object({
			accessKeyId: accessKeyWord,
			secretAccessKey: secret,
			sessionToken: secret.optional(),
		}),
	}),
	z.object({
		kind: z.literal('github-audit'),
		settings: z.object({
			/** An organization's login, or an enterprise's slug. */
			owner: word,
			ownerType: z.enum(['organization', 'enterprise']).default('organization'),
			endpoint: address,
		}),
		credential: z.object({ token: secret }),
	}),
	z.object({
		kind: z.literal('railway'),
		settings: z.object({ workspace: word, endpoint: address }),
		credential: z.object({ token: secret }),
	}),
	githubCredentialsSetup,
	awsIamSetup,
	railwayTokensSetup,
	vaultTokensSetup,
	cloudflareTokensSetup,
]);
export type ConnectorSetup = z.infer<typeof connectorSetupSchema>;
type Of<K extends ConnectorKind> = Extract<ConnectorSetup, { kind: K }>;
export type CloudtrailSetup = Of<'cloudtrail-s3'>;
export type GithubSetup = Of<'github-audit'>;
export type RailwaySetup = Of<'railway'>;

export const newConnectorSchema = z
	.object({
		name: z.string().trim().min(1).max(100),
		everySeconds: z.number().int().min(60).max(86_400).default(300),
		/** Nothing from before is pulled. Default: seven days ago. */
		since: z.iso.datetime().optional(),
	})
	.and(connectorSetupSchema);
export type NewConnector = z.infer<typeof newConnectorSchema>;

export const connectorChangeSchema = z
	.object({ paused: z.boolean(), now: z.literal(true) })
	.partial()
	.refine((change) => change.paused !== undefined || change.now !== undefined, 'nothing to change');

/** A connector as it is shown: never with its credential. */
export const connectorSchema = z.object({
	id: z.string(),
	kind: z.enum(connectorKinds),
	name: z.string(),
	settings: z.record(z.string(), z.unknown()),
	state: z.enum(['waiting', 'running', 'failing', 'paused']),
	everySeconds: z.number().int(),
	since: z.string(),
	lastRunAt: z.string().nullable(),
	lastSuccessAt: z.string().nullable(),
	nextRunAt: z.string(),
	/** One line; null while it works. */
	failure: z.string().nullable(),
	failures: z.number().int(),
	/** What the provider did not show, in one line; null: nothing is known to be missing. */
	note: z.string().nullable(),
	/** Events that came, or credentials that are new or changed. */
	events: z.number().int(),
	bytes: z.number().int(),
});
export type ConnectorView = z.infer<typeof connectorSchema>;

/** What a pull brings: one log, and where to go on once it is stored. */
export interface Pulled {
	/** Of the source, beside the connector's name: an object's key, a page. */
	readonly name: string;
	readonly format: string;
	readonly body: AsyncIterable<Uint8Array>;
	/** Kept when the body's events are durable. */
	readonly cursor: unknown;
}

export interface PullContext {
	readonly since: Date;
	/** What was kept last; null on the first run. Read through a schema: it comes from the store. */
	readonly cursor: unknown;
	readonly now: () => Date;
	readonly request: (url: string, init: RequestInit) => Promise<Response>;
}

/** Why a pull could not go on; its message is public and holds no secret. */
export class PullError extends Error {
	constructor(
		message: string,
		/** Seconds after which the provider wants to be asked again. */
		readonly retryAfterSeconds: number | null = null,
	) {
		super(message);
	}
}

const bodyMax = 256 * 1024 ** 2;

/**
 * A whole answer, within a bound. Read before anything is stored: an answer that breaks off must not
 * move the cursor past what it did not bring.
 */
export async function bytesOf(response: Response): Promise<Buffer> {
	const stated = Number(response.headers.get('content-length') ?? Number.NaN);
	if (stated > bodyMax) throw new PullError(`an answer is over ${bodyMax} bytes`);
	const parts: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const part of response.body ?? []) {
			size += part.length;
			if (size > bodyMax) break;
			parts.push(part);
		}
	} catch {
		throw new PullError('an answer broke off; it is asked for again');
	}
	if (size > bodyMax) throw new PullError(`an answer is over ${bodyMax} bytes`);
	const isEncoded = response.headers.get('content-encoding') !== null;
	if (!isEncoded && Number.isFinite(stated) && stated !== size)
		throw new PullError('an answer broke off; it is asked for again');
	return Buffer.concat(parts);
}

export const textOf = async (response: Response): Promise<string> =>
	(await bytesOf(response)).toString('utf8');

/** A body in one piece. */
export async function* oneBody(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

/** Throws with what the provider's refusal means; an answer that is fine passes. */
export function requireOk(response: Response, who: string): void {
	if (response.ok) return;
	const { status, headers } = response;
	const after = Number(headers.get('retry-after') ?? Number.NaN);
	const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
	const isLimited =
		status === 429 || (status === 403 && headers.get('x-ratelimit-remaining') === '0');
	if (isLimited || (status === 403 && Number.isFinite(after))) {
		const seconds = Number.isFinite(after) ? after : Math.max(1, reset - Date.now() / 1000);
		throw new PullError(`${who} asks to wait (${status})`, Number.isFinite(seconds) ? seconds : 60);
	}
	if (status === 401 || status === 403)
		throw new PullError(
			`${who} refuses the credential (${status}): it lacks a right or has expired`,
		);
	if (status === 404) throw new PullError(`${who} does not know it (404): check the settings`);
	throw new PullError(`${who} answered ${status}`, Number.isFinite(after) ? after : null);
}
