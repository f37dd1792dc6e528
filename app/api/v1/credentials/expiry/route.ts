import { credentialExpiry } from '@/server/credentials/expiry.ts';
import { endpoint, json } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor }) => {
	const view = await credentialExpiry(actor);
	return view.ok ? json(view.value) : view;
});
