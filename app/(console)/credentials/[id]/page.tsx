import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CredentialPageBody } from '@/components/credentials/credential-detail.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { getCredential } from '@/server/credentials/list.ts';
import { incidentsNamingCredential } from '@/server/incidents/naming.ts';

export const metadata: Metadata = { title: 'Credential' };

export default async function CredentialPage({ params }: { params: Promise<{ id: string }> }) {
	const actor = await requireActor();
	const id = decodeURIComponent((await params).id);
	const found = await getCredential(actor, id);
	if (!found.ok && found.error.code === 'not-found') notFound();
	if (!found.ok) {
		return (
			<div className="px-5 py-10">
				<h1 className="mb-3 text-lg font-semibold">Credential</h1>
				<FailedState title="The credential could not be read">{found.error.message}</FailedState>
			</div>
		);
	}
	const incidents = await incidentsNamingCredential(
		actor,
		found.value.fingerprints.map(({ fingerprint }) => fingerprint),
	);
	return (
		<CredentialPageBody
			credential={found.value}
			incidents={incidents}
			mayChange={may(actor, 'credentials.write')}
			mayAccept={may(actor, 'reviews.manage')}
		/>
	);
}
