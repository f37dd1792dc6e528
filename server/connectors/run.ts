import type { Actor } from '@/core/access/permissions.ts';
import { importCredentials } from '@/server/credentials/import.ts';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { installation } from '@/server/installation/installation.ts';
import { startRounds } from '@/server/jobs/rounds.ts';
import { Prisma } from '@/server/records/generated/client.ts';
import { pullCloudtrail } from './cloudtrail-s3.ts';
import { type ConnectorSetup, type PullContext, PullError } from './connector.ts';
import { pullAwsIam } from './credentials/aws-iam.ts';
import { pullCloudflareTokens } from './credentials/cloudflare.ts';
import { pullGithubCredentials } from './credentials/github.ts';
import { pullRailwayTokens } from './credentials/railway.ts';
import { type CredentialConnectorSetup, credentialConnectorKinds } from './credentials/setup.ts';
import { pullVaultTokens } from './credentials/vault.ts';
import { pullGithub } from './github-audit.ts';
import { pullRailway } from './railway.ts';
import { openSetup } from './store.ts';

const requestTimeoutMs = 60_000;
const attemptsMax = 3;
const pauseMsMax = 10_000;

type LogSetup = Exclude<ConnectorSetup, CredentialConnectorSetup>;
const pullLog = (setup: LogSetup, context: PullContext) => {
	switch (setup.kind) {
		case 'cloudtrail-s3':
			return pullCloudtrail(setup, context);
		case 'github-audit':
			return pullGithub(setup, context);
		case 'railway':
			return pullRailway(setup, context);
		default:
			return setup satisfies never;
	}
};

const pullList = (setup: CredentialConnectorSetup, context: PullContext) => {
	switch (setup.kind) {
		case 'github-credentials':
			return pullGithubCredentials(setup, context);
		case 'aws-iam':
			return pullAwsIam(setup, context);
		case 'railway-tokens':
			return pullRailwayTokens(setup, context);
		case 'vault-tokens':
			return pullVaultTokens(setup, context);
		case 'cloudflare-tokens':
			return pullCloudflareTokens(setup, context);
		default:
			return setup satisfies never;
	}
};

const pullsCredentials = (setup: ConnectorSetup): setup is CredentialConnectorSetup =>
	credentialConnectorKinds.some((kind) => kind === setup.kind);

/** What one piece of a pull brought, once it is stored. */
interface Stored {
	readonly cursor: unknown;
	readonly events: number;
	readonly bytes: number;
	readonly note: string | null;
	/** What goes on after it was stored. */
	readonly after: Promise<unknown>;
}

/** Pulls and stores piece by piece; each is durable when it is answered. */
async function* pieces(
	actor: Actor,
	setup: ConnectorSetup,
	name: string,
	context: PullContext,
): AsyncGenerator<Stored> {
	const source = `${setup.kind}:${name}`;
	if (pullsCredentials(setup)) {
		for await (const { name: part, document, cursor, note = null } of pullList(setup, context)) {
			const text = document === null ? null : JSON.stringify(document);
			const done =
				text === null
					? null
					: await importCredentials(actor, [{ path: `${source} ${part}`, text }], false);
			if (done !== null && !done.ok) throw new PullError(done.error.message);
			const { added = 0, changed = 0 } = done?.value ?? {};
			const bytes = Buffer.byteLength(text ?? '');
			yield { cursor, events: added + changed, bytes, note, after: Promise.resolve() };
		}
		return;
	}
	for await (const pulled of pullLog(setup, context)) {
		const done = await runImport(
			actor,
			{ stream: pulled.body, name: pulled.name },
			{ name: source, source, format: pulled.format },
		);
		if (!done.ok) throw new PullError(done.error.message);
		const { counts } = done.value.stored ?? { counts: null };
		yield {
			cursor: pulled.cursor,
			events: counts?.events ?? 0,
			bytes: Number(counts?.bytes ?? 0),
			note: null,
			after: done.value.reconstructed,
		};
	}
}

/** A request that is tried again where the network or the provider had a bad moment. */
async function patientRequest(url: string, init: RequestInit): Promise<Response> {
	for (let attempt = 1; ; attempt++) {
		const signal = AbortSignal.timeout(requestTimeoutMs);
		const response = await fetch(url, { ...init, signal, redirect: 'error' }).catch(() => null);
		const isBad = response === null || response.status === 500 || response.status >= 502;
		if (!isBad) return response;
		if (attempt >= attemptsMax) {
			if (response !== null) return response;
			throw new PullError(`${new URL(url).host} does not answer`);
		}
		await response?.body?.cancel();
		await new Promise((done) => setTimeout(done, Math.min(500 * 2 ** attempt, pauseMsMax)));
	}
}

/** How long until the next run: the interval, or longer the more often it failed. */
function pauseSeconds(everySeconds: number, failures: number, asked: number | null): number {
	if (failures === 0) return everySeconds;
	const growing = Math.min(everySeconds * 2 ** Math.min(failures - 1, 6), 6 * 3_600);
	return Math.max(growing, Math.min(asked ?? 0, 86_400));
}

/**
 * Pulls what is new, stores it and keeps the cursor after every piece: a process that dies goes on
 * where it was, and what it had stored and not noted adds nothing the second time.
 */
export async function runConnector(
	workspaceId: string,
	id: string,
	now: () => Date,
): Promise<void> {
	const { database } = installation().records;
	const where = { workspaceId_id: { workspaceId, id } };
	const row = await database.connector.findUnique({ where });
	if (row === null || row.isPaused) return;
	await database.connector.update({ where, data: { lastRunAt: now(), isRunning: true } });
	const actor: Actor = { ...systemActor(workspaceId), id, name: row.name };
	let failed: PullError | null = null;
	let hasCome = false;
	try {
		const setup = openSetup(installation().keys, row);
		if (setup === null)
			throw new PullError('its credential cannot be opened; add the connector again');
		const context: PullContext = {
			since: row.since,
			cursor: row.cursor,
			now,
			request: patientRequest,
		};
		for await (const piece of pieces(actor, setup, row.name, context)) {
			await database.connector.update({
				where,
				data: {
					cursor: piece.cursor === null ? Prisma.DbNull : (piece.cursor as Prisma.InputJsonValue),
					note: piece.note,
					events: { increment: piece.events },
					bytes: { increment: piece.bytes },
				},
			});
			hasCome = true;
			await piece.after;
			const fresh = await database.connector.findUnique({ where, select: { isPaused: true } });
			if (fresh === null || fresh.isPaused) break;
		}
	} catch (error) {
		if (!(error instanceof PullError)) console.error(`connector ${id} failed:`, error);
		failed =
			error instanceof PullError
				? error
				: new PullError('the pull failed; the console’s log says why');
	}
	const failures = failed === null ? 0 : row.failures + 1;
	const asked = failed?.retryAfterSeconds ?? null;
	// A sweep that came on, and was asked to wait, goes on where it was as soon as it may.
	const isOnItsWay = hasCome && asked !== null;
	const pause = isOnItsWay ? Math.max(1, asked) : pauseSeconds(row.everySeconds, failures, asked);
	await database.connector.updateMany({
		where: { workspaceId, id },
		data: {
			isRunning: false,
			failures,
			failure: failed?.message ?? null,
			nextRunAt: new Date(now().getTime() + pause * 1_000),
			...(failed === null ? { lastSuccessAt: now() } : {}),
		},
	});
}

const lookEveryMs = 2_000;
const dueMax = 20;

/** Runs connectors when they are due, one at a time. Returns what stops it. */
export function scheduleConnectors(now: () => Date = () => new Date()): () => Promise<void> {
	return startRounds(
		async (stop) => {
			const due = await installation().records.database.connector.findMany({
				where: { isPaused: false, nextRunAt: { lte: now() } },
				orderBy: { nextRunAt: 'asc' },
				take: dueMax,
				select: { workspaceId: true, id: true },
			});
			for (const { workspaceId, id } of due) {
				if (stop.aborted) return;
				await runConnector(workspaceId, id, now);
			}
		},
		{ firstMs: lookEveryMs, everyMs: lookEveryMs, named: 'connectors' },
	);
}
