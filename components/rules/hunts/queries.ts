import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Hunt, HuntHitPage, HuntResult } from '@/core/detection/hunt-views.ts';
import { request } from '../../api-request.ts';

const lookedEveryMs = 800;
const isUnderWay = ({ state }: Pick<Hunt, 'state'>): boolean =>
	state === 'waiting' || state === 'running';

export const huntsKey = ['hunts'] as const;

export const huntsQuery = (first: readonly Hunt[]) =>
	queryOptions({
		queryKey: [...huntsKey, 'list'],
		queryFn: async ({ signal }) =>
			(await request<{ hunts: readonly Hunt[] }>('/api/v1/rules/hunts', { signal })).hunts,
		initialData: first,
		refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? lookedEveryMs : 30_000),
	});

export const huntQuery = (id: string, first?: HuntResult) =>
	queryOptions({
		queryKey: [...huntsKey, id],
		queryFn: ({ signal }) => request<HuntResult>(`/api/v1/rules/hunts/${id}`, { signal }),
		...(first === undefined ? {} : { initialData: first }),
		refetchInterval: ({ state }) =>
			state.data === undefined || isUnderWay(state.data) ? lookedEveryMs : false,
	});

/** What a hunt found, a page after another. Asked for anew when more was found. */
export const huntHitsQuery = (hunt: Hunt, rule: string | null) =>
	infiniteQueryOptions({
		queryKey: [...huntsKey, hunt.id, 'hits', rule, hunt.found],
		queryFn: ({ signal, pageParam }) => {
			const params = new URLSearchParams({ limit: '50' });
			if (rule !== null) params.set('rule', rule);
			if (pageParam !== null) params.set('cursor', pageParam);
			return request<HuntHitPage>(`/api/v1/rules/hunts/${hunt.id}/hits?${params}`, { signal });
		},
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
		placeholderData: (before) => before,
	});

export const spanTitles = {
	'24h': 'Last 24 hours',
	'7d': 'Last 7 days',
	'30d': 'Last 30 days',
	'90d': 'Last 90 days',
	all: 'All events',
} as const;
export type HuntSpan = keyof typeof spanTitles;

const hours = { '24h': 24, '7d': 168, '30d': 720, '90d': 2_160 } as const;

/** RFC 3339; null: from the beginning. */
export const spanStart = (span: HuntSpan, now: Date): string | null =>
	span === 'all' ? null : new Date(now.getTime() - hours[span] * 3_600_000).toISOString();

export const huntAddress = (id: string): string => `/rules/hunts/${id}`;

/** The page that begins a hunt, with these rules chosen. */
export const huntsAddress = (rules: readonly string[] = []): string =>
	rules.length === 0
		? '/rules/hunts'
		: `/rules/hunts?${new URLSearchParams(rules.map((id) => ['rule', id]))}`;
