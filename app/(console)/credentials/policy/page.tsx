import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Policy } from '@/components/credentials/policy/policy.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { getPolicy } from '@/server/credentials/policy.ts';

export const metadata: Metadata = { title: 'Credential policy' };

export default async function PolicyPage() {
	const actor = await requireActor();
	const view = await getPolicy(actor);
	return (
		<CredentialsFrame here="/credentials/policy" figures={null}>
			{view.ok ? (
				<Policy
					view={view.value}
					mayChange={may(actor, 'reviews.manage')}
					today={new Date().toISOString().slice(0, 10)}
				/>
			) : (
				<FailedState title="The policy could not be read">{view.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}
