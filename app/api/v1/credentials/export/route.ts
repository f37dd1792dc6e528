import { ok } from '@/core/result.ts';
import { exportCredentials } from '@/server/credentials/export.ts';
import { exportParamsSchema } from '@/server/http/credential-operations.ts';
import { endpoint, readSearchParams } from '@/server/http/endpoint.ts';

const types = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;

export const GET = endpoint(async ({ request, actor }) => {
	const params = readSearchParams(request, exportParamsSchema);
	if (!params.ok) return params;
	const { format, ...filter } = params.value;
	const done = await exportCredentials(actor, filter, format);
	if (!done.ok) return done;
	return ok(
		new Response(done.value, {
			headers: {
				'content-type': types[format],
				'content-disposition': `attachment; filename="credentials.${format}"`,
				'cache-control': 'no-store',
			},
		}),
	);
});
