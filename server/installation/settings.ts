import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';

/** What the environment can set. `docs/operate.md` describes each; a test holds the two together. */
const environmentSchema = z.object({
	/** Where the data folder is; relative to the folder in which the command was started. */
	AFTERTRACE_DATA: z.string().min(1).optional(),
	/** Folder of the installation; set by the start script. */
	AFTERTRACE_HOME: z.string().min(1).optional(),
	DATABASE_URL: z.string().min(1).optional(),
	CLICKHOUSE_URL: z.string().min(1).optional(),
	HOST: z.string().min(1).optional(),
	PORT: z.coerce.number().int().min(0).max(65_535).optional(),
	/** Address under which browsers reach the console, where that is not http://HOST:PORT. */
	AFTERTRACE_URL: z.url().optional(),
	/** Largest body that one ingest request may have, after decompression, in bytes. */
	AFTERTRACE_INGEST_BYTES_MAX: z.coerce.number().int().min(1).optional(),
	/** The credential policy of the installation; relative to the folder of the installation. */
	AFTERTRACE_CREDENTIAL_POLICY: z.string().min(1).optional(),
	/** The mail server: `smtp://user:password@host:587`, or `smtps://`. */
	AFTERTRACE_SMTP_URL: z
		.url()
		.regex(/^smtps?:/, 'must begin with smtp:// or smtps://')
		.optional(),
	/** Whom mail comes from: `Aftertrace <aftertrace@example.org>`. */
	AFTERTRACE_MAIL_FROM: z.string().min(3).max(300).optional(),
	/** `off`: the sample incident is not loaded on first start. */
	AFTERTRACE_SAMPLE: z.enum(['on', 'off']).optional(),
});

export interface Settings {
	/** Folder that holds prisma/, clickhouse/, samples/. */
	readonly home: string;
	readonly dataFolder: string;
	readonly databaseUrl: string | null;
	readonly clickHouseUrl: string | null;
	/** Without a slash at the end. */
	readonly url: string;
	readonly ingestBytesMax: number;
	readonly credentialPolicyFile: string;
	readonly loadsSample: boolean;
	/** May hold a password: never logged, never shown. Null: no mail is sent. */
	readonly smtpUrl: string | null;
	readonly mailFrom: string;
}

const ingestBytesMaxDefault = 2 * 1024 ** 3;

/** An address of numbers is no domain of a mail address. */
function mailHostOf(url: string): string {
	const { hostname } = new URL(url);
	return /^[\d.]+$|:/.test(hostname) ? 'localhost' : hostname;
}

/** Reads the settings once, at the edge. Throws a ZodError that names the variable when one is wrong. */
export function readSettings(
	env: Readonly<Record<string, string | undefined>>,
	cwd: string,
): Settings {
	const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
	const read = environmentSchema.parse(set);
	const dataFolder = read.AFTERTRACE_DATA ?? 'data';
	const url = read.AFTERTRACE_URL ?? `http://${read.HOST ?? '127.0.0.1'}:${read.PORT ?? 3000}`;
	return {
		home: read.AFTERTRACE_HOME ?? cwd,
		dataFolder: isAbsolute(dataFolder)
			? dataFolder
			: join(/* turbopackIgnore: true */ cwd, dataFolder),
		databaseUrl: read.DATABASE_URL ?? null,
		clickHouseUrl: read.CLICKHOUSE_URL ?? null,
		url: url.replace(/\/$/, ''),
		ingestBytesMax: read.AFTERTRACE_INGEST_BYTES_MAX ?? ingestBytesMaxDefault,
		credentialPolicyFile: resolve(
			/* turbopackIgnore: true */ read.AFTERTRACE_HOME ?? cwd,
			read.AFTERTRACE_CREDENTIAL_POLICY ?? 'policies/credentials.yaml',
		),
		loadsSample: read.AFTERTRACE_SAMPLE !== 'off',
		smtpUrl: read.AFTERTRACE_SMTP_URL ?? null,
		mailFrom: read.AFTERTRACE_MAIL_FROM ?? `Aftertrace <aftertrace@${mailHostOf(url)}>`,
	};
}

/** Names of the variables, for the documentation test. */
export const environmentVariables: readonly string[] = Object.keys(environmentSchema.shape);
