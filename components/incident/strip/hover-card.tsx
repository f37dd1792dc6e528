'use client';
import { ActionIcon } from '../../ui/action-class.tsx';
import { EnvironmentTag } from '../../ui/environment-tag.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { formatDuration } from '../../ui/time-format.ts';
import { useMoment } from '../workspace-context.tsx';
import type { StripItem } from './model.ts';

/** What the pointer is on, in a few lines. */
export function HoverCard({
	item,
	x,
	y,
	width,
}: {
	item: StripItem;
	x: number;
	y: number;
	width: number;
}) {
	const moment = useMoment();
	const { event } = item;
	const left = Math.min(Math.max(x - 20, 0), Math.max(width - 340, 0));
	return (
		<div
			role="presentation"
			className="pointer-events-none absolute z-20 w-85 max-w-full rounded-md border border-line2 bg-surface p-2 text-xs shadow-float"
			style={{ left, top: y + 16 }}
		>
			<div className="flex items-center gap-1.5 text-muted">
				{event.actionClass !== null && <ActionIcon action={event.actionClass} size={15} />}
				<span className="font-mono text-text">
					{item.untimed ? 'no time' : moment(item.start, 1)}
				</span>
				{event.durationMs !== null && <span>{formatDuration(event.durationMs)}</span>}
				<span className="truncate">{event.operation ?? event.kind.replaceAll('-', ' ')}</span>
				<span className="flex-1" />
				{event.environment !== 'unknown' && <EnvironmentTag environment={event.environment} />}
			</div>
			<p className="mt-1 line-clamp-3 break-words font-mono">
				<InertText text={event.summary} />
			</p>
			{(event.outcome === 'denied' || event.outcome === 'error') && (
				<p className="mt-0.5 font-semibold text-deny">{event.outcome}</p>
			)}
		</div>
	);
}
