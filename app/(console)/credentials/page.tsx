import type { Metadata } from 'next';
import { readFilter } from '@/components/credentials/credential-filter.ts';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Inventory } from '@/components/credentials/inventory.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { may } from '@/core/access/permissions.ts';
import { requireActor } from '@/server/auth/session.ts';
import { listCredentials } from '@/server/credentials/list.ts';
import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';

export const metadata: Metadata = { title: 'Credentials' };

const pageRows = 100;

export default async function CredentialsPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const asked = await searchParams;
	const given = { ...readFilter(asked), sort: asked.sort, limit: pageRows };
	const read = credentialFilterSchema.safeParse(given);
	const asks = read.success ? read.data : credentialFilterSchema.parse({ limit: pageRows });
	const page = await listCredentials(actor, asks);
	const { limit: _, cursor: __, sort, ...filter } = asks;
	return (
		<CredentialsFrame
			here="/credentials"
			figures={
				page.ok && page.value.facets.kind.length > 0
					? { total: sum(page.value.facets.kind), finding: page.value.facets.finding }
					: null
			}
		>
			{page.ok ? (
				<Inventory
					key={JSON.stringify(asks)}
					page={page.value}
					mayChange={may(actor, 'credentials.write')}
					mayReview={may(actor, 'reviews.manage')}
					filter={filter}
					sort={sort ?? null}
				/>
			) : (
				<FailedState title="The credentials could not be read">{page.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}

const sum = (counts: readonly { readonly count: number }[]): number =>
	counts.reduce((total, { count }) => total + count, 0);
