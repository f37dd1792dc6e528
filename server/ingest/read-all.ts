import type { Event } from '@/core/event/event.ts';
import type { EventId } from '@/core/event/ids.ts';
import { knownSecrets } from '@/core/secrets/known.ts';
import type { ReadBatch } from './read-batch.ts';
import { type InputPath, inputPaths } from './read-paths.ts';
import { type InputFile, threadsFor, WorkerPool } from './worker-pool.ts';

export interface ReadAllOptions {
	/** Under which secrets are fingerprinted. */
	readonly key: string;
	readonly hmac: (label: string, text: string) => string;
	readonly workspace: string;
	/** Folder of the product, from which threads start. */
	readonly home: string;
	/** Reading threads; under two, this thread reads. Null: one for each core, where the input is large. */
	readonly threads: number | null;
}

/**
 * Reads logs into memory as `readInput` does, large ones on threads of their own. What it hands out
 * is the same either way but for the order of files.
 */
export async function* readAll(
	paths: readonly string[],
	{ key, hmac, workspace, home, threads }: ReadAllOptions,
): AsyncGenerator<ReadBatch> {
	const entries: InputPath[] = [];
	if (!paths.includes('-')) for await (const entry of inputPaths(paths)) entries.push(entry);
	const files = entries.filter((entry): entry is InputFile => entry.kind === 'file');
	const count = threadsFor(files, threads);
	const options = { workspace, givesRepeats: true };
	const setup = { options, key: Buffer.from(key), known: [], gives: { kind: 'batches' } } as const;
	const pool = count < 2 ? null : await WorkerPool.start(home, count, setup);
	const { readInput, unreadPath } = await import('./read-input.ts');
	if (pool === null) {
		yield* readInput(paths, { ...options, hmac });
		return;
	}
	try {
		yield* pool.batches(paths, files, knownSecrets());
		for (const entry of entries) if (entry.kind !== 'file') yield unreadPath(entry);
	} finally {
		await pool.close();
	}
}

/**
 * Events of one input, each once, whatever order its files come in. Of one that stands in several
 * places, the first place by path and line is kept.
 */
export class GatheredEvents {
	private readonly byId = new Map<EventId, Event>();

	/** Adds the events of a batch. Gives the number of records that brought none that was new. */
	add(events: readonly Event[]): number {
		const fresh = new Set<number>();
		const repeated = new Set<number>();
		for (const event of events) {
			const known = this.byId.get(event.id);
			if (known === undefined || stands(event) < stands(known)) this.byId.set(event.id, event);
			const record = Math.floor(event.order / 1_000);
			(known === undefined ? fresh : repeated).add(record);
		}
		for (const record of fresh) repeated.delete(record);
		return repeated.size;
	}

	get size(): number {
		return this.byId.size;
	}

	all(): Event[] {
		return [...this.byId.values()];
	}
}

const stands = ({ origin }: Event): string =>
	`${origin.path ?? origin.source}\0${String(origin.line ?? 0).padStart(12, '0')}`;
