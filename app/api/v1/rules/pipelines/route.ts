import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { listPipelines, pipelineChangeSchema, savePipeline } from '@/server/rules/pipelines.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listPipelines(actor);
	return listed.ok ? json({ pipelines: listed.value }) : listed;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, pipelineChangeSchema);
	if (!wanted.ok) return wanted;
	const saved = await savePipeline(actor, wanted.value);
	return saved.ok ? json(saved.value) : saved;
});
