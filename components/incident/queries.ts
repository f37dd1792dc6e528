import { queryOptions } from '@tanstack/react-query';
import type { EvidenceView, IncidentStatus } from '@/core/incidents/workspace-view.ts';

/** An error answer of the API, with the words meant for people. */
export class ApiFailure extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

async function request<Answer>(path: string, init?: RequestInit): Promise<Answer> {
	const response = await fetch(path, { headers: { accept: 'application/json' }, ...init });
	const body: unknown = await response.json().catch(() => null);
	if (response.ok) return body as Answer;
	const problem = body as { title?: unknown; detail?: unknown } | null;
	const words = [problem?.title, problem?.detail].filter((text) => typeof text === 'string');
	throw new ApiFailure(
		response.status,
		words.length > 0 ? words.join(': ') : `The server answered ${response.status}`,
	);
}

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
