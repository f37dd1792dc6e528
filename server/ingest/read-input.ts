import type { Digest } from '@/core/formats/build-events.ts';
import type { Mapping } from '@/core/formats/mapped/mapping.ts';
import type { KnownSecrets } from '@/core/secrets/known.ts';
import { BatchWriter } from './batch-writer.ts';
import type { RecordLimits } from './input-record.ts';
import { InputSession } from './input-session.ts';
import { FilePlainness } from './plain-records.ts';
import type { ReadBatch } from './read-batch.ts';
import type { InflateLimits } from './read-bytes.ts';
import { type InputPath, inputPaths } from './read-paths.ts';

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
	/**
	 * Records without ids are known by a digest under the workspace's key of what they said before
	 * redaction: where what is read is kept, and secrets become known from one input to the next.
	 */
	readonly isContentKeyed?: boolean;
	/** Secrets known from earlier inputs; what is found is added to it. */
	readonly known?: KnownSecrets;
	/** Forces a format instead of recognising it. */
	readonly format?: string | null;
	/** Mappings for logs of one's own, tried before the formats. */
	readonly mappings?: readonly Mapping[];
	/** Name under which the source is connected; default: the file's base name. */
	readonly source?: string | null;
	/** Id of the request that delivered it. */
	readonly request?: string | null;
	/** SHA-256, hexadecimal. */
	readonly digest?: Digest;
	readonly batchEvents?: number;
	/** Events that stand in an earlier file are handed out again: whoever gathers them sees to it. */
	readonly givesRepeats?: boolean;
	/** What is read was redacted before: its markers are ours. */
	readonly isRedacted?: boolean;
	/** Numbers under which the lines stood where they come from. */
	readonly lineNumbers?: readonly number[];
	/** What is known of records by the numbers of their lines, where they were redacted before: see `QuarantinedRecord.content`. */
	readonly contents?: ReadonlyMap<number, string>;
	readonly inflate?: InflateLimits;
	readonly limits?: RecordLimits;
	/** Characters of a stream that are held back to look for secrets before handing it out. */
	readonly lookAheadChars?: number;
}

/**
 * Reads logs: files, folders, archives, `-` for standard input, or one stream. Hands out events in
 * batches, file by file; the last batch of a file carries its summary. Content never makes it
 * throw: what cannot be read is named with a reason, and everything else is still read.
 */
export async function* readInput(
	input: readonly string[] | InputStream,
	options: ReadInputOptions,
): AsyncGenerator<ReadBatch> {
	const session = new InputSession(options);
	if (!Array.isArray(input)) {
		yield* session.readStream(input as InputStream);
		return;
	}
	const paths = (input as readonly string[]).filter((each) => each !== '-');
	const entries: { entry: InputPath; plain: FilePlainness }[] = [];
	for await (const entry of inputPaths(paths)) {
		const plain =
			entry.kind === 'file' ? (await session.learn(entry.path)).plain : new FilePlainness();
		entries.push({ entry, plain });
	}
	if (paths.length < input.length) {
		yield* session.readStream({ stream: process.stdin, name: '-' });
	}
	for (const { entry, plain } of entries) {
		if (entry.kind === 'file') yield* session.readFile(entry.path, entry.bytes, plain);
		else yield unreadPath(entry);
	}
}

/** A path that is not read, as a batch that says why. */
export function unreadPath(entry: InputPath & { kind: 'skipped' | 'unreadable' }): ReadBatch {
	const writer = new BatchWriter(entry.path);
	const file = { path: entry.path, format: null, bytes: 0, notes: [] };
	if (entry.kind === 'skipped') {
		writer.addIgnored(null, entry.reason);
		return writer.take({ ...file, outcome: 'ignored' });
	}
	const { detail } = entry;
	writer.addQuarantined({ line: null, reason: 'unreadable', detail, preview: null, kept: null });
	return writer.take({ ...file, outcome: 'unreadable' });
}
