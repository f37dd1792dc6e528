'use client';
import clsx from 'clsx';
import { ActionIcon } from '../ui/action-class.tsx';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText, inertLine } from '../ui/inert-text.tsx';
import { Time } from '../ui/time.tsx';
import { useRowWindow } from '../ui/use-row-window.ts';
import type { EventRow } from './event-row.ts';

const rowPx = 30;
const headPx = 26;
const head =
	'sticky top-0 z-10 bg-bg px-2 py-1 text-left text-2xs font-normal text-muted whitespace-nowrap';
const cell = 'border-t border-line px-2 overflow-hidden whitespace-nowrap text-ellipsis';

/** Events, newest first. Only the rows in view are drawn. */
export function EventTable({
	events,
	selected,
	select,
	nearEnd,
	foot,
}: {
	events: readonly EventRow[];
	selected: string | null;
	select: (id: string) => void;
	/** Asked for when the last rows come into view. */
	nearEnd: () => void;
	foot: React.ReactNode;
}) {
	const at = events.findIndex((event) => event.id === selected);
	const rows = useRowWindow(events.length, rowPx, at, headPx);
	return (
		<div
			ref={rows.box}
			data-testid="events"
			className="relative min-h-40 flex-1 overflow-auto border-b border-line"
			onScroll={({ currentTarget: box }) => {
				if (box.scrollTop + box.clientHeight > box.scrollHeight - 20 * rowPx) nearEnd();
			}}
		>
			<table className="w-full table-fixed border-collapse text-xs">
				<caption className="sr-only">Events, newest first</caption>
				<thead>
					<tr style={{ height: headPx }}>
						<th scope="col" className={`${head} w-[186px] pl-5 max-sm:w-[158px] max-sm:pl-3`}>
							time
						</th>
						<th scope="col" className={`${head} w-[116px] max-md:hidden`}>
							kind
						</th>
						<th scope="col" className={`${head} w-[210px] max-lg:w-[160px] max-sm:hidden`}>
							operation
						</th>
						<th scope="col" className={`${head} w-[128px] max-lg:hidden`}>
							environment
						</th>
						<th scope="col" className={head}>
							what was recorded
						</th>
						<th scope="col" className={`${head} w-[120px] max-xl:hidden`}>
							run
						</th>
						<th scope="col" className={`${head} w-[72px] max-sm:hidden`}>
							outcome
						</th>
					</tr>
				</thead>
				<tbody>
					{rows.before > 0 && <tr aria-hidden style={{ height: rows.before }} />}
					{events.slice(rows.first, rows.last).map((event) => (
						<Row key={event.id} event={event} on={event.id === selected} select={select} />
					))}
					{rows.after > 0 && <tr aria-hidden style={{ height: rows.after }} />}
				</tbody>
			</table>
			{foot}
		</div>
	);
}

function Row({
	event,
	on,
	select,
}: {
	event: EventRow;
	on: boolean;
	select: (id: string) => void;
}) {
	const operation = event.operation ?? event.tool;
	return (
		<tr
			style={{ height: rowPx }}
			className={clsx('relative', on ? 'bg-raised' : 'hover:bg-surface')}
		>
			<td className={`${cell} pl-5 font-mono text-2xs text-muted max-sm:pl-3`}>
				<Time micros={event.timeMicros} precise />
			</td>
			<td className={`${cell} text-muted max-md:hidden`}>{event.kind}</td>
			<td className={`${cell} max-sm:hidden`}>
				<span className="flex items-center gap-1.5">
					{event.actionClass !== null && <ActionIcon action={event.actionClass} size={15} />}
					{operation !== null && (
						<span title={inertLine(operation)} className="truncate font-mono">
							<InertText text={operation} />
						</span>
					)}
				</span>
			</td>
			<td className={`${cell} max-lg:hidden`}>
				{event.environment !== 'unknown' && <EnvironmentTag environment={event.environment} />}
			</td>
			<td className={cell}>
				<button
					type="button"
					aria-pressed={on}
					onClick={() => select(event.id)}
					className="block h-[26px] w-full truncate text-left after:absolute after:inset-0"
				>
					{event.actionClass !== null && (
						<span className="mr-1.5 align-middle sm:hidden">
							<ActionIcon action={event.actionClass} size={15} />
						</span>
					)}
					<InertText text={firstLine(event)} />
				</button>
			</td>
			<td className={`${cell} font-mono text-2xs text-muted max-xl:hidden`}>
				{event.runId !== null && <InertText text={event.runId} />}
			</td>
			<td
				className={clsx(
					cell,
					'max-sm:hidden',
					event.outcome === 'denied' || event.outcome === 'error'
						? 'font-semibold text-deny'
						: 'text-muted',
				)}
			>
				{event.outcome === 'unknown' ? '' : event.outcome}
			</td>
		</tr>
	);
}

const firstLine = (event: EventRow): string =>
	event.text.slice(0, 400).replace(/\s+/g, ' ').trim() || `(${event.kind} without text)`;
