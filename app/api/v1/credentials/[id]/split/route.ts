import { splitCredential, splitCredentialSchema } from '@/server/credentials/regroup.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const asked = await readJson(request, splitCredentialSchema);
	if (!asked.ok) return asked;
	const split = await splitCredential(actor, params.id ?? '', asked.value.fingerprint);
	return split.ok ? json(split.value) : split;
});
