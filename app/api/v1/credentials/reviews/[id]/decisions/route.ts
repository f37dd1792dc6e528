import { decideInReview, reviewDecisionSchema } from '@/server/credentials/reviews.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ request, actor, params }) => {
	const given = await readJson(request, reviewDecisionSchema);
	if (!given.ok) return given;
	const review = await decideInReview(actor, params.id ?? '', given.value);
	return review.ok ? json(review.value) : review;
});
