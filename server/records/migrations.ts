import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';

/** The number under which Prisma's own tools hold the database while they migrate. */
const PRISMA_ADVISORY_LOCK = 72707369;

/** As Prisma creates it, so that `prisma migrate status` reads the same history. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
	"id" VARCHAR(36) PRIMARY KEY NOT NULL,
	"checksum" VARCHAR(64) NOT NULL,
	"finished_at" TIMESTAMPTZ,
	"migration_name" VARCHAR(255) NOT NULL,
	"logs" TEXT,
	"rolled_back_at" TIMESTAMPTZ,
	"started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
	"applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

export interface RecordMigration {
	readonly name: string;
	readonly sql: string;
	readonly checksum: string;
}

/** The migrations of a folder laid out as Prisma does: `NAME/migration.sql`, in order of name. */
export async function readRecordMigrations(folder: string): Promise<RecordMigration[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
	return Promise.all(
		names.sort().map(async (name) => {
			const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
			return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
		}),
	);
}

/**
 * Applies what is missing, each migration in a transaction of its own, and answers the names of
 * what it applied. A migration whose file changed after it was applied is refused.
 */
export async function applyRecordMigrations(
	pool: Pool,
	migrations: readonly RecordMigration[],
): Promise<Result<string[]>> {
	const client = await pool.connect();
	try {
		await client.query('SELECT pg_advisory_lock($1)', [PRISMA_ADVISORY_LOCK]);
		await client.query(HISTORY_TABLE);
		const history = await client.query<{ migration_name: string; checksum: string }>(
			`SELECT migration_name, checksum FROM "_prisma_migrations"
			 WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
		);
		const applied = new Map(history.rows.map((row) => [row.migration_name, row.checksum]));
		return await applyMissing(client, migrations, applied);
	} finally {
		await client.query('SELECT pg_advisory_unlock($1)', [PRISMA_ADVISORY_LOCK]).catch(() => {});
		client.release();
	}
}

async function applyMissing(
	client: PoolClient,
	migrations: readonly RecordMigration[],
	applied: ReadonlyMap<string, string>,
): Promise<Result<string[]>> {
	const done: string[] = [];
	for (const migration of migrations) {
		const before = applied.get(migration.name);
		if (before === migration.checksum) continue;
		if (before !== undefined) {
			return fail<Failure>(
				failure(
					'store-unavailable',
					`record migration ${migration.name} was changed after it was applied; restore the released files of prisma/migrations`,
				),
			);
		}
		await client.query('BEGIN');
		try {
			await client.query(migration.sql);
			await client.query(
				`INSERT INTO "_prisma_migrations"
				 (id, checksum, finished_at, migration_name, applied_steps_count)
				 VALUES ($1, $2, now(), $3, 1)`,
				[randomUUID(), migration.checksum, migration.name],
			);
			await client.query('COMMIT');
		} catch (error) {
			await client.query('ROLLBACK');
			throw error;
		}
		done.push(migration.name);
	}
	return ok(done);
}
