'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Flag, X } from 'lucide-react';
import Link from 'next/link';
import { parseTime } from '@/core/event/time.ts';
import { environments } from '@/core/incidents/document.ts';
import type { EvidenceView, ReadingRow } from '@/core/incidents/workspace-view.ts';
import { evidenceQuery } from '../incident/queries.ts';
import { ActionTag, actionFaces } from '../ui/action-class.tsx';
import { buttonClass, IconButton } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { FailedState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import type { EventRow } from './event-row.ts';
import { around, exploreAddress, quoted } from './explore-state.ts';
import { eventRowQuery } from './queries.ts';

/** One event: what was recorded beside how it was read, and the ways on from it. */
export function EventDrawer({
	id,
	listed,
	address,
	step,
	close,
}: {
	id: string;
	/** As the list has it; undefined where the list does not hold it. */
	listed: EventRow | undefined;
	/** The address of this view with another event. */
	address: (event: string) => string;
	step: (by: -1 | 1) => void;
	close: () => void;
}) {
	const evidence = useQuery(evidenceQuery(id));
	const asked = useQuery({ ...eventRowQuery(id), enabled: listed === undefined });
	const row = listed ?? asked.data ?? null;
	return (
		<aside
			aria-label="Event"
			data-testid="event-drawer"
			className="flex h-[46%] min-h-64 flex-none flex-col bg-surface max-md:absolute max-md:inset-0 max-md:z-20 max-md:h-auto"
		>
			<header className="flex flex-wrap items-center gap-1.5 border-b border-line px-5 py-1.5 max-sm:px-3">
				<h2 className="mr-1 text-xs font-semibold">{row?.kind ?? 'Event'}</h2>
				{evidence.data !== undefined && <Origin data={evidence.data} />}
				<span className="flex-1" />
				{row !== null && <Pivots row={row} incident={evidence.data?.incident ?? null} />}
				<IconButton label="Event before (↑)" onClick={() => step(-1)}>
					<ChevronUp aria-hidden size={14} />
				</IconButton>
				<IconButton label="Event after (↓)" onClick={() => step(1)}>
					<ChevronDown aria-hidden size={14} />
				</IconButton>
				<IconButton label="Close (Esc)" onClick={close}>
					<X aria-hidden size={14} />
				</IconButton>
			</header>
			{evidence.isPending ? (
				<div className="px-5 py-3">
					<Skeleton lines={6} label="Loading the event" />
				</div>
			) : evidence.isError ? (
				<div className="px-5 py-3">
					<FailedState title="The event could not be loaded" retry={() => evidence.refetch()}>
						{evidence.error.message}
					</FailedState>
				</div>
			) : (
				<Body data={evidence.data} row={row} address={address} />
			)}
		</aside>
	);
}

function Origin({ data }: { data: EvidenceView }) {
	const where =
		data.path === null ? data.format : `${data.path}${data.line === null ? '' : `:${data.line}`}`;
	return (
		<Chip mono>
			<span className="truncate" data-testid="origin">
				<InertText text={where} />
			</span>
		</Chip>
	);
}

/** Links to what stands in relation to the event. */
function Pivots({ row, incident }: { row: EventRow; incident: string | null }) {
	const credential = row.credentials[0];
	return (
		<nav
			aria-label="From this event"
			className="flex flex-wrap items-center gap-1 max-md:order-last max-md:w-full"
		>
			{incident !== null && (
				<Link
					href={`/incidents/${incident}?event=${encodeURIComponent(row.id)}`}
					className={buttonClass('plain')}
				>
					<Flag aria-hidden size={12} /> {incident}
				</Link>
			)}
			{credential !== undefined && (
				<Link
					className={buttonClass('quiet')}
					href={exploreAddress({ query: `credential:${quoted(credential)}`, event: row.id })}
				>
					same credential
				</Link>
			)}
			{row.runId !== null && (
				<Link
					className={buttonClass('quiet')}
					href={exploreAddress({ query: `run:${quoted(row.runId)}`, event: row.id })}
				>
					same run
				</Link>
			)}
			{row.operation !== null && (
				<Link
					className={buttonClass('quiet')}
					href={exploreAddress({ query: `operation:${quoted(row.operation)}`, event: row.id })}
				>
					same operation
				</Link>
			)}
			{row.timeMicros !== null && (
				<Link
					className={buttonClass('quiet')}
					href={exploreAddress({ range: around(row.timeMicros), event: row.id })}
				>
					around this time
				</Link>
			)}
		</nav>
	);
}

function Body({
	data,
	row,
	address,
}: {
	data: EvidenceView;
	row: EventRow | null;
	address: (event: string) => string;
}) {
	const marks =
		row?.operation == null || row.actionClass === null
			? []
			: [{ word: row.operation, color: actionFaces[row.actionClass].color }];
	return (
		<div className="grid min-h-0 flex-1 grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-md:block max-md:overflow-auto">
			<section
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
				tabIndex={0}
				aria-label="Raw record, redacted"
				className="overflow-auto border-r border-line px-5 py-3 max-md:max-h-[50vh] max-md:border-r-0 max-md:border-b max-sm:px-3"
			>
				<pre className="font-mono text-xs leading-[1.6] whitespace-pre-wrap [overflow-wrap:anywhere]">
					<InertText text={data.raw} mark={marks} />
				</pre>
			</section>
			<section
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
				tabIndex={0}
				aria-label="How it was read"
				className="overflow-auto px-5 py-3 max-sm:px-3"
			>
				<dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-x-2.5 gap-y-1.5 text-xs">
					<Field label="time">
						<Time precise micros={data.time === null ? null : parseTime(data.time)} />
					</Field>
					{row !== null && <RowFields row={row} stated={data.reading} />}
					{data.reading.map((reading) => (
						<Field
							key={`${reading.label}${reading.value}${reading.eventId ?? ''}`}
							label={reading.label}
						>
							<ReadValue reading={reading} row={row} />{' '}
							{reading.reason !== null && (
								<span className="text-muted">
									<InertText text={reading.reason} />
								</span>
							)}
							{reading.eventId !== null && reading.eventId !== data.eventId && (
								<Link
									href={address(reading.eventId)}
									className="ml-1.5 text-accent underline decoration-dotted underline-offset-2"
								>
									show
								</Link>
							)}
						</Field>
					))}
				</dl>
			</section>
		</div>
	);
}

/** What the list knows of it and the reading does not say. */
function RowFields({ row, stated }: { row: EventRow; stated: readonly ReadingRow[] }) {
	const said = new Set(stated.map((reading) => reading.label));
	const facts: readonly (readonly [string, string | null])[] = [
		['who', row.actor],
		['agent', row.product],
		['tool', row.tool],
		['provider', row.provider],
		['run', row.runId],
		['outcome', row.outcome === 'unknown' ? null : row.outcome],
	];
	return (
		<>
			{facts.map(
				([label, value]) =>
					value !== null &&
					!said.has(label) && (
						<Field key={label} label={label}>
							<InertText text={value} />
						</Field>
					),
			)}
			{row.environment !== 'unknown' && !said.has('environment') && (
				<Field label="environment">
					<EnvironmentTag environment={row.environment} />
				</Field>
			)}
		</>
	);
}

function ReadValue({ reading, row }: { reading: ReadingRow; row: EventRow | null }) {
	const environment = environments.find((name) => name === reading.value);
	if (reading.label === 'environment' && environment !== undefined) {
		return <EnvironmentTag environment={environment} />;
	}
	const action = row?.actionClass ?? null;
	if (reading.label === 'read as' && action !== null && reading.value.startsWith(action)) {
		return (
			<>
				<ActionTag action={action} />
				<InertText text={reading.value.slice(action.length)} />
			</>
		);
	}
	return <InertText text={reading.value} />;
}

function Field({ label, children }: { label: string; children: React.ReactNode }) {
	return (
		<>
			<dt className="text-muted">{label}</dt>
			<dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
		</>
	);
}
