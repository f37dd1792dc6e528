import type { Metadata } from 'next';
import { readFilter } from '@/components/credentials/credential-filter.ts';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Scopes } from '@/components/credentials/scopes/scopes.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { listCredentials } from '@/server/credentials/list.ts';
import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';
import { credentialScopes } from '@/server/credentials/scopes.ts';

export const metadata: Metadata = { title: 'Scopes' };

const pageRows = 100;

export default async function ScopesPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const asked = readFilter(await searchParams);
	const read = credentialFilterSchema.safeParse({ live: 'true', ...asked, limit: pageRows });
	const filter = read.success
		? read.data
		: credentialFilterSchema.parse({ live: 'true', limit: pageRows });
	const [view, page] = await Promise.all([
		credentialScopes(actor, filter),
		listCredentials(actor, credentialFilterSchema.parse({ limit: 1 })),
	]);
	return (
		<CredentialsFrame here="/credentials/scopes" figures={null}>
			{view.ok ? (
				<Scopes
					key={JSON.stringify(asked)}
					view={view.value}
					filter={asked}
					facets={page.ok ? page.value.facets : null}
				/>
			) : (
				<FailedState title="The scopes could not be read">{view.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}
