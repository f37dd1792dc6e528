import type { NextRequest } from 'next/server';
import { type Actor, may } from '@/core/access/permissions.ts';
import { failureFaces } from '@/core/failure-faces.ts';
import { type Failure, type FailureCode, fail, failure, ok, type Result } from '@/core/result.ts';
import { installation } from '@/server/installation/installation.ts';
import {
	type Encoding,
	errorAnswer,
	exportAnswer,
	readExport,
	type Signal,
} from '@/server/otlp/signal.ts';
import { readBody } from './body.ts';
import { callerOf } from './caller.ts';
import type { RouteHandler } from './endpoint.ts';

/** Of one export, inflated. Exporters send a few hundred items at a time. */
const exportBytesMax = 32 * 1024 ** 2;

const mediaTypes: Readonly<Record<Encoding, string>> = {
	json: 'application/json',
	protobuf: 'application/x-protobuf',
};

/** gRPC's codes for ours (google.rpc.Code). */
const rpcCodes: Partial<Record<FailureCode, number>> = {
	'invalid-input': 3,
	'unsupported-format': 3,
	'too-large': 3,
	unauthenticated: 16,
	forbidden: 7,
	busy: 8,
	'store-unavailable': 14,
	'disk-full': 8,
};

function encodingOf(request: Request): Encoding | null {
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	if (type === 'application/json') return 'json';
	return type === 'application/x-protobuf' || type === 'application/protobuf' ? 'protobuf' : null;
}

/** OTLP/HTTP: one export is answered when it is on disk; errors come in the request's encoding. */
export const otlpEndpoint =
	(signal: Signal | 'metrics'): RouteHandler =>
	async (request) => {
		const encoding = encodingOf(request);
		const answer = async (): Promise<Result<Uint8Array<ArrayBuffer>>> => {
			const caller = await callerOf(request);
			if (!caller.ok) return caller;
			if (!may(caller.value, 'events.ingest'))
				return fail<Failure>(failure('forbidden', 'this key does not allow sending events'));
			if (encoding === null)
				return fail<Failure>(
					failure('unsupported-format', 'send application/x-protobuf or application/json'),
				);
			if (signal === 'metrics') {
				await request.body?.cancel();
				return ok(exportAnswer(signal, encoding, 0, 'metrics are not kept; send traces and logs'));
			}
			return take(request, caller.value, signal, encoding);
		};
		const result = await answer().catch((error: unknown) => {
			console.error(`POST /v1/${signal} failed:`, error);
			return fail<Failure>(failure('store-unavailable', 'the console failed to take the export'));
		});
		const headers = { 'content-type': mediaTypes[encoding ?? 'json'], 'cache-control': 'no-store' };
		if (result.ok) return new Response(result.value, { status: 200, headers });
		const { code, message, internal } = result.error;
		if (internal !== undefined) console.error(`/v1/${signal}`, internal);
		const isTransient = code === 'busy' || code === 'store-unavailable' || code === 'disk-full';
		return new Response(errorAnswer(encoding ?? 'json', rpcCodes[code] ?? 13, message), {
			// 507 is not among the statuses after which an exporter tries again.
			status: code === 'disk-full' ? 503 : failureFaces[code].status,
			headers: {
				...headers,
				...(isTransient ? { 'retry-after': '5' } : {}),
				...(code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
			},
		});
	};

async function take(
	request: NextRequest,
	actor: Actor,
	signal: Signal,
	encoding: Encoding,
): Promise<Result<Uint8Array<ArrayBuffer>>> {
	const body = await readBody(request, exportBytesMax);
	if (!body.ok) return body;
	const read = readExport(signal, encoding, body.value);
	if (!read.ok) return read;
	const byService = new Map<string, string[]>();
	for (const { service, line } of read.value.lines) {
		const lines = byService.get(service);
		if (lines === undefined) byService.set(service, [line]);
		else lines.push(line);
	}
	const { type, id, name } = actor;
	for (const [service, lines] of byService) {
		const lane = {
			workspace: actor.workspaceId,
			source: `otlp:${service}`,
			format: 'otlp',
			sender: { type, id, name },
		};
		const kept = await installation().spool.append(lane, lines);
		if (!kept.ok) return kept;
	}
	return ok(exportAnswer(signal, encoding, read.value.rejected, read.value.reason));
}
