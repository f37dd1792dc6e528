import { unmergeCredential } from '@/server/credentials/regroup.ts';
import { endpoint, json } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ actor, params }) => {
	const done = await unmergeCredential(actor, params.id ?? '');
	return done.ok ? json(done.value) : done;
});
