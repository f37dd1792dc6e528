import { makeReviewLink, reviewLinkSchema } from '@/server/credentials/reviews.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const asked = await readJson(request, reviewLinkSchema);
	if (!asked.ok) return asked;
	const link = await makeReviewLink(actor, params.id ?? '', asked.value.owner);
	return link.ok ? json(link.value, { status: 201 }) : link;
});
