import { infiniteQueryOptions } from '@tanstack/react-query';
import type { CredentialPage } from '@/core/credentials/views.ts';
import { request } from '../api-request.ts';
import { type CredentialFilterValues, filterParams } from './credential-filter.ts';

const pageRows = 200;

/** Credentials under a filter, a page at a time; the server brought the first. */
export const credentialsQuery = (
	filter: CredentialFilterValues,
	sort: string | null,
	first: CredentialPage,
) =>
	infiniteQueryOptions({
		queryKey: ['credentials', filter, sort, first.nextCursor],
		queryFn: ({ signal, pageParam }) => {
			const params = filterParams(filter);
			params.set('limit', String(pageRows));
			if (sort !== null) params.set('sort', sort);
			if (pageParam !== null) params.set('cursor', pageParam);
			return request<CredentialPage>(`/api/v1/credentials?${params}`, { signal });
		},
		initialPageParam: null as string | null,
		initialData: { pages: [first], pageParams: [null] },
		getNextPageParam: (page) => page.nextCursor,
		retry: false,
		staleTime: Number.POSITIVE_INFINITY,
	});
