import type { Metadata } from 'next';
import { IncidentFilters } from '@/components/incidents/incident-filters.tsx';
import { IncidentTable } from '@/components/incidents/incident-table.tsx';
import { NoIncidents } from '@/components/incidents/no-incidents.tsx';
import { FailedState } from '@/components/ui/states.tsx';
import { requireActor } from '@/server/auth/session.ts';
import { incidentFilterSchema, listIncidents } from '@/server/incidents/list.ts';

export const metadata: Metadata = { title: 'Incidents' };

export default async function IncidentsPage({
	searchParams,
}: {
	searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
	const actor = await requireActor();
	const read = incidentFilterSchema.safeParse(await searchParams);
	const filter = read.success ? read.data : incidentFilterSchema.parse({});
	const page = await listIncidents(actor, filter);
	const filtered = filter.status !== undefined || filter.severity !== undefined;
	return (
		<div className="px-5 py-4 max-sm:px-3">
			<h1 className="mb-3 text-lg font-semibold">Incidents</h1>
			<IncidentFilters status={filter.status ?? null} severity={filter.severity ?? null} />
			{!page.ok ? (
				<FailedState title="The incidents could not be read">{page.error.message}</FailedState>
			) : page.value.incidents.length === 0 ? (
				<NoIncidents filtered={filtered} />
			) : (
				<IncidentTable
					incidents={page.value.incidents}
					next={page.value.nextCursor === null ? null : nextAddress(filter, page.value.nextCursor)}
				/>
			)}
		</div>
	);
}

function nextAddress(
	filter: { status?: string | undefined; severity?: string | undefined },
	cursor: string,
): string {
	const params = new URLSearchParams({ cursor });
	if (filter.status !== undefined) params.set('status', filter.status);
	if (filter.severity !== undefined) params.set('severity', filter.severity);
	return `/incidents?${params}`;
}
