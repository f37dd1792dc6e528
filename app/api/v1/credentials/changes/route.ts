import { changeMany, manyChangeSchema } from '@/server/credentials/many.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const asked = await readJson(request, manyChangeSchema);
	if (!asked.ok) return asked;
	const changed = await changeMany(actor, asked.value);
	return changed.ok ? json(changed.value) : changed;
});
