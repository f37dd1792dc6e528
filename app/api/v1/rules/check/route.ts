import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { checkRuleText, ruleCheckRequestSchema } from '@/server/rules/texts.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, ruleCheckRequestSchema);
	if (!wanted.ok) return wanted;
	const checked = await checkRuleText(actor, wanted.value);
	return checked.ok ? json(checked.value) : checked;
});
