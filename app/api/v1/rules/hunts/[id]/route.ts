import { ok } from '@/core/result.ts';
import { endpoint, json } from '@/server/http/endpoint.ts';
import { getHunt } from '@/server/rules/hunt-result.ts';
import { deleteHunt } from '@/server/rules/hunts.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const hunt = await getHunt(actor, params.id ?? '');
	return hunt.ok ? json(hunt.value) : hunt;
});

export const DELETE = endpoint(async ({ actor, params }) => {
	const gone = await deleteHunt(actor, params.id ?? '');
	return gone.ok ? ok(new Response(null, { status: 204 })) : gone;
});
