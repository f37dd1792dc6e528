// Writes the next migration of the records: what separates the migrations so far from
// prisma/schema.prisma.
//   node --import tsx scripts/make-record-migration.ts add-comments
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { applyRecordMigrations, readRecordMigrations } from '@/server/records/migrations.ts';
import { openPglite } from '@/server/records/pglite.ts';
import { schemaDifference } from '@/server/records/schema-difference.ts';

const folder = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
const schema = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
const name = process.argv[2];
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
	process.stderr.write('usage: make-record-migration NAME-IN-KEBAB-CASE\n');
	process.exit(2);
}

const postgres = await openPglite(null);
const applied = await applyRecordMigrations(postgres.pool, await readRecordMigrations(folder));
if (!applied.ok) throw new Error(applied.error.message);
const sql = await schemaDifference(postgres.pool, schema);
await postgres.close();
if (sql === null) {
	process.stdout.write('the migrations already say what the schema says\n');
} else {
	const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
	const target = `${folder}/${stamp}_${name}`;
	await mkdir(target, { recursive: true });
	await writeFile(`${target}/migration.sql`, sql);
	process.stdout.write(`${target}/migration.sql\n`);
}
