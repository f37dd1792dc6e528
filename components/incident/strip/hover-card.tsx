'use client';
import { type RefObject, useEffect, useState } from 'react';
import { ActionIcon } from '../../ui/action-class.tsx';
import { EnvironmentTag } from '../../ui/environment-tag.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { formatDuration } from '../../ui/time-format.ts';
import { useMoment, useWorkspace } from '../workspace-context.tsx';
import type { StripItem } from './model.ts';

interface Hover {
	readonly item: StripItem;
	readonly x: number;
	readonly y: number;
}

/** Follows the pointer over the strip by itself, so that moving it draws nothing else anew. */
export function HoverLayer({
	target,
	width,
}: {
	target: RefObject<SVGSVGElement | null>;
	width: number;
}) {
	const { model } = useWorkspace();
	const [hover, setHover] = useState<Hover | null>(null);
	useEffect(() => {
		const svg = target.current;
		if (svg === null) return;
		const move = (event: PointerEvent) => {
			const named = (event.target as Element).closest('[data-event]')?.getAttribute('data-event');
			const item = model.byId.get(named ?? '');
			if (item === undefined || event.buttons !== 0) return setHover(null);
			const { left, top } = svg.getBoundingClientRect();
			setHover({ item, x: event.clientX - left, y: event.clientY - top });
		};
		const leave = () => setHover(null);
		svg.addEventListener('pointermove', move);
		svg.addEventListener('pointerleave', leave);
		return () => {
			svg.removeEventListener('pointermove', move);
			svg.removeEventListener('pointerleave', leave);
		};
	}, [target, model]);
	return hover === null ? null : <HoverCard {...hover} width={width} />;
}

/** What the pointer is on, in a few lines. */
function HoverCard({
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
