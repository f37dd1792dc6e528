'use client';
import clsx from 'clsx';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { MatrixColumn, MatrixRow } from '@/core/credentials/views.ts';
import { EnvironmentTag } from '../../ui/environment-tag.tsx';
import { InertText, inertLine } from '../../ui/inert-text.tsx';
import { useRowWindow } from '../../ui/use-row-window.ts';
import { CellMark, cellWords, stateOf } from './scope-cell.tsx';

const rowPx = 36;
const headPx = 152;
const cellPx = 38;
const pageRows = 10;

interface MatrixProps {
	readonly columns: readonly MatrixColumn[];
	readonly rows: readonly MatrixRow[];
	/** Id of the open credential; null: none. */
	readonly open: string | null;
	readonly choose: (id: string) => void;
	/** Called while the last rows are in view. */
	readonly nearEnd: () => void;
}

/** Columns that stand together, with how many there are. */
function spans<T>(columns: readonly MatrixColumn[], keyOf: (column: MatrixColumn) => T) {
	const groups: { key: T; first: MatrixColumn; count: number }[] = [];
	for (const column of columns) {
		const last = groups.at(-1);
		if (last !== undefined && last.key === keyOf(column)) last.count++;
		else groups.push({ key: keyOf(column), first: column, count: 1 });
	}
	return groups;
}

const letters = { read: 'R', write: 'W', admin: 'A', destroy: 'D' } as const;

/**
 * Credentials against what they may do and did. One tab stop: arrows, Home, End and the page keys move
 * from cell to cell, Enter opens the credential. Only the rows in view are drawn.
 */
export function ScopeMatrix({ columns, rows, open, choose, nearEnd }: MatrixProps) {
	const [at, setAt] = useState({ row: 0, column: 0 });
	const [moved, setMoved] = useState(false);
	const view = useRowWindow(rows.length, rowPx, moved ? at.row : -1, headPx);
	const table = useRef<HTMLTableElement>(null);
	const providers = useMemo(() => spans(columns, ({ provider }) => provider), [columns]);
	const areas = useMemo(
		() => spans(columns, ({ provider, area }) => `${provider}|${area}`),
		[columns],
	);
	const starts = useMemo(() => new Set(areas.map(({ first }) => first.key)), [areas]);
	useEffect(() => {
		if (view.last >= rows.length) nearEnd();
	}, [view.last, rows.length, nearEnd]);
	useEffect(() => {
		if (!moved) return;
		const cell = table.current?.querySelector<HTMLElement>(`[data-cell="${at.row}:${at.column}"]`);
		cell?.focus({ preventScroll: true });
		cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}, [moved, at]);
	const move = (row: number, column: number) => {
		setMoved(true);
		setAt({
			row: Math.min(Math.max(row, 0), rows.length - 1),
			column: Math.min(Math.max(column, 0), columns.length),
		});
	};
	const press = (event: KeyboardEvent) => {
		const steps: Readonly<Record<string, readonly [number, number]>> = {
			ArrowDown: [at.row + 1, at.column],
			ArrowUp: [at.row - 1, at.column],
			ArrowRight: [at.row, at.column + 1],
			ArrowLeft: [at.row, at.column - 1],
			PageDown: [at.row + pageRows, at.column],
			PageUp: [at.row - pageRows, at.column],
			Home: [event.ctrlKey ? 0 : at.row, 0],
			End: [event.ctrlKey ? rows.length - 1 : at.row, columns.length],
		};
		const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
		const row = rows[at.row];
		if (step !== undefined) move(step[0], step[1]);
		else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) choose(row.id);
		else return;
		event.preventDefault();
	};
	const first = Math.min(Math.max(at.row, view.first), Math.max(view.last - 1, view.first));
	return (
		<div
			ref={view.box}
			data-testid="matrix"
			className="min-h-60 flex-1 overflow-auto rounded-lg border border-line max-md:h-[65vh] max-md:flex-none"
		>
			<table
				ref={table}
				// biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table with one tab stop whose cells arrows reach is a grid (ARIA Authoring Practices)
				role="grid"
				aria-label="Scopes granted and used"
				aria-rowcount={rows.length + 3}
				aria-colcount={columns.length + 1}
				data-arrows
				onKeyDown={press}
				className="border-separate border-spacing-0 text-xs"
			>
				<thead className="sticky top-0 z-20 bg-bg">
					<tr className="h-7">
						<th
							rowSpan={3}
							scope="col"
							className="sticky left-0 z-10 w-[250px] min-w-[250px] border-b border-line bg-bg px-2 pb-1.5 text-left align-bottom text-2xs font-normal text-muted max-sm:w-[150px] max-sm:min-w-[150px]"
						>
							credential
						</th>
						{providers.map(({ key, first: column, count }) => (
							<th
								key={column.key}
								scope="colgroup"
								colSpan={count}
								className="border-l border-line2 bg-bg px-1.5 text-left font-semibold text-muted"
							>
								<span className="sticky left-[258px] max-sm:left-[158px]">{key}</span>
							</th>
						))}
					</tr>
					<tr className="h-[96px]">
						{areas.map(({ first: column, count }) => (
							<th
								key={column.key}
								scope="colgroup"
								colSpan={count}
								title={column.area}
								className="border-l border-line bg-bg px-1.5 py-1 text-left align-bottom text-2xs font-normal text-muted"
								style={{ maxWidth: count * cellPx }}
							>
								{/* Upright there is room for five letters. */}
								<span className="block max-h-[88px] rotate-180 truncate [writing-mode:vertical-rl]">
									{inertLine(column.area)}
								</span>
							</th>
						))}
					</tr>
					<tr className="h-7">
						{columns.map((column) => (
							<th
								key={column.key}
								scope="col"
								title={`${column.level}: granted to ${column.granted}, used by ${column.used}, unused by ${column.unused}`}
								className={clsx(
									'border-b border-line bg-bg text-center font-mono text-2xs font-normal text-muted',
									starts.has(column.key) && 'border-l',
								)}
								style={{ width: cellPx, minWidth: cellPx }}
							>
								<span aria-hidden>{letters[column.level]}</span>
								<span className="sr-only">
									{column.area} {column.level}
								</span>
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{view.before > 0 && <tr aria-hidden style={{ height: view.before }} />}
					{rows.slice(view.first, view.last).map((row, index) => (
						<Row
							key={row.id}
							row={row}
							index={view.first + index}
							columns={columns}
							starts={starts}
							focusColumn={view.first + index === first ? at.column : -1}
							isOpen={row.id === open}
							pick={(column) => {
								setMoved(false);
								setAt({ row: view.first + index, column });
								choose(row.id);
							}}
						/>
					))}
					{view.after > 0 && <tr aria-hidden style={{ height: view.after }} />}
				</tbody>
			</table>
		</div>
	);
}

function Row({
	row,
	index,
	columns,
	starts,
	focusColumn,
	isOpen,
	pick,
}: {
	row: MatrixRow;
	index: number;
	columns: readonly MatrixColumn[];
	starts: ReadonlySet<string>;
	focusColumn: number;
	isOpen: boolean;
	pick: (column: number) => void;
}) {
	const cells = new Map(row.cells.map((cell) => [cell.column, cell]));
	const environment = row.environments[0];
	return (
		<tr
			aria-rowindex={index + 4}
			aria-selected={isOpen}
			style={{ height: rowPx }}
			className={clsx('group', isOpen ? 'bg-raised' : 'hover:bg-surface')}
		>
			<th
				scope="row"
				tabIndex={focusColumn === 0 ? 0 : -1}
				data-cell={`${index}:0`}
				onClick={() => pick(0)}
				className={clsx(
					'sticky left-0 z-10 cursor-pointer border-b border-line px-2 text-left font-normal -outline-offset-2',
					isOpen ? 'bg-raised' : 'bg-bg group-hover:bg-surface',
				)}
			>
				<span className="flex w-[234px] items-center gap-2 max-sm:w-[134px]">
					<span className="min-w-0 flex-1">
						<span className="block truncate font-semibold" title={inertLine(row.title)}>
							<InertText text={row.title} />
						</span>
						<span className="block truncate text-2xs text-muted">
							{row.narrower ?? (row.scopes === 'unknown' ? 'scopes unknown' : row.kindTitle)}
						</span>
					</span>
					<span className="flex-none max-sm:hidden">
						{environment !== undefined && <EnvironmentTag environment={environment} />}
					</span>
				</span>
			</th>
			{columns.map((column, at) => {
				const state = stateOf(cells.get(column.key), row.isUseKnown);
				return (
					// biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens for Enter and Space on its cells
					<td
						key={column.key}
						tabIndex={focusColumn === at + 1 ? 0 : -1}
						data-cell={`${index}:${at + 1}`}
						data-state={state}
						onClick={() => pick(at + 1)}
						title={`${inertLine(row.title)}, ${column.provider} ${column.area} ${column.level}: ${cellWords[state]}`}
						className={clsx(
							'cursor-pointer border-b border-line px-1 -outline-offset-2',
							starts.has(column.key) && 'border-l',
						)}
					>
						<span className="grid place-items-center">
							<CellMark state={state} level={column.level} />
						</span>
						<span className="sr-only">{cellWords[state]}</span>
					</td>
				);
			})}
		</tr>
	);
}
