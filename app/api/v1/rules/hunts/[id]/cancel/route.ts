import { endpoint, json } from '@/server/http/endpoint.ts';
import { cancelHunt } from '@/server/rules/hunts.ts';

export const POST = endpoint(async ({ actor, params }) => {
	const hunt = await cancelHunt(actor, params.id ?? '');
	return hunt.ok ? json(hunt.value) : hunt;
});
