import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { BoundedMap } from '@/core/bounded-map.ts';
import type { EventId } from '@/core/event/ids.ts';
import type { RawJson, RawText } from '@/core/event/text.ts';
import type { Digest } from '@/core/formats/build-events.ts';
import { KeyCounts } from '@/core/key-counts.ts';
import { type KnownSecrets, knownSecrets } from '@/core/secrets/known.ts';
import { createRedactor, type Redactor } from '@/core/secrets/redactor.ts';
import { Turn } from '@/server/turn.ts';
import type { Member } from './archive/member.ts';
import { membersOf } from './archive/members.ts';
import { BatchWriter } from './batch-writer.ts';
import { FormatSample } from './format-sample.ts';
import { type InputRecord, recordLimits } from './input-record.ts';
import { FilePlainness, type PlainRecords } from './plain-records.ts';
import type { ReadBatch } from './read-batch.ts';
import { ByteSourceError, inflateLimits } from './read-bytes.ts';
import { FileReading } from './read-file.ts';
import type { InputStream, ReadInputOptions } from './read-input.ts';
import { recordChunks } from './read-records.ts';

const sha256: Digest = (text) => hash('sha256', text, 'hex');
/** Text of a file without a record, up to which its secrets are learned: such a file is not handed out. */
const PROSE_MAX = 8 * 1024 * 1024;
const LINE_COST = 64;
const lookAheadDefault = 32 * 1024 * 1024;

/** What learning a file brought besides its secrets. */
export interface LearnedInfo {
	readonly plain: FilePlainness;
	/** See `FormatReader.readsAcrossFiles`: the id of the file's format where it does. */
	readonly readsAcross: string | null;
}

/**
 * Reads the files and streams of one input. First `learn` every file, then `readFile` each: so a
 * secret that one line names is hidden on every line. A stream can be read only once; it is held
 * back by `lookAheadChars` instead.
 */
export class InputSession {
	readonly known: KnownSecrets;
	readonly seen = new SeenIds();
	private readonly redactor: Redactor;
	private readonly turn = new Turn();

	constructor(private readonly options: ReadInputOptions) {
		this.known = options.known ?? knownSecrets();
		this.redactor = createRedactor({
			hmac: options.hmac,
			known: this.known,
			keepsMarkers: options.isRedacted ?? false,
		});
	}

	/** Learns the secrets of a file, and which of its records hold none. */
	async learn(file: string): Promise<LearnedInfo> {
		const plain = new FilePlainness();
		const format = new FormatSample(path.basename(file), this.options);
		await plain.verify(file);
		try {
			for await (const member of membersOf(file, this.options.inflate ?? inflateLimits)) {
				if (member.kind !== 'content') continue;
				await this.learnMember(member, plain.addMember(), format);
				format.endMember();
			}
		} catch (error) {
			if (!(error instanceof ByteSourceError)) throw error; // named when the file is handed out
		}
		await plain.verify(file);
		return { plain, readsAcross: format.readsAcross };
	}

	private async learnMember(
		member: Member & { kind: 'content' },
		plain: PlainRecords,
		format: FormatSample,
	) {
		let proseChars = 0;
		try {
			const limits = this.options.limits ?? recordLimits;
			for await (const records of recordChunks(member.bytes, limits))
				for (const record of records) {
					plain.note(learnRecord(record, this.redactor, format));
					if (this.turn.isDue) await this.turn.yielded();
					if (record.kind === 'json') proseChars = Number.NEGATIVE_INFINITY;
					else if (record.kind === 'text') proseChars += record.text.length + LINE_COST;
					if (proseChars > PROSE_MAX) return;
				}
		} catch (error) {
			if (!(error instanceof ByteSourceError)) throw error;
		}
	}

	/** Hands out a file, or each file of an archive. `bytes` is its size on disk. */
	async *readFile(file: string, bytes: number, plain: FilePlainness): AsyncGenerator<ReadBatch> {
		yield* this.handOut(file, verified(file, plain), { bytes }, plain);
	}

	async *readStream(input: InputStream): AsyncGenerator<ReadBatch> {
		const counted = { bytes: 0 };
		yield* this.handOut(input.name, counting(input.stream, counted), counted, null);
	}

	private async *handOut(
		name: string,
		source: AsyncIterable<Uint8Array>,
		counted: { readonly bytes: number },
		plainness: FilePlainness | null,
	): AsyncGenerator<ReadBatch> {
		const left = { bytes: 0 };
		const sinceLast = () => {
			const bytes = counted.bytes - left.bytes;
			left.bytes = counted.bytes;
			return bytes;
		};
		let content = 0;
		let members = 0;
		/** The last batch of a file, until it is known how many bytes came up to the next one. */
		let held: ReadBatch | null = null;
		try {
			for await (const member of membersOf(source, this.options.inflate ?? inflateLimits)) {
				members++;
				const at = member.path === null ? name : `${name}!${member.path}`;
				const batches =
					member.kind === 'refused'
						? [refusal(at, member)]
						: this.readMember(at, member, plainness?.member(content++) ?? null);
				for await (const batch of batches) {
					if (held !== null) yield held;
					held = batch;
				}
				if (held !== null) held = withBytes(held, sinceLast());
			}
			// What stands after the last file of an archive (its directory, its end) belongs to that file.
			if (held !== null) yield withBytes(held, sinceLast());
			else if (members === 0) yield emptyArchive(name, sinceLast());
		} catch (error) {
			if (!(error instanceof ByteSourceError)) throw error;
			if (held !== null) yield held;
			const writer = new BatchWriter(name);
			const { reason, message } = error;
			writer.addQuarantined({ line: null, reason, detail: message, preview: null, kept: null });
			const outcome = reason === 'unreadable' ? 'unreadable' : 'quarantined';
			yield writer.take({ path: name, format: null, outcome, bytes: sinceLast(), notes: [] });
		}
	}

	private async *readMember(
		name: string,
		member: Member & { kind: 'content' },
		plain: PlainRecords | null,
	): AsyncGenerator<ReadBatch> {
		const { options, redactor, seen } = this;
		const writer = new BatchWriter(name);
		const reading = new FileReading({
			path: name,
			fileName: name === '-' ? null : path.basename(name),
			folders: path
				.dirname(name)
				.split(/[/\\!]/)
				.filter((part) => part !== '' && part !== '.'),
			redactor,
			digest: options.digest ?? sha256,
			writer,
			seen: options.givesRepeats === true ? new SeenIds() : seen,
			spawns: seen.spawns,
			learned: seen.learned,
			options,
		});
		try {
			const chunks = recordChunks(member.bytes, options.limits ?? recordLimits);
			const ahead = plain === null ? lookAhead(chunks, redactor, options) : marked(chunks, plain);
			pieces: for await (const records of ahead)
				for (const { record, isPlain } of records) {
					reading.add(numbered(record, options.lineNumbers), isPlain);
					if (this.turn.isDue) await this.turn.yielded();
					if (writer.isFull(options.batchEvents ?? 500)) yield writer.take();
					if (reading.isGivenUp) break pieces;
				}
		} catch (error) {
			if (!(error instanceof ByteSourceError)) throw error;
			reading.fail(error);
		}
		reading.finish();
		yield writer.take(reading.summary(0));
	}
}

/** A batch whose file took so many more bytes. */
const withBytes = (batch: ReadBatch, bytes: number): ReadBatch =>
	batch.file === null || bytes === 0
		? batch
		: { ...batch, file: { ...batch.file, bytes: batch.file.bytes + bytes } };

function emptyArchive(name: string, bytes: number): ReadBatch {
	const writer = new BatchWriter(name);
	writer.addIgnored(null, 'no-records');
	return writer.take({ path: name, format: null, outcome: 'ignored', bytes, notes: [] });
}

function refusal(at: string, member: Member & { kind: 'refused' }): ReadBatch {
	const { reason, detail, outcome } = member;
	const writer = new BatchWriter(at);
	if (outcome === 'ignored') writer.addIgnored(null, reason);
	else writer.addQuarantined({ line: null, reason, detail, preview: null, kept: null });
	return writer.take({ path: at, format: null, outcome, bytes: 0, notes: [] });
}

/**
 * Ids of events handed out, so that a record given twice counts once. Bounded: the store catches
 * what came too long ago. What files told of each other is bounded too, the oldest goes first.
 */
export class SeenIds {
	private readonly ids = new KeyCounts(idsMax);
	/** See `InputFacts.spawns`. */
	readonly spawns = new BoundedMap<string, string>(factsMax);
	/** See `InputFacts.facts`. */
	readonly learned = new BoundedMap<string, string>(factsMax);

	/** True the first time. */
	add(id: EventId): boolean {
		return this.ids.add(id.slice(EVENT_ID_PREFIX.length)) === 0;
	}
}

const EVENT_ID_PREFIX = 'ev_';
const idsMax = 500_000;
const factsMax = 100_000;

/** Learns the secrets of a record; true: it is JSON in which redaction changes nothing. */
function learnRecord(
	record: InputRecord,
	redactor: Redactor,
	format: FormatSample | null = null,
): boolean {
	if (record.kind === 'json' || record.kind === 'header') {
		const { value, found } = redactor.redactJson(record.value);
		format?.add(record, value);
		return found.length === 0 && value === record.value;
	}
	if (record.kind === 'text' || (record.kind === 'quarantined' && record.text !== null)) {
		redactor.redactText((record.text ?? '') as RawText);
	}
	return false;
}

/** The bytes of a file, each stretch of which is still what was looked at before. */
async function* verified(file: string, plain: FilePlainness): AsyncGenerator<Uint8Array> {
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
	chunks: AsyncIterable<readonly InputRecord[]>,
	plain: PlainRecords,
): AsyncGenerator<MarkedRecord[]> {
	for await (const records of chunks)
		yield records.map((record) => ({ record, isPlain: plain.next() }));
}

/** Learns the secrets of a stretch of a stream before handing the stretch out. */
async function* lookAhead(
	chunks: AsyncIterable<readonly InputRecord[]>,
	redactor: Redactor,
	options: ReadInputOptions,
): AsyncGenerator<MarkedRecord[]> {
	const limit = options.lookAheadChars ?? lookAheadDefault;
	let held: MarkedRecord[] = [];
	let size = 0;
	for await (const records of chunks)
		for (const record of records) {
			held.push({ record, isPlain: learnRecord(record, redactor) });
			size += sizeOf(record);
			if (size < limit) continue;
			yield held;
			held = [];
			size = 0;
		}
	yield held;
}

function numbered(record: InputRecord, numbers: readonly number[] | undefined): InputRecord {
	if (numbers === undefined || !('line' in record) || record.line === null) return record;
	return { ...record, line: numbers[record.line - 1] ?? record.line };
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
