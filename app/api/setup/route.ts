import { fail, failure } from '@/core/result.ts';
import { setUp, setupSchema } from '@/server/auth/setup.ts';
import { json, openEndpoint, readJson } from '@/server/http/endpoint.ts';
import { originAllowed } from '@/server/http/origin.ts';
import { installation } from '@/server/installation/installation.ts';

/** Makes the first admin, for the holder of the one-time link. */
export const POST = openEndpoint(async (request) => {
	if (!originAllowed(request, installation().settings.url)) {
		return fail(failure('forbidden', 'open the set-up link in a browser'));
	}
	const body = await readJson(request, setupSchema);
	if (!body.ok) return body;
	const made = await setUp(body.value, new Date());
	return made.ok ? json(made.value, { status: 201 }) : made;
});
