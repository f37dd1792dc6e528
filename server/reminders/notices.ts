import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { NoticeView } from '@/core/reminders/views.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Notice, Prisma } from '@/server/records/generated/client.ts';

export const channels = ['webhook', 'mail'] as const;
export type Channel = (typeof channels)[number];
export const noticeStates = ['waiting', 'sent', 'given-up'] as const;

/** A credential that a notice names. */
const itemSchema = z.object({
	id: z.string(),
	title: z.string(),
	kind: z.string(),
	provider: z.string(),
	owner: z.string().nullable(),
	/** RFC 3339 */
	endsAt: z.string(),
});

/** What a notice says. It holds no secret: a link by which owners decide is made when it is sent. */
export const noticeDocumentSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('expiry'),
		step: z.number().int(),
		/** The first of them. */
		credentials: z.array(itemSchema),
		total: z.number().int(),
	}),
	z.object({
		kind: z.literal('review'),
		step: z.number().int(),
		review: z.string(),
		name: z.string(),
		dueAt: z.string(),
		total: z.number().int(),
		open: z.number().int(),
		/** Whose are asked for; null: the review as a whole, for who runs it. */
		owner: z.string().nullable(),
	}),
	z.object({ kind: z.literal('test') }),
]);
export type NoticeDocument = z.infer<typeof noticeDocumentSchema>;
export type NoticeItem = z.infer<typeof itemSchema>;

export interface NoticeToKeep {
	readonly channel: Channel;
	readonly receiver: string;
	readonly document: NoticeDocument;
}

const shownMax = 50;

export const newNoticeId = (): string => `ntc_${randomUUID()}`;

/** Keeps notices in the transaction that notes what they tell, so that neither is without the other. */
export async function keepNotices(
	records: Prisma.TransactionClient,
	workspaceId: string,
	notices: readonly (NoticeToKeep & { readonly id: string })[],
	now: Date,
): Promise<void> {
	if (notices.length === 0) return;
	await records.notice.createMany({
		data: notices.map(({ id, channel, receiver, document }) => ({
			workspaceId,
			id,
			channel,
			receiver,
			document: document as unknown as Prisma.InputJsonObject,
			nextAt: now,
			createdAt: now,
		})),
	});
}

export async function listNotices(workspaceId: string): Promise<NoticeView[]> {
	const rows = await installation().records.database.notice.findMany({
		where: { workspaceId },
		orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
		take: shownMax,
	});
	return rows.flatMap((row) => viewOf(row) ?? []);
}

function viewOf(row: Notice): NoticeView | null {
	const read = noticeDocumentSchema.safeParse(row.document);
	if (!read.success) return null;
	const document = read.data;
	return {
		id: row.id,
		channel: channels.find((each) => each === row.channel) ?? 'mail',
		receiver: row.receiver,
		kind: document.kind,
		step: document.kind === 'test' ? null : document.step,
		total: document.kind === 'test' ? 0 : document.total,
		state: noticeStates.find((each) => each === row.state) ?? 'waiting',
		attempts: row.attempts,
		createdAt: row.createdAt.toISOString(),
		sentAt: row.sentAt?.toISOString() ?? null,
		failure: row.failure,
	};
}
