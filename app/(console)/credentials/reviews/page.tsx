import type { Metadata } from 'next';
import { readFilter } from '@/components/credentials/credential-filter.ts';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { ReviewList } from '@/components/credentials/reviews/review-list.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { listReviews } from '@/server/credentials/reviews.ts';

export const metadata: Metadata = { title: 'Access reviews' };

export default async function ReviewsPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const reviews = await listReviews(actor);
	return (
		<CredentialsFrame here="/credentials/reviews" figures={null}>
			{reviews.ok ? (
				<ReviewList
					reviews={reviews.value}
					filter={readFilter(await searchParams)}
					mayManage={may(actor, 'reviews.manage')}
					now={new Date().toISOString()}
				/>
			) : (
				<FailedState title="The reviews could not be read">{reviews.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}
