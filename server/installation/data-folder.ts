import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';

/** Who owns a data folder. */
const ownerSchema = z.object({
	pid: z.number().int(),
	/** Start time of the process in the kernel's ticks, where the system tells: pids are used again. */
	started: z.string().nullable(),
	/** Address of its console; null: not a server. */
	url: z.string().nullable(),
});
export type DataFolderOwner = z.infer<typeof ownerSchema>;

export interface DataFolderLock {
	release(): Promise<void>;
}

const lockPath = (folder: string): string => join(folder, 'owner.json');

/**
 * Makes the folder (readable by its owner only) and takes it for this process. Both engines would
 * be damaged by a second process: it gets one clear line instead.
 */
export async function takeDataFolder(
	folder: string,
	url: string | null,
): Promise<Result<DataFolderLock>> {
	try {
		await makeFolder(folder);
		await chmod(folder, 0o700);
		for (let attempt = 0; attempt < 3; attempt++) {
			if (await writeLock(folder, url)) return ok(lockOf(folder));
			const owner = await dataFolderOwner(folder);
			if (owner !== null) return fail<Failure>(inUse(folder, owner));
			await rm(lockPath(folder), { force: true });
		}
		return fail<Failure>(
			failure('data-folder-in-use', `the data folder ${folder} is contended; try again`),
		);
	} catch (error) {
		return fail<Failure>(folderFailure(folder, error as NodeJS.ErrnoException));
	}
}

/**
 * Makes a folder and those above it, one by one. Node's own recursive call never returns where a
 * file system answers that a parent is absent whatever one does (proc).
 */
async function makeFolder(folder: string): Promise<void> {
	try {
		await mkdir(folder, { mode: 0o700 });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') return;
		const above = dirname(folder);
		if (code !== 'ENOENT' || above === folder || existsSync(above)) throw error;
		await makeFolder(above);
		await mkdir(folder, { mode: 0o700 });
	}
}

/** The living process that owns the folder; null: nobody. */
export async function dataFolderOwner(folder: string): Promise<DataFolderOwner | null> {
	try {
		const owner = ownerSchema.parse(JSON.parse(await readFile(lockPath(folder), 'utf8')));
		return isAlive(owner) ? owner : null;
	} catch {
		return null;
	}
}

async function writeLock(folder: string, url: string | null): Promise<boolean> {
	const owner: DataFolderOwner = { pid: process.pid, started: startTicks(process.pid), url };
	try {
		const file = await open(lockPath(folder), 'wx', 0o600);
		await file.writeFile(JSON.stringify(owner));
		await file.close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

function lockOf(folder: string): DataFolderLock {
	const drop = () => rmSync(lockPath(folder), { force: true });
	process.once('exit', drop);
	return {
		release: async () => {
			process.off('exit', drop);
			drop();
		},
	};
}

function isAlive(owner: DataFolderOwner): boolean {
	try {
		process.kill(owner.pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	const started = startTicks(owner.pid);
	return owner.started === null || started === null || started === owner.started;
}

/** Field 22 of /proc/PID/stat (proc(5)); null where there is no /proc. */
function startTicks(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
	} catch {
		return null;
	}
}

const inUse = (folder: string, owner: DataFolderOwner): Failure =>
	failure(
		'data-folder-in-use',
		owner.url === null
			? `the data folder ${folder} is in use by process ${owner.pid}; wait until it ends, or name another with --data`
			: `the data folder ${folder} is in use by the console at ${owner.url} (process ${owner.pid}); use --server ${owner.url} --key KEY, stop it, or name another folder with --data`,
	);

/** One line for what can be wrong with a folder. */
export function folderFailure(folder: string, error: NodeJS.ErrnoException): Failure {
	switch (error.code) {
		case 'ENOSPC':
		case 'EDQUOT':
			return failure('disk-full', `the disk of ${folder} is full; free some space and start again`);
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return failure(
				'store-unavailable',
				`the data folder ${folder} cannot be written (${error.code}); give this user the right to, or set AFTERTRACE_DATA`,
			);
		case 'ENOTDIR':
		case 'EEXIST':
			return failure('store-unavailable', `${folder} is no folder; set AFTERTRACE_DATA to one`);
		default:
			return failure(
				'store-unavailable',
				`the data folder ${folder} cannot be used (${error.code ?? error.message}); set AFTERTRACE_DATA to another`,
				error.stack,
			);
	}
}
