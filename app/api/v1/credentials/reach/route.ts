import { credentialReach, credentialsThatReach } from '@/server/credentials/reach.ts';
import { reachParamsSchema } from '@/server/http/credential-operations.ts';
import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const params = readSearchParams(request, reachParamsSchema);
	if (!params.ok) return params;
	const { id } = params.value;
	const view =
		id === undefined ? await credentialsThatReach(actor) : await credentialReach(actor, id);
	return view.ok ? json(view.value) : view;
});
