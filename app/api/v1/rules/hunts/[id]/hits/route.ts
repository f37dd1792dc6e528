import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';
import { nextPage } from '@/server/http/pages.ts';
import { huntHitsQuerySchema, listHuntHits } from '@/server/rules/hunt-result.ts';

export const GET = endpoint(async ({ request, actor, params }) => {
	const query = readSearchParams(request, huntHitsQuerySchema);
	if (!query.ok) return query;
	const page = await listHuntHits(actor, params.id ?? '', query.value);
	return page.ok ? json(page.value, nextPage(request, page.value.nextCursor)) : page;
});
