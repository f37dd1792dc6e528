import { queryOptions } from '@tanstack/react-query';
import type { EvidenceView, IncidentStatus } from '@/core/incidents/workspace-view.ts';
import { request } from '../api-request.ts';

/** One event with its redacted record and how it was read. Events never change, so it is asked for once. */
export const evidenceQuery = (eventId: string) =>
	queryOptions({
		queryKey: ['evidence', eventId],
		queryFn: ({ signal }) =>
			request<EvidenceView>(`/api/v1/events/${encodeURIComponent(eventId)}`, { signal }),
		staleTime: Number.POSITIVE_INFINITY,
	});

export interface IncidentChange {
	readonly status?: IncidentStatus;
	readonly assignee?: string | null;
}

/** Changes an incident's status or assignee. */
export const changeIncident = (incidentId: string, change: IncidentChange): Promise<unknown> =>
	request(`/api/v1/incidents/${encodeURIComponent(incidentId)}`, {
		method: 'PATCH',
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		body: JSON.stringify(change),
	});
