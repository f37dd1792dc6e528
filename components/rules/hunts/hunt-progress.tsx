'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Hunt, HuntState } from '@/core/detection/hunt-views.ts';
import { Button } from '../../ui/button.tsx';
import { FailedState } from '../../ui/states.tsx';
import { sendRules } from '../queries.ts';
import { huntsKey } from './queries.ts';

export const stateWords: Readonly<Record<HuntState, string>> = {
	waiting: 'waiting its turn',
	running: 'under way',
	done: 'done',
	cancelled: 'cancelled',
	failed: 'failed',
};

/** How far a hunt has come, with a way to end it; and what it does not say. */
export function HuntProgress({ hunt, mayCancel }: { hunt: Hunt; mayCancel: boolean }) {
	const cache = useQueryClient();
	const cancel = useMutation({
		mutationFn: () => sendRules<Hunt>('POST', `/api/v1/rules/hunts/${hunt.id}/cancel`),
		onSettled: () => cache.invalidateQueries({ queryKey: huntsKey }),
	});
	const isUnderWay = hunt.state === 'waiting' || hunt.state === 'running';
	return (
		<div className="grid gap-2 text-xs">
			{isUnderWay && (
				<div className="flex flex-wrap items-center gap-3">
					<progress
						aria-label="Events looked at"
						max={hunt.total ?? 1}
						value={hunt.total === null ? 0 : hunt.looked}
						className="h-2 min-w-40 flex-1 accent-accent"
					/>
					<span className="tabular-nums text-muted">
						{hunt.total === null
							? stateWords[hunt.state]
							: `${hunt.looked.toLocaleString('en')} of ${hunt.total.toLocaleString('en')} events, ${hunt.found.toLocaleString('en')} found`}
					</span>
					{mayCancel && (
						<Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
							Cancel
						</Button>
					)}
				</div>
			)}
			{cancel.isError && (
				<p role="alert" className="text-destroy">
					It could not be cancelled: {cancel.error.message}
				</p>
			)}
			{hunt.state === 'failed' && (
				<FailedState title="The hunt failed">
					{hunt.failure} What it found until then stands below.
				</FailedState>
			)}
			{hunt.state === 'cancelled' && (
				<p role="status" className="text-modify">
					Cancelled after {hunt.looked.toLocaleString('en')}
					{hunt.total !== null && ` of ${hunt.total.toLocaleString('en')}`} events. Correlations did
					not run.
				</p>
			)}
			{hunt.leftOut > 0 && (
				<p role="status" className="text-modify">
					{hunt.leftOut.toLocaleString('en')} matches were counted and not kept: of a rule the
					earliest 10,000 are, of all the earliest 100,000. Correlations counted the kept ones.
				</p>
			)}
			{hunt.notLoaded > 0 && (
				<p role="status" className="text-modify">
					{hunt.notLoaded} {hunt.notLoaded === 1 ? 'rule' : 'rules'} did not run, since they could
					not be loaded; the page of rules says why.
				</p>
			)}
		</div>
	);
}
