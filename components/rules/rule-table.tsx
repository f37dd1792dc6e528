'use client';
import clsx from 'clsx';
import { ArrowDown } from 'lucide-react';
import Link from 'next/link';
import type { RuleRow } from '@/core/detection/rule-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Chip } from '../ui/chip.tsx';
import { InertText, inertLine } from '../ui/inert-text.tsx';
import {
	tableBoxClass,
	tableCellClass,
	tableHeadClass,
	tableHeadPx,
	tableRowPx,
} from '../ui/row-table.ts';
import { Time } from '../ui/time.tsx';
import { useRowWindow } from '../ui/use-row-window.ts';
import { DayBars } from './day-bars.tsx';
import { LevelTag } from './level-tag.tsx';
import { isSwitched, type RuleOrder, ruleAddress } from './rule-filter.ts';
import { RuleSwitch, type RuleSwitching } from './rule-switch.tsx';

/** Rules, a row each; only those in view are drawn. */
export function RuleTable({
	rules,
	lastDay,
	order,
	orderBy,
	mayChange,
	switching,
}: {
	rules: readonly RuleRow[];
	lastDay: string | null;
	order: RuleOrder;
	orderBy: (order: RuleOrder) => void;
	mayChange: boolean;
	switching: RuleSwitching;
}) {
	const view = useRowWindow(rules.length, tableRowPx);
	const column = (by: RuleOrder, title: string, className = '') => (
		<th
			scope="col"
			className={clsx(tableHeadClass, className)}
			aria-sort={order !== by ? 'none' : by === 'title' ? 'ascending' : 'descending'}
		>
			<button
				type="button"
				onClick={() => orderBy(by)}
				className="inline-flex h-[24px] items-center gap-1 hover:text-text"
			>
				{title}
				{order === by && <ArrowDown aria-hidden size={11} />}
			</button>
		</th>
	);
	return (
		<div ref={view.box} data-testid="rules" className={tableBoxClass}>
			<table className="w-full table-fixed border-collapse text-xs">
				<caption className="sr-only">Rules</caption>
				<thead>
					<tr style={{ height: tableHeadPx }}>
						{column('title', 'rule')}
						{column('level', 'level', 'w-[88px]')}
						<th scope="col" className={`${tableHeadClass} w-[15%] max-lg:hidden`}>
							log source
						</th>
						<th scope="col" className={`${tableHeadClass} w-[20%] max-xl:hidden`}>
							tags
						</th>
						{column('hits', 'hits', 'w-[168px] max-md:w-[56px]')}
						{column('last', 'last hit', 'w-[150px] max-lg:hidden')}
						<th scope="col" className={`${tableHeadClass} w-[52px]`}>
							on
						</th>
					</tr>
				</thead>
				<tbody>
					{view.before > 0 && <tr aria-hidden style={{ height: view.before }} />}
					{rules.slice(view.first, view.last).map((rule) => (
						<Row
							key={rule.id}
							rule={rule}
							lastDay={lastDay}
							mayChange={mayChange}
							switching={switching}
						/>
					))}
					{view.after > 0 && <tr aria-hidden style={{ height: view.after }} />}
				</tbody>
			</table>
		</div>
	);
}

function Row({
	rule,
	lastDay,
	mayChange,
	switching,
}: {
	rule: RuleRow;
	lastDay: string | null;
	mayChange: boolean;
	switching: RuleSwitching;
}) {
	return (
		<tr
			data-id={rule.id}
			style={{ height: tableRowPx }}
			className={clsx('relative hover:bg-surface', !rule.isOn && 'text-muted')}
		>
			<td className={tableCellClass}>
				<Link
					data-row
					prefetch={false}
					href={ruleAddress(rule.id)}
					className="block min-h-[24px] truncate font-semibold leading-[24px] -outline-offset-2 after:absolute after:inset-0"
					title={inertLine(rule.title)}
				>
					<InertText text={rule.title} />
				</Link>
				<span className="flex items-center gap-1.5 text-2xs text-muted">
					{rule.origin !== 'shipped' && (
						<Chip tone="strong">{rule.origin === 'own' ? 'own' : 'edited'}</Chip>
					)}
					<span className="truncate">
						<InertText text={rule.source} />
					</span>
				</span>
			</td>
			<td className={tableCellClass}>
				{rule.kind === 'filter' ? (
					<span className="text-2xs text-muted">filter</span>
				) : (
					<LevelTag level={rule.level} />
				)}
			</td>
			<td className={`${tableCellClass} max-lg:hidden`}>
				<span className="block truncate">
					{rule.logSource === null ? 'correlation' : <InertText text={rule.logSource} />}
				</span>
			</td>
			<td className={`${tableCellClass} max-xl:hidden`}>
				<span className="flex min-w-0 items-center gap-1" title={rule.tags.join('\n')}>
					{rule.tags.slice(0, 2).map((tag) => (
						<Chip key={tag} mono>
							<span className="truncate">
								<InertText text={tag} />
							</span>
						</Chip>
					))}
					{rule.tags.length > 2 && (
						<span className="flex-none text-2xs text-muted">+{rule.tags.length - 2}</span>
					)}
				</span>
			</td>
			<td className={tableCellClass}>
				{rule.kind === 'filter' ? (
					<span className="text-2xs text-muted max-md:hidden">filters other rules</span>
				) : rule.serves.length > 0 ? (
					<span className="text-2xs text-muted max-md:hidden">serves correlations only</span>
				) : rule.hits === 0 ? (
					<span className="text-muted">none</span>
				) : (
					<span className="flex items-center gap-2">
						<span className="max-md:hidden">
							<DayBars days={rule.days} lastDay={lastDay} />
						</span>
						<span className="font-mono tabular-nums">{rule.hits.toLocaleString('en')}</span>
					</span>
				)}
			</td>
			<td className={`${tableCellClass} whitespace-nowrap text-muted max-lg:hidden`}>
				{rule.lastHitAt === null ? '–' : <Time micros={parseTime(rule.lastHitAt)} />}
			</td>
			<td className={tableCellClass}>
				{isSwitched(rule) && (
					// Above the row's link, so that it can be hit.
					<span className="relative z-[1] grid h-[24px] items-center">
						<RuleSwitch rule={rule} mayChange={mayChange} switching={switching} />
					</span>
				)}
			</td>
		</tr>
	);
}
