import { endpoint, json } from '@/server/http/endpoint.ts';
import { getRule } from '@/server/rules/detail.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const rule = await getRule(actor, params.id ?? '');
	return rule.ok ? json(rule.value) : rule;
});
