import { listCredentials } from '@/server/credentials/list.ts';
import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';
import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';
import { nextLink } from '@/server/http/next-link.ts';

export const GET = endpoint(async ({ request, actor }) => {
	const filter = readSearchParams(request, credentialFilterSchema);
	if (!filter.ok) return filter;
	const page = await listCredentials(actor, filter.value);
	return page.ok ? json(page.value, nextLink(request, page.value.nextCursor)) : page;
});
