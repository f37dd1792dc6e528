import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { drainPending, Session } from 'chdb';
import { Turn } from '@/server/turn.ts';
import type { EventEngine, QueryParams } from './engine.ts';

/** Bytes inserted after which the engine gives back what its allocator still holds. */
const purgedAfterBytes = 16 * 1024 * 1024;

/** Queries that may compute at once: more would starve file reads of the thread pool. */
const concurrentQueriesMax = 4;

/**
 * ClickHouse inside this process. One engine a process and a folder; main thread only (an engine
 * opened on a worker dies with it).
 *
 * @param folder where the tables live
 * @param batchFolder where batches are written on their way in; leftovers of a killed process are
 *   removed now. They hold redacted rows only.
 */
export async function openChdb(folder: string, batchFolder: string): Promise<EventEngine> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await mkdir(batchFolder, { recursive: true, mode: 0o700 });
	for (const name of await readdir(batchFolder)) {
		await rm(join(batchFolder, name), { force: true });
	}
	const session = new Session(folder, {
		connectionArgs: [
			'--output_format_json_quote_64bit_integers=0',
			// Twice as many merges as there are cores would run at once by default.
			'--background_merges_mutations_concurrency_ratio=1',
		],
	});
	const slots = semaphore(concurrentQueriesMax);

	const query = async (sql: string, params: QueryParams): Promise<Uint8Array> => {
		const release = await slots();
		try {
			const answer =
				Object.keys(params).length === 0
					? await session.queryAsync(sql, { format: 'JSONEachRow' })
					: await session.queryBindAsync(sql, params, { format: 'JSONEachRow' });
			return answer.bytes();
		} finally {
			release();
		}
	};
	let insertedBytes = 0;
	/** The allocator keeps what inserts and merges have freed for long: beside a heap of ours it is too much. */
	const purge = async (bytes: number): Promise<void> => {
		insertedBytes += bytes;
		if (insertedBytes < purgedAfterBytes) return;
		insertedBytes = 0;
		await query('SYSTEM JEMALLOC PURGE', {}).catch(() => {}); // an engine built without it keeps it
	};
	const insert = async (
		sql: string,
		format: 'RowBinary' | 'JSONEachRow',
		structure: string,
		parts: readonly Uint8Array[],
	): Promise<void> => {
		const path = join(batchFolder, `${randomUUID()}.batch`);
		try {
			const file = await open(path, 'wx', 0o600);
			try {
				await file.writeFile(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts));
			} finally {
				await file.close();
			}
			const source = `file(${quoted(path)}, '${format}', ${quoted(structure)})`;
			await query(
				sql.replace('{source}', () => source),
				{},
			);
		} finally {
			await rm(path, { force: true });
		}
		await purge(parts.reduce((sum, part) => sum + part.length, 0));
	};
	return {
		rows: async <Row>(sql: string, params: QueryParams = {}) =>
			parsedLines<Row>(await query(sql, params)),
		run: async (sql, params = {}) => {
			await query(sql, params);
		},
		insertRows: (sql, structure, parts) => insert(sql, 'RowBinary', structure, parts),
		insertLines: (sql, structure, lines) =>
			insert(sql, 'JSONEachRow', structure, [Buffer.from(lines, 'utf8')]),
		close: async () => {
			await drainPending();
			session.close();
			await drainPending();
		},
	};
}

const lineEnd = 0x0a;

/**
 * The rows of an answer, line by line: as one text, an answer of a hundred megabytes with a single
 * character beyond Latin-1 would take twice that. Others get their turn between rows.
 */
async function parsedLines<Row>(answer: Uint8Array): Promise<Row[]> {
	const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
	const turn = new Turn();
	const rows: Row[] = [];
	for (let from = 0; from < bytes.length; ) {
		const at = bytes.indexOf(lineEnd, from);
		const to = at === -1 ? bytes.length : at;
		if (to > from) rows.push(JSON.parse(bytes.toString('utf8', from, to)) as Row);
		from = to + 1;
		if (turn.isDue) await turn.yielded();
	}
	return rows;
}

/** Our own paths and structures only; nothing that a user wrote becomes SQL. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, (char) => `\\${char}`)}'`;

/** Hands out `size` slots; who finds none waits in order. */
function semaphore(size: number): () => Promise<() => void> {
	let free = size;
	const waiting: (() => void)[] = [];
	const release = () => {
		const next = waiting.shift();
		if (next === undefined) free++;
		else next();
	};
	return async () => {
		if (free > 0) free--;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		return release;
	};
}
