import Link from 'next/link';
import { exploreAddress } from '../explore/explore-state.ts';
import { InertText, inertLine } from '../ui/inert-text.tsx';

/** The last event of a match, as a line that leads to it. `text` null: the event is gone. */
export function MatchEvent({
	eventIds,
	text,
}: {
	eventIds: readonly string[];
	text: string | null;
}) {
	return (
		<Link
			prefetch={false}
			href={exploreAddress({ event: eventIds.at(-1) ?? null })}
			title={text === null ? undefined : inertLine(text)}
			className="block min-h-[24px] min-w-0 truncate font-mono leading-[24px] hover:underline"
		>
			{text === null ? 'an event that is gone' : <InertText text={text} />}
		</Link>
	);
}
