import type { Metadata } from 'next';
import { Attestation } from '@/components/credentials/reviews/attestation.tsx';
import { attestationOf } from '@/server/credentials/reviews.ts';

export const metadata: Metadata = {
	title: 'Access review',
	// The address is a secret: it is told to no other page.
	referrer: 'no-referrer',
	robots: { index: false },
};
export const dynamic = 'force-dynamic';

/** What the owner of credentials sees by their link: theirs, and nothing else. */
export default async function AttestPage({ params }: { params: Promise<{ token: string }> }) {
	const { token } = await params;
	const view = await attestationOf(token);
	return (
		<main id="content" className="mx-auto max-w-3xl px-5 py-8 max-sm:px-3">
			{view.ok ? (
				<Attestation view={view.value} token={token} />
			) : (
				<>
					<h1 className="text-lg font-semibold">This link leads nowhere</h1>
					<p className="mt-2 text-sm text-muted">
						It has ended, or another took its place. Ask whoever sent it for a new one.
					</p>
				</>
			)}
		</main>
	);
}
