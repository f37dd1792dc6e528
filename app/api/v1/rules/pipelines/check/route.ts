import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { checkPipeline, pipelineCheckSchema } from '@/server/rules/pipelines.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, pipelineCheckSchema);
	if (!wanted.ok) return wanted;
	const checked = await checkPipeline(actor, wanted.value.text);
	return checked.ok ? json(checked.value) : checked;
});
