import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import { addCounts, type ImportCounts, noCounts, type QuarantinedLine } from './imports.ts';
import { inputPaths } from './read-paths.ts';
import { runImport } from './run-import.ts';

export interface WatchOptions {
	/** Where is kept how far each file was taken in. */
	readonly cursorFile: string;
	readonly signal: AbortSignal;
	readonly format?: string | null;
	readonly source?: string | null;
	readonly everyMs?: number;
	readonly onFile?: (path: string, newEvents: number) => void;
	readonly onFailure?: (path: string, message: string) => void;
}

export interface Watched {
	readonly counts: ImportCounts;
	readonly incidents: number;
	readonly quarantined: readonly QuarantinedLine[];
}

const everyMsDefault = 1_000;
const headBytes = 1_024;
const tailBytes = 64 * 1024;
const filesFollowedMax = 100_000;
const quarantineHeldMax = 1_000;

/** How far a file was taken in: by what it is (device, inode, beginning), whatever it is called. */
const cursorsSchema = z.record(z.string(), z.number().int().nonnegative());

/**
 * Follows files and folders until the signal: new files, and what is added to known ones. A file
 * that changed is read again from its beginning up to its last whole line, since what a line means
 * can depend on those before it; its earlier events are known and add nothing. How far each file
 * came is written down after its events are durable, so a kill at any moment loses and doubles
 * nothing. A file that was renamed is known by its inode and beginning; one that was emptied or
 * replaced begins anew. What a program overwrites between two looks was never seen.
 */
export async function watchPaths(
	actor: Actor,
	paths: readonly string[],
	options: WatchOptions,
): Promise<Watched> {
	const cursors = await readCursors(options.cursorFile);
	let counts = noCounts;
	let incidents = 0;
	const quarantined: QuarantinedLine[] = [];
	while (!options.signal.aborted) {
		for await (const entry of inputPaths(paths)) {
			if (options.signal.aborted) break;
			if (entry.kind !== 'file') continue;
			const state = await stateOf(entry.path);
			if (state === null || state.end === 0 || cursors.get(state.key) === state.end) continue;
			const done = await runImport(
				actor,
				{ stream: createReadStream(entry.path, { end: state.end - 1 }), name: entry.path },
				{ name: entry.path, format: options.format ?? null, source: options.source ?? null },
			);
			if (!done.ok) {
				options.onFailure?.(entry.path, done.error.message);
				continue;
			}
			const found = await done.value.reconstructed;
			incidents += found.ok ? found.value.incidents : 0;
			if (cursors.size >= filesFollowedMax) cursors.clear();
			cursors.set(state.key, state.end);
			await writeCursors(options.cursorFile, cursors);
			const { stored } = done.value;
			if (stored === null) continue;
			counts = addCounts(counts, stored.counts);
			const room = quarantineHeldMax - quarantined.length;
			quarantined.push(...stored.quarantined.slice(0, Math.max(0, room)));
			options.onFile?.(entry.path, stored.counts.events);
		}
		await pause(options.everyMs ?? everyMsDefault, null, { signal: options.signal }).catch(
			() => {},
		);
	}
	return { counts, incidents, quarantined };
}

/** What a file is, and up to where it is whole; null: it is gone or cannot be read. */
async function stateOf(path: string): Promise<{ key: string; end: number } | null> {
	let file: FileHandle | null = null;
	try {
		file = await open(path, 'r');
		const { dev, ino, size } = await file.stat();
		const head = await bytesAt(file, 0, Math.min(size, headBytes));
		const line = head.subarray(0, head.indexOf(10) === -1 ? head.length : head.indexOf(10));
		const key = `${dev}:${ino}:${hash('sha256', line, 'hex').slice(0, 32)}`;
		const from = Math.max(0, size - tailBytes);
		const tail = await bytesAt(file, from, size - from);
		return { key, end: from + wholeLength(tail, from === 0) };
	} catch {
		return null;
	} finally {
		await file?.close();
	}
}

async function bytesAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
	return buffer.subarray(0, bytesRead);
}

/** Up to the last line end; a document that ends as JSON ends is whole without one. */
function wholeLength(tail: Buffer, isAll: boolean): number {
	const last = tail.at(-1);
	if (last === 10 || last === 0x7d || last === 0x5d) return tail.length;
	const end = tail.lastIndexOf(10);
	return end === -1 ? (isAll ? 0 : tail.length) : end + 1;
}

async function readCursors(path: string): Promise<Map<string, number>> {
	try {
		return new Map(Object.entries(cursorsSchema.parse(JSON.parse(await readFile(path, 'utf8')))));
	} catch {
		return new Map(); // Without it everything is read again, which adds nothing.
	}
}

/** Written and synced under another name first: no half file can stay. */
async function writeCursors(path: string, cursors: ReadonlyMap<string, number>): Promise<void> {
	const unfinished = `${path}.new`;
	const file = await open(unfinished, 'w', 0o600);
	try {
		await file.writeFile(JSON.stringify(Object.fromEntries(cursors)));
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(unfinished, path);
}
