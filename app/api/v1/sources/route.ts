import { endpoint, json } from '@/server/http/endpoint.ts';
import { listSources } from '@/server/sources/sources.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listSources(actor, new Date());
	return listed.ok ? json({ sources: listed.value }) : listed;
});
