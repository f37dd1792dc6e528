'use client';
import { useMutation } from '@tanstack/react-query';
import { Download, Link2, PenLine, Printer } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Decision, ReviewView } from '@/core/credentials/review.ts';
import { request } from '../../api-request.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { credentialAddress } from '../credential-filter.ts';
import { DecisionRow } from './decision-row.tsx';
import { Progress } from './progress.tsx';
import { ReviewRecord } from './record.tsx';

const post = <Answer,>(path: string, body: object = {}) =>
	request<Answer>(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify(body),
	});

/** One review: who is asked, how far it is, what was decided; printed, it is the auditor's record. */
export function Review({ view, mayManage }: { view: ReviewView; mayManage: boolean }) {
	const router = useRouter();
	const [link, setLink] = useState<{ owner: string; address: string } | null>(null);
	const path = `/api/v1/credentials/reviews/${encodeURIComponent(view.id)}`;
	const act = useMutation({
		mutationFn: async (asked: {
			verb: 'close' | 'decisions' | 'links';
			body?: { owner?: string; credential?: string; decision?: Decision; note?: string };
		}) => {
			const answer = await post<{ path?: string }>(`${path}/${asked.verb}`, asked.body);
			if (asked.verb === 'links' && answer.path !== undefined)
				setLink({
					owner: asked.body?.owner ?? '',
					address: `${window.location.origin}${answer.path}`,
				});
		},
		onSuccess: () => router.refresh(),
	});
	const canChange = mayManage && view.closedAt === null;
	return (
		<div className="grid min-h-0 grid-cols-[minmax(0,1fr)] content-start gap-3 overflow-auto pb-8">
			<div className="flex flex-wrap items-center gap-2">
				<h2 className="min-w-0 text-base font-semibold [overflow-wrap:anywhere]">
					<InertText text={view.name} />
				</h2>
				<Chip tone={view.closedAt === null ? 'plain' : 'good'}>
					{view.closedAt === null
						? `due ${view.dueAt.slice(0, 10)}`
						: `signed off ${view.closedAt.slice(0, 10)} by ${view.closedBy}`}
				</Chip>
				<span className="flex-1" />
				<a
					href={path}
					download={`review-${view.createdAt.slice(0, 10)}.json`}
					className={buttonClass()}
				>
					<Download aria-hidden size={12} /> Record as JSON
				</a>
				<Button onClick={() => window.print()}>
					<Printer aria-hidden size={12} /> Print
				</Button>
				{canChange && (
					<Button disabled={act.isPending} onClick={() => act.mutate({ verb: 'close' })}>
						<PenLine aria-hidden size={12} /> Sign it off
					</Button>
				)}
			</div>
			<Progress decided={view.decided} total={view.total} />
			<p className="text-xs text-muted">
				Begun {view.createdAt.slice(0, 10)} by <InertText text={view.createdBy} />, of{' '}
				{Object.keys(view.filter).length === 0
					? 'every credential'
					: `credentials by ${Object.entries(view.filter)
							.map(([name, value]) => `${name} ${value}`)
							.join(', ')}`}
				. Credentials are shown as they stood then.
			</p>
			<ReviewRecord view={view} />
			{act.isError && (
				<p role="alert" className="text-xs text-destroy">
					{act.error.message}
				</p>
			)}
			{link !== null && (
				<div
					role="status"
					className="rounded-lg border border-line2 bg-surface p-3 text-xs print:hidden"
				>
					<p>
						The link of <InertText text={link.owner} />, shown this once. It opens their credentials
						of this review, and nothing else.
					</p>
					<p className="mt-1.5 flex items-center gap-2">
						<code className="min-w-0 font-mono text-2xs [overflow-wrap:anywhere]">
							{link.address}
						</code>
						<CopyButton text={() => link.address} label="Copy the link" />
					</p>
				</div>
			)}
			{view.owners.map(({ owner, total, decided, linkExpiresAt }) => (
				<section
					key={owner ?? ''}
					aria-label={owner ?? 'Nobody’s'}
					className="rounded-lg border border-line px-3.5 py-2.5"
				>
					<div className="flex flex-wrap items-center gap-3">
						<h3 className="text-xs font-semibold">
							{owner === null ? 'Nobody’s, or nobody knows whose' : <InertText text={owner} />}
						</h3>
						<Progress decided={decided} total={total} />
						<span className="flex-1" />
						{linkExpiresAt !== null && (
							<span className="text-2xs text-muted">link until {linkExpiresAt.slice(0, 10)}</span>
						)}
						{canChange && owner !== null && (
							<Button
								aria-label={`Make the link of ${owner}`}
								disabled={act.isPending}
								onClick={() => act.mutate({ verb: 'links', body: { owner } })}
							>
								<Link2 aria-hidden size={12} />
								{linkExpiresAt === null ? 'Make their link' : 'Make a new link'}
							</Button>
						)}
					</div>
					<ul className="mt-1.5">
						{view.items
							.filter((item) => item.owner === owner)
							.map((item) => (
								<DecisionRow
									key={item.credential.id}
									item={item}
									title={
										<Link href={credentialAddress(item.credential.id)} className="hover:underline">
											<InertText text={item.credential.title} />
										</Link>
									}
									pending={act.isPending}
									decide={
										canChange
											? (decision, note) =>
													act.mutate({
														verb: 'decisions',
														body: { credential: item.credential.id, decision, note },
													})
											: null
									}
								/>
							))}
					</ul>
				</section>
			))}
		</div>
	);
}
