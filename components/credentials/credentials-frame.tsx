import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { FindingKind } from '@/core/credentials/finding.ts';
import { movement, type TrendDay } from '@/core/credentials/trend.ts';
import type { CredentialPage } from '@/core/credentials/views.ts';
import { credentialsAddress } from './credential-filter.ts';
import { FrameTabs } from './frame-tabs.tsx';
import { MovementText, TrendLine } from './sprawl/trend-line.tsx';

const tabs = [
	{ name: 'Inventory', href: '/credentials' },
	{ name: 'Expiry', href: '/credentials/expiry' },
	{ name: 'Scopes', href: '/credentials/scopes' },
	{ name: 'Reach', href: '/credentials/reach' },
	{ name: 'Sprawl', href: '/credentials/sprawl' },
	{ name: 'On demand', href: '/credentials/on-demand' },
	{ name: 'Reviews', href: '/credentials/reviews' },
	{ name: 'Policy', href: '/credentials/policy' },
	{ name: 'Reminders', href: '/credentials/reminders' },
] as const;

/** Heading, parts and figures of the credential pages. */
export function CredentialsFrame({
	here,
	figures,
	children,
}: {
	here: (typeof tabs)[number]['href'];
	figures: RiskFigures | null;
	children: ReactNode;
}) {
	return (
		<div className="flex h-full flex-col px-5 pt-4 max-md:h-auto max-sm:px-3">
			<h1 className="flex-none text-lg font-semibold">Credentials</h1>
			<FrameTabs tabs={tabs} here={here} />
			{figures !== null && <CredentialFigures figures={figures} />}
			{children}
		</div>
	);
}

/** How many credentials there are, and how many have each finding. */
export interface RiskFigures {
	readonly total: number;
	readonly finding: CredentialPage['facets']['finding'];
}

const shown: readonly {
	readonly kind: FindingKind;
	readonly title: string;
	readonly color: string;
}[] = [
	{ kind: 'expired-but-used', title: 'expired, still used', color: 'text-destroy' },
	{ kind: 'never-expires', title: 'never expire', color: 'text-destroy' },
	{ kind: 'expiring', title: 'end in 14 days', color: 'text-modify' },
	{ kind: 'on-disk', title: 'in files on disk', color: 'text-expose' },
	{ kind: 'over-scoped', title: 'over-scoped', color: 'text-grant' },
	{ kind: 'unowned', title: 'nobody owns', color: 'text-modify' },
	{ kind: 'can-destroy-backups', title: 'can destroy backups', color: 'text-destroy' },
];

/** Credential risk in one row. Every figure leads to what it counts. */
export function CredentialFigures({
	figures,
	trend = [],
}: {
	figures: RiskFigures;
	/** Figures of the days before; with two or more, how each moved. */
	trend?: readonly TrendDay[];
}) {
	const count = (kind: FindingKind) => figures.finding.find(({ key }) => key === kind)?.count ?? 0;
	return (
		<ul
			aria-label="Credential risk"
			className="mb-3 grid flex-none grid-cols-8 overflow-hidden rounded-lg border border-line bg-surface max-xl:grid-cols-4 max-sm:grid-cols-2"
		>
			<Figure
				title="in inventory"
				value={figures.total}
				color="text-text"
				href="/credentials"
				trend={trend}
				of={(day) => day.total}
			/>
			{shown.map(({ kind, title, color }) => (
				<Figure
					key={kind}
					title={title}
					value={count(kind)}
					color={count(kind) === 0 ? 'text-muted' : color}
					href={credentialsAddress({ finding: kind })}
					trend={trend}
					of={(day) => day.findings[kind] ?? 0}
				/>
			))}
		</ul>
	);
}

function Figure({
	title,
	value,
	color,
	href,
	trend,
	of,
}: {
	title: string;
	value: number;
	color: string;
	href: string;
	trend: readonly TrendDay[];
	of: (day: TrendDay) => number;
}) {
	return (
		<li className="-mt-px -ml-px border-t border-l border-line">
			<Link href={href} className="block h-full px-3 py-1.5 hover:bg-raised">
				<span className="block truncate text-2xs text-muted" title={title}>
					{title}
				</span>{' '}
				<span className={clsx('font-mono text-lg font-semibold tabular-nums', color)}>
					{value.toLocaleString('en')}
				</span>
				{trend.length > 1 && (
					<span className="mt-0.5 block">
						<TrendLine values={trend.map(of)} />
						<MovementText movement={movement(trend, of)} />
					</span>
				)}
			</Link>
		</li>
	);
}
