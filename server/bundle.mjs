// The program as a few files of JavaScript, made when its sources have changed. Compiled file by
// file as it loads, it takes a second longer to start, and each thread 60 MB more: beside its own
// heap it then has one for the compiler, and the source maps of everything.
//
// Plain JavaScript: it runs before there is anything that could load TypeScript.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the program begins: the command line, and a thread that reads. */
const entries = { main: 'cli/main.ts', 'read-worker': 'server/ingest/read-worker.ts' };
const sources = ['cli', 'core', 'server', 'samples', 'package.json', 'package-lock.json'];
/** A process that began with an older bundle may still load parts of it. */
const keptMs = 24 * 3_600_000;

/**
 * @param {string} home folder of the installation
 * @returns {Promise<string | null>} folder that holds `main.js` and `read-worker.js`; null: it
 *   cannot be made here (a folder that cannot be written, say), and the sources must be loaded
 */
export async function bundleOf(home) {
	// Beside the packages, so that theirs are found from it.
	const cache = join(home, 'node_modules', '.cache', 'aftertrace', 'program');
	try {
		const name = await fingerprint(home);
		const folder = join(cache, name);
		if (!existsSync(folder)) await make(home, cache, name);
		return folder;
	} catch {
		return null;
	}
}

/** Changes with every source that is added, removed or written. */
async function fingerprint(/** @type {string} */ home) {
	/** @type {string[]} */
	const found = [];
	const look = async (/** @type {string} */ path) => {
		const full = join(home, path);
		const seen = await stat(full);
		if (!seen.isDirectory()) {
			found.push(`${path}\0${seen.size}\0${seen.mtimeMs}`);
			return;
		}
		const names = await readdir(full);
		await Promise.all(
			names.filter((name) => !name.includes('.test.')).map((name) => look(join(path, name))),
		);
	};
	await Promise.all(sources.map(look));
	return createHash('sha256').update(found.sort().join('\n')).digest('hex').slice(0, 16);
}

async function make(
	/** @type {string} */ home,
	/** @type {string} */ cache,
	/** @type {string} */ name,
) {
	const { build } = await import('esbuild');
	await mkdir(cache, { recursive: true });
	const made = join(cache, `.${name}.${process.pid}.${performance.now()}`);
	await build({
		absWorkingDir: home,
		entryPoints: entries,
		outdir: made,
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		packages: 'external',
		charset: 'utf8',
		// Read only where an error is to be explained.
		sourcemap: true,
		logLevel: 'silent',
	});
	try {
		await rename(made, join(cache, name));
	} catch (error) {
		await rm(made, { recursive: true, force: true });
		// Another process was faster with the same.
		if (!existsSync(join(cache, name))) throw error;
	}
	for (const other of await readdir(cache)) {
		const path = join(cache, other);
		if (other !== name && Date.now() - (await stat(path)).mtimeMs > keptMs)
			await rm(path, { recursive: true, force: true });
	}
}
