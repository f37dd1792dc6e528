import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { RawJson, RawText } from '@/core/event/text.ts';
import type { Digest } from '@/core/formats/build-events.ts';
import { type KnownSecrets, knownSecrets } from '@/core/secrets/known.ts';
import { createRedactor, type Redactor } from '@/core/secrets/redactor.ts';
import { BatchWriter } from './batch-writer.ts';
import { PlainRecords } from './plain-records.ts';
import type { ReadBatch } from './read-batch.ts';
import { ByteSourceError, type InflateLimits, inflateLimits, readBytes } from './read-bytes.ts';
import { FileReading } from './read-file.ts';
import { type InputPath, inputPaths } from './read-paths.ts';
import { type InputRecord, type RecordLimits, readRecords, recordLimits } from './read-records.ts';

/** A log that arrives without a file: standard input, a request's body. */
export interface InputStream {
	readonly stream: AsyncIterable<Uint8Array>;
	/** Stands as the path in origins and quarantine: `-`, `upload.jsonl`. */
	readonly name: string;
}

export interface ReadInputOptions {
	readonly workspace: string;
	/** HMAC-SHA-256 under the workspace's key, hexadecimal; `label` separates its uses. */
	readonly hmac: (label: string, text: string) => string;
	/** Secrets known from earlier inputs; what is found is added to it. */
	readonly known?: KnownSecrets;
	/** Forces a format instead of recognising it. */
	readonly format?: string | null;
	/** Name under which the source is connected; default: the file's base name. */
	readonly source?: string | null;
	/** Id of the request that delivered it. */
	readonly request?: string | null;
	/** SHA-256, hexadecimal. */
	readonly digest?: Digest;
	readonly batchEvents?: number;
	readonly inflate?: InflateLimits;
	readonly limits?: RecordLimits;
	/** Characters of a stream that are held back to look for secrets before handing it out. */
	readonly lookAheadChars?: number;
}

const sha256: Digest = (text) => hash('sha256', text, 'hex');
/** Text of a file without a record, up to which its secrets are learned: such a file is not handed out. */
const PROSE_MAX = 8 * 1024 * 1024;
const LINE_COST = 64;
const lookAheadDefault = 32 * 1024 * 1024;

/**
 * Reads logs: files, folders, `-` for standard input, or one stream. Hands out events in batches,
 * file by file; the last batch of a file carries its summary. Content never makes it throw: what
 * cannot be read is named with a reason, and everything else is still read.
 *
 * Files are read twice: once to learn the secrets in all of them, once to hand them out, so that a
 * secret that one line names is hidden on every line. A stream can be read only once; it is held
 * back by `lookAheadChars` instead.
 */
export async function* readInput(
	input: readonly string[] | InputStream,
	options: ReadInputOptions,
): AsyncGenerator<ReadBatch> {
	const known = options.known ?? knownSecrets();
	const redactor = createRedactor({ hmac: options.hmac, known });
	const seen = new SeenIds();
	if (!Array.isArray(input)) {
		yield* readOne(input as InputStream, 0, redactor, seen, options);
		return;
	}
	const paths = (input as readonly string[]).filter((each) => each !== '-');
	const entries: { readonly entry: InputPath; readonly plain: PlainRecords }[] = [];
	for await (const entry of inputPaths(paths)) {
		const plain = new PlainRecords();
		if (entry.kind === 'file') await learnFrom(entry.path, redactor, options, plain);
		entries.push({ entry, plain });
	}
	if (paths.length < input.length) {
		yield* readOne({ stream: process.stdin, name: '-' }, 0, redactor, seen, options);
	}
	for (const { entry, plain } of entries) {
		if (entry.kind === 'file') {
			yield* readOne(entry.path, entry.bytes, redactor, seen, options, plain);
			continue;
		}
		const writer = new BatchWriter(entry.path);
		const file = { path: entry.path, format: null, bytes: 0, notes: [] };
		if (entry.kind === 'skipped') {
			writer.addIgnored(null, entry.reason);
			yield writer.take({ ...file, outcome: 'ignored' });
		} else {
			writer.addQuarantined({
				line: null,
				reason: 'unreadable',
				detail: entry.detail,
				preview: null,
			});
			yield writer.take({ ...file, outcome: 'unreadable' });
		}
	}
}

/** Ids of events handed out, so that a record given twice counts once. Bounded: the store catches the rest. */
export class SeenIds {
	private readonly ids = new Set<string>();
	/** See `InputFacts.spawns`. */
	readonly spawns = new Map<string, string>();
	/** See `InputFacts.facts`. */
	readonly learned = new Map<string, string>();

	/** True the first time. */
	add(id: string): boolean {
		if (this.ids.has(id)) return false;
		if (this.ids.size < 2_000_000) this.ids.add(id);
		return true;
	}
}

async function learnFrom(
	file: string,
	redactor: Redactor,
	options: ReadInputOptions,
	plain: PlainRecords,
) {
	await plain.verify(file);
	try {
		const bytes = readBytes(file, options.inflate ?? inflateLimits);
		let proseChars = 0;
		for await (const record of readRecords(bytes, options.limits ?? recordLimits)) {
			plain.note(learnRecord(record, redactor));
			if (record.kind === 'json') proseChars = Number.NEGATIVE_INFINITY;
			else if (record.kind === 'text') proseChars += record.text.length + LINE_COST;
			if (proseChars > PROSE_MAX) break;
		}
	} catch (error) {
		if (!(error instanceof ByteSourceError)) throw error; // named when the file is handed out
	}
	await plain.verify(file);
}

/** Learns the secrets of a record; true: it is JSON in which redaction changes nothing. */
function learnRecord(record: InputRecord, redactor: Redactor): boolean {
	if (record.kind === 'json' || record.kind === 'header') {
		const { value, found } = redactor.redactJson(record.value);
		return found.length === 0 && value === record.value;
	}
	if (record.kind === 'text' || (record.kind === 'quarantined' && record.text !== null)) {
		redactor.redactText((record.text ?? '') as RawText);
	}
	return false;
}

async function* readOne(
	input: string | InputStream,
	bytes: number,
	redactor: Redactor,
	seen: SeenIds,
	options: ReadInputOptions,
	plain: PlainRecords | null = null,
): AsyncGenerator<ReadBatch> {
	const name = typeof input === 'string' ? input : input.name;
	const writer = new BatchWriter(name);
	const reading = new FileReading({
		path: name,
		fileName: name === '-' ? null : path.basename(name),
		folders: path
			.dirname(name)
			.split(path.sep)
			.filter((part) => part !== '' && part !== '.'),
		redactor,
		digest: options.digest ?? sha256,
		writer,
		seen,
		spawns: seen.spawns,
		learned: seen.learned,
		options,
	});
	const counted = { bytes };
	const source =
		typeof input !== 'string'
			? counting(input.stream, counted)
			: plain === null
				? input
				: verified(input, plain);
	try {
		const records = readRecords(
			readBytes(source, options.inflate ?? inflateLimits),
			options.limits ?? recordLimits,
		);
		const ahead =
			typeof input === 'string' ? marked(records, plain) : lookAhead(records, redactor, options);
		for await (const { record, isPlain } of ahead) {
			reading.add(record, isPlain);
			if (writer.isFull(options.batchEvents ?? 500)) yield writer.take();
			if (reading.isGivenUp) break;
		}
	} catch (error) {
		if (!(error instanceof ByteSourceError)) throw error;
		reading.fail(error);
	}
	reading.finish();
	yield writer.take(reading.summary(counted.bytes));
}

/** The bytes of a file, each stretch of which is still what was looked at before. */
async function* verified(file: string, plain: PlainRecords): AsyncGenerator<Uint8Array> {
	for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
		await plain.verify(file);
		yield chunk as Uint8Array;
	}
}

async function* counting(stream: AsyncIterable<Uint8Array>, counted: { bytes: number }) {
	for await (const chunk of stream) {
		counted.bytes += chunk.length;
		yield chunk;
	}
}

/** A record, and whether redaction was seen to change nothing in it. */
interface MarkedRecord {
	readonly record: InputRecord;
	readonly isPlain: boolean;
}

async function* marked(
	records: AsyncIterable<InputRecord>,
	plain: PlainRecords | null,
): AsyncGenerator<MarkedRecord> {
	for await (const record of records) yield { record, isPlain: plain?.next() ?? false };
}

/** Learns the secrets of a stretch of a stream before handing the stretch out. */
async function* lookAhead(
	records: AsyncIterable<InputRecord>,
	redactor: Redactor,
	options: ReadInputOptions,
): AsyncGenerator<MarkedRecord> {
	const limit = options.lookAheadChars ?? lookAheadDefault;
	let held: MarkedRecord[] = [];
	let size = 0;
	for await (const record of records) {
		held.push({ record, isPlain: learnRecord(record, redactor) });
		size += sizeOf(record);
		if (size >= limit) {
			yield* held;
			held = [];
			size = 0;
		}
	}
	yield* held;
}

const sizeOf = (record: InputRecord): number =>
	record.kind === 'json' || record.kind === 'header' ? roughSize(record.value) : 200;

/** About how many characters a value takes; counted, not written out. */
function roughSize(value: RawJson): number {
	if (typeof value === 'string') return value.length + 16;
	if (value === null || typeof value !== 'object') return 16;
	let size = 16;
	for (const child of Object.values(value)) size += roughSize(child);
	return size;
}
