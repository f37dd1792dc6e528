import Link from 'next/link';
import type { Severity } from '@/core/incidents/document.ts';
import type { IncidentRow } from '../incidents/incident-row.ts';
import { IncidentTable } from '../incidents/incident-table.tsx';
import { SeverityTag } from '../ui/severity.tsx';
import { EmptyState } from '../ui/states.tsx';

/** How many open incidents there are of a severity. */
export interface SeverityCount {
	readonly severity: Severity;
	readonly count: number;
	/** True: there are more than counted. */
	readonly more: boolean;
}

/** Open incidents: how many of each severity, and the gravest of them. */
export function OpenIncidents({
	counts,
	gravest,
}: {
	counts: readonly SeverityCount[];
	gravest: readonly IncidentRow[];
}) {
	return (
		<>
			<ul aria-label="Open incidents by severity" className="mb-2 flex flex-wrap gap-2">
				{counts.map(({ severity, count, more }) => (
					<li key={severity}>
						<Link
							href={`/incidents?status=open&severity=${severity}`}
							className="flex items-center gap-2.5 rounded-lg border border-line bg-surface px-3 py-1.5 hover:bg-raised"
						>
							<SeverityTag severity={severity} />
							<span className="font-mono text-lg font-semibold tabular-nums">
								{count}
								{more && '+'}
							</span>
						</Link>
					</li>
				))}
			</ul>
			{gravest.length === 0 ? (
				<EmptyState title="No open incident">
					<Link href="/incidents" className="underline underline-offset-2">
						All incidents
					</Link>
				</EmptyState>
			) : (
				<IncidentTable incidents={gravest} next={null} />
			)}
		</>
	);
}
