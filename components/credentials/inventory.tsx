'use client';
import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useMemo, useRef } from 'react';
import type { CredentialPage } from '@/core/credentials/views.ts';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { type CredentialFilterValues, credentialsAddress } from './credential-filter.ts';
import { CredentialFilters } from './credential-filters.tsx';
import { type OrderName, ordered, readOrder, writeOrder } from './credential-order.ts';
import { CredentialTable, focusRow } from './credential-table.tsx';

/** The list of credentials under its filters. Order is the viewer's own and stands in the address. */
export function Inventory({
	page,
	filter,
}: {
	page: CredentialPage;
	filter: CredentialFilterValues;
}) {
	const input = useRef<HTMLInputElement>(null);
	const params = useSearchParams();
	const order = readOrder(params.get('sort'));
	const sorted = writeOrder(order);
	const rows = useMemo(
		() => ordered(page.credentials, readOrder(sorted)),
		[page.credentials, sorted],
	);
	useKeys({
		'/': () => input.current?.focus(),
		arrowdown: () => focusRow(1),
		arrowup: () => focusRow(-1),
	});
	const sort = (by: OrderName) => {
		const next = new URLSearchParams(window.location.search);
		const text = writeOrder(
			order.by !== by
				? { by, descending: false }
				: order.descending
					? { by: 'risk', descending: false }
					: { by, descending: true },
		);
		if (text === null) next.delete('sort');
		else next.set('sort', text);
		window.history.replaceState(null, '', `/credentials${next.size === 0 ? '' : `?${next}`}`);
	};
	const filtered = Object.values(filter).some((value) => value !== undefined);
	return (
		<>
			<div className="mb-2 flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5">
				<CredentialFilters filter={filter} facets={page.facets} input={input} />
				<p aria-live="polite" className="text-2xs text-muted">
					{page.total.toLocaleString('en')} {page.total === 1 ? 'credential' : 'credentials'}
					{page.credentials.length < page.total &&
						`, ${page.credentials.length.toLocaleString('en')} of them here`}
				</p>
			</div>
			{rows.length === 0 ? (
				<Nothing filtered={filtered} />
			) : (
				<CredentialTable
					rows={rows}
					order={order}
					sort={sort}
					foot={
						page.nextCursor !== null && (
							<p className="p-3 text-center">
								<Link href={credentialsAddress(filter, page.nextCursor)} className={buttonClass()}>
									More credentials
								</Link>
							</p>
						)
					}
				/>
			)}
		</>
	);
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
			<Link href="/sources" className={buttonClass()}>
				Bring in logs
			</Link>
		</EmptyState>
	);
}
