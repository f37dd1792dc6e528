'use client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'lucide-react';
import { parseTime } from '@/core/event/time.ts';
import type { EvidenceView, ReadingRow, TimelineEvent } from '@/core/incidents/workspace-view.ts';
import { ActionTag, actionFaces } from '../ui/action-class.tsx';
import { Chip } from '../ui/chip.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { type InertMark, InertText, inertLine } from '../ui/inert-text.tsx';
import { EmptyState, FailedState, Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { Claims } from './claims.tsx';
import { evidenceQuery } from './queries.ts';
import { useWorkspace } from './workspace-context.tsx';

/** The selected event: its redacted record, and beside it how it was read. */
export function EvidencePanel() {
	const { state, model } = useWorkspace();
	if (state.event === null) {
		return (
			<EmptyState title="Choose an event">
				Press a bar on the strip, a step of the chain or an effect, and its record stands here.
			</EmptyState>
		);
	}
	return (
		<div className="grid gap-3" data-testid="evidence">
			<Record eventId={state.event} event={model.byId.get(state.event)?.event} />
			<Claims eventId={state.event} />
		</div>
	);
}

function Record({ eventId, event }: { eventId: string; event: TimelineEvent | undefined }) {
	const evidence = useQuery(evidenceQuery(eventId));
	if (evidence.isPending) return <Skeleton lines={9} label="Loading the record" />;
	if (evidence.isError) {
		return (
			<FailedState title="The record could not be loaded" retry={() => evidence.refetch()}>
				{evidence.error.message}
			</FailedState>
		);
	}
	const { data } = evidence;
	const marks: InertMark[] =
		event?.operation == null || event.actionClass === null
			? []
			: [{ word: event.operation, color: actionFaces[event.actionClass].color }];
	return (
		<>
			<Provenance data={data} />
			<RawText
				text={data.text === '' ? data.raw : data.text}
				marks={marks}
				label="What was recorded"
			/>
			<Reading data={data} event={event} />
			{data.text !== '' && data.text !== data.raw && (
				<details className="text-xs">
					<summary className="w-fit text-muted hover:text-text">Whole record</summary>
					<div className="mt-1">
						<RawText text={data.raw} marks={marks} label="Whole record" />
					</div>
				</details>
			)}
		</>
	);
}

function Provenance({ data }: { data: EvidenceView }) {
	const where =
		data.path === null ? data.format : `${data.path}${data.line === null ? '' : `:${data.line}`}`;
	return (
		<div className="-mb-1.5 flex flex-wrap items-center gap-1.5 text-xs text-muted">
			<Chip mono title={inertLine(`${data.format}: ${where}`)}>
				<span className="truncate" data-testid="origin">
					<InertText text={where} />
				</span>
			</Chip>
			<span className="flex-1" />
			<CopyButton label="Link" icon={Link} text={() => window.location.href} />
		</div>
	);
}

function RawText({
	text,
	marks,
	label,
}: {
	text: string;
	marks: readonly InertMark[];
	label: string;
}) {
	return (
		<section
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
			tabIndex={0}
			aria-label={label}
			className="max-h-72 overflow-auto rounded-lg border border-line bg-surface px-3 py-2.5"
		>
			<pre className="font-mono text-xs leading-[1.6] break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
				<InertText text={text} mark={marks} />
			</pre>
		</section>
	);
}

function Reading({ data, event }: { data: EvidenceView; event: TimelineEvent | undefined }) {
	const stated = new Set(data.reading.map((row) => row.label));
	return (
		<dl className="grid grid-cols-[92px_minmax(0,1fr)] gap-x-2.5 gap-y-1.5 text-xs">
			<Row label="time">
				<Time precise micros={data.time === null ? null : parseTime(data.time)} />
			</Row>
			{event?.actionClass != null && !stated.has('read as') && (
				<Row label="read as">
					<ActionTag action={event.actionClass} />
				</Row>
			)}
			{event !== undefined && event.environment !== 'unknown' && !stated.has('environment') && (
				<Row label="environment">
					<EnvironmentTag environment={event.environment} />
				</Row>
			)}
			{data.reading.map((row) => (
				<ReadRow key={`${row.label}${row.value}${row.eventId ?? ''}`} row={row} event={event} />
			))}
		</dl>
	);
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
	return (
		<>
			<dt className="text-muted">{label}</dt>
			<dd className="min-w-0 break-words">{children}</dd>
		</>
	);
}

function ReadRow({ row, event }: { row: ReadingRow; event: TimelineEvent | undefined }) {
	const { select, model } = useWorkspace();
	const { eventId } = row;
	return (
		<Row label={row.label}>
			<ReadValue row={row} event={event} />{' '}
			{row.reason !== null && (
				<span className="text-muted">
					<InertText text={row.reason} />
				</span>
			)}
			{eventId !== null && model.byId.has(eventId) && eventId !== event?.eventId && (
				<button
					type="button"
					className="ml-1.5 text-accent underline decoration-dotted underline-offset-2"
					onClick={() => select(eventId)}
				>
					show
				</button>
			)}
		</Row>
	);
}

function ReadValue({ row, event }: { row: ReadingRow; event: TimelineEvent | undefined }) {
	if (row.label === 'environment' && event !== undefined && event.environment === row.value) {
		return <EnvironmentTag environment={event.environment} />;
	}
	if (
		row.label === 'read as' &&
		event?.actionClass != null &&
		row.value.startsWith(event.actionClass)
	) {
		return (
			<>
				<ActionTag action={event.actionClass} />
				<InertText text={row.value.slice(event.actionClass.length)} />
			</>
		);
	}
	return <InertText text={row.value} />;
}
