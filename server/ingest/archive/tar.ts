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

const BLOCK = 512;
/** Names and attributes in blocks of their own: longer ones are no names. */
const nameBytesMax = 64 * 1024;

const text = (block: Buffer, from: number, length: number): string => {
	const field = block.subarray(from, from + length);
	const end = field.indexOf(0);
	return field.toString('utf8', 0, end === -1 ? length : end);
};

/** Octal digits, or, from 8 GiB on, a number in base 256. Null: neither. */
function numberAt(block: Buffer, from: number, length: number): number | null {
	const field = block.subarray(from, from + length);
	if (((field[0] as number) & 0x80) !== 0) {
		let value = (field[0] as number) & 0x7f;
		for (const byte of field.subarray(1)) value = value * 256 + byte;
		return Number.isSafeInteger(value) ? value : null;
	}
	const digits = text(field, 0, length).trim();
	return /^[0-7]{0,12}$/.test(digits) ? Number.parseInt(digits || '0', 8) : null;
}

/** Whether a block is the header of a tar entry: its checksum says so, whatever its dialect (POSIX.1-1988). */
export function isTarHeader(block: Buffer): boolean {
	if (block.length < BLOCK || block[0] === 0) return false;
	const stated = text(block, 148, 8).trim();
	if (!/^[0-7]{1,7}$/.test(stated)) return false;
	let sum = 0;
	for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (block[i] as number);
	return sum === Number.parseInt(stated, 8);
}

/** The entries of a tar archive in their order. Throws `ByteSourceError` where it is damaged or cut off. */
export async function* tarMembers(queue: ByteQueue, limits: ArchiveLimits): AsyncGenerator<Member> {
	let longName: string | null = null;
	for (let entries = 0; ; ) {
		const header = await queue.take(BLOCK);
		if (header === null) {
			if (entries > 0 && (await queue.peek(1)).length === 0) return;
			throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
		}
		if (header.every((byte) => byte === 0)) {
			for await (const _ of queue.rest());
			return;
		}
		const size = numberAt(header, 124, 12);
		if (!isTarHeader(header) || size === null) {
			throw new ByteSourceError('corrupt-archive', 'the archive is damaged');
		}
		const type = String.fromCharCode(header[156] as number);
		if (type === 'L' || type === 'x' || type === 'g' || type === 'K') {
			if (size > nameBytesMax) {
				throw new ByteSourceError('corrupt-archive', 'a name in the archive has no end');
			}
			const block = await queue.take(padded(size));
			if (block === null) throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
			if (type === 'L') longName = text(block, 0, size);
			if (type === 'x') longName = paxPath(block.toString('utf8', 0, size)) ?? longName;
			continue;
		}
		if (++entries > limits.entriesMax) {
			throw new ByteSourceError(
				'too-many-entries',
				`it holds more than ${limits.entriesMax} files`,
			);
		}
		const path = longName ?? plainPath(header);
		longName = null;
		let left = size;
		const bytes = new EntryBytes(async () => {
			if (left === 0) return null;
			const chunk = await queue.some(Math.min(left, 1 << 18));
			if (chunk === null) throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
			left -= chunk.length;
			return chunk;
		});
		if (type === '0' || type === '\u0000' || type === '7') {
			yield isUnsafePath(path) ? unsafePath(path) : { kind: 'content', path, bytes };
		} else if (type === '1' || type === '2') {
			yield refused(path, 'ignored', 'link', 'a link inside an archive is not followed');
		} else if (type !== '5') {
			yield refused(path, 'ignored', 'not-a-file', 'neither a file nor a folder');
		}
		await bytes.drain();
		const padding = padded(size) - size;
		if (padding > 0 && (await queue.take(padding)) === null) {
			throw new ByteSourceError('corrupt-archive', 'the archive is cut off');
		}
	}
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

function plainPath(header: Buffer): string {
	const name = text(header, 0, 100);
	const isUstar = header.toString('latin1', 257, 262) === 'ustar' && header[262] === 0;
	const prefix = isUstar ? text(header, 345, 155) : '';
	return prefix === '' ? name : `${prefix}/${name}`;
}

/** `path` of a pax header: records of `LENGTH KEY=VALUE\n`. */
function paxPath(records: string): string | null {
	return /(?:^|\n)\d{1,7} path=([^\n]*)/.exec(records)?.[1] ?? null;
}
