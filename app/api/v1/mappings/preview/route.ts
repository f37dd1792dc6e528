import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { previewMapping, previewRequestSchema } from '@/server/ingest/mappings.ts';

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, previewRequestSchema);
	if (!wanted.ok) return wanted;
	const preview = await previewMapping(actor, wanted.value);
	return preview.ok ? json(preview.value) : preview;
});
