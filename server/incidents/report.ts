import type { Actor } from '@/core/access/permissions.ts';
import { type ReportFormat, reportOf } from '@/core/report/formats.ts';
import { ok, type Result } from '@/core/result.ts';
import { getIncidentView } from './view.ts';

/** An incident's report as a download: the page's own policy does not apply to it, so it brings one. */
export async function getIncidentReport(
	actor: Actor,
	id: string,
	format: ReportFormat,
): Promise<Result<Response>> {
	const view = await getIncidentView(actor, id);
	if (!view.ok) return view;
	const report = reportOf(view.value.document, format);
	return ok(
		new Response(report.text, {
			headers: {
				'content-type': report.type,
				'content-disposition': `attachment; filename="${view.value.number}.${report.extension}"`,
				'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
				'cache-control': 'no-store',
			},
		}),
	);
}
