import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { ruleSwitchSchema, switchRules } from '@/server/rules/change.ts';
import { listRules } from '@/server/rules/list.ts';
import { addRule, newRuleSchema } from '@/server/rules/texts.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listRules(actor);
	return listed.ok ? json(listed.value) : listed;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, newRuleSchema);
	if (!wanted.ok) return wanted;
	const added = await addRule(actor, wanted.value.text);
	return added.ok ? json(added.value, { status: 201 }) : added;
});

export const PATCH = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, ruleSwitchSchema);
	if (!wanted.ok) return wanted;
	const switched = await switchRules(actor, wanted.value);
	return switched.ok ? json(switched.value) : switched;
});
