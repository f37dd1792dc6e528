import { json, openEndpoint } from '@/server/http/endpoint.ts';
import { readiness } from '@/server/installation/readiness.ts';

export const GET = openEndpoint(async () => {
	const state = await readiness();
	return json(state, { status: state.status === 'ready' ? 200 : 503 });
});
