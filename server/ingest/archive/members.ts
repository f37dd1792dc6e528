import { ByteSourceError, type InflateLimits, readBytes } from '../read-bytes.ts';
import { NOT_LOGS } from '../read-paths.ts';
import { ByteQueue } from './byte-queue.ts';
import {
	type ArchiveLimits,
	EntryBytes,
	entriesMaxDefault,
	type Member,
	refused,
} from './member.ts';
import { isTarHeader, tarMembers } from './tar.ts';
import { isZip, zipMembers } from './zip.ts';

/** Bytes out per byte in: logs compress to a tenth or a fiftieth, never so far. */
const archiveRatioMax = 250;

/**
 * What a file or stream holds, inflated: the files of a tar or zip archive, told by its content, or
 * itself. A member must be read, or left, before the next is asked for.
 */
export async function* membersOf(
	source: string | AsyncIterable<Uint8Array>,
	inflate: InflateLimits,
): AsyncGenerator<Member> {
	const queue = new ByteQueue(readBytes(source, inflate));
	const head = await queue.peek(512);
	const limits = { ...inflate, entriesMax: entriesMaxDefault };
	if (isZip(head)) yield* readable(zipMembers(queue, limits), queue, limits);
	else if (isTarHeader(head)) yield* readable(tarMembers(queue, limits), queue, limits);
	else yield { kind: 'content', path: null, bytes: queue.rest() };
}

/** Entries that are themselves compressed are inflated; archives in archives are named, not opened. */
async function* readable(
	members: AsyncIterable<Member>,
	archive: ByteQueue,
	limits: ArchiveLimits,
): AsyncGenerator<Member> {
	let total = 0;
	for await (const member of members) {
		if (member.kind === 'refused') {
			yield member;
			continue;
		}
		const path = member.path ?? '';
		if (/(?:^|\/)(?:__MACOSX|\.git|node_modules)\/|(?:^|\/)\._[^/]*$|\.DS_Store$/.test(path))
			continue;
		if (NOT_LOGS.test(path)) {
			yield refused(path, 'ignored', 'not-a-log', 'by its name it is no log');
			continue;
		}
		const queue = new ByteQueue(readBytes(member.bytes, limits));
		const head = await queue.peek(512);
		if (isZip(head) || isTarHeader(head)) {
			yield refused(
				path,
				'quarantined',
				'nested-archive',
				'an archive in an archive is not opened; unpack it first',
			);
			continue;
		}
		const bytes = new EntryBytes(async () => {
			const chunk = await queue.some(1 << 18);
			total += chunk?.length ?? 0;
			const isBomb = total > 64 * 1024 ** 2 && total > archive.passed * archiveRatioMax;
			if (total > limits.bytesMax || isBomb) {
				throw new ByteSourceError(
					'decompression-limit',
					`its files inflate to more than ${total} bytes`,
				);
			}
			return chunk;
		});
		yield { kind: 'content', path, bytes };
	}
}
