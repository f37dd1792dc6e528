'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import type { HuntResult } from '@/core/detection/hunt-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InertText, inertLine } from '../../ui/inert-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState, FailedState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { LevelTag } from '../level-tag.tsx';
import { sendRules } from '../queries.ts';
import { ruleAddress } from '../rule-filter.ts';
import { BackLink } from '../rules-subpage.tsx';
import { HuntHits } from './hunt-hits.tsx';
import { HuntProgress, stateWords } from './hunt-progress.tsx';
import { HuntTimeline } from './hunt-timeline.tsx';
import { huntAddress, huntQuery, huntsKey } from './queries.ts';

/** One hunt: how far it has come, and what each rule found over time. */
export function HuntPage({ first, mayChange }: { first: HuntResult; mayChange: boolean }) {
	const router = useRouter();
	const cache = useQueryClient();
	const chosen = useSearchParams().get('rule');
	const { data: hunt = first, isError, error, refetch } = useQuery(huntQuery(first.id, first));
	const remove = useMutation({
		mutationFn: () => sendRules<null>('DELETE', `/api/v1/rules/hunts/${hunt.id}`),
		onSuccess: async () => {
			await cache.invalidateQueries({ queryKey: [...huntsKey, 'list'] });
			router.push('/rules/hunts');
		},
	});
	const isOver = hunt.state !== 'waiting' && hunt.state !== 'running';
	const rule = hunt.rules.some(({ id }) => id === chosen) ? chosen : null;
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 px-5 pt-4 pb-10 max-sm:px-3">
			<header className="grid gap-1.5">
				<BackLink href="/rules/hunts">Hunts</BackLink>
				<div className="flex flex-wrap items-center gap-2">
					<h1 className="text-lg font-semibold">
						{hunt.ruleIds.length === 0
							? 'Hunt with all rules'
							: `Hunt with ${hunt.ruleIds.length} ${hunt.ruleIds.length === 1 ? 'rule' : 'rules'}`}
					</h1>
					<Chip tone={hunt.state === 'failed' ? 'danger' : 'strong'}>{stateWords[hunt.state]}</Chip>
					<span className="flex-1" />
					{mayChange && isOver && (
						<Button disabled={remove.isPending} onClick={() => remove.mutate()}>
							Delete the hunt
						</Button>
					)}
				</div>
				<p className="text-xs text-muted">
					{hunt.from === null ? 'All events' : <Time micros={parseTime(hunt.from)} />} up to{' '}
					<Time micros={parseTime(hunt.to)} />, begun by <InertText text={hunt.createdBy} />.{' '}
					{isOver && `${hunt.looked.toLocaleString('en')} events were looked at.`}
				</p>
				{(isError || remove.isError) && (
					<FailedState title="The hunt could not be read or deleted" retry={() => refetch()}>
						{(error ?? remove.error)?.message}
					</FailedState>
				)}
				<HuntProgress hunt={hunt} mayCancel={mayChange} />
			</header>
			{hunt.found === 0 ? (
				isOver && (
					<EmptyState icon={SearchX} title="Nothing was found">
						No stored event of that time matches.
					</EmptyState>
				)
			) : (
				<>
					<Panel title="Over time" note={<Chip>{hunt.found.toLocaleString('en')}</Chip>}>
						<HuntTimeline hunt={hunt} />
					</Panel>
					<div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
						<Panel title="By rule">
							<ByRule hunt={hunt} chosen={rule} />
						</Panel>
						<Panel
							title={rule === null ? 'Matches' : 'Matches of the chosen rule'}
							note={
								rule !== null && (
									<span className="flex gap-3 text-xs leading-[24px]">
										<Link
											scroll={false}
											href={huntAddress(hunt.id)}
											className="inline-block min-h-[24px] underline decoration-dotted underline-offset-2"
										>
											of all
										</Link>
										<Link
											href={ruleAddress(rule)}
											className="inline-block min-h-[24px] underline decoration-dotted underline-offset-2"
										>
											the rule
										</Link>
									</span>
								)
							}
						>
							<HuntHits hunt={hunt} rule={rule} />
						</Panel>
					</div>
				</>
			)}
		</div>
	);
}

function ByRule({ hunt, chosen }: { hunt: HuntResult; chosen: string | null }) {
	return (
		<ul className="rounded-lg border border-line text-xs">
			{hunt.rules.map(({ id, title, level, found, kept, lastAt }) => (
				<li
					key={id}
					className={clsx(
						'grid grid-cols-[88px_minmax(0,1fr)_auto] items-center gap-2 border-b border-line px-2.5 py-1 last:border-0',
						id === chosen && 'bg-raised',
					)}
				>
					<span>
						<LevelTag level={level} />
					</span>
					<span className="min-w-0">
						<Link
							scroll={false}
							href={`${huntAddress(hunt.id)}?${new URLSearchParams({ rule: id })}`}
							aria-current={id === chosen ? 'true' : undefined}
							title={inertLine(title)}
							className="block min-h-[24px] truncate leading-[24px] hover:underline max-sm:py-[3px] max-sm:leading-[18px] max-sm:whitespace-normal"
						>
							<InertText text={title} />
						</Link>
						<span className="block text-2xs text-muted">
							latest <Time micros={lastAt === null ? null : parseTime(lastAt)} />
						</span>
					</span>
					<span className="text-right font-mono tabular-nums">
						{found.toLocaleString('en')}
						{kept < found && (
							<span className="block text-2xs text-muted">{kept.toLocaleString('en')} kept</span>
						)}
					</span>
				</li>
			))}
		</ul>
	);
}
