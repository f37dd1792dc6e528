'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { Hunt } from '@/core/detection/hunt-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { exploreAddress } from '../../explore/explore-state.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { LevelTag } from '../level-tag.tsx';
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
			className="max-h-[60vh] overflow-auto rounded-lg border border-line"
		>
			<ul className="text-xs">
				{hits.map((hit) => (
					<li
						key={hit.id}
						className="grid grid-cols-[140px_88px_minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2 border-b border-line px-2.5 py-1 last:border-0 max-lg:grid-cols-[140px_minmax(0,1fr)] max-sm:grid-cols-1"
					>
						<span className="text-muted">
							<Time micros={hit.at === null ? null : parseTime(hit.at)} />
						</span>
						<span>
							<LevelTag level={hit.level} />
						</span>
						<span className="truncate">
							<InertText text={hit.title} />
						</span>
						<Link
							prefetch={false}
							href={exploreAddress({ event: hit.eventIds.at(-1) ?? null })}
							className="min-h-[24px] min-w-0 truncate font-mono leading-[24px] hover:underline"
						>
							{hit.text === null ? 'an event that is gone' : <InertText text={hit.text} />}
						</Link>
						<span>{hit.eventIds.length > 1 && <Chip>{hit.eventIds.length} events</Chip>}</span>
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
