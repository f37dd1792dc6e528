import Link from 'next/link';
import type { RuleDetail } from '@/core/detection/rule-views.ts';
import { parseTime } from '@/core/event/time.ts';
import { Chip } from '../ui/chip.tsx';
import { Panel } from '../ui/panel.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { DayBars } from './day-bars.tsx';
import { MatchEvent } from './match-event.tsx';

/** What a rule found, the latest first, each with its event and its incident. */
export function RuleMatches({ rule }: { rule: RuleDetail }) {
	const { matches, hits } = rule;
	return (
		<Panel
			title="Hits"
			note={
				<>
					<Chip>{hits.toLocaleString('en')}</Chip>
					<DayBars days={rule.days} lastDay={rule.lastDay} width={180} />
				</>
			}
		>
			{rule.kind === 'filter' ? (
				<p className="text-xs text-muted">
					It reports nothing: matches of the rules that it concerns are left out where it holds.
				</p>
			) : rule.serves.length > 0 ? (
				<p className="text-xs text-muted">
					It reports nothing by itself: the correlations beside count what it finds.
				</p>
			) : matches.length === 0 ? (
				<EmptyState title="It found nothing yet">
					Rules run over what comes in. To look at what is stored already, test it or hunt with it.
				</EmptyState>
			) : (
				<>
					<section
						// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
						tabIndex={0}
						aria-label="Latest hits"
						className="max-h-96 overflow-auto rounded-lg border border-line"
					>
						<ul className="text-xs">
							{matches.map((match) => (
								<li
									key={match.id}
									className="grid grid-cols-[132px_minmax(0,1fr)_auto] items-center gap-2 border-b border-line px-2.5 py-1 last:border-0 max-sm:grid-cols-1"
								>
									<span className="text-muted">
										<Time micros={match.at === null ? null : parseTime(match.at)} />
									</span>
									<MatchEvent eventIds={match.eventIds} text={match.text} />
									<span className="flex items-center gap-1.5">
										{match.eventIds.length > 1 && <Chip>{match.eventIds.length} events</Chip>}
										{match.incidents.map((number) => (
											<Link
												key={number}
												href={`/incidents/${number}?event=${encodeURIComponent(match.eventIds.at(-1) ?? '')}`}
												className="inline-block min-h-[24px] font-mono text-2xs leading-[24px] text-accent underline decoration-dotted underline-offset-2"
											>
												{number}
											</Link>
										))}
									</span>
								</li>
							))}
						</ul>
					</section>
					{hits > matches.length && (
						<p className="mt-1 text-2xs text-muted">
							The latest {matches.length} of {hits.toLocaleString('en')} that are kept.
						</p>
					)}
				</>
			)}
		</Panel>
	);
}
