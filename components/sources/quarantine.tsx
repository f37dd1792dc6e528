'use client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api-request.ts';
import { Button } from '../ui/button.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { FailedState, Skeleton } from '../ui/states.tsx';

interface ImportAnswer {
	readonly quarantine: readonly {
		readonly path: string;
		readonly line: number | null;
		readonly reason: string;
		readonly detail: string;
		readonly preview: string | null;
	}[];
}

const importQuery = (id: string) =>
	queryOptions({
		queryKey: ['import', id],
		queryFn: ({ signal }) =>
			request<ImportAnswer>(`/api/v1/imports/${encodeURIComponent(id)}`, { signal }),
	});

interface RetryAnswer {
	readonly retried: number;
	readonly resolved: number;
}

const shownMax = 50;

/** Reads the quarantined lines again, and says what came of it. */
function Retry({ importId }: { importId: string }) {
	const client = useQueryClient();
	const retry = useMutation({
		mutationFn: () =>
			request<RetryAnswer>(`/api/v1/imports/${encodeURIComponent(importId)}/retry`, {
				method: 'POST',
			}),
		onSuccess: () => client.invalidateQueries(),
	});
	return (
		<div className="mt-2 flex flex-wrap items-center gap-3 text-xs">
			<Button onClick={() => retry.mutate()} disabled={retry.isPending}>
				{retry.isPending ? 'Reading again…' : 'Read these again'}
			</Button>
			<span role="status" className="text-muted">
				{retry.isError && `They could not be read again. ${retry.error.message}`}
				{retry.isSuccess && outcomeOf(retry.data)}
			</span>
		</div>
	);
}

function outcomeOf({ retried, resolved }: RetryAnswer): string {
	if (retried === 0)
		return 'Nothing of them was kept and no file of theirs is unchanged: send the log again.';
	if (resolved === 0) return `None of ${retried} could be read.`;
	return `${resolved} of ${retried} could be read now.`;
}

/** Lines that could not be read, each with its reason. */
export function Quarantine({ importId }: { importId: string }) {
	const answer = useQuery(importQuery(importId));
	if (answer.isPending) return <Skeleton lines={2} label="Loading the quarantined lines" />;
	if (answer.isError) {
		return (
			<FailedState title="The quarantined lines could not be loaded" retry={() => answer.refetch()}>
				{answer.error.message}
			</FailedState>
		);
	}
	return (
		<div className="mt-2 border-t border-line pt-2">
			{answer.data.quarantine.length === 0 ? (
				<p className="text-xs text-muted">Nothing of it is left unread.</p>
			) : (
				<Lines entries={answer.data.quarantine} />
			)}
			<Retry importId={importId} />
		</div>
	);
}

function Lines({ entries }: { entries: ImportAnswer['quarantine'] }) {
	return (
		<ul className="grid gap-1 text-xs">
			{entries.slice(0, shownMax).map((entry) => (
				<li key={`${entry.path}:${entry.line}:${entry.reason}`}>
					<span className="font-mono">
						<InertText text={entry.line === null ? entry.path : `${entry.path}:${entry.line}`} />
					</span>{' '}
					<b className="font-semibold text-modify">{entry.reason}</b>{' '}
					<span className="text-muted">
						<InertText text={entry.detail} />
					</span>
					{entry.preview !== null && entry.preview !== '' && (
						<details className="mt-0.5">
							<summary className="cursor-pointer text-muted">What stood there, redacted</summary>
							<pre className="mt-1 max-h-40 overflow-auto rounded-md bg-raised px-2 py-1 font-mono text-2xs whitespace-pre-wrap [overflow-wrap:anywhere]">
								<InertText text={entry.preview} />
							</pre>
						</details>
					)}
				</li>
			))}
		</ul>
	);
}
