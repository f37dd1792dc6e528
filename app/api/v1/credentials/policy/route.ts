import {
	getPolicy,
	policyChangeSchema,
	resetPolicy,
	setPolicy,
} from '@/server/credentials/policy.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor }) => {
	const policy = await getPolicy(actor);
	return policy.ok ? json(policy.value) : policy;
});

export const PATCH = endpoint(async ({ request, actor }) => {
	const asked = await readJson(request, policyChangeSchema);
	if (!asked.ok) return asked;
	const set = await setPolicy(actor, asked.value.text);
	return set.ok ? json(set.value) : set;
});

export const DELETE = endpoint(async ({ actor }) => {
	const reset = await resetPolicy(actor);
	return reset.ok ? json(reset.value) : reset;
});
