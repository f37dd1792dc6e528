'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Hunt } from '@/core/detection/hunt-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { sendRules } from '../queries.ts';
import { RulesSubpage } from '../rules-subpage.tsx';
import { stateWords } from './hunt-progress.tsx';
import {
	type HuntSpan,
	huntAddress,
	huntsAddress,
	huntsKey,
	huntsQuery,
	spanStart,
	spanTitles,
} from './queries.ts';

/** Begins hunts, and lists those that there were. */
export function Hunts({
	first,
	chosen,
	running,
	mayChange,
}: {
	first: readonly Hunt[];
	/** The rules that the address names. */
	chosen: readonly { readonly id: string; readonly title: string }[];
	/** How many rules are on. */
	running: number;
	mayChange: boolean;
}) {
	const { data: hunts, isError, error, refetch } = useQuery(huntsQuery(first));
	return (
		<RulesSubpage
			title="Hunts"
			about="Rules run backwards over what is stored, in the background. What a hunt finds stands on its own page and changes nothing else."
			failed={isError ? error.message : null}
			retry={() => refetch()}
		>
			{mayChange ? (
				<BeginHunt chosen={chosen} running={running} />
			) : (
				<p className="text-xs text-muted">Your role does not allow beginning hunts.</p>
			)}
			{hunts.length === 0 ? (
				<EmptyState icon={History} title="There was no hunt yet">
					A new rule looks at what comes in from now on; a hunt shows what it would have found
					before.
				</EmptyState>
			) : (
				<HuntList hunts={hunts} />
			)}
		</RulesSubpage>
	);
}

function BeginHunt({
	chosen,
	running,
}: {
	chosen: readonly { readonly id: string; readonly title: string }[];
	running: number;
}) {
	const router = useRouter();
	const cache = useQueryClient();
	const [span, setSpan] = useState<HuntSpan>('all');
	const begin = useMutation({
		mutationFn: () => {
			const from = spanStart(span, new Date());
			return sendRules<Hunt>('POST', '/api/v1/rules/hunts', {
				rules: chosen.map(({ id }) => id),
				...(from === null ? {} : { from }),
			});
		},
		onSuccess: async ({ id }) => {
			await cache.invalidateQueries({ queryKey: [...huntsKey, 'list'] });
			router.push(huntAddress(id));
		},
	});
	return (
		<form
			aria-label="Begin a hunt"
			className="flex flex-wrap items-center gap-2 rounded-lg border border-line bg-surface px-3 py-2 text-xs"
			onSubmit={(event) => {
				event.preventDefault();
				begin.mutate();
			}}
		>
			{chosen.length === 0 ? (
				<span>With all {running} rules that are on</span>
			) : (
				<>
					<span>With</span>
					{chosen.slice(0, 8).map(({ id, title }) => (
						<Chip key={id}>
							<span className="max-w-60 truncate">
								<InertText text={title} />
							</span>
						</Chip>
					))}
					{chosen.length > 8 && <span>and {chosen.length - 8} more</span>}
					<Link href={huntsAddress()} className="underline decoration-dotted underline-offset-2">
						with all instead
					</Link>
				</>
			)}
			<span>over</span>
			<select
				aria-label="Events to look at"
				value={span}
				onChange={({ target }) => setSpan(target.value as HuntSpan)}
				className="h-[24px] rounded-md border border-line2 bg-bg px-1 text-xs"
			>
				{Object.entries(spanTitles).map(([value, title]) => (
					<option key={value} value={value}>
						{title.toLowerCase()}
					</option>
				))}
			</select>
			<Button type="submit" face="solid" disabled={begin.isPending}>
				Begin the hunt
			</Button>
			{begin.isError && (
				<p role="alert" className="text-destroy">
					{begin.error.message}
				</p>
			)}
		</form>
	);
}

function HuntList({ hunts }: { hunts: readonly Hunt[] }) {
	return (
		<ul className="rounded-lg border border-line text-xs">
			{hunts.map((hunt) => (
				<li
					key={hunt.id}
					className="relative grid grid-cols-[140px_minmax(0,1fr)_auto_auto] items-center gap-3 border-b border-line px-3 py-1.5 last:border-0 hover:bg-surface max-sm:grid-cols-2"
				>
					<span className="text-muted">
						<Time micros={parseTime(hunt.createdAt)} />
					</span>
					<Link
						prefetch={false}
						href={huntAddress(hunt.id)}
						className="truncate font-semibold after:absolute after:inset-0"
					>
						{hunt.ruleIds.length === 0
							? 'All rules'
							: `${hunt.ruleIds.length} ${hunt.ruleIds.length === 1 ? 'rule' : 'rules'}`}
						<span className="font-normal text-muted">
							{' '}
							{hunt.from === null ? 'over all events' : `from ${hunt.from.slice(0, 10)}`}
						</span>
					</Link>
					<span className="tabular-nums text-muted">
						{hunt.state === 'running' && hunt.total !== null
							? `${hunt.looked.toLocaleString('en')} of ${hunt.total.toLocaleString('en')}`
							: stateWords[hunt.state]}
					</span>
					<span className="font-mono tabular-nums">{hunt.found.toLocaleString('en')} found</span>
				</li>
			))}
		</ul>
	);
}
