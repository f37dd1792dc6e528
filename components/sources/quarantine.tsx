'use client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../api-request.ts';
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

const shownMax = 50;

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
		<ul className="mt-2 grid gap-1 border-t border-line pt-2 text-xs">
			{answer.data.quarantine.slice(0, shownMax).map((entry) => (
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
