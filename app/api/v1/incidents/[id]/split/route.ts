import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { splitIncident, splitSchema } from '@/server/incidents/regroup.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const asked = await readJson(request, splitSchema);
	if (!asked.ok) return asked;
	const part = await splitIncident(actor, params.id ?? '', asked.value.eventIds);
	return part.ok ? json(part.value, { status: 201 }) : part;
});
