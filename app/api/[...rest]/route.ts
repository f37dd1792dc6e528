import { fail, failure } from '@/core/result.ts';
import { openEndpoint } from '@/server/http/endpoint.ts';

/** Where nothing is, the answer has the shape that every error has. */
const nothing = openEndpoint(async (request) =>
	fail(failure('not-found', `there is no ${request.nextUrl.pathname}; see /api/v1/openapi.json`)),
);

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
