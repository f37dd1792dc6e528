import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { formatReader, formatReaders } from '@/core/formats/registry.ts';
import { type Failure, fail, failure, type Result } from '@/core/result.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { installation } from '@/server/installation/installation.ts';
import { json } from './endpoint.ts';

const sourceName = z
	.string()
	.regex(/^[\w.:@/ -]{1,200}$/, 'letters, digits and . : @ / - _ only, at most 200');

/** Parameters of `POST /api/v1/ingest`. */
export const ingestParamsSchema = z.object({
	format: z
		.string()
		.optional()
		.refine((id) => id === undefined || formatReader(id) !== null, {
			message: `not a format; there are ${formatReaders.map((reader) => reader.id).join(', ')}`,
		}),
	source: sourceName.optional(),
});
export type IngestParams = z.infer<typeof ingestParamsSchema>;

/** Parameters of `POST /api/v1/imports/{id}/retry`. */
export const retryParamsSchema = ingestParamsSchema.pick({ format: true });

const count = z.number().int();
export const ingestReceiptSchema = z.object({
	/** For `GET /api/v1/imports/{id}`. */
	import: z.string(),
	/** True: the Idempotency-Key was used before; nothing was read. */
	repeated: z.boolean(),
	/** `records` = `read` + `repeatedRecords` + `quarantined` + `ignored`. */
	records: count,
	read: count,
	repeatedRecords: count,
	ignored: count,
	events: count,
	duplicates: count,
	quarantined: count,
	secretsRedacted: count,
});
export type IngestReceipt = z.infer<typeof ingestReceiptSchema>;

/** Bodies that are read at the same time; one more is told to come back. */
const concurrentMax = 4;
let running = 0;

/** Takes a log out of a request's body as it arrives. Answers when its events are durable. */
export async function ingestRequest(
	request: NextRequest,
	actor: Actor,
	params: IngestParams,
): Promise<Result<Response>> {
	const refused = refusal(request, actor);
	if (refused !== null) return fail(refused);
	running++;
	try {
		const name = params.source ?? 'upload';
		const bytesMax = installation().settings.ingestBytesMax;
		const body = { exceeded: false };
		const done = await runImport(
			actor,
			{ stream: bodyOf(request, bytesMax, body), name },
			{
				name,
				format: params.format ?? null,
				source: params.source ?? null,
				bytesMax,
				idempotencyKey: request.headers.get('idempotency-key'),
			},
		);
		if (body.exceeded) return fail(tooLarge(bytesMax));
		if (!done.ok) return done;
		const { id, stored } = done.value;
		const receipt: IngestReceipt = {
			import: id,
			repeated: stored === null,
			records: stored?.counts.records ?? 0,
			read: stored?.counts.read ?? 0,
			repeatedRecords: stored?.counts.repeatedRecords ?? 0,
			ignored: stored?.counts.ignored ?? 0,
			events: stored?.counts.events ?? 0,
			duplicates: stored?.counts.duplicates ?? 0,
			quarantined: stored?.counts.quarantined ?? 0,
			secretsRedacted: stored?.counts.secretsRedacted ?? 0,
		};
		return json(receipt, { status: 202, headers: { location: `/api/v1/imports/${id}` } });
	} finally {
		running--;
	}
}

const tooLarge = (bytesMax: number): Failure =>
	failure('too-large', `a body may have ${bytesMax} bytes; send the log in parts`);

function refusal(request: NextRequest, actor: Actor): Failure | null {
	if (!may(actor, 'events.ingest')) {
		return failure('forbidden', 'your role or key does not allow sending events');
	}
	const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity';
	if (!['identity', 'gzip', 'x-gzip', 'zstd'].includes(encoding)) {
		return failure(
			'unsupported-format',
			`send the body as gzip, zstd or plain, not as ${encoding}`,
		);
	}
	const { ingestBytesMax } = installation().settings;
	if (Number(request.headers.get('content-length') ?? '0') > ingestBytesMax) {
		return tooLarge(ingestBytesMax);
	}
	const key = request.headers.get('idempotency-key');
	if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) {
		return failure('invalid-input', 'Idempotency-Key: 1 to 200 visible ASCII characters');
	}
	if (request.body === null) return failure('invalid-input', 'the request has no body');
	if (running >= concurrentMax) {
		return failure('busy', `${concurrentMax} logs are being read; send it again in two seconds`);
	}
	return null;
}

/**
 * The body, chunk by chunk; what is not asked for is not read. Compression is told by its first
 * bytes where it is read, so the header need not be true. Over the limit it ends early and says so
 * in `state`: what was stored before stays.
 */
async function* bodyOf(
	request: NextRequest,
	bytesMax: number,
	state: { exceeded: boolean },
): AsyncGenerator<Uint8Array> {
	const reader = (request.body as ReadableStream<Uint8Array>).getReader();
	let bytes = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			bytes += value.length;
			if (bytes > bytesMax) {
				state.exceeded = true;
				return;
			}
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => {});
	}
}
