import { FileDown, KeyRound, Printer } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { movement, type TrendDay } from '@/core/credentials/trend.ts';
import type { SprawlGroup, SprawlView } from '@/core/credentials/views.ts';
import { buttonClass } from '../../ui/button.tsx';
import { InertText, inertLine } from '../../ui/inert-text.tsx';
import { SeverityTag } from '../../ui/severity.tsx';
import { EmptyState } from '../../ui/states.tsx';
import {
	type CredentialFilterValues,
	credentialAddress,
	credentialsAddress,
} from '../credential-filter.ts';
import { SprawlGroups } from './sprawl-groups.tsx';
import { MovementText, TrendLine } from './trend-line.tsx';

const report = '/api/v1/credentials/sprawl/report';
const listShown = 12;

/** For managers: how many there are, of what, whose, what is wrong, and whether it gets better. */
export function Sprawl({ view }: { view: SprawlView }) {
	if (view.total === 0) {
		return (
			<EmptyState icon={KeyRound} title="No credentials in this workspace">
				<Link href="/sources" className={buttonClass()}>
					Bring in logs
				</Link>
			</EmptyState>
		);
	}
	const { trend, grants } = view;
	const finding = (kind: string) => (day: TrendDay) => day.findings[kind] ?? 0;
	const figures: readonly Figure[] = [
		{ title: 'in inventory', filter: {}, of: (day) => day.total },
		{ title: 'never expire', filter: { finding: 'never-expires' }, of: finding('never-expires') },
		{ title: 'nobody owns', filter: { finding: 'unowned' }, of: finding('unowned') },
		{ title: 'unused 90 days', filter: { finding: 'unused' }, of: finding('unused') },
		{ title: 'in files on disk', filter: { finding: 'on-disk' }, of: finding('on-disk') },
		{ title: 'in several places', filter: { places: 'many' }, of: (day) => day.duplicated },
		{ title: 'over-scoped', filter: { finding: 'over-scoped' }, of: finding('over-scoped') },
		{
			title: 'can destroy backups',
			filter: { finding: 'can-destroy-backups' },
			of: finding('can-destroy-backups'),
		},
	];
	return (
		<div className="grid flex-none grid-cols-[minmax(0,1fr)] gap-3 pb-6">
			<div className="flex flex-wrap items-center gap-2">
				<p className="min-w-60 flex-1 text-xs text-muted">
					{trend.length < 2
						? 'The record of figures begins today; how they move shows from tomorrow on.'
						: `Figures are kept once a day since ${trend[0]?.day}.`}{' '}
					Revoked credentials do not count.
				</p>
				<a
					href={`${report}?format=html`}
					target="_blank"
					rel="noreferrer"
					className={buttonClass()}
				>
					<Printer aria-hidden size={12} /> Report to print
				</a>
				<a href={`${report}?format=json`} className={buttonClass()} download>
					<FileDown aria-hidden size={12} /> Figures as JSON
				</a>
				<a href="/api/v1/credentials/export?live=true" className={buttonClass()} download>
					<FileDown aria-hidden size={12} /> List as CSV
				</a>
			</div>
			<ul
				aria-label="Totals"
				className="grid grid-cols-8 overflow-hidden rounded-lg border border-line bg-surface max-xl:grid-cols-4 max-sm:grid-cols-2"
			>
				{figures.map((figure) => (
					<FigureItem key={figure.title} figure={figure} trend={trend} />
				))}
			</ul>
			<div className="grid grid-cols-2 items-start gap-3 max-lg:grid-cols-[minmax(0,1fr)]">
				<Frame title="Findings">
					<table className="w-full border-collapse text-xs">
						<caption className="sr-only">Findings by kind</caption>
						<tbody>
							{view.findings.map(({ kind, title, count, severity }) => (
								<tr key={kind} className="border-t border-line first:border-t-0">
									<th scope="row" className="py-1 pr-2 text-left font-normal">
										<Link
											href={credentialsAddress({ finding: kind, live: 'true' })}
											className="inline-block leading-[24px] hover:underline"
										>
											{title}
										</Link>
									</th>
									<td className="px-2 py-1">
										<SeverityTag severity={severity} />
									</td>
									<td className="px-2 py-1 text-right font-mono tabular-nums">
										{count.toLocaleString('en')}
									</td>
									{trend.length > 1 && (
										<td className="py-1 pl-2 text-right whitespace-nowrap max-sm:hidden">
											<MovementText movement={movement(trend, finding(kind))} />
										</td>
									)}
								</tr>
							))}
						</tbody>
					</table>
				</Frame>
				<div className="grid content-start gap-3">
					<Frame title="What is known">
						<Known view={view} />
						<p className="mt-2 text-2xs text-muted">
							{grants.unused.toLocaleString('en')} of {grants.total.toLocaleString('en')} grants had
							no use that was seen
							{trend.length > 1 && (
								<>
									{' '}
									(<MovementText movement={movement(trend, (day) => day.grantsUnused)} />)
								</>
							)}
							.{' '}
							<Link
								href="/credentials/scopes"
								className="inline-block min-h-[24px] underline underline-offset-2 hover:text-text"
							>
								Scopes
							</Link>
						</p>
					</Frame>
					<Frame title="By age" note="since issue">
						<SprawlGroups groups={view.byAge} total={view.total} filterOf={(age) => ({ age })} />
					</Frame>
				</div>
				<Frame title="By owner">
					<Groups view={view} groups={view.byOwner} filterOf={(owner) => ({ owner })} />
				</Frame>
				<Frame title="By provider">
					<Groups view={view} groups={view.byProvider} filterOf={(provider) => ({ provider })} />
				</Frame>
				<Frame title="By kind">
					<Groups view={view} groups={view.byKind} filterOf={(kind) => ({ kind })} />
				</Frame>
				<Frame title="By environment">
					<Groups
						view={view}
						groups={view.byEnvironment}
						filterOf={(environment) => ({ environment })}
					/>
				</Frame>
				<Frame title="One secret in several places" note={view.duplicated.toLocaleString('en')}>
					<Duplicates view={view} />
				</Frame>
				<Frame title="To act on first">
					<ul className="grid gap-1 text-xs">
						{view.worst.slice(0, listShown).map((row) => (
							<li
								key={row.id}
								className="grid grid-cols-[76px_minmax(0,1fr)] border-t border-line pt-1 first:border-t-0 first:pt-0"
							>
								<span className="pt-0.5">
									{row.severity !== null && <SeverityTag severity={row.severity} />}
								</span>
								<span className="min-w-0">
									<Link
										href={credentialAddress(row.id)}
										className="block truncate font-semibold leading-[24px] hover:underline"
									>
										<InertText text={row.title} />
									</Link>
									<span className="-mt-0.5 block text-2xs text-muted">
										{row.findings.map(({ title }) => title).join(', ')}
									</span>
								</span>
							</li>
						))}
					</ul>
				</Frame>
			</div>
		</div>
	);
}

interface Figure {
	readonly title: string;
	readonly filter: CredentialFilterValues;
	readonly of: (day: TrendDay) => number;
}

function FigureItem({ figure, trend }: { figure: Figure; trend: readonly TrendDay[] }) {
	const today = trend.at(-1);
	return (
		<li className="-mt-px -ml-px border-t border-l border-line">
			<Link
				href={credentialsAddress({ ...figure.filter, live: 'true' })}
				className="block h-full px-3 py-1.5 hover:bg-raised"
			>
				<span className="block truncate text-2xs text-muted">{figure.title}</span>
				<span className="block font-mono text-lg font-semibold tabular-nums">
					{(today === undefined ? 0 : figure.of(today)).toLocaleString('en')}
				</span>
				{trend.length > 1 && (
					<span className="block truncate">
						<MovementText movement={movement(trend, figure.of)} />
					</span>
				)}
				<TrendLine values={trend.map(figure.of)} />
			</Link>
		</li>
	);
}

function Groups({
	view,
	groups,
	filterOf,
}: {
	view: SprawlView;
	groups: readonly SprawlGroup[];
	filterOf: (key: string) => CredentialFilterValues;
}) {
	return (
		<>
			<SprawlGroups groups={groups.slice(0, listShown)} total={view.total} filterOf={filterOf} />
			{groups.length > listShown && (
				<details className="mt-1 text-xs">
					<summary className="cursor-pointer text-2xs leading-[24px] text-muted">
						and {(groups.length - listShown).toLocaleString('en')} more
					</summary>
					<SprawlGroups groups={groups.slice(listShown)} total={view.total} filterOf={filterOf} />
				</details>
			)}
		</>
	);
}

function Known({ view }: { view: SprawlView }) {
	const rows = [
		['owner', view.known.owner],
		['expiry', view.known.expiresAt],
		['last use', view.known.lastUsedAt],
		['scopes', view.known.scopes],
	] as const;
	return (
		<table className="w-full border-collapse text-xs">
			<caption className="sr-only">What is known of credentials</caption>
			<thead>
				<tr className="text-right text-2xs text-muted">
					<td />
					<th scope="col" className="pl-2 font-normal">
						known
					</th>
					<th scope="col" className="pl-2 font-normal">
						none
					</th>
					<th scope="col" className="pl-2 font-normal">
						unknown
					</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(([name, counts]) => (
					<tr key={name} className="border-t border-line">
						<th scope="row" className="py-1 text-left font-normal">
							{name}
						</th>
						{[counts.value, counts.none, counts.unknown].map((count, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: three columns that never move
							<td key={index} className="py-1 pl-2 text-right font-mono tabular-nums">
								{count.toLocaleString('en')}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Duplicates({ view }: { view: SprawlView }) {
	if (view.duplicates.length === 0) {
		return <p className="text-xs text-muted">None is known to stand in more than one place.</p>;
	}
	return (
		<ul className="grid gap-1 text-xs">
			{view.duplicates.slice(0, listShown).map(({ id, title, places }) => (
				<li key={id} className="flex min-w-0 items-center gap-2">
					<Link
						href={credentialAddress(id)}
						className="min-w-0 truncate font-semibold leading-[24px] hover:underline"
					>
						<InertText text={title} />
					</Link>
					<span
						className="ml-auto min-w-0 truncate font-mono text-2xs text-muted"
						title={places.map(inertLine).join('\n')}
					>
						{places.length} places: <InertText text={places[0] ?? ''} />
					</span>
				</li>
			))}
			{view.duplicated > listShown && (
				<li>
					<Link
						href={credentialsAddress({ places: 'many', live: 'true' })}
						className="inline-block text-2xs leading-[24px] text-muted underline underline-offset-2 hover:text-text"
					>
						all {view.duplicated.toLocaleString('en')}
					</Link>
				</li>
			)}
		</ul>
	);
}

function Frame({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="min-w-0 rounded-lg border border-line px-3.5 py-2.5">
			<h2 className="mb-2 flex items-center gap-2 text-xs font-semibold text-muted">
				{title}
				{note !== undefined && <span className="ml-auto font-normal">{note}</span>}
			</h2>
			{children}
		</section>
	);
}
