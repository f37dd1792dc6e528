import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from '../api-request.ts';
import type { EventPage } from './event-row.ts';
import { spans, type TimeRange } from './explore-state.ts';

const pageRows = 200;

/** Events that match, newest first, a page at a time. */
export const eventsQuery = (query: string, range: TimeRange) =>
	infiniteQueryOptions({
		queryKey: ['events', query, range],
		queryFn: ({ signal, pageParam }) => {
			const params = new URLSearchParams({ limit: String(pageRows) });
			if (query !== '') params.set('query', query);
			const { from, to } = limitsOf(range);
			if (from !== null) params.set('from', from);
			if (to !== null) params.set('to', to);
			if (pageParam !== null) params.set('cursor', pageParam);
			return request<EventPage>(`/api/v1/events?${params}`, { signal });
		},
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
		retry: false,
		staleTime: 10_000,
	});

function limitsOf(range: TimeRange): { from: string | null; to: string | null } {
	switch (range.type) {
		case 'any':
			return { from: null, to: null };
		case 'last':
			return { from: new Date(Date.now() - spans[range.span].ms).toISOString(), to: null };
		case 'between':
			return { from: range.from, to: range.to };
		default:
			return range satisfies never;
	}
}

/** One event as the list has it, where an address names one that the list does not hold. */
export const eventRowQuery = (id: string) =>
	queryOptions({
		queryKey: ['event-row', id],
		queryFn: async ({ signal }) => {
			const query = encodeURIComponent(`id:"${id.replace(/["\\]/g, '\\$&')}"`);
			const page = await request<EventPage>(`/api/v1/events?limit=1&query=${query}`, { signal });
			return page.events[0] ?? null;
		},
		staleTime: Number.POSITIVE_INFINITY,
	});
