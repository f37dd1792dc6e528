'use client';
import clsx from 'clsx';
import { OctagonAlert, Waypoints } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import type { ReachList, ReachView } from '@/core/credentials/views.ts';
import { buttonClass } from '../../ui/button.tsx';
import { InertText, inertLine } from '../../ui/inert-text.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SeverityTag } from '../../ui/severity.tsx';
import { EmptyState, FailedState } from '../../ui/states.tsx';
import { credentialAddress, credentialsAddress } from '../credential-filter.ts';
import { ReachGraph } from './reach-graph.tsx';
import { ReachTable } from './reach-table.tsx';

const path = '/credentials/reach';

/** Which credentials reach what, and which copies fall with it. The credential stands in the address. */
export function Reach({
	list,
	view,
	failure,
}: {
	list: ReachList;
	view: ReachView | null;
	failure: string | null;
}) {
	if (list.total === 0 && view === null && failure === null) {
		return (
			<EmptyState icon={Waypoints} title="Of no credential is it known what it reaches">
				<p className="mb-2">
					An inventory (aftertrace.inventory/v1) names resources, their copies and what contains
					them; with the scopes of credentials it tells what each can read, change and destroy.
				</p>
				<Link href="/sources" className={buttonClass()}>
					Bring in an inventory
				</Link>
			</EmptyState>
		);
	}
	return (
		<div className="grid min-h-0 flex-1 grid-cols-[260px_minmax(0,1fr)] gap-4 pb-4 max-lg:grid-cols-[minmax(0,1fr)]">
			<nav aria-label="Credentials that reach something" className="flex min-h-0 flex-col">
				<p className="mb-1.5 text-2xs text-muted">
					{list.total.toLocaleString('en')} reach something;{' '}
					<Link
						href={credentialsAddress({ finding: 'can-destroy-backups' })}
						className={clsx(
							'underline underline-offset-2',
							list.alarms > 0 ? 'text-destroy' : 'hover:text-text',
						)}
					>
						{list.alarms.toLocaleString('en')} can destroy data with copies of it
					</Link>
				</p>
				<ul className="min-h-0 flex-1 overflow-auto max-lg:max-h-44">
					{list.credentials.map(({ id, title, kindTitle, reaches, destroys, isAlarm }) => (
						<li key={id}>
							<Link
								href={`${path}?id=${encodeURIComponent(id)}`}
								aria-current={id === view?.credential.id ? 'true' : undefined}
								className={clsx(
									'block rounded-md px-2 py-1.5 text-xs -outline-offset-2',
									id === view?.credential.id ? 'bg-raised' : 'hover:bg-surface',
								)}
							>
								<span className="flex items-center gap-1.5">
									<span className="min-w-0 flex-1 truncate font-semibold">
										<InertText text={title} />
									</span>
									{isAlarm && (
										<OctagonAlert
											size={13}
											className="flex-none text-destroy"
											aria-label="can destroy data with copies of it"
										/>
									)}
								</span>
								<span className="block truncate text-2xs text-muted">
									{inertLine(kindTitle)} · reaches {reaches}, destroys {destroys}
								</span>
							</Link>
						</li>
					))}
					{list.total > list.credentials.length && (
						<li className="px-2 py-1.5 text-2xs text-muted">
							and {(list.total - list.credentials.length).toLocaleString('en')} more
						</li>
					)}
				</ul>
			</nav>
			<div className="min-h-0 min-w-0 overflow-auto">
				{failure !== null && (
					<FailedState title="The reach of this credential could not be read">
						{failure}
					</FailedState>
				)}
				{view !== null && <ReachOf view={view} />}
			</div>
		</div>
	);
}

function ReachOf({ view }: { view: ReachView }) {
	const params = useSearchParams();
	const isTable = params.get('as') === 'table';
	const show = (as: 'graph' | 'table') => {
		const next = new URLSearchParams(window.location.search);
		if (as === 'graph') next.delete('as');
		else next.set('as', as);
		window.history.replaceState(null, '', `${path}${next.size === 0 ? '' : `?${next}`}`);
	};
	const { credential, counts, copies, trees, more } = view;
	const lost = trees.filter(({ fate }) => fate === 'all-lost');
	return (
		<section aria-label="Reach">
			<header className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1.5">
				<h2 className="min-w-0 text-base font-semibold">
					<Link href={credentialAddress(credential.id)} className="hover:underline">
						<InertText text={credential.title} />
					</Link>
				</h2>
				{credential.severity !== null && <SeverityTag severity={credential.severity} />}
				<p className="text-xs text-muted">
					reads {counts.read}, changes {counts.write + counts.admin}, destroys {counts.destroy};{' '}
					{copies} of them copies
				</p>
				<span className="ml-auto">
					<Segmented
						label="Shown as"
						value={isTable ? 'table' : 'graph'}
						options={[
							{ value: 'graph', label: 'Graph' },
							{ value: 'table', label: 'Table' },
						]}
						onChange={show}
					/>
				</span>
			</header>
			{lost.length > 0 && (
				<p
					role="status"
					className="mb-3 flex items-center gap-2 rounded-lg border border-destroy px-3 py-2 text-xs font-semibold text-destroy"
				>
					<OctagonAlert aria-hidden size={15} className="flex-none" />
					This one credential reaches {lost.length === 1 ? 'data' : `${lost.length} pieces of data`}{' '}
					and every copy of {lost.length === 1 ? 'it' : 'them'}: one call too many leaves nothing.
				</p>
			)}
			{trees.length === 0 ? (
				<EmptyState icon={Waypoints} title="It reaches nothing that an inventory names">
					{view.resourcesKnown === 0
						? 'No inventory of this workspace names resources yet.'
						: credential.scopes.state === 'unknown'
							? 'Its scopes are unknown, so what it reaches is unknown too.'
							: `None of the ${view.resourcesKnown.toLocaleString('en')} known resources lies within its scopes.`}
				</EmptyState>
			) : isTable ? (
				<ReachTable view={view} />
			) : (
				<ReachGraph view={view} />
			)}
			{more > 0 && (
				<p className="mt-2 text-xs text-muted">and {more.toLocaleString('en')} more, less grave</p>
			)}
		</section>
	);
}
