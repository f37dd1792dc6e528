import Link from 'next/link';
import { parseTime } from '@/core/event/time.ts';
import { effectClasses } from '@/core/incidents/document.ts';
import { ActionIcon, actionOfEffect } from '../ui/action-class.tsx';
import { buttonClass } from '../ui/button.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { SeverityTag } from '../ui/severity.tsx';
import { Time } from '../ui/time.tsx';
import { formatDuration } from '../ui/time-format.ts';
import type { IncidentRow } from './incident-row.ts';

const head = 'px-2 py-1.5 text-left text-2xs font-normal text-muted whitespace-nowrap';
const cell = 'border-t border-line px-2 py-2 align-top';

/** Incidents, most severe first. On a narrow screen the lesser columns give way. */
export function IncidentTable({
	incidents,
	next,
}: {
	incidents: readonly IncidentRow[];
	next: string | null;
}) {
	return (
		<>
			<table className="w-full border-collapse text-sm">
				<thead>
					<tr>
						<th scope="col" className={head}>
							severity
						</th>
						<th scope="col" className={head}>
							incident
						</th>
						<th scope="col" className={`${head} max-lg:hidden`}>
							environments
						</th>
						<th scope="col" className={`${head} max-xl:hidden`}>
							agent
						</th>
						<th scope="col" className={`${head} max-md:hidden`}>
							when
						</th>
						<th scope="col" className={`${head} max-md:hidden`}>
							impact
						</th>
						<th scope="col" className={`${head} max-sm:hidden`}>
							effects
						</th>
						<th scope="col" className={head}>
							status
						</th>
					</tr>
				</thead>
				<tbody>
					{incidents.map((incident) => (
						<Row key={incident.number} incident={incident} />
					))}
				</tbody>
			</table>
			{next !== null && (
				<p className="mt-3">
					<Link href={next} className={buttonClass()}>
						Older incidents
					</Link>
				</p>
			)}
		</>
	);
}

function Row({ incident }: { incident: IncidentRow }) {
	return (
		<tr className="hover:bg-surface">
			<td className={cell}>
				<SeverityTag severity={incident.severity} />
			</td>
			<td className={cell}>
				<Link href={`/incidents/${incident.number}`} className="group block">
					<span className="font-mono text-xs text-muted">{incident.number}</span>
					<span className="block font-semibold text-balance group-hover:underline">
						<InertText text={incident.title} />
					</span>
				</Link>
			</td>
			<td className={`${cell} max-lg:hidden`}>
				<span className="flex flex-wrap gap-1">
					{incident.environments.map((environment) => (
						<EnvironmentTag key={environment} environment={environment} />
					))}
				</span>
			</td>
			<td className={`${cell} font-mono text-xs text-muted max-xl:hidden`}>
				{[...new Set(incident.agents)].join(', ')}
			</td>
			<td className={`${cell} text-xs text-muted max-md:hidden`}>
				<Time micros={incident.start === null ? null : parseTime(incident.start)} />
			</td>
			<td className={`${cell} font-mono whitespace-nowrap max-md:hidden`}>
				{incident.impact === null ? (
					<span className="text-muted">none</span>
				) : (
					formatDuration(incident.impact.durationMs)
				)}
			</td>
			<td className={`${cell} max-sm:hidden`}>
				<Effects incident={incident} />
			</td>
			<td className={`${cell} text-xs whitespace-nowrap`}>
				{incident.status}
				{incident.assignee !== null && (
					<span className="block text-muted">{incident.assignee}</span>
				)}
			</td>
		</tr>
	);
}

function Effects({ incident }: { incident: IncidentRow }) {
	const classes = effectClasses.filter((name) => incident.effectCounts[name] !== undefined);
	if (classes.length === 0) return <span className="text-xs text-muted">none</span>;
	return (
		<span className="grid gap-1">
			{classes.map((name) => (
				<span key={name} className="flex items-center gap-1.5 text-xs whitespace-nowrap">
					<ActionIcon action={actionOfEffect[name]} size={15} />
					{incident.effectCounts[name]} {name}
				</span>
			))}
			{incident.unrecoverable > 0 && (
				<span className="text-2xs text-destroy">{incident.unrecoverable} cannot be restored</span>
			)}
		</span>
	);
}
