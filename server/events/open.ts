import { join } from 'node:path';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import type { EventEngine } from './engine.ts';
import { applyEventMigrations } from './migrations.ts';
import type { EventStore } from './port.ts';
import { readQueries } from './queries.ts';
import { openClickHouseServer } from './server-engine.ts';
import { keepMergesSmall } from './small-merges.ts';
import { eventStore } from './store.ts';

/**
 * Opens the event store and brings its schema up to date.
 *
 * @param home folder that holds `clickhouse/`
 * @param dataFolder the data folder, for the embedded engine
 * @param url a ClickHouse server; null: inside this process
 */
export async function openEventStore(
	home: string,
	dataFolder: string,
	url: string | null,
): Promise<Result<EventStore>> {
	const engine = url === null ? await openEmbedded(dataFolder) : openClickHouseServer(url);
	if (url !== null) {
		try {
			await engine.run('SELECT 1');
		} catch (error) {
			await engine.close();
			const detail = error instanceof Error ? error.message.split('\n')[0] : String(error);
			return fail<Failure>(
				failure('store-unavailable', `ClickHouse at CLICKHOUSE_URL does not answer: ${detail}`),
			);
		}
	}
	const migrated = await applyEventMigrations(engine, join(home, 'clickhouse', 'migrations'));
	if (!migrated.ok) {
		await engine.close();
		return migrated;
	}
	if (url === null) await keepMergesSmall(engine);
	return ok(eventStore(engine, await readQueries(join(home, 'clickhouse', 'queries'))));
}

/** The library is loaded only where it is used: it takes 0.2 GB. */
async function openEmbedded(dataFolder: string): Promise<EventEngine> {
	// Its allocator reads this as it is loaded: what is freed goes back at once, from two arenas
	// rather than from some for each core.
	process.env.JE_MALLOC_CONF ??= 'dirty_decay_ms:0,muzzy_decay_ms:0,narenas:2';
	const { openChdb } = await import('./chdb-engine.ts');
	return openChdb(join(dataFolder, 'events'), join(dataFolder, 'batches'));
}
