import type { Metadata } from 'next';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Reach } from '@/components/credentials/reach/reach.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { credentialReach, credentialsThatReach } from '@/server/credentials/reach.ts';

export const metadata: Metadata = { title: 'Reach' };

export default async function ReachPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const { id } = await searchParams;
	const list = await credentialsThatReach(actor);
	const asked = typeof id === 'string' && id !== '' ? id : null;
	const chosen = asked ?? (list.ok ? (list.value.credentials[0]?.id ?? null) : null);
	const view = chosen === null ? null : await credentialReach(actor, chosen);
	return (
		<CredentialsFrame here="/credentials/reach" figures={null}>
			{list.ok ? (
				<Reach
					list={list.value}
					view={view?.ok === true ? view.value : null}
					failure={view === null || view.ok ? null : view.error.message}
				/>
			) : (
				<FailedState title="The reach of credentials could not be read">
					{list.error.message}
				</FailedState>
			)}
		</CredentialsFrame>
	);
}
