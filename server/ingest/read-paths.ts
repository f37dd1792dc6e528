import { type Dirent, promises as fs } from 'node:fs';
import path from 'node:path';

/** A file to read, or a path that will not be and why. */
export type InputPath =
	| { readonly kind: 'file'; readonly path: string; readonly bytes: number }
	| { readonly kind: 'skipped'; readonly path: string; readonly reason: string }
	| { readonly kind: 'unreadable'; readonly path: string; readonly detail: string };

const NOISE = new Set([
	'.git',
	'.svn',
	'.hg',
	'.DS_Store',
	'node_modules',
	'.aftertrace',
	'Thumbs.db',
]);
export const NOT_LOGS =
	/(?:^|\/)(?:readme|licen[cs]e|changelog|notice|authors|contributing)(?:\.[a-z]+)?$|\.(?:md|markdown|rst|adoc|html?|css|[cm]?[jt]sx?|py|rb|go|rs|java|sh|png|jpe?g|gif|svg|webp|ico|pdf|ya?ml|toml|ini|lock|mp4|mov|woff2?|ttf|exe|dll|so|dylib|wasm)$/i;

/**
 * Every file under the paths: folders in order of name, files before the folders beside them, so
 * that a session is read before its subagents. A file named on the command line is always read; in
 * folders, what is plainly no log is named and skipped. Each real file once, whatever links lead to it.
 */
export async function* inputPaths(paths: readonly string[]): AsyncGenerator<InputPath> {
	const seen = new Set<string>();
	for (const start of paths) yield* visit(start, seen, true);
}

async function* visit(at: string, seen: Set<string>, isNamed: boolean): AsyncGenerator<InputPath> {
	try {
		const real = await fs.realpath(at);
		const stat = await fs.stat(real);
		if (stat.isDirectory()) {
			if (seen.has(real)) return;
			seen.add(real);
			yield* visitFolder(at, seen);
		} else if (!stat.isFile() && !(isNamed && stat.isFIFO())) {
			yield { kind: 'skipped', path: at, reason: 'not-a-file' };
		} else if (seen.has(real)) {
			if (isNamed) yield { kind: 'skipped', path: at, reason: 'same-file' };
		} else {
			seen.add(real);
			if (!isNamed && NOT_LOGS.test(at)) yield { kind: 'skipped', path: at, reason: 'not-a-log' };
			else yield { kind: 'file', path: at, bytes: stat.size };
		}
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
		yield { kind: 'unreadable', path: at, detail: wordsFor(code) };
	}
}

function wordsFor(code: string): string {
	if (code === 'ENOENT') return 'there is no such file or folder';
	if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
	if (code === 'ELOOP') return 'its links lead in a circle';
	return `it could not be opened (${code})`;
}

async function* visitFolder(folder: string, seen: Set<string>): AsyncGenerator<InputPath> {
	const entries = await fs.readdir(folder, { withFileTypes: true });
	const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
	const files = entries.filter((entry) => !entry.isDirectory()).sort(byName);
	const folders = entries.filter((entry) => entry.isDirectory()).sort(byName);
	for (const entry of [...files, ...folders]) {
		if (NOISE.has(entry.name) || entry.name.startsWith('._')) continue;
		yield* visit(path.join(folder, entry.name), seen, false);
	}
}
