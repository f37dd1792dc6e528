import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';

/** An open PGlite with the one node-postgres connection that speaks to it. */
export interface EmbeddedPostgres {
	readonly engine: PGlite;
	readonly pool: pg.Pool;
	close(): Promise<void>;
}

/**
 * Opens PostgreSQL inside this process.
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
		...(folder === null ? {} : { dataDir: folder }),
		...(template === null ? {} : { loadDataDir: new Blob([await readFile(template)]) }),
	});
	await engine.exec("SET TimeZone = 'UTC'");
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
