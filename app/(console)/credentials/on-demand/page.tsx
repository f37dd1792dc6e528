import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Guides } from '@/components/credentials/on-demand/guides.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { credentialSprawl } from '@/server/credentials/sprawl.ts';

export const metadata: Metadata = { title: 'Credentials on demand' };

export default async function OnDemandPage() {
	const actor = await requireActor();
	const sprawl = await credentialSprawl(actor);
	const endless = sprawl.ok
		? sprawl.value.byProvider.map(({ key, neverExpires }) => [key, neverExpires] as const)
		: [];
	return (
		<CredentialsFrame here="/credentials/on-demand" figures={null}>
			<Guides endless={Object.fromEntries(endless)} />
		</CredentialsFrame>
	);
}
