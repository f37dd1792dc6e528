import { endpoint } from '@/server/http/endpoint.ts';
import { importProgress } from '@/server/http/import-progress.ts';

export const GET = endpoint(({ request, actor, params }) =>
	importProgress(actor, params.id ?? '', request.signal),
);
