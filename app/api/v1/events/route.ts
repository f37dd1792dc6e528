import { endpoint, readSearchParams } from '@/server/http/endpoint.ts';
import { eventSearchSchema, searchResponse } from '@/server/http/event-search.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const search = readSearchParams(request, eventSearchSchema);
	return search.ok ? searchResponse(request, actor, search.value) : search;
});
