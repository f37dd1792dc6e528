import { tableOf } from '@/core/formats/csv.ts';
import { ByteSource } from './byte-source.ts';
import {
	type InputRecord,
	type QuarantineReason,
	type RecordLimits,
	recordLimits,
} from './input-record.ts';
import { isBlank, lineRecords } from './line-records.ts';
import { opensDocument, readDocument, readLongLine } from './read-document.ts';
import { LineReader, toUtf8 } from './read-lines.ts';
import { isSqlite, readSqlite } from './read-sqlite.ts';
import { readTable } from './read-table.ts';

/**
 * Takes an input apart into records: a line of JSON, an element of a JSON document's array, a line
 * of text. Never throws on content.
 */
export async function* readRecords(
	bytes: AsyncIterable<Uint8Array>,
	limits: RecordLimits = recordLimits,
): AsyncGenerator<InputRecord> {
	for await (const records of recordChunks(bytes, limits)) yield* records;
}

/** The same, all records at once that a piece of the input ends. */
export async function* recordChunks(
	bytes: AsyncIterable<Uint8Array>,
	limits: RecordLimits = recordLimits,
): AsyncGenerator<readonly InputRecord[]> {
	const start = await startOf(bytes);
	if (isSqlite(start.head)) {
		for await (const record of readSqlite(start.all(), limits)) yield [record];
		return;
	}
	if (isBinary(start.head)) {
		yield [whole('binary', 'it is not text')];
		return;
	}
	yield* textChunks(toUtf8(start.all()), limits);
}

async function* textChunks(
	text: AsyncIterable<Buffer>,
	limits: RecordLimits,
): AsyncGenerator<readonly InputRecord[]> {
	const source = new ByteSource(text);
	const lines = new LineReader(source, limits.lineBytesMax);
	let any = false;
	let seen = false;
	while (await lines.advance()) {
		any = true;
		const records: InputRecord[] = [];
		for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
			const { text } = line;
			if (line.repaired) records.push({ kind: 'note', note: 'invalid-utf8' });
			if (text !== null && isBlank(text)) continue;
			const isFirst = !seen;
			const table = text === null || seen ? null : tableOf(text);
			seen = true;
			if (table !== null) {
				yield records.splice(0);
				for await (const row of readTable(table, line, lines.rest(), limits)) yield [row];
			} else if (text !== null && opensDocument(text, isFirst, limits)) {
				yield records.splice(0);
				lines.giveBackLast();
				yield* readDocument({ source, lines, limits });
			} else for (const record of lineRecords(line, limits)) records.push(record);
		}
		if (records.length > 0) yield records;
		if (!lines.isLong) continue;
		seen = true;
		yield* readLongLine({ source, lines, limits });
	}
	if (!any) yield [whole('empty', 'the file holds nothing')];
}

/** Says of a whole input why it is not read. */
const whole = (reason: QuarantineReason, detail: string): InputRecord => ({
	kind: 'quarantined',
	line: null,
	reason,
	detail,
	text: null,
});

/** The first bytes of a stream, and the stream with them. */
async function startOf(bytes: AsyncIterable<Uint8Array>) {
	const iterator = bytes[Symbol.asyncIterator]();
	const first = await iterator.next();
	return {
		head: first.done === true ? new Uint8Array(0) : first.value.subarray(0, 8192),
		async *all() {
			if (first.done === true) return;
			yield first.value;
			yield* { [Symbol.asyncIterator]: () => iterator };
		},
	};
}

/** NUL bytes in what neither is UTF-16 nor begins like JSON. */
function isBinary(head: Uint8Array): boolean {
	if (!head.includes(0)) return false;
	const [a, b] = head;
	if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return false;
	return !/^\s*[[{/]/.test(Buffer.from(head.subarray(0, 64)).toString('latin1'));
}
