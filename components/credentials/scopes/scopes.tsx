'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Grid3x3 } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import type { Count, CredentialPage, ScopeMatrixView } from '@/core/credentials/views.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { inertLine } from '../../ui/inert-text.tsx';
import { EmptyState, FailedState } from '../../ui/states.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import {
	type CredentialFilterValues,
	credentialsAddress,
	type FilterName,
} from '../credential-filter.ts';
import { scopesQuery } from '../queries.ts';
import { NarrowerPanel } from './narrower-panel.tsx';
import { CellMark, cellStates, cellWords } from './scope-cell.tsx';
import { ScopeMatrix } from './scope-matrix.tsx';

const path = '/credentials/scopes';

/** What credentials may do against what they did. Filter and open credential stand in the address. */
export function Scopes({
	view,
	filter,
	facets,
}: {
	view: ScopeMatrixView;
	filter: CredentialFilterValues;
	facets: CredentialPage['facets'] | null;
}) {
	const router = useRouter();
	const open = useSearchParams().get('open');
	const found = useInfiniteQuery(scopesQuery(filter, view));
	const rows = useMemo(() => found.data.pages.flatMap((each) => each.rows), [found.data]);
	const choose = (id: string | null) => {
		const params = new URLSearchParams(window.location.search);
		if (id === null) params.delete('open');
		else params.set('open', id);
		window.history.replaceState(null, '', `${path}${params.size === 0 ? '' : `?${params}`}`);
	};
	const more = () => {
		if (found.hasNextPage && !found.isFetchingNextPage && !found.isFetchNextPageError)
			void found.fetchNextPage();
	};
	useKeys({ escape: () => choose(null) });
	const isFiltered = Object.keys(filter).length > 0;
	const choice = (name: FilterName, options: readonly Count[], any: string) => (
		<select
			aria-label={any}
			value={filter[name] ?? ''}
			onChange={({ target }) =>
				router.push(credentialsAddress({ ...filter, [name]: target.value }, null, path))
			}
			className="h-[26px] max-w-40 rounded-md border border-line2 bg-bg px-1 text-xs"
		>
			<option value="">{any}</option>
			{options.map(({ key, title, count }) => (
				<option key={key} value={key}>{`${inertLine(title)} (${count})`}</option>
			))}
		</select>
	);
	return (
		<div className="flex min-h-0 flex-1 flex-col gap-2 pb-4">
			<div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5">
				{facets !== null && (
					<form aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
						{choice('provider', facets.provider, 'Any provider')}
						{choice('environment', facets.environment, 'Any environment')}
						{choice('owner', facets.owner, 'Any owner')}
						{choice('finding', facets.finding, 'Any finding')}
						{isFiltered && (
							<Link href={path} className={buttonClass('quiet')}>
								Take the filters away
							</Link>
						)}
					</form>
				)}
				<p aria-live="polite" className="text-2xs text-muted">
					{view.total.toLocaleString('en')} {view.total === 1 ? 'credential' : 'credentials'}
					{view.unknown > 0 && (
						<>
							{' · '}
							<Link
								className="underline underline-offset-2 hover:text-text"
								href={credentialsAddress({ ...filter, scopes: 'unknown', live: 'true' })}
							>
								of {view.unknown.toLocaleString('en')} more nobody knows the scopes
							</Link>
						</>
					)}
					{view.columnsLeftOut > 0 && ` · ${view.columnsLeftOut} rare columns are left out`}
				</p>
				<Legend />
			</div>
			{rows.length === 0 ? (
				<EmptyState
					icon={Grid3x3}
					title={
						isFiltered ? 'No credential with known scopes matches' : 'No scopes are known here'
					}
				>
					<p>
						Scopes come with exports of providers, and uses from logs: bring them in, and what is
						granted stands here beside what was used.
					</p>
				</EmptyState>
			) : (
				<div className="flex min-h-0 flex-1 gap-3 max-lg:flex-col">
					<div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
						<ScopeMatrix
							columns={view.columns}
							rows={rows}
							open={open}
							choose={choose}
							nearEnd={more}
						/>
						{found.isFetchNextPageError && (
							<FailedState title="More credentials could not be loaded" retry={found.fetchNextPage}>
								{found.error?.message}
							</FailedState>
						)}
						{found.hasNextPage && !found.isFetchNextPageError && (
							<Button onClick={more} disabled={found.isFetchingNextPage}>
								{found.isFetchingNextPage ? 'Loading more credentials' : 'More credentials'}
							</Button>
						)}
					</div>
					{open !== null && <NarrowerPanel id={open} close={() => choose(null)} />}
				</div>
			)}
		</div>
	);
}

function Legend() {
	return (
		<ul
			aria-label="What the shapes mean"
			className="ml-auto flex flex-wrap gap-x-3 gap-y-1 text-2xs text-muted max-lg:ml-0"
		>
			{cellStates
				.filter((state) => state !== 'none')
				.map((state) => (
					<li key={state} className="flex items-center gap-1.5">
						<CellMark state={state} level="read" /> {cellWords[state]}
					</li>
				))}
			<li className="flex items-center gap-1.5">
				<span className="font-mono">R W A D</span> read, write, admin, destroy
			</li>
		</ul>
	);
}
