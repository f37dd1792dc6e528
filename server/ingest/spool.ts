import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { seal, unseal } from '@/server/installation/seal.ts';

/** Where lines come from and how they are read. Lines of equal lanes are read together. */
const laneSchema = z.object({
	workspace: z.string(),
	source: z.string(),
	format: z.string(),
	/** Who sent the first of them. */
	sender: z.object({
		type: z.enum(['user', 'api-key', 'system']),
		id: z.string(),
		name: z.string(),
	}),
});
export type Lane = z.infer<typeof laneSchema>;

/** Stores the lines; false: it could not be done now and is tried again. */
export type TakeLines = (lane: Lane, lines: readonly string[], segment: string) => Promise<boolean>;

export interface SpoolLimits {
	/** Bytes that may wait on disk; beyond it senders are told to come back. */
	readonly bytesMax: number;
	/** How long lines are gathered before they are read. */
	readonly delayMs: number;
	/** A segment of this size is read at once. */
	readonly segmentBytesMax: number;
	/** Longest pause between attempts after a failure. */
	readonly retryMsMax: number;
}

const limitsDefault: SpoolLimits = {
	bytesMax: 256 * 1024 ** 2,
	delayMs: 1_000,
	segmentBytesMax: 8 * 1024 ** 2,
	retryMsMax: 60_000,
};

interface Writing {
	readonly lane: Lane;
	readonly name: string;
	file: FileHandle | null;
	bytes: number;
	pending: { readonly bytes: Buffer; readonly done: (result: Result<null>) => void }[];
	flushing: Promise<void> | null;
	timer: NodeJS.Timeout | null;
}

/**
 * A durable queue for what arrives in small pieces: appended and synced in milliseconds, read soon
 * after, in order, lane by lane. What is acknowledged survives the death of the process. It lies on
 * disk under the installation's key only: redaction comes later, so nothing here may be in clear.
 */
export class Spool {
	private readonly writing = new Map<string, Writing>();
	private readonly ready: string[] = [];
	private waitingBytes = 0;
	private take: TakeLines | null = null;
	private draining: Promise<void> | null = null;
	private retry: NodeJS.Timeout | null = null;
	private failures = 0;
	private closed = false;

	constructor(
		private readonly folder: string,
		private readonly key: Uint8Array,
		private readonly limits: SpoolLimits = limitsDefault,
	) {}

	/** Begins to read, first what an earlier process left. */
	async start(take: TakeLines): Promise<number> {
		await mkdir(this.folder, { recursive: true, mode: 0o700 });
		const left = (await readdir(this.folder)).filter((name) => name.endsWith('.spool')).sort();
		for (const name of left) this.waitingBytes += (await stat(join(this.folder, name))).size;
		this.ready.push(...left);
		this.take = take;
		this.drain();
		return left.length;
	}

	/** Resolves when the lines are on disk. */
	async append(lane: Lane, lines: readonly string[]): Promise<Result<null>> {
		if (this.closed || this.take === null)
			return fail<Failure>(failure('store-unavailable', 'the console is starting or stopping'));
		const body = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
		if (this.waitingBytes + body.length > this.limits.bytesMax)
			return fail<Failure>(
				failure('busy', 'more is waiting to be read than may wait; send it again later'),
			);
		const writing = this.writingOf(lane);
		this.waitingBytes += body.length;
		writing.bytes += body.length;
		return new Promise((done) => {
			writing.pending.push({ bytes: body, done });
			writing.flushing ??= this.flush(writing);
		});
	}

	/** Resolves when all that was appended until now has been read, or could not be for now. */
	async settled(): Promise<void> {
		for (const writing of [...this.writing.values()]) await this.rotate(writing);
		await (this.draining ?? Promise.resolve());
	}

	async close(): Promise<void> {
		this.closed = true;
		if (this.retry !== null) clearTimeout(this.retry);
		for (const writing of [...this.writing.values()]) {
			if (writing.timer !== null) clearTimeout(writing.timer);
			await (writing.flushing ?? Promise.resolve());
			await writing.file?.close();
		}
		await (this.draining ?? Promise.resolve());
	}

	private writingOf(lane: Lane): Writing {
		const id = JSON.stringify([lane.workspace, lane.source, lane.format]);
		const known = this.writing.get(id);
		if (known !== undefined) return known;
		const name = `${String(Date.now()).padStart(15, '0')}-${randomBytes(6).toString('hex')}.spool`;
		const writing: Writing = {
			lane,
			name,
			file: null,
			bytes: 0,
			pending: [],
			flushing: null,
			timer: setTimeout(() => void this.rotate(writing), this.limits.delayMs),
		};
		this.writing.set(id, writing);
		return writing;
	}

	/** Writes what is pending and syncs once for all of it. */
	private async flush(writing: Writing): Promise<void> {
		while (writing.pending.length > 0) {
			const batch = writing.pending;
			writing.pending = [];
			try {
				if (writing.file === null) {
					writing.file = await open(join(this.folder, writing.name), 'wx', 0o600);
					await writing.file.write(this.entry(writing, Buffer.from(JSON.stringify(writing.lane))));
				}
				const bytes = Buffer.concat(batch.map((each) => each.bytes));
				await writing.file.write(this.entry(writing, bytes));
				await writing.file.datasync();
				for (const { done } of batch) done(ok(null));
			} catch (error) {
				const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
				const refused = isFull
					? failure('disk-full', 'the disk of the data folder is full; free some space')
					: failure(
							'store-unavailable',
							'it could not be written down; send it again',
							String(error),
						);
				for (const { bytes, done } of batch) {
					this.waitingBytes -= bytes.length;
					done(fail(refused));
				}
			}
		}
		writing.flushing = null;
		if (writing.bytes >= this.limits.segmentBytesMax) void this.rotate(writing);
	}

	/** Length, then the sealed bytes. */
	private entry(writing: Writing, plain: Buffer): Buffer {
		const sealed = seal(this.key, plain, writing.name);
		const length = Buffer.alloc(4);
		length.writeUInt32BE(sealed.length);
		return Buffer.concat([length, sealed]);
	}

	/** Ends a segment; what comes after goes into the next. */
	private async rotate(writing: Writing): Promise<void> {
		const { workspace, source, format } = writing.lane;
		const id = JSON.stringify([workspace, source, format]);
		if (this.closed || this.writing.get(id) !== writing) return;
		this.writing.delete(id);
		if (writing.timer !== null) clearTimeout(writing.timer);
		await (writing.flushing ?? Promise.resolve());
		if (writing.file === null) return;
		await writing.file.close();
		this.ready.push(writing.name);
		this.drain();
	}

	private drain(): void {
		if (this.draining !== null || this.retry !== null || this.closed) return;
		this.draining = this.drainAll().finally(() => {
			this.draining = null;
		});
	}

	private async drainAll(): Promise<void> {
		for (;;) {
			const name = this.ready[0];
			if (name === undefined || this.take === null || this.closed) return;
			const segment = await this.read(name);
			const stored =
				segment === null ||
				segment.lines.length === 0 ||
				(await this.take(segment.lane, segment.lines, name).catch(() => false));
			if (!stored) {
				this.failures++;
				const pause = Math.min(1_000 * 2 ** Math.min(this.failures, 16), this.limits.retryMsMax);
				this.retry = setTimeout(() => {
					this.retry = null;
					this.drain();
				}, pause);
				this.retry.unref();
				return;
			}
			this.failures = 0;
			this.ready.shift();
			await rm(join(this.folder, name), { force: true });
			this.waitingBytes = Math.max(0, this.waitingBytes - (segment?.bytes ?? 0));
		}
	}

	/** Null: nothing of it can be opened. An entry that was cut was never acknowledged. */
	private async read(name: string): Promise<{ lane: Lane; lines: string[]; bytes: number } | null> {
		const file = await readFile(join(this.folder, name)).catch(() => null);
		if (file === null) return null;
		const parts: Buffer[] = [];
		for (let at = 0; at + 4 <= file.length; ) {
			const length = file.readUInt32BE(at);
			const plain = unseal(this.key, file.subarray(at + 4, at + 4 + length), name);
			if (plain === null) break;
			parts.push(plain);
			at += 4 + length;
		}
		const [head, ...bodies] = parts;
		if (head === undefined) return null;
		const lane = laneSchema.safeParse(JSON.parse(head.toString('utf8')));
		if (!lane.success) return null;
		const text = Buffer.concat(bodies).toString('utf8');
		const lines = text.split('\n').filter((line) => line !== '');
		return { lane: lane.data, lines, bytes: Buffer.byteLength(text) };
	}
}
