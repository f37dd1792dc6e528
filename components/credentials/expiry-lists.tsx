import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ExpiryEntry } from '@/core/credentials/views.ts';
import { parseTime } from '@/core/event/time.ts';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText, inertLine } from '../ui/inert-text.tsx';
import { SeverityTag } from '../ui/severity.tsx';
import { Time } from '../ui/time.tsx';
import { credentialAddress } from './credential-filter.ts';
import { daysInWords, endInWords } from './day-words.ts';
import { FactText } from './fact-text.tsx';

/** Ended credentials: when they ended, and their last use. */
export function ExpiredList({ entries }: { entries: readonly ExpiryEntry[] }) {
	return (
		<ul>
			{entries.map((entry) => (
				<Line key={entry.id} entry={entry}>
					<span className="font-semibold text-destroy">
						expired {endInWords(entry.expiresInDays ?? 0)}
					</span>
					<span className="text-muted max-sm:hidden">
						last used{' '}
						<FactText fact={entry.lastUsedAt} none="never">
							{(at) => <Time micros={parseTime(at)} dayOnly />}
						</FactText>
					</span>
				</Line>
			))}
		</ul>
	);
}

/** Credentials without an end, oldest first, with their age. */
export function NeverExpiring({ entries }: { entries: readonly ExpiryEntry[] }) {
	return (
		<ul>
			{entries.map((entry) => (
				<Line key={entry.id} entry={entry} narrow>
					<span className="font-mono tabular-nums">
						{entry.ageDays === null ? (
							<span className="font-sans text-muted italic">age unknown</span>
						) : (
							daysInWords(entry.ageDays)
						)}
					</span>
				</Line>
			))}
		</ul>
	);
}

function Line({
	entry,
	narrow = false,
	children,
}: {
	entry: ExpiryEntry;
	narrow?: boolean;
	children: ReactNode;
}) {
	const [environment] = entry.environments;
	return (
		<li className="relative flex min-h-[34px] items-center gap-2 border-t border-line py-1 text-xs first:border-t-0 hover:bg-surface">
			<span className="w-[76px] flex-none">
				{entry.severity !== null && <SeverityTag severity={entry.severity} />}
			</span>
			<span className="min-w-0 flex-1">
				<Link
					prefetch={false}
					href={credentialAddress(entry.id)}
					title={inertLine(entry.title)}
					className="block min-h-[24px] truncate font-semibold leading-[24px] -outline-offset-2 after:absolute after:inset-0"
				>
					<InertText text={entry.title} />
				</Link>
				<span className="-mt-0.5 block truncate text-2xs text-muted">
					{entry.kindTitle} ·{' '}
					<FactText fact={entry.owner} none="nobody owns it">
						{(owner) => <InertText text={owner} />}
					</FactText>
				</span>
			</span>
			{environment !== undefined && (
				<span className={clsx('flex-none', narrow ? 'max-sm:hidden' : 'max-md:hidden')}>
					<EnvironmentTag environment={environment} />
				</span>
			)}
			<span className="flex flex-none gap-3 text-right whitespace-nowrap">{children}</span>
		</li>
	);
}
