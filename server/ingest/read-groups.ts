import { availableParallelism } from 'node:os';
import type { Actor } from '@/core/access/permissions.ts';
import { createHitMatcher } from '@/core/detection/rule-hits.ts';
import type { RunningRules } from '@/core/detection/running-rules.ts';
import type { KnownSecrets } from '@/core/secrets/known.ts';
import { installation } from '@/server/installation/installation.ts';
import { type EventGroup, eventGroups } from './event-groups.ts';
import { workspaceHmac } from './known-secrets.ts';
import type { ReadBatch } from './read-batch.ts';
import { type InputStream, type ReadInputOptions, readInput, unreadPath } from './read-input.ts';
import { type InputPath, inputPaths } from './read-paths.ts';
import { eventReader, loadUnderstanding } from './reading.ts';
import { type InputFile, threadsFor, WorkerPool } from './worker-pool.ts';

export interface GroupsToRead {
	readonly importId: string;
	readonly rules: RunningRules;
	/** Added to. */
	readonly known: KnownSecrets;
	readonly options: Omit<ReadInputOptions, 'hmac' | 'known' | 'digest'>;
	/** Reading threads; 0: this thread reads. Null: where the input is large, one for each core but one. */
	readonly threads: number | null;
}

/** Reads, redacts, understands and encodes logs: on threads of their own where it is much, else here. */
export async function* readGroups(
	actor: Actor,
	input: readonly string[] | InputStream,
	{ importId, known, rules, options, threads }: GroupsToRead,
): AsyncGenerator<EventGroup> {
	const { settings, keys } = installation();
	const grouped = async (batches: AsyncIterable<ReadBatch>) => {
		const readEvent = eventReader(await loadUnderstanding());
		const matchRules = createHitMatcher(rules);
		return eventGroups(batches, { workspace: options.workspace, importId, readEvent, matchRules });
	};
	const paths = Array.isArray(input) ? (input as readonly string[]) : [];
	const entries: InputPath[] = [];
	if (!paths.includes('-')) for await (const entry of inputPaths(paths)) entries.push(entry);
	const files = entries.filter((entry): entry is InputFile => entry.kind === 'file');
	// Storing takes a core as well, of this thread and of the event engine together.
	const count = threadsFor(files, threads, availableParallelism() - 1);
	const pool =
		count === 0
			? null
			: await WorkerPool.start(settings.home, count, {
					options,
					key: keys.fingerprintKey(actor.workspaceId),
					known: known.entries(),
					gives: { kind: 'groups', importId, rules },
				});
	if (pool === null) {
		yield* await grouped(readInput(input, { ...options, known, hmac: workspaceHmac(actor) }));
		return;
	}
	try {
		yield* pool.groups(paths, files, known);
		yield* await grouped(unread(entries));
	} finally {
		await pool.close();
	}
}

async function* unread(entries: readonly InputPath[]): AsyncGenerator<ReadBatch> {
	for (const entry of entries) if (entry.kind !== 'file') yield unreadPath(entry);
}
