'use client';
import Link from 'next/link';
import { useRef } from 'react';
import type { ExpiryEntry, ExpiryView } from '@/core/credentials/views.ts';
import { textWidth } from '../incident/strip/placement.ts';
import { useWidth } from '../incident/strip/use-width.ts';
import { environmentFaces } from '../ui/environment-tag.tsx';
import { inertLine } from '../ui/inert-text.tsx';
import { credentialAddress } from './credential-filter.ts';
import { placeMoments } from './day-placement.ts';

const horizonDays = 90;
const soonDays = 14;
const rowPx = 24;
const labelMax = 26;

/** The next 90 days on a line, a band for each owner. Every mark leads to its credential. */
export function ExpiryLine({ days }: { days: ExpiryView['days'] }) {
	const box = useRef<HTMLDivElement>(null);
	const width = useWidth(box, 900);
	const namePx = width < 560 ? 0 : 132;
	const linePx = width - namePx - 14;
	const x = (day: number) => (Math.min(Math.max(day, 0), horizonDays) / horizonDays) * linePx;
	return (
		<div ref={box} className="relative overflow-hidden pb-1">
			<div className="relative h-5" style={{ marginLeft: namePx }}>
				{[0, 15, 30, 45, 60, 75, 90]
					.filter((day) => width > 560 || day % 30 === 0)
					.map((day) => (
						<span
							key={day}
							className="absolute font-mono text-2xs whitespace-nowrap text-muted"
							style={{
								left: x(day),
								transform: `translateX(${day === 0 ? '0' : day === horizonDays ? '-85%' : '-50%'})`,
							}}
						>
							{day === 0 ? 'today' : `+${day} d`}
						</span>
					))}
			</div>
			<div className="relative">
				<div
					aria-hidden
					className="absolute inset-y-0 border-x border-line bg-modify/10"
					style={{ left: namePx, width: x(soonDays) }}
				/>
				{[15, 30, 45, 60, 75, 90].map((day) => (
					<div
						key={day}
						aria-hidden
						className="absolute inset-y-0 border-r border-line"
						style={{ left: namePx, width: x(day) }}
					/>
				))}
				<ul className="relative">
					{bands(days).map(({ owner, state, entries }) => (
						<Band key={`${state}${owner}`} owner={owner} known={state === 'value'} namePx={namePx}>
							<Marks entries={entries} x={x} linePx={linePx} />
						</Band>
					))}
				</ul>
			</div>
		</div>
	);
}

function Band({
	owner,
	known,
	namePx,
	children,
}: {
	owner: string;
	known: boolean;
	namePx: number;
	children: React.ReactNode;
}) {
	return (
		<li className="border-b border-line py-1 last:border-b-0">
			<div className="flex max-sm:flex-col" style={namePx === 0 ? { flexDirection: 'column' } : {}}>
				<span
					className={`flex-none truncate pt-0.5 pr-2 text-xs ${known ? 'text-muted' : 'text-modify'}`}
					style={namePx === 0 ? {} : { width: namePx }}
					title={inertLine(owner)}
				>
					{inertLine(owner)}
				</span>
				{children}
			</div>
		</li>
	);
}

function Marks({
	entries,
	x,
	linePx,
}: {
	entries: readonly ExpiryEntry[];
	x: (day: number) => number;
	linePx: number;
}) {
	const moments = entries.map((entry) => {
		const whole = inertLine(entry.title);
		const label = whole.length > labelMax ? `${whole.slice(0, labelMax - 1)}…` : whole;
		return { entry, label, x: x(entry.expiresInDays ?? 0), labelPx: textWidth(label, 11) };
	});
	const { placed, rows } = placeMoments(moments, linePx);
	return (
		<ul className="relative" style={{ height: rows * rowPx, width: linePx }}>
			{placed.map(({ moment, row, before }) => (
				<Mark key={moment.entry.id} {...moment} row={row} before={before} />
			))}
		</ul>
	);
}

function Mark({
	entry,
	label,
	x,
	labelPx,
	row,
	before,
}: {
	entry: ExpiryEntry;
	label: string;
	x: number;
	labelPx: number;
	row: number;
	before: boolean;
}) {
	const environment = entry.environments[0] ?? 'unknown';
	const { icon: Icon, color } = environmentFaces[environment];
	const start = before ? x - labelPx - 9 : x - 5;
	return (
		<li className="absolute" style={{ top: row * rowPx, left: Math.max(start, -5) }}>
			<Link
				prefetch={false}
				href={credentialAddress(entry.id)}
				title={`${inertLine(entry.title)}, ${entry.kindTitle}, ${environment === 'unknown' ? 'environment unknown' : environment}: ends ${entry.expiresAt ?? ''}`}
				className={`flex h-6 items-center gap-1 text-[11px] whitespace-nowrap hover:underline ${before ? 'flex-row-reverse' : ''}`}
			>
				<Icon
					role="img"
					aria-label={environment}
					size={10}
					strokeWidth={3}
					color={color}
					fill={environment === 'unknown' ? 'none' : color}
					className="flex-none"
				/>
				{label}
			</Link>
		</li>
	);
}

/** Entries by owner, most first; those nobody owns and those of unknown owner last. */
function bands(days: ExpiryView['days']) {
	const found = new Map<
		string,
		{ owner: string; state: ExpiryEntry['owner']['state']; entries: ExpiryEntry[] }
	>();
	for (const entry of days.flatMap(({ credentials }) => credentials)) {
		const { owner } = entry;
		const name =
			owner.state === 'value' ? owner.value : owner.state === 'none' ? 'nobody' : 'owner unknown';
		const band = found.get(`${owner.state}${name}`) ?? {
			owner: name,
			state: owner.state,
			entries: [],
		};
		band.entries.push(entry);
		found.set(`${owner.state}${name}`, band);
	}
	const rank = { value: 0, none: 1, unknown: 2 };
	return [...found.values()].sort(
		(a, b) => rank[a.state] - rank[b.state] || b.entries.length - a.entries.length,
	);
}
