'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useMemo, useRef } from 'react';
import { ApiFailure } from '../api-request.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, FailedState, Skeleton } from '../ui/states.tsx';
import { useKeys } from '../ui/use-keys.ts';
import { EventDrawer } from './event-drawer.tsx';
import { EventTable } from './event-table.tsx';
import { type ExploreState, exploreAddress, readExploreState } from './explore-state.ts';
import { eventsQuery } from './queries.ts';
import { QueryBar } from './query-bar.tsx';
import { unknownField } from './query-text.ts';
import { RangePicker } from './range-picker.tsx';

/** Every event of the workspace, searched. The address holds query, time range and open event. */
export function Explore({ fields }: { fields: readonly string[] }) {
	const params = useSearchParams();
	const state = useMemo(() => readExploreState(new URLSearchParams(params)), [params]);
	const input = useRef<HTMLInputElement>(null);
	const sound = unknownField(state.query, fields) === null;
	const found = useInfiniteQuery({
		...eventsQuery(state.query, state.range),
		enabled: sound,
	});
	const events = useMemo(
		() => found.data?.pages.flatMap((page) => page.events) ?? [],
		[found.data],
	);
	// From the address, not from what was drawn last: a key may come before the new view is drawn.
	const now = () => readExploreState(new URLSearchParams(window.location.search));
	const search = (change: Partial<ExploreState>) =>
		window.history.pushState(null, '', exploreAddress({ ...now(), event: null, ...change }));
	const open = (event: string | null) =>
		window.history.replaceState(null, '', exploreAddress({ ...now(), event }));
	const at = events.findIndex((event) => event.id === state.event);
	const step = (by: -1 | 1) => {
		const next = events[at === -1 ? 0 : at + by];
		if (next !== undefined) open(next.id);
	};
	useKeys({
		'/': () => input.current?.focus(),
		arrowdown: () => step(1),
		arrowup: () => step(-1),
		escape: () => open(null),
	});
	const refusal =
		found.error instanceof ApiFailure && found.error.status === 400 ? found.error.message : null;
	const more = () => {
		if (found.hasNextPage && !found.isFetchingNextPage && !found.isFetchNextPageError) {
			void found.fetchNextPage();
		}
	};
	return (
		<div className="relative flex h-full flex-col">
			<div className="flex-none px-5 pt-4 pb-2 max-sm:px-3">
				<h1 className="mb-3 text-lg font-semibold">Explore</h1>
				<div className="flex items-start gap-1.5 max-lg:flex-col max-lg:items-stretch">
					<QueryBar
						query={state.query}
						fields={fields}
						refusal={refusal}
						input={input}
						search={(query) => search({ query })}
					/>
					<RangePicker range={state.range} choose={(range) => search({ range })} />
				</div>
				<p className="mt-1.5 text-2xs text-muted" aria-live="polite">
					{!sound
						? ' '
						: found.isPending
							? 'Searching'
							: found.data === undefined
								? ' '
								: `${events.length.toLocaleString('en')} ${events.length === 1 ? 'event' : 'events'}${found.hasNextPage ? ' shown, the newest; there are more' : ''}`}
				</p>
			</div>
			{found.isPending && sound ? (
				<div className="flex-1 px-5 max-sm:px-3">
					<Skeleton lines={12} label="Searching events" />
				</div>
			) : found.data === undefined ? (
				<div className="flex-1 px-5 max-sm:px-3">
					{refusal === null && found.isError && (
						<FailedState title="The search failed" retry={() => found.refetch()}>
							{found.error.message}
						</FailedState>
					)}
				</div>
			) : events.length === 0 ? (
				<div className="flex-1 px-5 max-sm:px-3">
					<NothingFound state={state} clear={() => search({ query: '', range: { type: 'any' } })} />
				</div>
			) : (
				<EventTable
					key={`${state.query} ${JSON.stringify(state.range)}`}
					events={events}
					selected={state.event}
					select={open}
					nearEnd={more}
					foot={
						found.isFetchNextPageError ? (
							<div className="p-3">
								<FailedState title="Older events could not be loaded" retry={found.fetchNextPage}>
									{found.error?.message}
								</FailedState>
							</div>
						) : found.hasNextPage ? (
							<p className="p-3 text-center">
								<Button onClick={more} disabled={found.isFetchingNextPage}>
									{found.isFetchingNextPage ? 'Loading older events' : 'Older events'}
								</Button>
							</p>
						) : null
					}
				/>
			)}
			{state.event !== null && (
				<EventDrawer
					id={state.event}
					listed={events[at]}
					address={(event) => exploreAddress({ ...state, event })}
					step={step}
					close={() => open(null)}
				/>
			)}
		</div>
	);
}

function NothingFound({ state, clear }: { state: ExploreState; clear: () => void }) {
	if (state.query === '' && state.range.type === 'any') {
		return (
			<EmptyState icon={SearchX} title="No events in this workspace">
				<p>Bring in a folder of logs, of any format that Aftertrace reads:</p>
				<pre className="my-3 overflow-x-auto rounded-md border border-line bg-surface px-3 py-2 text-left font-mono text-text">
					npx aftertrace ingest ~/.claude/projects railway-audit.json
				</pre>
			</EmptyState>
		);
	}
	return (
		<EmptyState icon={SearchX} title="No event matches">
			<p className="mb-2">
				All terms must be true, and a value without <code>*</code> must match whole. Events without
				a time are found only where no time range is set.
			</p>
			<Button onClick={clear}>Search everything</Button>
		</EmptyState>
	);
}
