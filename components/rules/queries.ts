import { queryOptions } from '@tanstack/react-query';
import type { RuleDetail, RuleList } from '@/core/detection/rule-views.ts';
import { request } from '../api-request.ts';

export const rulesKey = ['rules'] as const;

/** The list; `first` is what the page brought. */
export const rulesQuery = (first: RuleList) =>
	queryOptions({
		queryKey: [...rulesKey, 'list'],
		queryFn: ({ signal }) => request<RuleList>('/api/v1/rules', { signal }),
		initialData: first,
		refetchInterval: 30_000,
	});

export const ruleQuery = (first: RuleDetail) =>
	queryOptions({
		queryKey: [...rulesKey, first.id],
		queryFn: ({ signal }) =>
			request<RuleDetail>(`/api/v1/rules/${encodeURIComponent(first.id)}`, { signal }),
		initialData: first,
		refetchInterval: 30_000,
	});

/** Sends JSON to the console's own API. */
export const sendRules = <Answer>(
	method: 'POST' | 'PATCH' | 'DELETE',
	path: string,
	body?: unknown,
	signal?: AbortSignal,
): Promise<Answer> =>
	request<Answer>(path, {
		method,
		...(signal === undefined ? {} : { signal }),
		...(body === undefined
			? {}
			: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
