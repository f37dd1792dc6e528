import { reportParamsSchema } from '@/core/report/formats.ts';
import { endpoint, readSearchParams } from '@/server/http/endpoint.ts';
import { getIncidentReport } from '@/server/incidents/report.ts';

export const GET = endpoint(async ({ request, actor, params }) => {
	const wanted = readSearchParams(request, reportParamsSchema);
	return wanted.ok ? getIncidentReport(actor, params.id ?? '', wanted.value.format) : wanted;
});
