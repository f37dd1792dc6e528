'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Hunt } from '@/core/detection/hunt-views.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FailedState } from '../../ui/states.tsx';
import { HuntHits } from '../hunts/hunt-hits.tsx';
import { HuntProgress } from '../hunts/hunt-progress.tsx';
import { type HuntSpan, huntQuery, spanStart, spanTitles } from '../hunts/queries.ts';
import { sendRules } from '../queries.ts';

/** Tries a text that is not saved on the events of the last days. */
export function RuleTest({
	text,
	replaces,
	isSound,
}: {
	text: string;
	replaces: string | null;
	/** Whether it would be saved as it is. */
	isSound: boolean;
}) {
	const [span, setSpan] = useState<HuntSpan>('7d');
	const [tried, setTried] = useState<string | null>(null);
	const begin = useMutation({
		mutationFn: () => {
			const from = spanStart(span, new Date());
			return sendRules<Hunt>('POST', '/api/v1/rules/hunts', {
				text,
				...(replaces === null ? {} : { replaces }),
				...(from === null ? {} : { from }),
			});
		},
		onSuccess: () => setTried(text),
	});
	return (
		<Panel
			title="Test against stored events"
			actions={
				<>
					<select
						aria-label="Events to test against"
						value={span}
						onChange={({ target }) => setSpan(target.value as HuntSpan)}
						className="h-[24px] rounded-md border border-line2 bg-bg px-1 text-xs"
					>
						{Object.entries(spanTitles).map(([value, title]) => (
							<option key={value} value={value}>
								{title}
							</option>
						))}
					</select>
					<Button disabled={!isSound || begin.isPending} onClick={() => begin.mutate()}>
						Test it
					</Button>
				</>
			}
		>
			{begin.isError ? (
				<FailedState title="The test could not begin" retry={() => begin.mutate()}>
					{begin.error.message}
				</FailedState>
			) : begin.data === undefined ? (
				<p className="text-xs text-muted">
					Says how many of the stored events match, with samples. Nothing is saved.
				</p>
			) : (
				<TestResult key={begin.data.id} hunt={begin.data} isOld={tried !== text} />
			)}
		</Panel>
	);
}

function TestResult({ hunt: first, isOld }: { hunt: Hunt; isOld: boolean }) {
	const hunt = useQuery(huntQuery(first.id));
	if (hunt.data === undefined)
		return hunt.isError ? (
			<FailedState title="The test could not be read" retry={() => hunt.refetch()}>
				{hunt.error.message}
			</FailedState>
		) : (
			<p className="text-xs text-muted">Beginning</p>
		);
	const { data } = hunt;
	const isOver = data.state !== 'waiting' && data.state !== 'running';
	return (
		<div className="grid gap-2 text-xs">
			<HuntProgress hunt={data} mayCancel />
			{isOver && (
				<p aria-live="polite" data-testid="test-result">
					<span className="font-semibold">{data.found.toLocaleString('en')}</span>{' '}
					{data.found === 1 ? 'match' : 'matches'} in {data.looked.toLocaleString('en')}{' '}
					{data.looked === 1 ? 'event' : 'events'}.
					{isOld && <span className="text-modify"> The text was changed since.</span>}
				</p>
			)}
			{data.found > 0 && <HuntHits hunt={data} rule={null} />}
		</div>
	);
}
