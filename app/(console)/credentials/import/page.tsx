import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { ImportFiles } from '@/components/credentials/import/import-files.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';

export const metadata: Metadata = { title: 'Import credentials' };

export default async function ImportPage() {
	const actor = await requireActor();
	return (
		<CredentialsFrame here="/credentials" figures={null}>
			{may(actor, 'credentials.write') ? (
				<ImportFiles />
			) : (
				<FailedState title="Importing is not for your role">
					Analysts, managers and admins import credentials.
				</FailedState>
			)}
		</CredentialsFrame>
	);
}
