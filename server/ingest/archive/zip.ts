import { createInflateRaw } from 'node:zlib';
import { ByteSourceError } from '../read-bytes.ts';
import type { ByteQueue } from './byte-queue.ts';
import {
	type ArchiveLimits,
	EntryBytes,
	isUnsafePath,
	type Member,
	refused,
	unsafePath,
} from './member.ts';

/** Beginnings of what a zip archive is made of (APPNOTE 4.3). */
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
/** Compressed bytes that are inflated at a time: at deflate's best they become 16 MiB. */
const pieceBytes = 16 * 1024;

export const isZip = (head: Buffer): boolean =>
	head.length >= 4 && (head.readUInt32LE(0) === LOCAL || head.readUInt32LE(0) === 0x06054b50);

interface LocalHeader {
	readonly path: string;
	readonly method: number;
	readonly isEncrypted: boolean;
	/** Null: it stands after the content. */
	readonly compressed: number | null;
}

/**
 * The entries of a zip archive, read from its beginning to its end as a stream, without its
 * directory. Throws `ByteSourceError` where it is damaged, cut off or cannot be read on.
 */
export async function* zipMembers(queue: ByteQueue, limits: ArchiveLimits): AsyncGenerator<Member> {
	for (let entries = 0; ; ) {
		const signature = await queue.peek(4);
		if (signature.length < 4)
			throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
		if (signature.readUInt32LE(0) !== LOCAL) {
			for await (const _ of queue.rest());
			return;
		}
		if (++entries > limits.entriesMax) {
			throw new ByteSourceError(
				'too-many-entries',
				`it holds more than ${limits.entriesMax} files`,
			);
		}
		const header = await localHeader(queue);
		const { path, method, compressed } = header;
		const reason = unreadable(header);
		if (reason !== null) {
			yield refused(path, 'quarantined', ...reason);
			if (compressed === null)
				throw new ByteSourceError(
					'corrupt-archive',
					'what follows an entry of unknown length cannot be found',
				);
			await contentOf(queue, 0, compressed).drain();
			continue;
		}
		const bytes = contentOf(queue, method, compressed);
		if (isUnsafePath(path)) yield unsafePath(path);
		else if (!path.endsWith('/')) yield { kind: 'content', path, bytes };
		await bytes.drain();
		if (compressed === null) await skipDescriptor(queue);
	}
}

function unreadable({ isEncrypted, method, compressed }: LocalHeader): [string, string] | null {
	if (isEncrypted) return ['encrypted', 'it is encrypted; unpack the archive and name the files'];
	if (method !== 0 && method !== 8) {
		return ['unsupported-compression', `it is compressed by method ${method}; pack it by deflate`];
	}
	if (method === 0 && compressed === null) {
		return ['unsupported-compression', 'its length stands nowhere before its content'];
	}
	return null;
}

async function localHeader(queue: ByteQueue): Promise<LocalHeader> {
	const fixed = await queue.take(30);
	const names =
		fixed === null ? null : await queue.take(fixed.readUInt16LE(26) + fixed.readUInt16LE(28));
	if (fixed === null || names === null) {
		throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
	}
	const flags = fixed.readUInt16LE(6);
	const nameLength = fixed.readUInt16LE(26);
	const extra = names.subarray(nameLength);
	const stated = fixed.readUInt32LE(18);
	const size = stated === 0xffff_ffff ? zip64Size(extra, fixed.readUInt32LE(22)) : stated;
	return {
		path: names.toString((flags & 0x800) !== 0 ? 'utf8' : 'latin1', 0, nameLength),
		method: fixed.readUInt16LE(8),
		isEncrypted: (flags & 1) !== 0,
		compressed: (flags & 8) !== 0 && size === 0 ? null : size,
	};
}

/** The compressed length in the extra field of large entries (APPNOTE 4.5.3). */
function zip64Size(extra: Buffer, uncompressed: number): number {
	for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
		if (extra.readUInt16LE(at) !== 1) continue;
		const from = at + 4 + (uncompressed === 0xffff_ffff ? 8 : 0);
		if (from + 8 <= extra.length) return Number(extra.readBigUInt64LE(from));
	}
	throw new ByteSourceError('corrupt-archive', 'the archive is damaged');
}

function contentOf(queue: ByteQueue, method: number, compressed: number | null): EntryBytes {
	let left = compressed ?? Number.POSITIVE_INFINITY;
	const next = async (): Promise<Buffer | null> => {
		if (left === 0) return null;
		const chunk = await queue.some(Math.min(left, method === 0 ? 1 << 18 : pieceBytes));
		if (chunk === null) throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
		left -= chunk.length;
		return chunk;
	};
	return method === 0 ? new EntryBytes(next) : inflated(queue, next);
}

/** A deflated entry. It tells by itself where it ends; what was read beyond goes back. */
function inflated(queue: ByteQueue, next: () => Promise<Buffer | null>): EntryBytes {
	const inflate = createInflateRaw({ chunkSize: 1 << 17 });
	const ready: Buffer[] = [];
	const state = { isEnded: false, error: null as Error | null };
	inflate.on('data', (chunk: Buffer) => ready.push(chunk));
	inflate.on('end', () => {
		state.isEnded = true;
	});
	inflate.on('error', (error) => {
		state.error = error;
	});
	let fed = 0;
	const step = async (): Promise<void> => {
		const chunk = await next();
		if (chunk === null) {
			state.isEnded = true;
			return;
		}
		fed += chunk.length;
		await new Promise<void>((resolve) => {
			inflate.once('error', () => resolve());
			inflate.write(chunk, () => resolve());
		});
		await new Promise(setImmediate);
		inflate.removeAllListeners('error');
		inflate.on('error', (error) => {
			state.error = error;
		});
		const unread = fed - inflate.bytesWritten;
		if (unread > 0 && state.error === null) {
			queue.giveBack(chunk.subarray(chunk.length - unread));
			state.isEnded = true;
		}
	};
	return new EntryBytes(async () => {
		while (ready.length === 0 && !state.isEnded && state.error === null) await step();
		if (state.error !== null) {
			inflate.destroy();
			throw new ByteSourceError('corrupt-archive', 'a file in the archive is damaged');
		}
		const chunk = ready.shift() ?? null;
		if (chunk === null) inflate.destroy();
		return chunk;
	});
}

/** Checksum and lengths after the content, with or without a signature, of 4 or of 8 bytes each. */
async function skipDescriptor(queue: ByteQueue): Promise<void> {
	const head = await queue.peek(28);
	const start = head.length >= 4 && head.readUInt32LE(0) === DESCRIPTOR ? 4 : 0;
	const isNext = (at: number) =>
		head.length >= at + 2 && head[at] === 0x50 && head[at + 1] === 0x4b;
	await queue.take(start + (!isNext(start + 12) && isNext(start + 20) ? 20 : 12));
}
