import { endpoint, json } from '@/server/http/endpoint.ts';
import { listRules } from '@/server/rules/list.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listRules(actor);
	return listed.ok ? json(listed.value) : listed;
});
