import { changeCredential, credentialChangeSchema } from '@/server/credentials/change.ts';
import { getCredential } from '@/server/credentials/list.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const credential = await getCredential(actor, params.id ?? '');
	return credential.ok ? json(credential.value) : credential;
});

export const PATCH = endpoint(async ({ request, actor, params }) => {
	const change = await readJson(request, credentialChangeSchema);
	if (!change.ok) return change;
	const changed = await changeCredential(actor, params.id ?? '', change.value);
	return changed.ok ? json(changed.value) : changed;
});
