import type { Actor } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { reconstructExtent } from '@/server/jobs/reconstruct.ts';
import { smallHeaps } from '@/server/small-heaps.ts';
import { closeImport, markStored, openImport } from './imports.ts';
import type { InputStream } from './read-input.ts';
import { type StoredLogs, type StoreLogsOptions, storeLogs } from './store.ts';

export interface ImportRequest extends StoreLogsOptions {
	/** What the import is called: the path or the request's source. */
	readonly name: string;
	readonly idempotencyKey?: string | null;
	/** It is one of many of its source (`gatherImport`): only failures are audited. */
	readonly isGathered?: boolean;
}

export interface RunImport {
	readonly id: string;
	/** Null: the same idempotency key was taken in before, and nothing was done. */
	readonly stored: StoredLogs | null;
	/** Resolves when the incidents are reconstructed; never rejects. */
	readonly reconstructed: Promise<Result<{ incidents: number; added: number }>>;
}

/**
 * Takes logs in. When it resolves, their events are durable; the incidents are reconstructed
 * afterwards (`reconstructed`).
 */
export async function runImport(
	actor: Actor,
	input: readonly string[] | InputStream,
	request: ImportRequest,
): Promise<Result<RunImport>> {
	const folder = Array.isArray(input) ? process.cwd() : null;
	const ticket = await openImport(actor, request.name, request.idempotencyKey ?? null, folder);
	if (!ticket.ok) return ticket;
	const { id, repeated } = ticket.value;
	const nothing = Promise.resolve(ok({ incidents: 0, added: 0 }));
	if (repeated) return ok({ id, stored: null, reconstructed: nothing });
	const letGo = smallHeaps();
	let stored: Result<StoredLogs>;
	try {
		stored = await storeLogs(actor, id, input, request);
		if (stored.ok) await markStored(actor, id);
	} catch (error) {
		stored = fail(storeFailure(error));
	}
	if (!stored.ok) {
		letGo();
		await closeImport(actor, id, stored.error.message).catch(() => {});
		return stored;
	}
	return ok({
		id,
		stored: stored.value,
		reconstructed: finish(actor, id, stored.value, request.isGathered ?? false).finally(letGo),
	});
}

async function finish(actor: Actor, id: string, stored: StoredLogs, isGathered: boolean) {
	try {
		const done = await reconstructExtent(actor, stored.extent, stored.inventories > 0);
		await closeImport(actor, id, done.ok ? null : done.error.message, isGathered);
		return done;
	} catch (error) {
		console.error(`reconstruction after import ${id} failed:`, error);
		const broken = 'its events are stored, and incidents could not be reconstructed from them';
		await closeImport(actor, id, broken).catch(() => {});
		return fail<Failure>(failure('store-unavailable', broken));
	}
}

function storeFailure(error: unknown): Failure {
	const text = error instanceof Error ? error.message : String(error);
	if (/ENOSPC|No space left|NOT_ENOUGH_SPACE/.test(text)) {
		return failure(
			'disk-full',
			'the disk of the data folder is full; free some space and send it again: nothing is stored twice',
		);
	}
	const inner = error instanceof Error ? error.stack : text;
	return failure(
		'store-unavailable',
		'the events could not be stored; send it again: nothing is stored twice',
		inner,
	);
}
