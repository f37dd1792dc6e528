import { sprawlHtml, sprawlMarkdown } from '@/core/credentials/report.ts';
import { ok } from '@/core/result.ts';
import { credentialSprawl } from '@/server/credentials/sprawl.ts';
import { sprawlReportParamsSchema } from '@/server/http/credential-operations.ts';
import { endpoint, readSearchParams } from '@/server/http/endpoint.ts';

const types = {
	html: 'text/html; charset=utf-8',
	markdown: 'text/markdown; charset=utf-8',
	json: 'application/json',
} as const;
const endings = { html: 'html', markdown: 'md', json: 'json' } as const;

export const GET = endpoint(async ({ request, actor }) => {
	const params = readSearchParams(request, sprawlReportParamsSchema);
	if (!params.ok) return params;
	const { format } = params.value;
	const view = await credentialSprawl(actor);
	if (!view.ok) return view;
	const text =
		format === 'html'
			? sprawlHtml(view.value)
			: format === 'markdown'
				? sprawlMarkdown(view.value)
				: `${JSON.stringify(view.value)}\n`;
	const disposition = format === 'html' ? 'inline' : 'attachment';
	return ok(
		new Response(text, {
			headers: {
				'content-type': types[format],
				'content-disposition': `${disposition}; filename="token-sprawl.${endings[format]}"`,
				'content-security-policy':
					"default-src 'none'; style-src 'unsafe-inline'; sandbox allow-modals",
				'cache-control': 'no-store',
			},
		}),
	);
});
