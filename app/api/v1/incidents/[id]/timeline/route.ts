import { endpoint, json } from '@/server/http/endpoint.ts';
import { getIncidentView } from '@/server/incidents/view.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const view = await getIncidentView(actor, params.id ?? '');
	return view.ok ? json(view.value) : view;
});
