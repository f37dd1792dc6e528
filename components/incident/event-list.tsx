'use client';
import clsx from 'clsx';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type ActionClass, actionClasses } from '@/core/actions/action.ts';
import { ActionIcon } from '../ui/action-class.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { EmptyState } from '../ui/states.tsx';
import type { StripItem } from './strip/model.ts';
import { useListMoment, useWorkspace } from './workspace-context.tsx';

const rowPx = 26;

/** All events of the incident, filtered by text and class. Only the rows in view are drawn. */
export function EventList() {
	const { model, view, state, select } = useWorkspace();
	const [text, setText] = useState('');
	const [action, setAction] = useState<ActionClass | 'all'>('all');
	const shown = useMemo(() => {
		const words = text.toLowerCase();
		return model.items.filter(
			({ event }) =>
				(action === 'all' || event.actionClass === action) &&
				(words === '' ||
					`${event.summary} ${event.operation ?? ''} ${event.kind} ${event.environment}`
						.toLowerCase()
						.includes(words)),
		);
	}, [model.items, text, action]);
	return (
		<div className="flex min-h-0 flex-1 flex-col gap-2">
			<div className="flex gap-1.5">
				<input
					type="search"
					aria-label="Filter events"
					placeholder="Filter events"
					value={text}
					onChange={(event) => setText(event.target.value)}
					className="h-7 min-w-0 flex-1 rounded-md border border-line2 bg-bg px-2 text-xs placeholder:text-muted"
				/>
				<select
					aria-label="Action class"
					value={action}
					onChange={(event) =>
						setAction(actionClasses.find((name) => name === event.target.value) ?? 'all')
					}
					className="h-7 rounded-md border border-line2 bg-bg px-1 text-xs"
				>
					<option value="all">all actions</option>
					{actionClasses.map((name) => (
						<option key={name}>{name}</option>
					))}
				</select>
			</div>
			<p className="text-2xs text-muted" aria-live="polite">
				{shown.length} of {model.items.length} events
				{view.truncated && ', the first of more: the rest is in the event store'}
			</p>
			{shown.length === 0 ? (
				<EmptyState title="No event matches">Take a word out of the filter.</EmptyState>
			) : (
				<Rows items={shown} selected={state.event} select={select} />
			)}
		</div>
	);
}

function Rows({
	items,
	selected,
	select,
}: {
	items: readonly StripItem[];
	selected: string | null;
	select: (eventId: string) => void;
}) {
	const { update, replay } = useWorkspace();
	const moment = useListMoment();
	const box = useRef<HTMLDivElement>(null);
	const [top, setTop] = useState(0);
	const first = Math.max(Math.floor(top / rowPx) - 5, 0);
	const slice = items.slice(first, first + 60);
	const at = items.findIndex((item) => item.event.eventId === selected);
	useEffect(() => {
		const element = box.current;
		if (element === null || at === -1) return;
		const y = at * rowPx;
		if (y < element.scrollTop) element.scrollTop = y;
		if (y + rowPx > element.scrollTop + element.clientHeight) {
			element.scrollTop = y + rowPx - element.clientHeight;
		}
	}, [at]);
	return (
		<div
			ref={box}
			className="max-h-[70vh] min-h-48 flex-1 overflow-auto"
			onScroll={(event) => setTop(event.currentTarget.scrollTop)}
		>
			<ul className="relative" style={{ height: items.length * rowPx }}>
				{slice.map((item, index) => {
					const { event } = item;
					return (
						<li
							key={event.eventId}
							className="absolute inset-x-0"
							style={{ top: (first + index) * rowPx, height: rowPx }}
						>
							<button
								type="button"
								aria-pressed={event.eventId === selected}
								onClick={() => update({ event: event.eventId })}
								onDoubleClick={() => select(event.eventId)}
								className={clsx(
									'flex h-full w-full items-center gap-1.5 rounded px-1 text-left text-xs hover:bg-surface aria-pressed:bg-raised',
									replay.faded.has(event.eventId) && 'line-through opacity-60',
								)}
							>
								<span className="w-[74px] flex-none text-right font-mono text-2xs text-muted">
									{item.untimed ? 'no time' : moment(item.start)}
								</span>
								{event.actionClass === null ? (
									<span className="w-[15px] flex-none" />
								) : (
									<ActionIcon action={event.actionClass} size={15} />
								)}
								<span className="min-w-0 flex-1 truncate">
									<InertText text={event.summary} />
								</span>
								{(event.outcome === 'denied' || event.outcome === 'error') && (
									<span className="text-2xs font-semibold text-deny">{event.outcome}</span>
								)}
							</button>
						</li>
					);
				})}
			</ul>
		</div>
	);
}
