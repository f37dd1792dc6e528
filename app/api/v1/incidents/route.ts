import { endpoint, json, readJson, readSearchParams } from '@/server/http/endpoint.ts';
import { nextPage } from '@/server/http/pages.ts';
import { incidentFilterSchema, listIncidents } from '@/server/incidents/list.ts';
import { reconstructSelection, selectionSchema } from '@/server/jobs/reconstruct.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const filter = readSearchParams(request, incidentFilterSchema);
	if (!filter.ok) return filter;
	const page = await listIncidents(actor, filter.value);
	return page.ok ? json(page.value, nextPage(request, page.value.nextCursor)) : page;
});

export const POST = endpoint(async ({ request, actor }) => {
	const selection = await readJson(request, selectionSchema);
	if (!selection.ok) return selection;
	const done = await reconstructSelection(actor, selection.value);
	return done.ok ? json(done.value) : done;
});
