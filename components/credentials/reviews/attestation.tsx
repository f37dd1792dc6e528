'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttestationView, Decision } from '@/core/credentials/review.ts';
import { request } from '../../api-request.ts';
import { inputClass } from '../../ui/form-dialog.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { DecisionRow } from './decision-row.tsx';
import { Progress } from './progress.tsx';

/** Where an owner decides about theirs, without signing in. */
export function Attestation({ view, token }: { view: AttestationView; token: string }) {
	const [shown, setShown] = useState(view);
	const [by, setBy] = useState('');
	const attest = useMutation({
		mutationFn: (given: { credential: string; decision: Decision; note: string }) =>
			request<AttestationView>('/api/attestations', {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify({ token, by, ...given }),
			}),
		onSuccess: setShown,
	});
	const isOpen = shown.closedAt === null;
	return (
		<>
			<h1 className="text-lg font-semibold [overflow-wrap:anywhere]">
				<InertText text={shown.name} />
			</h1>
			<p className="mt-1 text-sm text-muted">
				{isOpen
					? `Say of each credential of ${shown.owner} what becomes of it, by ${shown.dueAt.slice(0, 10)}.`
					: `This review was signed off on ${shown.closedAt?.slice(0, 10)}; nothing changes any more.`}
			</p>
			<div className="my-3" aria-live="polite">
				<Progress
					decided={shown.items.filter(({ decision }) => decision !== null).length}
					total={shown.items.length}
				/>
			</div>
			{isOpen && (
				<label className="mb-3 grid max-w-sm gap-1 text-xs text-muted">
					Your name, for the record
					<input
						value={by}
						maxLength={200}
						onChange={({ target }) => setBy(target.value)}
						className={inputClass}
					/>
				</label>
			)}
			{attest.isError && (
				<p role="alert" className="mb-2 text-xs text-destroy">
					{attest.error.message}
				</p>
			)}
			<ul aria-label="Your credentials" className="rounded-lg border border-line px-3.5">
				{shown.items.map((item) => (
					<DecisionRow
						key={item.credential.id}
						item={item}
						title={<InertText text={item.credential.title} />}
						pending={attest.isPending || by.trim() === ''}
						decide={
							isOpen
								? (decision, note) =>
										attest.mutate({ credential: item.credential.id, decision, note })
								: null
						}
					/>
				))}
			</ul>
		</>
	);
}
