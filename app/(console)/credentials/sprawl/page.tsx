import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Sprawl } from '@/components/credentials/sprawl/sprawl.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { credentialSprawl } from '@/server/credentials/sprawl.ts';

export const metadata: Metadata = { title: 'Sprawl' };

export default async function SprawlPage() {
	const view = await credentialSprawl(await requireActor());
	return (
		<CredentialsFrame here="/credentials/sprawl" figures={null}>
			{view.ok ? (
				<Sprawl view={view.value} />
			) : (
				<FailedState title="The sprawl could not be counted">{view.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}
