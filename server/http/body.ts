import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';

const inflate = promisify(gunzip);

/** A whole body within a bound, inflated where it is gzip. Reads no more than the bound. */
export async function readBody(request: Request, bytesMax: number): Promise<Result<Buffer>> {
	const tooLarge = fail<Failure>(failure('too-large', `a body may have ${bytesMax} bytes`));
	if (Number(request.headers.get('content-length') ?? '0') > bytesMax) return tooLarge;
	const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity';
	if (!['identity', 'gzip', 'x-gzip', ''].includes(encoding))
		return fail<Failure>(
			failure('unsupported-format', `send the body as gzip or plain, not as ${encoding}`),
		);
	const chunks: Uint8Array[] = [];
	let size = 0;
	const reader = request.body?.getReader();
	for (;;) {
		const next = await reader?.read();
		if (next === undefined || next.done) break;
		size += next.value.length;
		if (size > bytesMax) {
			await reader?.cancel().catch(() => {});
			return tooLarge;
		}
		chunks.push(next.value);
	}
	const body = Buffer.concat(chunks);
	if (body[0] !== 0x1f || body[1] !== 0x8b) return ok(body);
	try {
		return ok(await inflate(body, { maxOutputLength: bytesMax }));
	} catch (error) {
		const isLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
		return isLarge
			? tooLarge
			: fail<Failure>(failure('invalid-input', 'the compressed body is damaged'));
	}
}
