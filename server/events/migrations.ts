import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import type { EventEngine } from './engine.ts';

const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations
(
    name String,
    checksum String,
    applied DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY name`;

/**
 * Applies the migrations that the store has not seen, in order of name, and records each with the
 * checksum of its file. A statement may be applied twice if the process dies between it and its
 * record, so each is written to bear that (`IF NOT EXISTS`).
 */
export async function applyEventMigrations(
	engine: EventEngine,
	folder: string,
): Promise<Result<string[]>> {
	await engine.run(HISTORY_TABLE);
	const history = await engine.rows<{ name: string; checksum: string }>(
		'SELECT name, checksum FROM schema_migrations FINAL LIMIT 10000',
	);
	const applied = new Map(history.map((row) => [row.name, row.checksum]));
	const done: string[] = [];
	for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
		const text = await readFile(join(folder, name), 'utf8');
		const checksum = createHash('sha256').update(text).digest('hex');
		const before = applied.get(name);
		if (before === checksum) continue;
		if (before !== undefined) {
			return fail<Failure>(
				failure(
					'store-unavailable',
					`event migration ${name} was changed after it was applied; restore the released files of clickhouse/migrations`,
				),
			);
		}
		for (const statement of statementsOf(text)) await engine.run(statement);
		await engine.run(
			'INSERT INTO schema_migrations (name, checksum) SELECT {name:String}, {checksum:String}',
			{
				name,
				checksum,
			},
		);
		done.push(name);
	}
	return ok(done);
}

/** Statements of a migration: parted by a line that holds `;` alone or ends in one. */
const statementsOf = (text: string): string[] =>
	text
		.replace(/^\s*--.*$/gm, '')
		.split(/;\s*$/m)
		.map((statement) => statement.trim())
		.filter((statement) => statement !== '');
