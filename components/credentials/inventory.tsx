'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useRef } from 'react';
import type { CredentialPage } from '@/core/credentials/views.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { EmptyState, FailedState } from '../ui/states.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { CredentialActions } from './credential-actions.tsx';
import {
	type CredentialFilterValues,
	credentialsAddress,
	filterParams,
} from './credential-filter.ts';
import { CredentialFilters } from './credential-filters.tsx';
import { nextOrder, type OrderName, readOrder, writeOrder } from './credential-order.ts';
import { CredentialTable, focusedRow, focusRow } from './credential-table.tsx';
import { credentialsQuery } from './queries.ts';
import { useSelection } from './selection.ts';

/**
 * The list of credentials under its filters, the first page from the server and more as one scrolls.
 * Filter and order stand in the address.
 */
export function Inventory({
	page,
	filter,
	sort,
	mayChange,
	mayReview,
}: {
	page: CredentialPage;
	/** Whether rows can be selected and changed. */
	mayChange: boolean;
	mayReview: boolean;
	filter: CredentialFilterValues;
	sort: string | null;
}) {
	const router = useRouter();
	const input = useRef<HTMLInputElement>(null);
	const order = readOrder(sort);
	const found = useInfiniteQuery(credentialsQuery(filter, sort, page));
	const rows = useMemo(() => found.data.pages.flatMap((each) => each.credentials), [found.data]);
	const selection = useSelection(rows);
	const selected = rows.filter(({ id }) => selection.ids.has(id));
	const { total, pending } = found.data.pages.at(-1) ?? page;
	useKeys({
		'/': () => input.current?.focus(),
		arrowdown: () => focusRow(1),
		arrowup: () => focusRow(-1),
		...(mayChange
			? {
					x: () => {
						const id = focusedRow();
						if (id !== null) selection.toggle(id);
					},
					'shift+arrowdown': () => extend(1),
					'shift+arrowup': () => extend(-1),
					escape: () => selection.set([]),
				}
			: {}),
	});
	function extend(by: -1 | 1) {
		const id = focusedRow();
		if (id !== null && !selection.ids.has(id)) selection.toggle(id);
		focusRow(by);
		const next = focusedRow();
		if (next !== null && !selection.ids.has(next)) selection.toggle(next);
	}
	const more = () => {
		if (found.hasNextPage && !found.isFetchingNextPage && !found.isFetchNextPageError) {
			void found.fetchNextPage();
		}
	};
	const orderBy = (by: OrderName) =>
		router.push(credentialsAddress(filter, writeOrder(nextOrder(order, by))));
	const filtered = Object.values(filter).some((value) => value !== undefined);
	return (
		<>
			<div className="mb-2 flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5">
				<CredentialFilters filter={filter} sort={sort} facets={page.facets} input={input} />
				<div className="flex flex-1 flex-wrap items-center justify-end gap-x-2 gap-y-1.5 sm:flex-nowrap">
					<p aria-live="polite" className="mr-auto text-2xs whitespace-nowrap text-muted">
						{total.toLocaleString('en')} {total === 1 ? 'credential' : 'credentials'}
					</p>
					<a
						href={`/api/v1/credentials/export?${filterParams(filter)}`}
						download
						aria-label="Export as CSV"
						className={buttonClass()}
					>
						<Download aria-hidden size={12} /> CSV
					</a>
					<a
						href={`/api/v1/credentials/export?${exportParams(filter)}`}
						download
						aria-label="Export as JSON lines"
						className={buttonClass()}
					>
						<Download aria-hidden size={12} /> JSON
					</a>
					{mayChange && (
						<Link href="/credentials/import" className={buttonClass()}>
							Import
						</Link>
					)}
					{mayReview && (
						<Link
							href={credentialsAddress(filter, null, '/credentials/reviews')}
							className={buttonClass()}
						>
							Review these
						</Link>
					)}
				</div>
			</div>
			{pending > 0 && (
				<p role="status" className="mb-2 text-xs text-modify">
					{pending.toLocaleString('en')} credentials changed and are being looked at again; until
					then the list says what was known of them before.
				</p>
			)}
			{selected.length > 0 && (
				<section
					aria-label="Selected credentials"
					className="mb-2 flex flex-none flex-wrap items-center gap-1.5 rounded-lg border border-line2 bg-surface px-2.5 py-1.5"
				>
					<p aria-live="polite" className="mr-1 text-xs font-semibold">
						{selected.length.toLocaleString('en')} selected
					</p>
					<CredentialActions
						targets={selected}
						actions={['owner', 'tags', 'rotated', 'revoked', 'merge']}
						done={() => {
							selection.set([]);
							void found.refetch();
						}}
					/>
					<Button face="quiet" onClick={() => selection.set([])}>
						Select none
					</Button>
				</section>
			)}
			{rows.length === 0 ? (
				<Nothing filtered={filtered} />
			) : (
				<CredentialTable
					rows={rows}
					order={order}
					sort={orderBy}
					selection={mayChange ? selection : null}
					nearEnd={more}
					foot={
						found.isFetchNextPageError ? (
							<FailedState title="More credentials could not be loaded" retry={found.fetchNextPage}>
								{found.error?.message}
							</FailedState>
						) : found.hasNextPage ? (
							<p className="p-3 text-center">
								<Button onClick={more} disabled={found.isFetchingNextPage}>
									{found.isFetchingNextPage ? 'Loading more credentials' : 'More credentials'}
								</Button>
							</p>
						) : null
					}
				/>
			)}
		</>
	);
}

function exportParams(filter: CredentialFilterValues): URLSearchParams {
	const params = filterParams(filter);
	params.set('format', 'ndjson');
	return params;
}

function Nothing({ filtered }: { filtered: boolean }) {
	return filtered ? (
		<EmptyState icon={KeyRound} title="No credential matches these filters">
			<Link href="/credentials" className={buttonClass()}>
				Take the filters away
			</Link>
		</EmptyState>
	) : (
		<EmptyState icon={KeyRound} title="No credentials in this workspace">
			<p className="mb-2">
				Every secret that a log shows becomes a credential here, by its fingerprint. What scanners
				and providers know of them is imported beside.
			</p>
			<span className="flex flex-wrap justify-center gap-2">
				<Link href="/sources" className={buttonClass()}>
					Bring in logs
				</Link>
				<Link href="/credentials/import" className={buttonClass()}>
					Import an export
				</Link>
			</span>
		</EmptyState>
	);
}
