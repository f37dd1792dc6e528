import type { Metadata } from 'next';
import Link from 'next/link';
import { CredentialFigures } from '@/components/credentials/credentials-frame.tsx';
import { DestroysCopies } from '@/components/overview/destroys-copies.tsx';
import { OpenIncidents } from '@/components/overview/open-incidents.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { severities } from '@/core/incidents/document.ts';
import { requireActor } from '@/server/auth/session.ts';
import { listCredentials } from '@/server/credentials/list.ts';
import { credentialSprawl } from '@/server/credentials/sprawl.ts';
import { incidentFilterSchema, listIncidents } from '@/server/incidents/list.ts';

export const metadata: Metadata = { title: 'Overview' };

const countedMax = 200;
const gravestShown = 8;

export default async function OverviewPage() {
	const actor = await requireActor();
	const [credentials, sprawl, gravest, ...bySeverity] = await Promise.all([
		listCredentials(actor),
		credentialSprawl(actor),
		listIncidents(actor, incidentFilterSchema.parse({ status: 'open', limit: gravestShown })),
		...severities.map((severity) =>
			listIncidents(
				actor,
				incidentFilterSchema.parse({ status: 'open', severity, limit: countedMax }),
			),
		),
	]);
	const counts = bySeverity.flatMap((page, index) => {
		const severity = severities[index];
		return page.ok && severity !== undefined
			? [{ severity, count: page.value.incidents.length, more: page.value.nextCursor !== null }]
			: [];
	});
	return (
		<div className="px-5 py-4 max-sm:px-3">
			<h1 className="mb-3 text-lg font-semibold">Overview</h1>
			<section aria-label="Open incidents" className="mb-5">
				<h2 className="mb-2 text-xs font-semibold text-muted">Open incidents</h2>
				{gravest.ok ? (
					<OpenIncidents counts={counts} gravest={gravest.value.incidents} />
				) : (
					<FailedState title="The incidents could not be read">{gravest.error.message}</FailedState>
				)}
			</section>
			<section aria-label="Credential risk">
				<h2 className="mb-2 flex items-center gap-3 text-xs font-semibold text-muted">
					Credential risk
					<Link
						href="/credentials/expiry"
						className="ml-auto font-normal underline underline-offset-2 hover:text-text"
					>
						when they end
					</Link>
				</h2>
				{credentials.ok ? (
					<>
						<DestroysCopies finding={credentials.value.facets.finding} />
						<CredentialFigures
							figures={{
								total: credentials.value.total,
								finding: credentials.value.facets.finding,
							}}
							trend={sprawl.ok ? sprawl.value.trend : []}
						/>
					</>
				) : (
					<FailedState title="The credentials could not be read">
						{credentials.error.message}
					</FailedState>
				)}
			</section>
		</div>
	);
}
