import { listUses, pageParamsSchema } from '@/server/credentials/list.ts';
import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';
import { nextLink } from '@/server/http/next-link.ts';

export const GET = endpoint(async ({ request, actor, params }) => {
	const page = readSearchParams(request, pageParamsSchema);
	if (!page.ok) return page;
	const found = await listUses(actor, params.id ?? '', page.value);
	return found.ok ? json(found.value, nextLink(request, found.value.nextCursor)) : found;
});
