import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Review } from '@/components/credentials/reviews/review.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { getReview } from '@/server/credentials/reviews.ts';

export const metadata: Metadata = { title: 'Access review' };

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
	const actor = await requireActor();
	const review = await getReview(actor, (await params).id);
	if (!review.ok) notFound();
	return (
		<CredentialsFrame here="/credentials/reviews" figures={null}>
			<Review view={review.value} mayManage={may(actor, 'reviews.manage')} />
		</CredentialsFrame>
	);
}
