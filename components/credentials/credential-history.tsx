'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { CredentialDetail } from '@/core/credentials/views.ts';
import { parseTime } from '@/core/event/time.ts';
import { request } from '../api-request.ts';
import { Button } from '../ui/button.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { Time } from '../ui/time.tsx';

/** What people recorded of a credential, and what they said that it is made of. */
export function CredentialHistory({
	credential,
	mayChange,
}: {
	credential: CredentialDetail;
	mayChange: boolean;
}) {
	const router = useRouter();
	const regroup = useMutation({
		mutationFn: ({ id, verb, body }: { id: string; verb: 'unmerge' | 'split'; body: object }) =>
			request<unknown>(`/api/v1/credentials/${encodeURIComponent(id)}/${verb}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', accept: 'application/json' },
				body: JSON.stringify(body),
			}),
		onSuccess: () => router.refresh(),
	});
	const { marks, mergedIds, fingerprints } = credential;
	const canSplit = mayChange && (fingerprints.length > 1 || credential.providerId !== null);
	return (
		<div className="grid gap-3 text-xs">
			{marks.length === 0 ? (
				<p className="text-muted">Nobody recorded a rotation or revocation.</p>
			) : (
				<ol className="grid gap-1.5">
					{marks.map((mark) => (
						<li key={`${mark.recordedAt}${mark.kind}`} className="[overflow-wrap:anywhere]">
							<span className="font-semibold">{mark.kind}</span>{' '}
							<Time micros={parseTime(mark.at)} />{' '}
							<span className="text-muted">
								by <InertText text={mark.by} />
							</span>
							{mark.reason !== null && (
								<>
									{': '}
									<InertText text={mark.reason} />
								</>
							)}
						</li>
					))}
				</ol>
			)}
			{mergedIds.length > 0 && (
				<div>
					<p className="mb-1 text-muted">Merged into it by hand</p>
					<ul className="grid gap-1">
						{mergedIds.map((id) => (
							<li key={id} className="flex flex-wrap items-center gap-2">
								<span className="font-mono text-2xs">{id}</span>
								{mayChange && (
									<Button
										disabled={regroup.isPending}
										onClick={() => regroup.mutate({ id, verb: 'unmerge', body: {} })}
									>
										Take it out
									</Button>
								)}
							</li>
						))}
					</ul>
				</div>
			)}
			{canSplit && fingerprints.length > 0 && (
				<div>
					<p className="mb-1 text-muted">
						A fingerprint that is not this credential’s can be split off, with its uses.
					</p>
					<ul className="grid gap-1">
						{fingerprints.map(({ fingerprint }) => (
							<li key={fingerprint} className="flex flex-wrap items-center gap-2">
								<span className="font-mono text-2xs">{fingerprint}</span>
								<Button
									disabled={regroup.isPending}
									onClick={() =>
										regroup.mutate({ id: credential.id, verb: 'split', body: { fingerprint } })
									}
								>
									Split it off
								</Button>
							</li>
						))}
					</ul>
				</div>
			)}
			{regroup.isError && (
				<p role="alert" className="text-destroy">
					{regroup.error.message}
				</p>
			)}
		</div>
	);
}
