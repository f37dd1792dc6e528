import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { Turn } from '@/server/turn.ts';

/** An open PGlite with the one node-postgres connection that speaks to it. */
export interface EmbeddedPostgres {
	readonly engine: PGlite;
	readonly pool: pg.Pool;
	close(): Promise<void>;
}

/**
 * Pages that the engine keeps to itself, beside the operating system's cache of the same files. The
 * default of 128 MB is meant for a server of its own.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

/**
 * Opens PostgreSQL inside this process. It answers on this thread, and at once: statement after
 * statement would hold the event loop for as long as a transaction lasts, so others get their turn
 * between two messages.
 *
 * @param folder where the database lives; null: in memory
 * @param template a packed database (`dumpDataDir`) to start from when the folder is empty: takes
 *   a second where making a new database takes five
 */
export async function openPglite(
	folder: string | null,
	template: string | null,
): Promise<EmbeddedPostgres> {
	const engine = await PGlite.create({
		startParams,
		...(folder === null ? {} : { dataDir: folder }),
		...(template === null ? {} : { loadDataDir: new Blob([await readFile(template)]) }),
	});
	await engine.exec("SET TimeZone = 'UTC'");
	const turn = new Turn();
	const execute = engine.execProtocolStream.bind(engine);
	engine.execProtocolStream = async (message, options) => {
		await turn.yielded();
		return execute(message, options);
	};
	const config = createPgConfig(engine);
	const { connection } = config;
	const parse = connection.parse.bind(connection);
	// Prisma hands over its own `types` object, which PGlite takes for a list and calls forEach on.
	connection.parse = (query: { text: string; name?: string }) =>
		parse({ text: query.text, name: query.name });
	const pool = new pg.Pool({
		...config,
		max: 1,
		min: 1,
		idleTimeoutMillis: 0,
	} as unknown as pg.PoolConfig);
	return {
		engine,
		pool,
		close: async () => {
			await pool.end();
			await engine.close();
		},
	};
}
