import type { NextRequest } from 'next/server';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import { parseTime } from '@/core/event/time.ts';
import { ok, type Result } from '@/core/result.ts';
import type { EventPage, EventSearch } from '@/server/events/port.ts';
import { queryFields } from '@/server/events/query.ts';
import { installation } from '@/server/installation/installation.ts';
import { json } from './endpoint.ts';
import { nextPage } from './pages.ts';

const timeParam = z
	.string()
	.transform((text, context) => {
		const time = parseTime(text);
		if (time === null) {
			context.addIssue({ code: 'custom', message: 'not an RFC 3339 time' });
			return z.NEVER;
		}
		return time;
	})
	.optional();

/** Parameters of `GET /api/v1/events`. */
export const eventSearchSchema = z.object({
	query: z.string().max(2_000).default(''),
	from: timeParam,
	to: timeParam,
	cursor: z.string().max(500).optional(),
	limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export type EventSearchParams = z.infer<typeof eventSearchSchema>;

/** Fields that a query can name, for its completion. */
export const searchFields: readonly string[] = queryFields;

/** Events that one NDJSON answer holds at most; `limit` counts a page of the JSON answer. */
const streamedEventsMax = 100_000;

/** A page as JSON; with `Accept: application/x-ndjson` every event, one a line, as they are found. */
export async function searchResponse(
	request: NextRequest,
	actor: Actor,
	params: EventSearchParams,
): Promise<Result<Response>> {
	const { events } = installation();
	const search: EventSearch = {
		query: params.query,
		from: params.from ?? null,
		to: params.to ?? null,
		cursor: params.cursor ?? null,
		limit: params.limit,
	};
	const streams = request.headers.get('accept')?.includes('application/x-ndjson') === true;
	const first = await events.search(actor, streams ? { ...search, limit: 1_000 } : search);
	if (!first.ok) return first;
	if (!streams) return json(first.value, nextPage(request, first.value.nextCursor));
	return ok(
		new Response(ndjson(actor, search, first.value), {
			headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
		}),
	);
}

function ndjson(actor: Actor, search: EventSearch, first: EventPage): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let page: EventPage | null = first;
	let sent = 0;
	return new ReadableStream({
		pull: async (controller) => {
			if (page === null || sent >= streamedEventsMax) return controller.close();
			sent += page.events.length;
			const lines = page.events.map((event) => `${JSON.stringify(event)}\n`).join('');
			if (lines !== '') controller.enqueue(encoder.encode(lines));
			if (page.nextCursor === null) return controller.close();
			const next = await installation().events.search(actor, {
				...search,
				cursor: page.nextCursor,
				limit: 1_000,
			});
			page = next.ok ? next.value : null;
		},
	});
}
