import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { KnownSecrets } from '@/core/secrets/known.ts';
import type { EventGroup } from './event-groups.ts';
import type { LearnedSecret } from './learned-secrets.ts';
import type { ReadBatch } from './read-batch.ts';
import type { InputPath } from './read-paths.ts';
import { filesInOrder, type LearnedInput, unitsOf } from './read-units.ts';
import type {
	FileToRead,
	FromWorker,
	LearnedFile,
	ToWorker,
	WorkerSetup,
} from './worker-messages.ts';

export type InputFile = InputPath & { kind: 'file' };

/** Under it, starting threads takes longer than they save. */
const threadedBytesMin = 24 * 1024 * 1024;
const threadsMax = 2;

/**
 * How many threads read files; 0: the thread that asks reads them.
 *
 * @param wanted null: as fits
 * @param cores how many there are for reading, beside what else goes on
 */
export function threadsFor(
	files: readonly InputFile[],
	wanted: number | null,
	cores: number = availableParallelism(),
): number {
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	if (wanted === null && bytes < threadedBytesMin) return 0;
	return Math.max(0, Math.min(wanted ?? cores, threadsMax, files.length));
}

const startMsMax = 30_000;
/** Bytes that a thread gets at once, at most: small files would otherwise each cost a message. */
const portionBytesMax = 2 * 1024 * 1024;
/** Portions of each thread, at least: the last ones even out what the first took longer for. */
const portionsMin = 8;
const portionFiles = 64;

/**
 * A thread holds far less than this. The smaller the limit, the less rubbish V8 lets a heap gather
 * before it sweeps: by default it may reach four times of what is alive.
 */
const threadLimits = { maxOldGenerationSizeMb: 640, maxYoungGenerationSizeMb: 12 };

/** Threads that learn and read files; the stores stay on the thread that started them. */
export class WorkerPool {
	private readonly inbox: { from: Worker; message: FromWorker }[] = [];
	private failed: Error | null = null;
	private isClosing = false;
	private wake = () => {};

	private constructor(private readonly workers: readonly Worker[]) {
		for (const worker of workers) {
			worker.on('message', (message: FromWorker) => {
				this.inbox.push({ from: worker, message });
				this.wake();
			});
			worker.on('error', (error) => this.fail(error as Error));
			worker.on('exit', (code) => {
				if (code !== 0) this.fail(new Error(`a reading thread ended with ${code}`));
			});
		}
	}

	/** Null: threads cannot be started here. */
	static async start(home: string, count: number, setup: WorkerSetup): Promise<WorkerPool | null> {
		// By its runtime name: a bundler would take the path for one of its own modules.
		const threads = process.getBuiltinModule('node:worker_threads');
		const pool = new WorkerPool(
			Array.from(
				{ length: count },
				() =>
					new threads.Worker(join(home, 'server', 'ingest', 'read-worker.mjs'), {
						workerData: setup,
						execArgv: [],
						resourceLimits: threadLimits,
					}),
			),
		);
		const timer = setTimeout(() => pool.fail(new Error('threads did not start')), startMsMax);
		try {
			for (let ready = 0; ready < count; ready++) await pool.next();
			return pool;
		} catch (error) {
			console.error('reading on one thread, since others do not start:', error);
			await pool.close();
			return null;
		} finally {
			clearTimeout(timer);
		}
	}

	/** What threads that give groups read. */
	async *groups(
		roots: readonly string[],
		files: readonly InputFile[],
		known: KnownSecrets,
	): AsyncGenerator<EventGroup> {
		for await (const message of this.read(roots, files, known))
			if (message.kind === 'group') yield message.group;
	}

	/** What threads that give batches read. */
	async *batches(
		roots: readonly string[],
		files: readonly InputFile[],
		known: KnownSecrets,
	): AsyncGenerator<ReadBatch> {
		for await (const message of this.read(roots, files, known))
			if (message.kind === 'batch') yield message.batch;
	}

	/** Learns the secrets of all files, then reads each with all of them. Notes the secrets in `known`. */
	private async *read(
		roots: readonly string[],
		files: readonly InputFile[],
		known: KnownSecrets,
	): AsyncGenerator<FromWorker> {
		const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
		const portion = Math.min(portionBytesMax, bytes / (this.workers.length * portionsMin));
		const units = await this.unitsOnceLearned(roots, files, known, portion);
		for (let done = 0; done < this.workers.length; ) {
			const { from, message } = await this.next();
			if (message.kind === 'idle') {
				const next = portionOf(units, portion);
				post(from, next.length === 0 ? { kind: 'end' } : { kind: 'read', files: next });
			} else if (message.kind === 'group' || message.kind === 'batch') {
				yield message;
				// Asked for the next one: the one before it is stored or kept.
				post(from, { kind: 'taken' });
			} else if (message.kind === 'done') {
				done++;
				noteAll(known, message.secrets);
			}
		}
	}

	/** Tells every thread all secrets; here nothing of them stays but what is kept. */
	private async unitsOnceLearned(
		roots: readonly string[],
		files: readonly InputFile[],
		known: KnownSecrets,
		portion: number,
	): Promise<FileToRead[][]> {
		const learned = await this.learn(files, portion);
		const secrets = filesInOrder(learned).flatMap((file) => file.secrets);
		noteAll(known, secrets);
		for (const worker of this.workers) post(worker, { kind: 'known', secrets });
		return unitsOf(roots, files, learned);
	}

	async close(): Promise<void> {
		this.isClosing = true;
		await Promise.all(this.workers.map((worker) => worker.terminate()));
	}

	private async learn(files: readonly InputFile[], bytesMax: number): Promise<LearnedInput> {
		const learned = new Map<number, LearnedFile>();
		let at = 0;
		const portion = () => {
			const from = at;
			for (let bytes = 0; at < files.length && at - from < portionFiles && bytes < bytesMax; at++)
				bytes += files[at]?.bytes ?? 0;
			return files.slice(from, at).map(({ path }, i) => ({ index: from + i, path }));
		};
		let busy = 0;
		const give = (worker: Worker) => {
			const next = portion();
			if (next.length === 0) return;
			busy++;
			post(worker, { kind: 'learn', files: next });
		};
		for (const worker of this.workers) give(worker);
		while (busy > 0) {
			const { from, message } = await this.next();
			if (message.kind !== 'learned') continue;
			busy--;
			for (const file of message.files) learned.set(file.index, file);
			give(from);
		}
		return learned;
	}

	private async next(): Promise<{ from: Worker; message: FromWorker }> {
		for (;;) {
			if (this.failed !== null) throw this.failed;
			const received = this.inbox.shift();
			if (received !== undefined) return received;
			await new Promise<void>((resolve) => {
				this.wake = resolve;
			});
		}
	}

	private fail(error: Error): void {
		if (this.isClosing) return;
		this.failed ??= error;
		this.wake();
	}
}

function noteAll(known: KnownSecrets, secrets: readonly LearnedSecret[]): void {
	for (const { secret, kind, print } of secrets)
		known.note({ fingerprint: print, kind, length: secret.length });
}

const post = (worker: Worker, message: ToWorker) => worker.postMessage(message);

/** The next units, largest first, until there is enough for one message. A unit stays whole. */
function portionOf(units: FileToRead[][], bytesMax: number): FileToRead[] {
	const portion: FileToRead[] = [];
	let bytes = 0;
	while (units.length > 0 && bytes < bytesMax && portion.length < portionFiles) {
		const unit = units.shift() ?? [];
		for (const file of unit) bytes += file.bytes;
		portion.push(...unit);
	}
	return portion;
}
