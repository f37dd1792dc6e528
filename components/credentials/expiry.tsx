import { CalendarClock } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ExpiryView } from '@/core/credentials/views.ts';
import { Chip } from '../ui/chip.tsx';
import { EmptyState } from '../ui/states.tsx';
import { credentialsAddress } from './credential-filter.ts';
import { ExpiryLine } from './expiry-line.tsx';
import { ExpiredList, NeverExpiring } from './expiry-lists.tsx';

/** When credentials end: what is over but still used first, the next 90 days, and what never ends. */
export function Expiry({ view }: { view: ExpiryView }) {
	const { counts } = view;
	return (
		<div className="grid flex-none grid-cols-[minmax(0,1fr)] gap-3 pb-5">
			{view.truncated && (
				<p role="status" className="text-xs text-modify">
					A list below holds the first 300 only; the figures count all.
				</p>
			)}
			{view.expiredButUsed.length > 0 && (
				<Frame title="Expired, and used since" count={counts.expiredButUsed} tone="danger">
					<ExpiredList entries={view.expiredButUsed} />
				</Frame>
			)}
			<div className="grid grid-cols-[minmax(0,1fr)_400px] items-start gap-3 max-xl:grid-cols-[minmax(0,1fr)]">
				<div className="grid grid-cols-[minmax(0,1fr)] gap-3">
					<Frame title="Next 90 days" count={counts.in90Days}>
						{view.days.length === 0 ? (
							<EmptyState icon={CalendarClock} title="Nothing ends in the next 90 days">
								{counts.later > 0
									? `${counts.later.toLocaleString('en')} end later.`
									: 'Of no credential is an end known that lies ahead.'}
							</EmptyState>
						) : (
							<ExpiryLine days={view.days} />
						)}
						<p className="mt-2 text-2xs text-muted">
							{counts.later.toLocaleString('en')} end later ·{' '}
							<Link
								href={credentialsAddress({ expiry: 'unknown' })}
								className="underline underline-offset-2 hover:text-text"
							>
								of {counts.unknown.toLocaleString('en')} nobody knows whether they end
							</Link>
						</p>
					</Frame>
					{view.expired.length > 0 && (
						<Frame title="Expired, not used since" count={counts.expired}>
							<div className="max-h-96 overflow-auto">
								<ExpiredList entries={view.expired} />
							</div>
						</Frame>
					)}
				</div>
				<Frame
					title="Never expire"
					count={counts.neverExpires}
					tone="warning"
					note="inactive ones too, oldest first"
				>
					{view.neverExpires.length === 0 ? (
						<p className="text-xs text-muted">None is known that never expires.</p>
					) : (
						<div className="max-h-[70vh] overflow-auto">
							<NeverExpiring entries={view.neverExpires} />
						</div>
					)}
				</Frame>
			</div>
		</div>
	);
}

function Frame({
	title,
	count,
	tone = 'strong',
	note,
	children,
}: {
	title: string;
	count: number;
	tone?: 'strong' | 'warning' | 'danger';
	note?: string;
	children: ReactNode;
}) {
	return (
		<section aria-label={title} className="min-w-0 rounded-lg border border-line px-3.5 py-2.5">
			<h2 className="mb-2 flex items-center gap-2 text-xs font-semibold text-muted">
				{title} <Chip tone={tone}>{count.toLocaleString('en')}</Chip>
				{note !== undefined && <span className="ml-auto font-normal">{note}</span>}
			</h2>
			{children}
		</section>
	);
}
