import { setTimeout as pause } from 'node:timers/promises';
import type { Actor } from '@/core/access/permissions.ts';
import { ok, type Result } from '@/core/result.ts';
import { getImport, type ImportView } from '@/server/ingest/imports.ts';

const lookedEveryMs = 500;
/** Lines of silence keep proxies from ending the stream. */
const silentMsMax = 15_000;

/**
 * How an import comes along, as server-sent events: one `progress` whenever its counts or state
 * changed, and the stream ends when it is done or failed. The quarantined lines are left to
 * `GET /api/v1/imports/{id}`.
 */
export async function importProgress(
	actor: Actor,
	id: string,
	signal: AbortSignal,
): Promise<Result<Response>> {
	const first = await getImport(actor, id);
	if (!first.ok) return first;
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		async start(controller) {
			let view: ImportView = first.value;
			let told = '';
			let toldAt = Date.now();
			const tell = (text: string) => {
				controller.enqueue(encoder.encode(text));
				toldAt = Date.now();
			};
			try {
				while (!signal.aborted) {
					const { quarantine: _, ...progress } = view;
					const data = JSON.stringify(progress);
					if (data !== told) tell(`event: progress\ndata: ${data}\n\n`);
					else if (Date.now() - toldAt > silentMsMax) tell(': still here\n\n');
					told = data;
					if (view.state === 'done' || view.state === 'failed') break;
					await pause(lookedEveryMs, null, { signal });
					const next = await getImport(actor, id);
					if (!next.ok) break;
					view = next.value;
				}
			} catch (error) {
				if (!signal.aborted) console.error(`telling of import ${id} failed:`, error);
			}
			// Who went away has closed it already.
			if (!signal.aborted) controller.close();
		},
	});
	return ok(
		new Response(body, {
			headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
		}),
	);
}
