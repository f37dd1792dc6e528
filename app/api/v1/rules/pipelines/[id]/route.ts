import { ok } from '@/core/result.ts';
import { endpoint } from '@/server/http/endpoint.ts';
import { deletePipeline } from '@/server/rules/pipelines.ts';

export const DELETE = endpoint(async ({ actor, params }) => {
	const gone = await deletePipeline(actor, params.id ?? '');
	return gone.ok ? ok(new Response(null, { status: 204 })) : gone;
});
