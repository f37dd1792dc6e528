import { queryOptions } from '@tanstack/react-query';
import { request } from '../api-request.ts';

/** As `GET /api/v1/sources` lists it. */
export interface Source {
	readonly source: string;
	readonly format: string;
	readonly events: number;
	readonly eventsLastHour: number;
	readonly eventsLastDay: number;
	readonly lastEventAt: string | null;
	readonly lastReceivedAt: string;
	readonly lagMs: number | null;
	readonly silent: boolean;
	readonly quarantined: number;
	readonly lastFailure: string | null;
}

/** As `GET /api/v1/connectors` lists it. */
export interface ConnectorRow {
	readonly id: string;
	readonly kind:
		| 'cloudtrail-s3'
		| 'github-audit'
		| 'railway'
		| 'github-credentials'
		| 'aws-iam'
		| 'railway-tokens'
		| 'vault-tokens'
		| 'cloudflare-tokens';
	readonly name: string;
	readonly state: 'waiting' | 'running' | 'failing' | 'paused';
	readonly everySeconds: number;
	readonly lastSuccessAt: string | null;
	readonly nextRunAt: string;
	readonly failure: string | null;
	/** What the provider did not show; null: nothing is known to be missing. */
	readonly note: string | null;
	readonly events: number;
}

export interface KeyRow {
	readonly id: string;
	readonly name: string;
	readonly scopes: readonly string[];
	readonly expiresAt: string;
	readonly revokedAt: string | null;
	readonly lastUsedAt: string | null;
}

const refreshMs = 15_000;
const watchMs = 1_500;

const isUnderWay = ({ state, nextRunAt }: ConnectorRow): boolean =>
	state === 'running' || (state !== 'paused' && Date.parse(nextRunAt) <= Date.now());

export const sourcesQuery = queryOptions({
	queryKey: ['sources'],
	queryFn: ({ signal }) => request<{ sources: Source[] }>('/api/v1/sources', { signal }),
	refetchInterval: refreshMs,
});

export const connectorsQuery = queryOptions({
	queryKey: ['connectors'],
	queryFn: ({ signal }) =>
		request<{ connectors: ConnectorRow[] }>('/api/v1/connectors', { signal }),
	// What is due or under way is watched closely: somebody added it or asked for it just now.
	refetchInterval: ({ state: { data } }) =>
		data?.connectors.some(isUnderWay) === true ? watchMs : refreshMs,
});

export const keysQuery = queryOptions({
	queryKey: ['api-keys'],
	queryFn: ({ signal }) => request<{ keys: KeyRow[] }>('/api/v1/api-keys', { signal }),
});

/** Sends JSON to the console's own API. */
export const sendJson = <Answer>(
	method: 'POST' | 'PATCH' | 'DELETE',
	path: string,
	body?: unknown,
): Promise<Answer> =>
	request<Answer>(path, {
		method,
		...(body === undefined
			? {}
			: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
