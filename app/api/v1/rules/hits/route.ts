import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';
import { hitsQuerySchema, ruleHits } from '@/server/rules/list.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const params = readSearchParams(request, hitsQuerySchema);
	if (!params.ok) return params;
	const hits = await ruleHits(actor, params.value);
	return hits.ok ? json({ hits: hits.value }) : hits;
});
