import '@/server/wasm-calls.ts';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { Turn } from '@/server/turn.ts';

/** An open PGlite with a pool of one node-postgres connection to it. */
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
 */
export async function openPglite(folder: string | null): Promise<EmbeddedPostgres> {
	const engine = await PGlite.create({
		startParams,
		...(folder === null ? {} : { dataDir: folder }),
	});
	await engine.exec("SET TimeZone = 'UTC'");
	engine.execProtocolStream = pipelined(engine.execProtocolStream.bind(engine));
	// A client that met an error is ended and replaced; the next one must not hear it end.
	class Client extends pg.Client {
		constructor(options?: pg.ClientConfig) {
			super({ ...options, ...connectionTo(engine) });
		}
	}
	const pool = new pg.Pool({ Client, max: 1, min: 1, idleTimeoutMillis: 0 });
	return {
		engine,
		pool,
		close: async () => {
			await pool.end();
			await engine.close();
		},
	};
}

function connectionTo(engine: PGlite): object {
	const config = createPgConfig(engine);
	const { connection } = config;
	const parse = connection.parse.bind(connection);
	// Prisma hands over its own `types` object, which PGlite takes for a list and calls forEach on.
	connection.parse = (query: { text: string; name?: string }) =>
		parse({ text: query.text, name: query.name });
	return config;
}

type Execute = PGlite['execProtocolStream'];

/** Types of messages that end a pipeline: query, sync, flush, terminate. */
const pipelineEnds = new Set(['Q', 'S', 'H', 'X'].map((letter) => letter.charCodeAt(0)));

/**
 * Hands the engine the messages of one pipeline together. node-postgres sends a statement as several
 * (parse, bind, describe, execute, sync); executed one by one, the engine says "ready for query" after
 * the one that failed and again after the sync, and the second is taken for the answer to whatever
 * statement came in between. Others get their turn between two pipelines.
 */
function pipelined(execute: Execute): Execute {
	const turn = new Turn();
	let waiting: Uint8Array[] = [];
	return async (message, options) => {
		waiting.push(message);
		if (!pipelineEnds.has(message[0] as number)) return [];
		const pipeline = Buffer.concat(waiting);
		waiting = [];
		await turn.yielded();
		return execute(pipeline, options);
	};
}
