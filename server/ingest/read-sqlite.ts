import type { Database, SqlValue } from 'sql.js';
import type { RawJson } from '@/core/event/text.ts';
import { nestsDeeperThan } from '@/core/formats/json-depth.ts';
import { loadSqlite } from '@/server/parsers/sqlite.ts';
import type { InputRecord, RecordLimits } from './input-record.ts';

const MAGIC = 'SQLite format 3\u0000';

export const isSqlite = (head: Uint8Array): boolean =>
	Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, MAGIC.length)).toString(
		'latin1',
	) === MAGIC;

/**
 * Rows of an SQLite database as records: `{table, …columns}`, tables by name, rows in their order.
 * JSON in a text, hexadecimal or binary column is read; other binary content is named by its
 * length. The whole file is held in memory, so the limit on documents holds for it.
 */
export async function* readSqlite(
	bytes: AsyncIterable<Uint8Array>,
	limits: RecordLimits,
): AsyncGenerator<InputRecord> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of bytes) {
		size += chunk.length;
		if (size > limits.documentBytesMax) {
			const detail = `the database is over ${limits.documentBytesMax} bytes`;
			yield whole('document-too-large', detail);
			return;
		}
		chunks.push(chunk);
	}
	const { Database } = await loadSqlite();
	const file = Buffer.concat(chunks);
	chunks.length = 0;
	let database: Database | null = null;
	try {
		database = new Database(file);
		const tables = tableNames(database);
		yield { kind: 'header', value: { sqlite: tables }, container: 'document' };
		let row = 0;
		for (const table of tables) {
			for (const value of rowsOf(database, table, limits)) {
				row++;
				yield { kind: 'json', value, line: row };
			}
		}
		if (row === 0) yield { kind: 'ignored', line: null, reason: 'no-records' };
	} catch {
		yield whole('corrupt-database', 'the SQLite database is damaged or encrypted');
	} finally {
		database?.close();
	}
}

const whole = (reason: string, detail: string): InputRecord => ({
	kind: 'quarantined',
	line: null,
	reason,
	detail,
	text: null,
});

function tableNames(database: Database): string[] {
	const [found] = database.exec(
		"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
	);
	const names = (found?.values ?? []).map(([name]) => String(name));
	// What describes the conversations comes before what stands in them.
	return names.toSorted((a, b) => DESCRIBE.indexOf(b) - DESCRIBE.indexOf(a));
}

const DESCRIBE = ['composerHeaders', 'message', 'session', 'meta'];

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function* rowsOf(database: Database, table: string, limits: RecordLimits): Generator<RawJson> {
	for (const sql of selections(database, table)) {
		const statement = database.prepare(sql);
		try {
			while (statement.step()) {
				const columns = Object.entries(statement.getAsObject()).map(
					([name, value]): [string, RawJson] => [name, jsonOf(value, limits)],
				);
				yield { table, ...Object.fromEntries(columns.filter(([name]) => name !== '__proto__')) };
			}
		} finally {
			statement.free();
		}
	}
}

/** Cursor's key-value table holds the conversations before their messages; what is no log stays out of the way. */
function selections(database: Database, table: string): string[] {
	if (table === 'blobs') return [blobsInOrder(database)];
	if (table !== 'cursorDiskKV') return [`SELECT * FROM ${quoted(table)}`];
	return ['composerData:', 'bubbleId:'].map(
		(prefix) =>
			`SELECT key, value FROM cursorDiskKV WHERE key >= '${prefix}' AND key < '${prefix.slice(0, -1)};' ORDER BY rowid`,
	);
}

/** Blobs in the order in which the largest index among them names them, then all others. */
function blobsInOrder(database: Database): string {
	const plain = 'SELECT * FROM blobs';
	const statement = database.prepare('SELECT data FROM blobs WHERE length(data) >= 34');
	let best: string[] = [];
	try {
		while (statement.step()) {
			const [data] = statement.get();
			const refs = data instanceof Uint8Array ? references(Buffer.from(data)) : [];
			if (refs.length > best.length) best = refs;
		}
	} finally {
		statement.free();
	}
	if (best.length === 0) return plain;
	const places = best.map((ref, place) => `('${ref}', ${place})`).join(', ');
	return `WITH named(ref, place) AS (VALUES ${places}) SELECT blobs.* FROM blobs LEFT JOIN named ON named.ref = blobs.id ORDER BY named.place IS NULL, named.place, blobs.rowid`;
}

function jsonOf(value: SqlValue, limits: RecordLimits): RawJson {
	if (value === null || typeof value === 'number') return value;
	if (typeof value === 'string') {
		const plain = parsed(value, limits);
		if (plain !== undefined) return plain;
		const hex = /^(?:7b|5b)(?:[0-9a-f]{2})+$/i.test(value.slice(0, 64))
			? parsed(Buffer.from(value, 'hex').toString('utf8'), limits)
			: undefined;
		return hex ?? value;
	}
	const bytes = Buffer.from(value);
	return parsed(bytes.toString('utf8'), limits) ?? { bytes: bytes.length, refs: references(bytes) };
}

function parsed(text: string, limits: RecordLimits): RawJson | undefined {
	if (!/^\s*[[{]/.test(text) || nestsDeeperThan(text, limits.depthMax)) return undefined;
	try {
		return JSON.parse(text) as RawJson;
	} catch {
		return undefined;
	}
}

const refsMax = 10_000;

/** 32-byte fields of a protobuf message, in hexadecimal: how Cursor's blobs name each other, in order. */
function references(bytes: Buffer): string[] {
	const refs: string[] = [];
	let at = 0;
	const varint = (): number => {
		let value = 0;
		for (let shift = 0; shift < 35 && at < bytes.length; shift += 7) {
			const byte = bytes[at++] as number;
			value += (byte & 127) * 2 ** shift;
			if (byte < 128) return value;
		}
		return Number.NaN;
	};
	while (at < bytes.length && refs.length < refsMax) {
		const wire = varint() & 7;
		if (wire === 0) varint();
		else if (wire === 1) at += 8;
		else if (wire === 5) at += 4;
		else if (wire === 2) {
			const length = varint();
			if (!Number.isFinite(length) || at + length > bytes.length) break;
			if (length === 32) refs.push(bytes.toString('hex', at, at + 32));
			at += length;
		} else break;
	}
	return refs;
}
