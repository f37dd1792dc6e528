import type { Metadata } from 'next';
import { filterNames } from '@/components/credentials/credential-filter.ts';
import { CredentialsFrame } from '@/components/credentials/credentials-frame.tsx';
import { Inventory } from '@/components/credentials/inventory.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { credentialFilterSchema, listCredentials } from '@/server/credentials/list.ts';

export const metadata: Metadata = { title: 'Credentials' };

const rowsMax = 500;

export default async function CredentialsPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const asked = await searchParams;
	const given = Object.fromEntries(
		[...filterNames, 'cursor'].flatMap((name) => {
			const value = asked[name];
			return typeof value === 'string' && value !== '' ? [[name, value]] : [];
		}),
	);
	const read = credentialFilterSchema.safeParse({ ...given, limit: rowsMax });
	const { limit, cursor, ...filter } = read.success
		? read.data
		: credentialFilterSchema.parse({ limit: rowsMax });
	const page = await listCredentials(actor, { ...filter, cursor, limit });
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
				<Inventory page={page.value} filter={filter} />
			) : (
				<FailedState title="The credentials could not be read">{page.error.message}</FailedState>
			)}
		</CredentialsFrame>
	);
}

const sum = (counts: readonly { readonly count: number }[]): number =>
	counts.reduce((total, { count }) => total + count, 0);
