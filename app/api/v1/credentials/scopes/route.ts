import { credentialFilterSchema, credentialScopes } from '@/server/credentials/list.ts';
import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const filter = readSearchParams(request, credentialFilterSchema);
	if (!filter.ok) return filter;
	const view = await credentialScopes(actor, filter.value);
	return view.ok ? json(view.value) : view;
});
