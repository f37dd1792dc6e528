import { endpoint, json, readSearchParams } from '@/server/http/endpoint.ts';
import { retryParamsSchema } from '@/server/http/ingest.ts';
import { retryQuarantine } from '@/server/ingest/retry.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const asked = readSearchParams(request, retryParamsSchema);
	if (!asked.ok) return asked;
	const done = await retryQuarantine(actor, params.id ?? '', asked.value.format ?? null);
	return done.ok ? json(done.value) : done;
});
