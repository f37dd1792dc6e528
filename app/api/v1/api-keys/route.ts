import { createApiKey, listApiKeys, newApiKeySchema } from '@/server/auth/api-keys.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor }) => {
	const keys = await listApiKeys(actor);
	return keys.ok ? json({ keys: keys.value }) : keys;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, newApiKeySchema);
	if (!wanted.ok) return wanted;
	const made = await createApiKey(actor, wanted.value, new Date());
	return made.ok ? json(made.value, { status: 201 }) : made;
});
