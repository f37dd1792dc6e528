'use client';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { type Decision, decisions, type ReviewItem } from '@/core/credentials/review.ts';
import { Button } from '../../ui/button.tsx';
import { InertText, inertLine } from '../../ui/inert-text.tsx';
import { SeverityTag } from '../../ui/severity.tsx';

/** One credential of a review: what is known of it, what is wrong, and what was or is to be decided. */
export function DecisionRow({
	item,
	title,
	decide,
	pending,
}: {
	item: ReviewItem;
	title: ReactNode;
	/** Null: nothing can be decided here. */
	decide: ((decision: Decision, note: string) => void) | null;
	pending: boolean;
}) {
	const { credential, decision } = item;
	const [note, setNote] = useState(item.note ?? '');
	const name = inertLine(credential.title);
	const end =
		credential.expiresAt.state === 'value'
			? `ends ${credential.expiresAt.value.slice(0, 10)}`
			: credential.expiresAt.state === 'none'
				? 'never expires'
				: 'end unknown';
	const used =
		credential.lastUsedAt.state === 'value'
			? `last used ${credential.lastUsedAt.value.slice(0, 10)}`
			: credential.lastUsedAt.state === 'none'
				? 'never used'
				: 'last use unknown';
	return (
		<li className="border-t border-line py-2.5 text-xs first:border-0" data-testid="review-item">
			<p className="flex flex-wrap items-center gap-2">
				{credential.severity !== null && <SeverityTag severity={credential.severity} />}
				<span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{title}</span>
				<span className="text-muted">
					{credential.kindTitle} · {end} · {used}
				</span>
			</p>
			{credential.findings.length > 0 && (
				<p className="mt-0.5 text-muted">
					{credential.findings.map((finding) => finding.title).join(' · ')}
				</p>
			)}
			{decision !== null && (
				<p className="mt-1 [overflow-wrap:anywhere]">
					<span className="font-semibold">{decision}</span>{' '}
					<span className="text-muted">
						by <InertText text={item.decidedBy ?? ''} />, {item.decidedAt?.slice(0, 10)}
					</span>
					{item.note !== null && (
						<>
							{': '}
							<InertText text={item.note} />
						</>
					)}
				</p>
			)}
			{decide !== null && (
				<div className="mt-1.5 flex flex-wrap items-center gap-1.5">
					{decisions.map((each) => (
						<Button
							key={each}
							aria-label={`${each} ${name}`}
							aria-pressed={decision === each}
							className={decision === each ? 'bg-raised font-semibold' : ''}
							disabled={pending}
							onClick={() => decide(each, note)}
						>
							{each}
						</Button>
					))}
					<input
						aria-label={`Why, for ${name}`}
						placeholder="why (optional)"
						value={note}
						maxLength={1_000}
						onChange={({ target }) => setNote(target.value)}
						className="h-[24px] min-w-40 flex-1 rounded-md border border-line2 bg-bg px-2"
					/>
				</div>
			)}
		</li>
	);
}
