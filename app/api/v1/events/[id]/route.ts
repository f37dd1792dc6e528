import { endpoint, json } from '@/server/http/endpoint.ts';
import { getEvidence } from '@/server/incidents/view.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const evidence = await getEvidence(actor, params.id ?? '');
	return evidence.ok ? json(evidence.value) : evidence;
});
