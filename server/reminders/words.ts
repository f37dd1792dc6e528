import { stepInWords } from '@/core/reminders/countdown.ts';
import type { NoticeDocument } from './notices.ts';

/** A notice as a message: one line, then text. Names come from logs and providers: made inert. */
export interface Message {
	readonly subject: string;
	readonly text: string;
}

const subjectMax = 200;

/** One line without control and bidirectional characters: nobody's name writes a header or turns text round. */
const inert = (text: string): string =>
	text
		.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/**
 * @param console address of the console, without a slash at its end
 * @param link path by which the owner decides without signing in; null: none
 */
export function messageOf(document: NoticeDocument, console: string, link: string | null): Message {
	switch (document.kind) {
		case 'expiry': {
			const { credentials, total, step } = document;
			const verb = total === 1 ? 'ends' : 'end';
			const lines = credentials.map(
				({ id, title, kind, owner, endsAt }) =>
					`- ${inert(title)} (${inert(kind)}), owner: ${owner === null ? 'not known' : inert(owner)}, ends ${endsAt}\n  ${console}/credentials/${encodeURIComponent(id)}`,
			);
			const more = total - credentials.length;
			return message(`${counted(total, 'credential')} ${verb} ${stepInWords(step)}`, [
				...lines,
				...(more > 0 ? [`and ${more} more`] : []),
				'',
				`All that end: ${console}/credentials/expiry`,
			]);
		}
		case 'review': {
			const { name, step, open, total, owner, review, dueAt } = document;
			const when = step > 0 ? `is due ${stepInWords(step)}` : `was due ${stepInWords(step)}`;
			return message(`The review “${inert(name)}” ${when}`, [
				`${open} of ${counted(total, 'credential')} ${open === 1 ? 'is' : 'are'} not decided${owner === null ? '' : ` by ${inert(owner)}`}. It is due at ${dueAt}.`,
				'',
				link === null
					? `The review: ${console}/credentials/reviews/${encodeURIComponent(review)}`
					: `Decide here, without signing in. The link is yours alone, and takes the place of an earlier one:\n${console}${link}`,
			]);
		}
		case 'test':
			return message('A test of Aftertrace’s reminders', [
				'If this arrived, reminders do.',
				`Where they are set up: ${console}/credentials/reminders`,
			]);
		default:
			return document satisfies never;
	}
}

const message = (title: string, lines: readonly string[]): Message => ({
	subject: title.slice(0, subjectMax),
	text: `${title}\n\n${lines.join('\n')}\n`,
});

const types = { expiry: 'credentials.expiring', review: 'review.reminder', test: 'test' } as const;

/** What a webhook is sent: no secret, no link that decides. */
export function webhookBodyOf(document: NoticeDocument, console: string, at: Date): string {
	const { kind, ...data } = document;
	return JSON.stringify({
		type: types[kind],
		timestamp: at.toISOString(),
		data: {
			message: messageOf(document, console, null).subject,
			...data,
			...(document.kind === 'expiry'
				? {
						credentials: document.credentials.map((each) => ({
							...each,
							url: `${console}/credentials/${encodeURIComponent(each.id)}`,
						})),
					}
				: {}),
		},
	});
}
