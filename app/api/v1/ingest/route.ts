import { endpoint, readSearchParams } from '@/server/http/endpoint.ts';
import { ingestParamsSchema, ingestRequest } from '@/server/http/ingest.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const params = readSearchParams(request, ingestParamsSchema);
	return params.ok ? ingestRequest(request, actor, params.value) : params;
});
