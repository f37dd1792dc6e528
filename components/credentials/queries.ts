import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
	CredentialDetail,
	CredentialPage,
	ScopeMatrixView,
} from '@/core/credentials/views.ts';
import { request } from '../api-request.ts';
import {
	type CredentialFilterValues,
	credentialAddress,
	filterParams,
} from './credential-filter.ts';

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

/** More rows of the scopes matrix; columns stay those of the first page. */
export const scopesQuery = (filter: CredentialFilterValues, first: ScopeMatrixView) =>
	infiniteQueryOptions({
		queryKey: ['credential-scopes', filter, first.nextCursor],
		queryFn: ({ signal, pageParam }) => {
			const params = filterParams({ live: 'true', ...filter });
			params.set('limit', '100');
			if (pageParam !== null) params.set('cursor', pageParam);
			return request<ScopeMatrixView>(`/api/v1/credentials/scopes?${params}`, { signal });
		},
		initialPageParam: null as string | null,
		initialData: { pages: [first], pageParams: [null] },
		getNextPageParam: (page) => page.nextCursor,
		retry: false,
		staleTime: Number.POSITIVE_INFINITY,
	});

export const credentialQuery = (id: string) =>
	queryOptions({
		queryKey: ['credential', id],
		queryFn: ({ signal }) =>
			request<CredentialDetail>(`/api/v1${credentialAddress(id)}`, { signal }),
		retry: false,
		staleTime: 30_000,
	});
