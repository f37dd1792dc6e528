import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';
import { nextPage } from '@/server/http/pages.ts';
import { incidentFilterSchema, listIncidents } from '@/server/incidents/list.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const filter = readSearchParams(request, incidentFilterSchema);
	if (!filter.ok) return filter;
	const page = await listIncidents(actor, filter.value);
	return page.ok ? json(page.value, nextPage(request, page.value.nextCursor)) : page;
});
