'use client';
import { useQuery } from '@tanstack/react-query';
import { Radio } from 'lucide-react';
import Link from 'next/link';
import { Chip } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { EmptyState, FailedState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { lagWords } from './lag-words.ts';
import { type Source, sourcesQuery } from './queries.ts';

/** What sends what: rate, lag, last event, errors, and what fell silent. */
export function SourceTable() {
	const answer = useQuery(sourcesQuery);
	return (
		<Panel title="What sends here">
			{answer.isPending && <Skeleton lines={4} label="Loading the sources" />}
			{answer.isError && (
				<FailedState title="The sources could not be loaded" retry={() => answer.refetch()}>
					{answer.error.message}
				</FailedState>
			)}
			{answer.data?.sources.length === 0 && (
				<EmptyState icon={Radio} title="Nothing has been sent yet">
					Drop a log above, connect an agent, or add a connector.
				</EmptyState>
			)}
			{answer.data !== undefined && answer.data.sources.length > 0 && (
				<Rows sources={answer.data.sources} />
			)}
		</Panel>
	);
}

const microsOf = (iso: string | null): number | null =>
	iso === null ? null : Date.parse(iso) * 1_000;

function Rows({ sources }: { sources: readonly Source[] }) {
	return (
		<section
			aria-label="Sources"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on narrow screens
			tabIndex={0}
			className="max-h-[28rem] overflow-auto rounded-lg border border-line"
		>
			<table className="w-full text-xs">
				<thead className="sticky top-0 bg-surface text-left text-muted">
					<tr>
						{['Source', 'State', 'Format', 'Last hour', 'Last day', 'All', 'Lag', 'Last event'].map(
							(title, index) => (
								<th
									key={title}
									scope="col"
									className={`border-b border-line px-3 py-1.5 font-semibold ${index >= 3 && index <= 6 ? 'text-right' : ''}`}
								>
									{title}
								</th>
							),
						)}
					</tr>
				</thead>
				<tbody>
					{sources.map((row) => (
						<tr key={row.source} className="border-b border-line last:border-0">
							<td className="max-w-72 truncate max-sm:max-w-40 px-3 py-1.5 font-mono">
								<Link
									href={`/explore?q=${encodeURIComponent(`source:"${row.source.replace(/["\\]/g, '\\$&')}"`)}`}
									className="hover:underline"
								>
									<InertText text={row.source} />
								</Link>
							</td>
							<td className="px-3 py-1.5">
								<State row={row} />
							</td>
							<td className="px-3 py-1.5 whitespace-nowrap text-muted">{row.format}</td>
							<Figure value={row.eventsLastHour} />
							<Figure value={row.eventsLastDay} />
							<Figure value={row.events} />
							<td className="px-3 py-1.5 text-right whitespace-nowrap tabular-nums">
								{lagWords(row.lagMs)}
							</td>
							<td className="px-3 py-1.5">
								<Time micros={microsOf(row.lastEventAt)} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

const Figure = ({ value }: { value: number }) => (
	<td className="px-3 py-1.5 text-right tabular-nums">{value.toLocaleString('en')}</td>
);

function State({ row }: { row: Source }) {
	return (
		<span className="flex flex-wrap gap-1">
			{row.silent && (
				<Chip tone="danger" title="It came again and again, and has stopped">
					silent
				</Chip>
			)}
			{row.lastFailure !== null && (
				<Chip tone="warning" title={row.lastFailure}>
					failed
				</Chip>
			)}
			{row.quarantined > 0 && (
				<Chip tone="warning" title="Lines of the last seven days that could not be read">
					{row.quarantined} quarantined
				</Chip>
			)}
			{!row.silent && row.lastFailure === null && row.quarantined === 0 && (
				<Chip tone="good">well</Chip>
			)}
		</span>
	);
}
