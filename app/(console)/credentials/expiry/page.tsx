import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Expiry } from '@/components/credentials/expiry.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { credentialExpiry } from '@/server/credentials/expiry.ts';
import { listCredentials } from '@/server/credentials/list.ts';

export const metadata: Metadata = { title: 'Expiry' };

export default async function ExpiryPage() {
	const actor = await requireActor();
	const [view, page] = await Promise.all([credentialExpiry(actor), listCredentials(actor)]);
	return (
		<CredentialsFrame
			here="/credentials/expiry"
			figures={page.ok ? { total: page.value.total, finding: page.value.facets.finding } : null}
		>
			{view.ok ? (
				<Expiry view={view.value} />
			) : (
				<FailedState title="The ends of credentials could not be read">
					{view.error.message}
				</FailedState>
			)}
		</CredentialsFrame>
	);
}
