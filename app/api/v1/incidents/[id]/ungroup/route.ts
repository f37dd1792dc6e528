import { endpoint, json } from '@/server/http/endpoint.ts';
import { ungroupIncident } from '@/server/incidents/regroup.ts';

export const POST = endpoint(async ({ actor, params }) => {
	const ungrouped = await ungroupIncident(actor, params.id ?? '');
	return ungrouped.ok ? json(ungrouped.value) : ungrouped;
});
