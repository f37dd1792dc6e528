import { queryOptions } from '@tanstack/react-query';
import type { Severity } from '@/core/incidents/document.ts';
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

interface IncidentFace {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
	readonly splitFrom: string | null;
}

/** The incidents that one may be merged with: the first hundred, most severe first. */
export const openIncidentsQuery = queryOptions({
	queryKey: ['incidents', 'faces'],
	queryFn: ({ signal }) =>
		request<{ incidents: readonly IncidentFace[] }>('/api/v1/incidents?limit=100', { signal }),
});

const post = <Answer>(path: string, body: unknown): Promise<Answer> =>
	request<Answer>(path, {
		method: 'POST',
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
const address = (number: string): string => `/api/v1/incidents/${encodeURIComponent(number)}`;

/** Makes other incidents part of one. */
export const mergeIncidents = (number: string, others: readonly string[]): Promise<IncidentFace> =>
	post(`${address(number)}/merge`, { incidents: others });

/** Makes the effects of these events an incident of their own, and answers that one. */
export const splitIncident = (number: string, eventIds: readonly string[]): Promise<IncidentFace> =>
	post(`${address(number)}/split`, { eventIds });

/** Takes a merge or a split back; answers the incident that stands then. */
export const ungroupIncident = (number: string): Promise<IncidentFace> =>
	post(`${address(number)}/ungroup`, {});
