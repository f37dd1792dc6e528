import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';
import { credentialScopes } from '@/server/credentials/scopes.ts';
import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const filter = readSearchParams(request, credentialFilterSchema);
	if (!filter.ok) return filter;
	const view = await credentialScopes(actor, filter.value);
	return view.ok ? json(view.value) : view;
});
