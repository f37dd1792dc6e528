import { mappingSchema } from '@/core/formats/mapped/mapping.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';
import { listMappings, saveMapping } from '@/server/ingest/mappings.ts';

export const GET = endpoint(async ({ actor }) => {
	const listed = await listMappings(actor);
	return listed.ok ? json({ mappings: listed.value }) : listed;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, mappingSchema);
	if (!wanted.ok) return wanted;
	const saved = await saveMapping(actor, wanted.value);
	return saved.ok ? json(saved.value, { status: 201 }) : saved;
});
