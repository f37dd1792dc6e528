'use client';
import clsx from 'clsx';
import { ArrowDown, ArrowUp, HardDrive } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useEffect } from 'react';
import type { CredentialRow } from '@/core/credentials/views.ts';
import { parseTime } from '@/core/event/time.ts';
import { EnvironmentTag } from '../ui/environment-tag.tsx';
import { InertText, inertLine } from '../ui/inert-text.tsx';
import {
	tableBoxClass,
	tableCellClass,
	tableHeadClass,
	tableHeadPx,
	tableRowPx,
} from '../ui/row-table.ts';
import { SeverityTag } from '../ui/severity.tsx';
import { Time } from '../ui/time.tsx';
import { useRowWindow } from '../ui/use-row-window.ts';
import { credentialAddress } from './credential-filter.ts';
import type { Order, OrderName } from './credential-order.ts';
import { daysInWords, endInWords } from './day-words.ts';
import { FactText, Unknown } from './fact-text.tsx';
import type { Selection } from './selection.ts';

interface TableProps {
	readonly rows: readonly CredentialRow[];
	readonly order: Order;
	readonly sort: (by: OrderName) => void;
	/** Called while the last rows are in view. */
	readonly nearEnd: () => void;
	readonly foot: ReactNode;
	/** Null: rows cannot be selected. */
	readonly selection: Selection | null;
}

/** Credentials, a row each; only those in view are drawn. Arrows go from row to row, Enter opens. */
export function CredentialTable({ rows, order, sort, nearEnd, foot, selection }: TableProps) {
	const view = useRowWindow(rows.length, tableRowPx);
	useEffect(() => {
		if (view.last >= rows.length) nearEnd();
	}, [view.last, rows.length, nearEnd]);
	const column = (by: OrderName, title: string, className = '') => (
		<th
			scope="col"
			className={clsx(tableHeadClass, className)}
			aria-sort={order.by !== by ? 'none' : order.descending ? 'descending' : 'ascending'}
		>
			<button
				type="button"
				onClick={() => sort(by)}
				className="inline-flex h-[24px] items-center gap-1 hover:text-text"
			>
				{title}
				{order.by === by &&
					(order.descending ? (
						<ArrowDown aria-hidden size={11} />
					) : (
						<ArrowUp aria-hidden size={11} />
					))}
			</button>
		</th>
	);
	return (
		<div ref={view.box} data-testid="credentials" className={tableBoxClass}>
			<table className="w-full table-fixed border-collapse text-xs">
				<caption className="sr-only">Credentials</caption>
				<thead>
					<tr style={{ height: tableHeadPx }}>
						{selection !== null && (
							<th scope="col" className={`${tableHeadClass} w-[34px]`}>
								<Tick
									label={`Select the ${rows.length} that are listed`}
									checked={selection.ids.size > 0 && selection.ids.size === rows.length}
									onChange={() =>
										selection.set(selection.ids.size > 0 ? [] : rows.map(({ id }) => id))
									}
								/>
							</th>
						)}
						{column('name', 'credential', 'w-[17%] max-md:w-[46%] max-sm:w-[40%]')}
						{column('owner', 'owner', 'w-[8%] max-lg:w-[12%] max-md:hidden')}
						<th scope="col" className={`${tableHeadClass} w-[122px] max-lg:hidden`}>
							environments
						</th>
						<th scope="col" className={`${tableHeadClass} max-xl:hidden`}>
							scopes
						</th>
						{column('age', 'age', 'w-[62px] max-lg:hidden')}
						{column('expiry', 'expiry', 'w-[126px] max-sm:w-[84px]')}
						{column('used', 'last used', 'w-[96px] max-md:hidden')}
						<th scope="col" className={`${tableHeadClass} w-[13%] max-xl:hidden`}>
							stored where
						</th>
						<th scope="col" className={`${tableHeadClass} w-[18%] max-xl:w-[24%] max-md:w-auto`}>
							findings
						</th>
					</tr>
				</thead>
				<tbody>
					{view.before > 0 && <tr aria-hidden style={{ height: view.before }} />}
					{rows.slice(view.first, view.last).map((row) => (
						<Row key={row.id} row={row} selection={selection} />
					))}
					{view.after > 0 && <tr aria-hidden style={{ height: view.after }} />}
				</tbody>
			</table>
			{foot}
		</div>
	);
}

/** Moves the focus from row to row; to the first, where no row has it. */
export function focusRow(by: -1 | 1) {
	const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
	const at = links.findIndex((link) => link.contains(document.activeElement));
	(at === -1 ? links[0] : links[at + by])?.focus();
}

/** The credential whose row has the focus; null: none has. */
export const focusedRow = (): string | null =>
	document.activeElement?.closest('tr[data-id]')?.getAttribute('data-id') ?? null;

function Tick({
	label,
	checked,
	onChange,
}: {
	label: string;
	checked: boolean;
	onChange: (through: boolean) => void;
}) {
	return (
		// The whole cell can be hit, and lies above the row's link.
		<label className="relative z-[1] grid size-[24px] cursor-pointer place-items-center">
			<input
				type="checkbox"
				aria-label={label}
				checked={checked}
				onChange={({ nativeEvent }) =>
					onChange(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
				}
				className="size-3.5 accent-accent"
			/>
		</label>
	);
}

function Row({ row, selection }: { row: CredentialRow; selection: Selection | null }) {
	const isSelected = selection?.ids.has(row.id) === true;
	return (
		<tr
			data-id={row.id}
			aria-selected={selection === null ? undefined : isSelected}
			style={{ height: tableRowPx }}
			className={clsx(
				'relative hover:bg-surface',
				row.status === 'revoked' && 'text-muted',
				isSelected && 'bg-raised',
			)}
		>
			{selection !== null && (
				<td className={tableCellClass}>
					<Tick
						label={`Select ${inertLine(row.title)}`}
						checked={isSelected}
						onChange={(through) => selection.toggle(row.id, through)}
					/>
				</td>
			)}
			<td className={tableCellClass}>
				<Link
					data-row
					prefetch={false}
					href={credentialAddress(row.id)}
					className="block min-h-[24px] truncate font-semibold leading-[24px] -outline-offset-2 after:absolute after:inset-0"
					title={inertLine(row.title)}
				>
					<InertText text={row.title} />
				</Link>
				<span className="-mt-0.5 block truncate text-2xs text-muted" title={row.kindTitle}>
					{row.kindTitle}
					{row.status !== 'active' && row.status !== 'unknown' && ` · ${row.status}`}
				</span>
			</td>
			<td className={`${tableCellClass} max-md:hidden`}>
				<span className="block truncate">
					<FactText fact={row.owner} none="nobody">
						{(owner) => <InertText text={owner} />}
					</FactText>
				</span>
			</td>
			<td className={`${tableCellClass} max-lg:hidden`}>
				<Environments row={row} />
			</td>
			<td className={`${tableCellClass} max-xl:hidden`}>
				<FactText fact={row.scopes} none="none">
					{(scopes) => <Several texts={scopes} />}
				</FactText>
			</td>
			<td className={`${tableCellClass} font-mono tabular-nums max-lg:hidden`}>
				{row.ageDays === null ? <Unknown /> : daysInWords(row.ageDays)}
			</td>
			<td className={`${tableCellClass} whitespace-nowrap max-sm:whitespace-normal`}>
				<Expiry row={row} />
			</td>
			<td className={`${tableCellClass} whitespace-nowrap text-muted max-md:hidden`}>
				<FactText fact={row.lastUsedAt} none="never">
					{(at) => <Time micros={parseTime(at)} dayOnly />}
				</FactText>
			</td>
			<td className={`${tableCellClass} max-xl:hidden`}>
				{row.storedAt.length === 0 ? (
					<span className="text-muted">no place known</span>
				) : (
					<span className="flex items-center gap-1.5 font-mono text-2xs">
						<HardDrive aria-hidden size={12} className="flex-none text-expose" />
						<Several texts={row.storedAt} />
					</span>
				)}
			</td>
			<td className={tableCellClass}>
				<Findings row={row} />
			</td>
		</tr>
	);
}

function Environments({ row }: { row: CredentialRow }) {
	const [first, ...rest] = row.environments;
	if (first === undefined) return <Unknown />;
	return (
		<span className="flex items-center gap-1" title={row.environments.join(', ')}>
			<EnvironmentTag environment={first} />
			{rest.length > 0 && <span className="text-2xs text-muted">+{rest.length}</span>}
		</span>
	);
}

/** The first of some texts, and how many more; all of them on hover. */
function Several({ texts }: { texts: readonly string[] }) {
	const [first, ...rest] = texts;
	if (first === undefined) return <span className="text-muted">none</span>;
	return (
		<span className="flex min-w-0 items-center gap-1.5" title={texts.map(inertLine).join('\n')}>
			<span className="truncate">
				<InertText text={first} />
			</span>
			{rest.length > 0 && <span className="flex-none text-2xs text-muted">+{rest.length}</span>}
		</span>
	);
}

function Expiry({ row }: { row: CredentialRow }) {
	const days = row.expiresInDays;
	return (
		<FactText fact={row.expiresAt} none="never expires">
			{(at) => (
				<span
					title={at}
					className={clsx(
						days !== null && days < 0 && 'font-semibold text-destroy',
						days !== null && days >= 0 && days <= 14 && 'font-semibold text-modify',
					)}
				>
					{days !== null && days < 0 ? 'expired ' : ''}
					{days === null ? at.slice(0, 10) : endInWords(days)}
				</span>
			)}
		</FactText>
	);
}

function Findings({ row }: { row: CredentialRow }) {
	const [first, ...rest] = row.findings;
	if (first === undefined || row.severity === null) return <span className="text-muted">none</span>;
	return (
		<span
			className="flex min-w-0 items-center gap-1.5"
			title={row.findings.map(({ title }) => title).join('\n')}
		>
			<span className="flex-none">
				<SeverityTag severity={row.severity} />
			</span>
			<span className="truncate max-sm:hidden">{first.title}</span>
			{rest.length > 0 && <span className="flex-none text-2xs text-muted">+{rest.length}</span>}
		</span>
	);
}
