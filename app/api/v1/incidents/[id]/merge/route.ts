import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { mergeIncidents, mergeSchema } from '@/server/incidents/regroup.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const asked = await readJson(request, mergeSchema);
	if (!asked.ok) return asked;
	const merged = await mergeIncidents(actor, params.id ?? '', asked.value.incidents);
	return merged.ok ? json(merged.value) : merged;
});
