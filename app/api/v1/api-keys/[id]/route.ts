import { ok } from '@/core/result.ts';
import { revokeApiKey } from '@/server/auth/api-keys.ts';
import { endpoint } from '@/server/http/endpoint.ts';

export const DELETE = endpoint(async ({ actor, params }) => {
	const ended = await revokeApiKey(actor, params.id ?? '', new Date());
	return ended.ok ? ok(new Response(null, { status: 204 })) : ended;
});
