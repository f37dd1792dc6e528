import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { changeIncident, getIncident, incidentChangeSchema } from '@/server/incidents/list.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const incident = await getIncident(actor, params.id ?? '');
	return incident.ok ? json(incident.value) : incident;
});

export const PATCH = endpoint(async ({ request, actor, params }) => {
	const change = await readJson(request, incidentChangeSchema);
	if (!change.ok) return change;
	const changed = await changeIncident(actor, params.id ?? '', change.value);
	return changed.ok ? json(changed.value) : changed;
});
