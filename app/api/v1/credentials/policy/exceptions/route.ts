import { addException, newExceptionSchema } from '@/server/credentials/policy.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const asked = await readJson(request, newExceptionSchema);
	if (!asked.ok) return asked;
	const added = await addException(actor, asked.value);
	return added.ok ? json(added.value) : added;
});
