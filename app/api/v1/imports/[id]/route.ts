import { endpoint, json } from '@/server/http/endpoint.ts';
import { getImport } from '@/server/ingest/imports.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const found = await getImport(actor, params.id ?? '');
	return found.ok ? json(found.value) : found;
});
