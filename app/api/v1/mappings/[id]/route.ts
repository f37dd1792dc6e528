import { ok } from '@/core/result.ts';
import { endpoint } from '@/server/http/endpoint.ts';
import { deleteMapping } from '@/server/ingest/mappings.ts';

export const DELETE = endpoint(async ({ actor, params }) => {
	const gone = await deleteMapping(actor, params.id ?? '');
	return gone.ok ? ok(new Response(null, { status: 204 })) : gone;
});
