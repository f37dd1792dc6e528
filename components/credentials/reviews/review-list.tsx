'use client';
import { useMutation } from '@tanstack/react-query';
import { ClipboardCheck, Plus } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReviewSummary } from '@/core/credentials/review.ts';
import { request } from '../../api-request.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { FormDialog, FormField, inputClass } from '../../ui/form-dialog.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { CredentialFilterValues } from '../credential-filter.ts';
import { Progress } from './progress.tsx';

/** Reviews, open ones first, and the way to begin one. A filter in the address is what it begins with. */
export function ReviewList({
	reviews,
	filter,
	mayManage,
	now,
}: {
	reviews: readonly ReviewSummary[];
	filter: CredentialFilterValues;
	mayManage: boolean;
	now: string;
}) {
	const parts = Object.entries(filter).map(([name, value]) => `${name} ${value}`);
	const [open, setOpen] = useState(parts.length > 0 && mayManage);
	const router = useRouter();
	const start = useMutation({
		mutationFn: (form: FormData) =>
			request<ReviewSummary>('/api/v1/credentials/reviews', {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ ...Object.fromEntries(form), filter }),
			}),
		onSuccess: ({ id }) => router.push(`/credentials/reviews/${id}`),
	});
	return (
		<div className="min-h-0 overflow-auto pb-8">
			<div className="mb-3 flex flex-wrap items-center gap-2">
				<p className="text-xs text-muted">
					Owners say of each credential whether to keep, narrow, rotate or revoke it.
				</p>
				<span className="flex-1" />
				{mayManage && (
					<Button onClick={() => setOpen(true)}>
						<Plus aria-hidden size={12} /> Begin a review
					</Button>
				)}
			</div>
			{reviews.length === 0 ? (
				<EmptyState icon={ClipboardCheck} title="No review yet">
					<p>Filter the inventory and begin a review of what it shows.</p>
				</EmptyState>
			) : (
				<ul className="grid gap-2">
					{reviews.map((review) => (
						<li key={review.id}>
							<Link
								href={`/credentials/reviews/${review.id}`}
								className="grid gap-1.5 rounded-lg border border-line px-3.5 py-2.5 hover:bg-surface"
							>
								<span className="flex flex-wrap items-center gap-2">
									<span className="min-w-0 font-semibold [overflow-wrap:anywhere]">
										<InertText text={review.name} />
									</span>
									<Chip tone={review.closedAt === null ? 'plain' : 'good'}>
										{review.closedAt === null
											? `due ${review.dueAt.slice(0, 10)}`
											: `signed off ${review.closedAt.slice(0, 10)}`}
									</Chip>
									{review.closedAt === null && review.dueAt < now && (
										<span className="text-xs font-semibold text-destroy">overdue</span>
									)}
								</span>
								<Progress decided={review.decided} total={review.total} />
							</Link>
						</li>
					))}
				</ul>
			)}
			{open && (
				<FormDialog
					open
					close={() => setOpen(false)}
					title="Begin a review"
					about={
						parts.length === 0
							? 'Of every credential of the inventory. Filter the inventory first to review fewer.'
							: `Of the credentials under this filter: ${parts.join(', ')}.`
					}
					action="Begin"
					pending={start.isPending}
					problem={start.error?.message ?? null}
					submit={(form) => start.mutate(form)}
				>
					<FormField label="Name">
						<input name="name" required maxLength={200} className={inputClass} />
					</FormField>
					<FormField label="Due">
						<input name="dueAt" type="date" required className={inputClass} />
					</FormField>
				</FormDialog>
			)}
		</div>
	);
}
