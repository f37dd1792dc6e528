'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Mapping } from '@/core/formats/mapped/mapping.ts';
import { request } from '../api-request.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { InertText } from '../ui/inert-text.tsx';
import { FailedState } from '../ui/states.tsx';
import { sendJson } from './queries.ts';

export const savedMappingsKey = ['mappings'] as const;

/** Mappings of the workspace, each with the keys by which its logs are known. */
export function SavedMappings({ mayChange }: { mayChange: boolean }) {
	const cache = useQueryClient();
	const answer = useQuery({
		queryKey: savedMappingsKey,
		queryFn: ({ signal }) =>
			request<{ mappings: (Mapping & { id: string })[] }>('/api/v1/mappings', { signal }),
	});
	const remove = useMutation({
		mutationFn: (id: string) => sendJson('DELETE', `/api/v1/mappings/${id}`),
		onSettled: () => cache.invalidateQueries({ queryKey: savedMappingsKey }),
	});
	if (answer.isError)
		return (
			<FailedState title="The mappings could not be loaded" retry={() => answer.refetch()}>
				{answer.error.message}
			</FailedState>
		);
	return (
		<ul className="grid gap-1" aria-label="Saved mappings">
			{(answer.data?.mappings ?? []).map((mapping) => (
				<li key={mapping.id} className="flex flex-wrap items-center gap-2 text-xs">
					<b className="font-semibold">
						<InertText text={mapping.name} />
					</b>
					<span className="text-muted">{mapping.event}, known by</span>
					<span className="flex min-w-0 flex-1 flex-wrap gap-1">
						{mapping.keys.map((key) => (
							<Chip key={key} mono>
								<InertText text={key} />
							</Chip>
						))}
					</span>
					{mayChange && (
						<Button
							onClick={() => remove.mutate(mapping.id)}
							aria-label={`Delete the mapping ${mapping.name}`}
						>
							Delete
						</Button>
					)}
				</li>
			))}
		</ul>
	);
}
