import { closeReview } from '@/server/credentials/reviews.ts';
import { endpoint, json } from '@/server/http/endpoint.ts';

export const POST = endpoint(async ({ actor, params }) => {
	const review = await closeReview(actor, params.id ?? '');
	return review.ok ? json(review.value) : review;
});
