import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';

/** Bounds on what a compressed input may grow to. */
export interface InflateLimits {
	readonly bytesMax: number;
	/** Output bytes per input byte, judged once 64 MiB came out. */
	readonly ratioMax: number;
}

export const inflateLimits: InflateLimits = { bytesMax: 20 * 1024 ** 3, ratioMax: 2_000 };

/** Why a stream of bytes ended early. Its message is public. */
export class ByteSourceError extends Error {
	constructor(
		readonly reason:
			| 'decompression-limit'
			| 'corrupt-compression'
			| 'corrupt-archive'
			| 'too-many-entries'
			| 'unreadable',
		message: string,
	) {
		super(message);
	}
}

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The bytes of a file or stream, inflated where they are gzip or Zstandard (told by their first
 * bytes, not by the name). Throws `ByteSourceError` at the limits and on damage; what was read
 * before that has been handed out.
 */
export async function* readBytes(
	source: string | AsyncIterable<Uint8Array>,
	limits: InflateLimits = inflateLimits,
): AsyncGenerator<Uint8Array> {
	const stream =
		typeof source === 'string' ? createReadStream(source, { highWaterMark: 1 << 18 }) : source;
	const iterator = peeked(stream);
	try {
		const first = await iterator.first;
		const starts = (magic: readonly number[]) => magic.every((byte, i) => first?.[i] === byte);
		if (starts(GZIP)) yield* bounded(gunzip(iterator), iterator, limits);
		else if (starts(ZSTD)) yield* bounded(unzstd(iterator), iterator, limits);
		else yield* iterator.all();
	} catch (error) {
		throw asSourceError(error);
	}
}

function asSourceError(error: unknown): ByteSourceError {
	if (error instanceof ByteSourceError) return error;
	const code = (error as NodeJS.ErrnoException).code ?? '';
	if (
		/^(?:Z_|ERR_ZLIB|ERR_BUFFER|ZSTD)/.test(code) ||
		/zstd|magic|invalid|unexpected e/i.test(String(error))
	) {
		return new ByteSourceError('corrupt-compression', 'the compressed data is damaged or cut off');
	}
	return new ByteSourceError('unreadable', `it could not be read (${code || 'unknown error'})`);
}

interface Peeked {
	readonly first: Promise<Uint8Array | null>;
	readonly all: () => AsyncGenerator<Uint8Array>;
	readonly seen: () => number;
}

/** Looks at the first bytes (at least four, where there are as many) without losing them. */
function peeked(stream: AsyncIterable<Uint8Array>): Peeked {
	const iterator = stream[Symbol.asyncIterator]();
	let seen = 0;
	const first = (async () => {
		let head = Buffer.alloc(0);
		while (head.length < 4) {
			const { value, done } = await iterator.next();
			if (done === true) break;
			head = Buffer.concat([head, value]);
		}
		return head.length === 0 ? null : head;
	})();
	return {
		first,
		seen: () => seen,
		async *all() {
			const head = await first;
			if (head === null) return;
			seen += head.length;
			yield head;
			for (;;) {
				const { value, done } = await iterator.next();
				if (done === true) return;
				seen += value.length;
				yield value;
			}
		},
	};
}

async function* bounded(
	inflated: AsyncIterable<Uint8Array>,
	input: Peeked,
	limits: InflateLimits,
): AsyncGenerator<Uint8Array> {
	let out = 0;
	for await (const chunk of inflated) {
		out += chunk.length;
		const isBomb = out > 64 * 1024 ** 2 && out > input.seen() * limits.ratioMax;
		if (out > limits.bytesMax || isBomb) {
			throw new ByteSourceError('decompression-limit', `it inflates to more than ${out} bytes`);
		}
		yield chunk;
	}
}

async function* gunzip(input: Peeked): AsyncGenerator<Uint8Array> {
	const gunzipStream = createGunzip({ chunkSize: 1 << 17 });
	const feeding = (async () => {
		try {
			for await (const chunk of input.all()) {
				if (gunzipStream.destroyed) return;
				if (!gunzipStream.write(chunk)) {
					await new Promise<void>((resolve) => {
						gunzipStream.once('drain', resolve);
						gunzipStream.once('close', resolve);
					});
				}
			}
			gunzipStream.end();
		} catch (error) {
			gunzipStream.destroy(error as Error);
		}
	})();
	try {
		for await (const chunk of gunzipStream) yield chunk as Uint8Array;
	} finally {
		gunzipStream.destroy();
		await feeding;
	}
}

async function* unzstd(input: Peeked): AsyncGenerator<Uint8Array> {
	let ready: Uint8Array[] = [];
	const decompress = new Decompress((chunk) => ready.push(chunk));
	for await (const chunk of input.all()) {
		for (let from = 0; from < chunk.length; from += 1 << 16) {
			decompress.push(chunk.subarray(from, from + (1 << 16)), false);
			yield* ready;
			ready = [];
		}
	}
	decompress.push(new Uint8Array(0), true);
	yield* ready;
}
