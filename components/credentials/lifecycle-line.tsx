'use client';
import {
	Ban,
	CircleCheck,
	CircleX,
	Eye,
	Hourglass,
	type LucideIcon,
	RefreshCw,
	Undo2,
	Zap,
} from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import type { LifecycleStep } from '@/core/credentials/views.ts';
import { parseTime } from '@/core/event/time.ts';
import { exploreAddress } from '../explore/explore-state.ts';
import { textWidth } from '../incident/strip/placement.ts';
import { useWidth } from '../incident/strip/use-width.ts';
import { inertLine } from '../ui/inert-text.tsx';
import { formatDateTime } from '../ui/time-format.ts';
import { placeMoments } from './day-placement.ts';

const faces: Readonly<Record<LifecycleStep['kind'], { icon: LucideIcon; color: string }>> = {
	issued: { icon: CircleCheck, color: 'var(--create)' },
	rotated: { icon: RefreshCw, color: 'var(--create)' },
	revoked: { icon: Ban, color: 'var(--destroy)' },
	reinstated: { icon: Undo2, color: 'var(--modify)' },
	seen: { icon: Eye, color: 'var(--expose)' },
	used: { icon: Zap, color: 'var(--execute)' },
	expires: { icon: Hourglass, color: 'var(--modify)' },
	expired: { icon: CircleX, color: 'var(--destroy)' },
};

const rowPx = 24;

interface Group {
	readonly at: number;
	readonly steps: readonly LifecycleStep[];
	readonly step: LifecycleStep;
	readonly x: number;
	readonly label: string;
	readonly labelPx: number;
}

/** From issue to end on one line. Moments too close to be told apart stand as one, with their number. */
export function LifecycleLine({ steps }: { steps: readonly LifecycleStep[] }) {
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box, 900) - 12;
	const times = steps.map(({ at }) => Date.parse(at)).filter(Number.isFinite);
	if (times.length === 0) {
		return <p className="text-xs text-muted">No source tells when anything happened to it.</p>;
	}
	const [from, to] = [Math.min(...times), Math.max(...times)];
	const x = (time: number) => (to === from ? 0 : ((time - from) / (to - from)) * (width - 12));
	const { placed, rows } = placeMoments(grouped(steps, x), width);
	return (
		<div ref={box} className="relative overflow-hidden">
			<div aria-hidden className="mx-1.5 h-1 rounded-full bg-line2" />
			<ol className="relative mt-1" style={{ height: rows * rowPx }}>
				{placed.map(({ moment, row, before }) => (
					<li
						key={`${moment.step.kind}${moment.step.at}`}
						className="absolute"
						style={{
							top: row * rowPx,
							left: Math.max(before ? moment.x - moment.labelPx - 4 : moment.x, 0),
						}}
					>
						<Moment group={moment} before={before} />
					</li>
				))}
			</ol>
			<p className="mt-1 flex justify-between font-mono text-2xs text-muted">
				<span>{formatDateTime(from, 0)}</span>
				{to !== from && <span>{formatDateTime(to, 0)} UTC</span>}
			</p>
		</div>
	);
}

function Moment({ group, before }: { group: Group; before: boolean }) {
	const { icon: Icon, color } = faces[group.step.kind];
	const inside = (
		<>
			<Icon aria-hidden size={12} strokeWidth={2.5} color={color} className="flex-none" />
			{group.label}
		</>
	);
	const look = `flex h-6 items-center gap-1 text-[11px] whitespace-nowrap ${before ? 'flex-row-reverse' : ''}`;
	const title = group.steps
		.slice(0, 12)
		.map((step) => `${step.at} ${inertLine(step.title)}`)
		.join('\n');
	const { eventId } = group.step;
	return eventId === null || eventId.startsWith('scan:') ? (
		<span className={look} title={title}>
			{inside}
		</span>
	) : (
		<Link
			className={`${look} hover:underline`}
			title={title}
			href={exploreAddress({ event: eventId })}
		>
			{inside}
		</Link>
	);
}

/** Steps of one kind that lie within a few pixels of each other, as one. */
function grouped(steps: readonly LifecycleStep[], x: (time: number) => number): Group[] {
	const groups: { kind: string; x: number; steps: LifecycleStep[] }[] = [];
	for (const step of steps) {
		if (parseTime(step.at) === null) continue;
		const at = x(Date.parse(step.at));
		const near = groups.find((group) => group.kind === step.kind && Math.abs(group.x - at) < 14);
		if (near === undefined) groups.push({ kind: step.kind, x: at, steps: [step] });
		else near.steps.push(step);
	}
	return groups.flatMap(({ x: at, steps: within }): Group[] => {
		const [step] = within;
		if (step === undefined) return [];
		const whole = inertLine(
			within.length === 1 ? step.title : `${step.kind} ${within.length} times`,
		);
		const label = whole.length > 42 ? `${whole.slice(0, 41)}…` : whole;
		return [
			{ at: Date.parse(step.at), steps: within, step, x: at, label, labelPx: textWidth(label, 11) },
		];
	});
}
