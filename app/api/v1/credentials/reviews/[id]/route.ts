import { getReview } from '@/server/credentials/reviews.ts';
import { endpoint, json } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor, params }) => {
	const review = await getReview(actor, params.id ?? '');
	return review.ok ? json(review.value) : review;
});
