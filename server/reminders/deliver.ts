import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { makeReviewLink } from '@/server/credentials/reviews.ts';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Notice } from '@/server/records/generated/client.ts';
import { type Channel, type NoticeDocument, newNoticeId, noticeDocumentSchema } from './notices.ts';
import { type Refusal, sendMail, sendWebhook } from './send.ts';
import { settingsOf, webhookSecretOf } from './settings.ts';
import { messageOf, webhookBodyOf } from './words.ts';

const atOnce = 20;
/** How long a process has for a notice before another may take it up. */
const claimMs = 5 * 60_000;
/** Between attempts; after the last it is given up: two days in all. */
const pausesMinutes = [1, 5, 15, 60, 180, 360, 720, 1_440] as const;

/** Sends what is due. Answers how many notices it tried. */
export async function deliverNotices(now: Date): Promise<number> {
	const { database } = installation().records;
	const due = await database.notice.findMany({
		where: { state: 'waiting', nextAt: { lte: now } },
		orderBy: { nextAt: 'asc' },
		take: atOnce,
	});
	let tried = 0;
	for (const notice of due) {
		const key = { workspaceId: notice.workspaceId, id: notice.id };
		// Who changes it has it; another process finds it changed.
		const { count } = await database.notice.updateMany({
			where: { ...key, state: 'waiting', attempts: notice.attempts, nextAt: notice.nextAt },
			data: { attempts: notice.attempts + 1, nextAt: new Date(now.getTime() + claimMs) },
		});
		if (count === 0) continue;
		tried++;
		const refusal = await send(notice, now);
		const pause = pausesMinutes[notice.attempts];
		const isOver = refusal !== null && (refusal.isFinal || pause === undefined);
		await database.notice.updateMany({
			where: key,
			data:
				refusal === null
					? { state: 'sent', sentAt: now, failure: null }
					: {
							state: isOver ? 'given-up' : 'waiting',
							failure: refusal.message,
							nextAt: new Date(now.getTime() + (pause ?? 0) * 60_000),
						},
		});
	}
	return tried;
}

async function send(notice: Notice, now: Date): Promise<Refusal> {
	const read = noticeDocumentSchema.safeParse(notice.document);
	if (!read.success) return { message: 'it is of a shape that is not known', isFinal: true };
	const { workspaceId, id } = notice;
	const to = { workspaceId, channel: notice.channel as Channel, receiver: notice.receiver };
	try {
		return await sendTo(to, id, read.data, now);
	} catch (error) {
		console.error(`notice ${id} could not be sent:`, error);
		return { message: 'it could not be made; the console’s log says why', isFinal: false };
	}
}

async function sendTo(
	to: { readonly workspaceId: string; readonly channel: Channel; readonly receiver: string },
	id: string,
	document: NoticeDocument,
	now: Date,
): Promise<Refusal> {
	const { workspaceId, channel, receiver } = to;
	const { url } = installation().settings;
	if (channel === 'webhook') {
		const { webhook } = await settingsOf(workspaceId);
		const secret = await webhookSecretOf(workspaceId);
		if (webhook === null) return { message: 'the webhook was taken away', isFinal: true };
		if (secret === null)
			return { message: 'its secret cannot be opened; make a new one', isFinal: false };
		return sendWebhook(webhook, secret, id, webhookBodyOf(document, url, now), now);
	}
	let link: string | null = null;
	if (document.kind === 'review' && document.owner !== null) {
		const actor: Actor = { ...systemActor(workspaceId), name: 'reminders' };
		const made = await makeReviewLink(actor, document.review, document.owner, now);
		// Signed off meanwhile: there is nothing to remind of.
		if (!made.ok) return { message: made.error.message, isFinal: true };
		link = made.value.path;
	}
	return sendMail(receiver, id, messageOf(document, url, link));
}

export const reminderTestSchema = z.discriminatedUnion('channel', [
	z.object({ channel: z.literal('webhook') }).strict(),
	z.object({ channel: z.literal('mail'), address: z.email().max(254) }).strict(),
]);

/** Sends a test to the webhook, or by mail to one address, at once. */
export async function testReminders(
	actor: Actor,
	to: z.infer<typeof reminderTestSchema>,
	now = new Date(),
): Promise<Result<{ sent: true }>> {
	if (!may(actor, 'settings.manage'))
		return fail<Failure>(failure('forbidden', 'your role does not allow testing reminders'));
	const receiver = to.channel === 'mail' ? to.address : '';
	const { workspaceId } = actor;
	const where = { workspaceId, channel: to.channel, receiver };
	const refusal = await sendTo(where, newNoticeId(), { kind: 'test' }, now);
	await recordAudit(actor, 'reminders.tested', null, { ...to, arrived: refusal === null });
	return refusal === null
		? ok({ sent: true })
		: fail<Failure>(failure('conflict', refusal.message));
}
