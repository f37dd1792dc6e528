import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyRecordMigrations, type RecordMigration, readRecordMigrations } from './migrations.ts';
import { type EmbeddedPostgres, openPglite } from './pglite.ts';
import { schemaDifference } from './schema-difference.ts';

const folder = join(process.cwd(), 'prisma', 'migrations');
let postgres: EmbeddedPostgres;
let migrations: RecordMigration[];
beforeAll(async () => {
	postgres = await openPglite(null);
	migrations = await readRecordMigrations(folder);
});
afterAll(() => postgres.close());

test('the migrations are applied once and recorded as Prisma records them', async () => {
	const names = migrations.map((migration) => migration.name);
	expect(await applyRecordMigrations(postgres.pool, migrations)).toEqual({
		ok: true,
		value: names,
	});
	expect(await applyRecordMigrations(postgres.pool, migrations)).toEqual({ ok: true, value: [] });
	const { rows } = await postgres.pool.query(
		'SELECT migration_name, checksum, applied_steps_count FROM "_prisma_migrations" ORDER BY 1',
	);
	expect(rows).toEqual(
		migrations.map((migration) => ({
			migration_name: migration.name,
			checksum: migration.checksum,
			applied_steps_count: 1,
		})),
	);
});

test('the migrations lead to the schema, with no drift', async () => {
	expect(await schemaDifference(postgres.pool, 'prisma/schema.prisma')).toBeNull();
});

test('a drift would be seen', async () => {
	await postgres.pool.query('ALTER TABLE "Workspace" ADD COLUMN planted TEXT');
	expect(await schemaDifference(postgres.pool, 'prisma/schema.prisma')).toContain('planted');
	await postgres.pool.query('ALTER TABLE "Workspace" DROP COLUMN planted');
});

test('a migration that was changed after it was applied is refused', async () => {
	const changed = migrations.map((migration) => ({ ...migration, checksum: 'other' }));
	expect(await applyRecordMigrations(postgres.pool, changed)).toMatchObject({
		ok: false,
		error: { code: 'store-unavailable' },
	});
});

test('a migration that fails leaves nothing behind', async () => {
	const broken = {
		name: '9_broken',
		checksum: 'x',
		sql: 'CREATE TABLE half (a int); SELECT nope;',
	};
	await expect(applyRecordMigrations(postgres.pool, [...migrations, broken])).rejects.toThrow();
	const { rows } = await postgres.pool.query(`SELECT to_regclass('half') AS half`);
	expect(rows).toEqual([{ half: null }]);
});
