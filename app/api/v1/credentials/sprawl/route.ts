import { credentialSprawl } from '@/server/credentials/sprawl.ts';
import { endpoint, json } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor }) => {
	const view = await credentialSprawl(actor);
	return view.ok ? json(view.value) : view;
});
