import { Bell } from 'lucide-react';
import { parseTime } from '@/core/event/time.ts';
import { stepInWords } from '@/core/reminders/countdown.ts';
import type { NoticeView } from '@/core/reminders/views.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { InertText } from '../../ui/inert-text.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';

const tones: Readonly<Record<NoticeView['state'], Tone>> = {
	waiting: 'warning',
	sent: 'good',
	'given-up': 'danger',
};
const stateWords = { waiting: 'waiting', sent: 'sent', 'given-up': 'given up' } as const;

function about({ kind, step, total }: NoticeView): string {
	const credentials = `${total} credential${total === 1 ? '' : 's'}`;
	const when = step === null ? '' : stepInWords(step);
	if (kind === 'test') return 'a test';
	return kind === 'expiry'
		? `${credentials}, ending ${when}`
		: `a review of ${credentials}, due ${when}`;
}

/** What was sent, and what waits: latest first. */
export function Notices({ notices }: { notices: readonly NoticeView[] }) {
	if (notices.length === 0)
		return (
			<EmptyState icon={Bell} title="Nothing was sent yet">
				Within ten minutes of a step of a countdown, what tells it stands here.
			</EmptyState>
		);
	return (
		<ol className="grid text-xs">
			{notices.map((notice) => (
				<li
					key={notice.id}
					className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-t border-line py-1.5 first:border-0"
				>
					<Chip tone={tones[notice.state]}>{stateWords[notice.state]}</Chip>
					<span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
						<InertText text={notice.receiver} />: {about(notice)}
					</span>
					<span className="text-muted">
						<Time micros={parseTime(notice.sentAt ?? notice.createdAt)} />
					</span>
					{notice.failure !== null && (
						<span className="w-full text-muted">
							{notice.failure}
							{notice.state === 'waiting' && `; tried ${notice.attempts} times, and again later`}
						</span>
					)}
				</li>
			))}
		</ol>
	);
}
