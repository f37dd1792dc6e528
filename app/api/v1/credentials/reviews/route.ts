import { listReviews, newReviewSchema, startReview } from '@/server/credentials/reviews.ts';
import { endpoint, json, readJson } from '@/server/http/endpoint.ts';

export const GET = endpoint(async ({ actor }) => {
	const reviews = await listReviews(actor);
	return reviews.ok ? json({ reviews: reviews.value }) : reviews;
});

export const POST = endpoint(async ({ request, actor }) => {
	const wanted = await readJson(request, newReviewSchema);
	if (!wanted.ok) return wanted;
	const review = await startReview(actor, wanted.value);
	return review.ok ? json(review.value, { status: 201 }) : review;
});
