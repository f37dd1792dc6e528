'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Hunt } from '@/core/detection/hunt-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { LevelTag } from '../level-tag.tsx';
import { MatchEvent } from '../match-event.tsx';
import { huntHitsQuery } from './queries.ts';

/** What a hunt found, the latest events first, each a link to its event. */
export function HuntHits({ hunt, rule }: { hunt: Hunt; rule: string | null }) {
	const found = useInfiniteQuery(huntHitsQuery(hunt, rule));
	if (found.data === undefined)
		return found.isError ? (
			<FailedState title="What it found could not be read" retry={() => found.refetch()}>
				{found.error.message}
			</FailedState>
		) : (
			<Skeleton lines={5} label="Loading what it found" />
		);
	const hits = found.data.pages.flatMap((page) => page.hits);
	return (
		<section
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			aria-label="What it found"
			className="max-h-[75vh] overflow-auto rounded-lg border border-line"
		>
			<ul className="text-xs">
				{hits.map((hit) => (
					<li
						key={hit.id}
						className="grid grid-cols-[88px_minmax(0,1fr)_auto] items-start gap-x-2 border-b border-line px-2.5 py-1 last:border-0"
					>
						<span className="pt-0.5">
							<LevelTag level={hit.level} />
						</span>
						<span className="min-w-0 max-sm:col-span-2">
							{rule === null && (
								<span className="block pt-0.5 [overflow-wrap:anywhere]">
									<InertText text={hit.title} />
								</span>
							)}
							<MatchEvent eventIds={hit.eventIds} text={hit.text} />
						</span>
						<span className="grid justify-items-end gap-0.5 pt-0.5 text-muted max-sm:order-first max-sm:col-span-3 max-sm:flex max-sm:gap-2">
							<Time micros={hit.at === null ? null : parseTime(hit.at)} />
							{hit.eventIds.length > 1 && <Chip>{hit.eventIds.length} events</Chip>}
						</span>
					</li>
				))}
			</ul>
			{found.isFetchNextPageError ? (
				<FailedState title="More could not be loaded" retry={found.fetchNextPage}>
					{found.error?.message}
				</FailedState>
			) : (
				found.hasNextPage && (
					<p className="p-2 text-center">
						<Button disabled={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
							{found.isFetchingNextPage ? 'Loading more' : 'More'}
						</Button>
					</p>
				)
			)}
		</section>
	);
}
