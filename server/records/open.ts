import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { PrismaClient } from './generated/client.ts';
import { applyRecordMigrations, type RecordMigration, readRecordMigrations } from './migrations.ts';
import { openPglite } from './pglite.ts';
import { beginFromTemplate } from './template.ts';

/** The records, open. `database` is Prisma's client: on the embedded engine it has one connection,
 * so inside a `$transaction` callback only the transaction's own client may be used. */
export interface Records {
	readonly database: PrismaClient;
	readonly engine: 'embedded' | 'server';
	close(): Promise<void>;
}

/**
 * Opens the records and brings their schema up to date.
 *
 * @param home folder that holds `prisma/`
 * @param folder where the embedded database lives
 * @param url a PostgreSQL server; null: inside this process
 */
export async function openRecords(
	home: string,
	folder: string,
	url: string | null,
): Promise<Result<Records>> {
	const migrations = await readRecordMigrations(join(home, 'prisma', 'migrations'));
	if (url !== null) return openServer(url, migrations);
	if (!existsSync(join(folder, 'PG_VERSION'))) {
		await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
		await beginFromTemplate(home, migrations, folder);
		await mkdir(folder, { recursive: true, mode: 0o700 });
	}
	const postgres = await openPglite(folder);
	const migrated = await applyRecordMigrations(postgres.pool, migrations);
	if (!migrated.ok) {
		await postgres.close();
		return migrated;
	}
	const database = clientOver(postgres.pool);
	return ok({
		database,
		engine: 'embedded',
		close: async () => {
			await database.$disconnect();
			await postgres.close();
		},
	});
}

/**
 * Milliseconds that a transaction waits for its turn, and may take. On the embedded engine everyone
 * shares one connection, so a change made in the console waits for what an import is writing.
 */
const transactionMs = 120_000;

const clientOver = (pool: pg.Pool): PrismaClient =>
	new PrismaClient({
		adapter: new PrismaPg(pool),
		transactionOptions: { maxWait: transactionMs, timeout: transactionMs },
	});

async function openServer(
	url: string,
	migrations: readonly RecordMigration[],
): Promise<Result<Records>> {
	const pool = new pg.Pool({ connectionString: url, options: '-c TimeZone=UTC' });
	try {
		const migrated = await applyRecordMigrations(pool, migrations);
		if (!migrated.ok) return migrated;
	} catch (error) {
		await pool.end();
		const detail = error instanceof Error ? error.message : String(error);
		return fail<Failure>(
			failure('store-unavailable', `PostgreSQL at DATABASE_URL does not answer: ${detail}`),
		);
	}
	const database = clientOver(pool);
	return ok({
		database,
		engine: 'server',
		close: async () => {
			await database.$disconnect();
			await pool.end();
		},
	});
}
