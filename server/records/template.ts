import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { applyRecordMigrations, type RecordMigration } from './migrations.ts';
import { openPglite } from './pglite.ts';

/**
 * Begins the embedded database in a folder that has none as a copy of one that is migrated and
 * empty: making it anew takes five seconds. Copied as files and not unpacked by the engine, since
 * what the engine allocates for that stays with the process (80 MB). Where a copy cannot be kept
 * (a read-only installation), nothing is done, and opening makes the database in place.
 *
 * @param home folder of the installation
 * @param folder where the database will live; whole or not there, also after a kill
 */
export async function beginFromTemplate(
	home: string,
	migrations: readonly RecordMigration[],
	folder: string,
): Promise<void> {
	const template = await recordTemplate(home, migrations);
	if (template === null) return;
	// Only what is empty makes room: what else stands there is for its owner to look at.
	if (existsSync(folder)) await rmdir(folder);
	const unfinished = `${folder}.unfinished`;
	await rm(unfinished, { recursive: true, force: true });
	await cp(template, unfinished, { recursive: true, mode: constants.COPYFILE_FICLONE });
	await chmod(unfinished, 0o700);
	await rename(unfinished, folder);
}

/** The folder that is copied, made once for each state of the migrations beside the installed packages. */
async function recordTemplate(
	home: string,
	migrations: readonly RecordMigration[],
): Promise<string | null> {
	const state = createHash('sha256')
		.update(migrations.map((m) => m.checksum).join())
		.digest('hex');
	const cache = join(home, 'node_modules', '.cache', 'aftertrace');
	const path = join(cache, `records-${state.slice(0, 16)}`);
	if (existsSync(path)) return path;
	const unfinished = join(cache, `.records-${process.pid}`);
	try {
		await mkdir(unfinished, { recursive: true, mode: 0o700 });
		const fresh = await openPglite(unfinished);
		const migrated = await applyRecordMigrations(fresh.pool, migrations);
		await fresh.close();
		if (!migrated.ok) return null;
		for (const name of await readdir(dirname(path))) {
			if (name.startsWith('records-')) await rm(join(cache, name), { recursive: true });
		}
		await rename(unfinished, path);
		return path;
	} catch {
		// Another process was faster, or nothing can be written here.
		return existsSync(path) ? path : null;
	} finally {
		await rm(unfinished, { recursive: true, force: true }).catch(() => {});
	}
}
