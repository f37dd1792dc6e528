'use client';
import { useQuery } from '@tanstack/react-query';
import { History, Plus, ShieldOff, Workflow } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useMemo, useRef } from 'react';
import type { RuleList } from '@/core/detection/rule-views.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { EmptyState, FailedState } from '../ui/states.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { huntsAddress } from './hunts/queries.ts';
import { rulesQuery } from './queries.ts';
import {
	filteredRules,
	isFiltered,
	isSwitched,
	type RuleFilter,
	readRuleFilter,
	rulesAddress,
} from './rule-filter.ts';
import { RuleFilters } from './rule-filters.tsx';
import { RuleProblems } from './rule-problems.tsx';
import { useRuleSwitch } from './rule-switch.tsx';
import { RuleTable } from './rule-table.tsx';

/** Rules that an address names at most. */
const chosenMax = 40;

/** The workspace's rules under their filters, which stand in the address. */
export function Rules({ first, mayChange }: { first: RuleList; mayChange: boolean }) {
	const params = useSearchParams();
	const filter = useMemo(() => readRuleFilter(new URLSearchParams(params)), [params]);
	const { data, error, isError, refetch } = useQuery(rulesQuery(first));
	const rules = useMemo(() => filteredRules(data.rules, filter), [data.rules, filter]);
	const input = useRef<HTMLInputElement>(null);
	const switching = useRuleSwitch();
	const show = (change: Partial<RuleFilter>) =>
		window.history.replaceState(null, '', rulesAddress({ ...filter, ...change }));
	useKeys({
		'/': () => input.current?.focus(),
		arrowdown: () => focusRow(1),
		arrowup: () => focusRow(-1),
		x: () => {
			const id = document.activeElement?.closest('tr[data-id]')?.getAttribute('data-id');
			const rule = rules.find((each) => each.id === id);
			if (mayChange && rule !== undefined && isSwitched(rule))
				switching.mutate({ ids: [rule.id], isOn: !rule.isOn });
		},
	});
	const off = data.rules.filter(({ isOn }) => !isOn).length;
	return (
		<>
			<RuleProblems problems={data.problems} />
			<div className="mb-2 flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5">
				<RuleFilters
					rules={data.rules}
					filter={filter}
					change={show}
					clear={() => window.history.replaceState(null, '', rulesAddress({}))}
					input={input}
				/>
				<p aria-live="polite" className="text-2xs text-muted">
					{rules.length.toLocaleString('en')} of {data.rules.length.toLocaleString('en')} rules
					{off > 0 && `, ${off} switched off`}
				</p>
				<span className="flex-1" />
				<Link
					href={huntsAddress(
						isFiltered(filter) && rules.length <= chosenMax
							? rules.flatMap(({ id, kind }) => (kind === 'filter' ? [] : [id]))
							: [],
					)}
					className={buttonClass()}
				>
					<History aria-hidden size={12} />{' '}
					{isFiltered(filter) && rules.length <= chosenMax && rules.length > 0
						? `Hunt with these ${rules.length}`
						: 'Hunts'}
				</Link>
				<Link href="/rules/pipelines" className={buttonClass()}>
					<Workflow aria-hidden size={12} /> Pipelines
				</Link>
				{mayChange && (
					<Link href="/rules/new" className={buttonClass()}>
						<Plus aria-hidden size={12} /> New rule
					</Link>
				)}
			</div>
			{switching.isError && (
				<p role="alert" className="mb-2 text-xs text-destroy">
					The rule could not be switched: {switching.error.message}
				</p>
			)}
			{isError && (
				<div className="mb-2">
					<FailedState title="What is shown may be old" retry={() => refetch()}>
						{error.message}
					</FailedState>
				</div>
			)}
			{rules.length === 0 ? (
				<EmptyState icon={ShieldOff} title="No rule matches these filters">
					<Button onClick={() => window.history.replaceState(null, '', rulesAddress({}))}>
						Take the filters away
					</Button>
				</EmptyState>
			) : (
				<RuleTable
					rules={rules}
					lastDay={data.lastDay}
					order={filter.order}
					orderBy={(order) => show({ order })}
					mayChange={mayChange}
					switching={switching}
				/>
			)}
		</>
	);
}

/** Moves the focus from rule to rule; to the first, where none has it. */
function focusRow(by: -1 | 1) {
	const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
	const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
	(at === -1 ? links[0] : links[at + by])?.focus();
}
