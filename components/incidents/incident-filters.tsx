import clsx from 'clsx';
import Link from 'next/link';
import { type Severity, severities } from '@/core/incidents/document.ts';
import { type IncidentStatus, incidentStatuses } from '@/core/incidents/workspace-view.ts';

/** Filters as links: each has an address. */
export function IncidentFilters({
	status,
	severity,
}: {
	status: IncidentStatus | null;
	severity: Severity | null;
}) {
	const address = (next: { status: string | null; severity: string | null }) => {
		const params = new URLSearchParams();
		if (next.status !== null) params.set('status', next.status);
		if (next.severity !== null) params.set('severity', next.severity);
		return params.size === 0 ? '/incidents' : `/incidents?${params}`;
	};
	return (
		<nav aria-label="Filters" className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-xs">
			<Choices
				name="Status"
				options={[null, ...incidentStatuses].map((option) => ({
					label: option ?? 'any',
					href: address({ status: option, severity }),
					on: option === status,
				}))}
			/>
			<Choices
				name="Severity"
				options={[null, ...severities].map((option) => ({
					label: option ?? 'any',
					href: address({ status, severity: option }),
					on: option === severity,
				}))}
			/>
		</nav>
	);
}

function Choices({
	name,
	options,
}: {
	name: string;
	options: readonly { label: string; href: string; on: boolean }[];
}) {
	return (
		<div className="flex flex-wrap items-center gap-1">
			<span className="mr-1 text-muted">{name}</span>
			{options.map((option) => (
				<Link
					key={option.label}
					href={option.href}
					aria-current={option.on ? 'true' : undefined}
					className={clsx(
						'rounded-md border px-1.5 py-px',
						option.on
							? 'border-line2 bg-raised font-semibold text-text'
							: 'border-transparent text-muted hover:text-text',
					)}
				>
					{option.label}
				</Link>
			))}
		</div>
	);
}
