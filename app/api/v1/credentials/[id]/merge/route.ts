import { mergeCredentials, mergeCredentialsSchema } from '@/server/credentials/regroup.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const asked = await readJson(request, mergeCredentialsSchema);
	if (!asked.ok) return asked;
	const merged = await mergeCredentials(actor, params.id ?? '', asked.value.credentials);
	return merged.ok ? json(merged.value) : merged;
});
