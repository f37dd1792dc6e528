import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { getRule } from '@/server/rules/detail.ts';
import { editRule, removeRuleText, ruleTextChangeSchema } from '@/server/rules/texts.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const rule = await getRule(actor, params.id ?? '');
	return rule.ok ? json(rule.value) : rule;
});

export const PATCH = endpoint(async ({ request, actor, params }) => {
	const wanted = await readJson(request, ruleTextChangeSchema);
	if (!wanted.ok) return wanted;
	const saved = await editRule(actor, params.id ?? '', wanted.value);
	return saved.ok ? json(saved.value) : saved;
});

export const DELETE = endpoint(async ({ actor, params }) => {
	const removed = await removeRuleText(actor, params.id ?? '');
	return removed.ok ? json(removed.value) : removed;
});
