import { z } from 'zod';
import { attest, attestationSchema } from '@/server/credentials/reviews.ts';
import { json, openEndpoint, readJson } from '@/server/http/endpoint.ts';

/** The token stands in the body: addresses end up in logs. */
const bodySchema = attestationSchema.extend({ token: z.string().max(100) });

export const POST = openEndpoint(async (request) => {
	const body = await readJson(request, bodySchema);
	if (!body.ok) return body;
	const { token, ...given } = body.value;
	const view = await attest(token, given);
	return view.ok ? json(view.value) : view;
});
