import type { Actor } from '@/core/access/permissions.ts';
import { grouped } from '@/core/grouped.ts';
import { expirySteps, reviewSteps, stepOf } from '@/core/reminders/countdown.ts';
import { freshen } from '@/server/credentials/assess.ts';
import { installation } from '@/server/installation/installation.ts';
import type { Prisma } from '@/server/records/generated/client.ts';
import {
	keepNotices,
	type NoticeDocument,
	type NoticeItem,
	type NoticeToKeep,
	newNoticeId,
} from './notices.ts';
import { addressOf, type ReminderSettings, settingsOf } from './settings.ts';

const dayMicros = 86_400_000_000;
const pageRows = 2_000;
/** Credentials that one round tells of; what is beyond comes with the next round. */
const roundMax = 20_000;
/** Credentials that one notice names; it says how many there are in all. */
const namedMax = 200;
const reviewsMax = 500;

interface CountdownRow {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly provider: string;
	readonly owner_state: string;
	readonly owner: string;
	readonly expires_micros: number;
}

/**
 * Writes down what somebody must now be told in one workspace: each step of each countdown once, with
 * the notices that tell it. Answers how many notices there are. Where nobody is to be told, no step
 * counts as told.
 */
export async function planReminders(actor: Actor, now: Date): Promise<number> {
	const settings = await settingsOf(actor.workspaceId);
	if (receiversOf(settings).length === 0 && !settings.mailOwners) return 0;
	const expiry = settings.expiry ? await planExpiry(actor, settings, now) : 0;
	const reviews = settings.reviews ? await planReviews(actor, settings, now) : 0;
	return expiry + reviews;
}

/** Those who hear of everything. */
const receiversOf = (settings: ReminderSettings): Pick<NoticeToKeep, 'channel' | 'receiver'>[] => [
	...(settings.webhook === null
		? []
		: [{ channel: 'webhook' as const, receiver: new URL(settings.webhook).origin }]),
	...settings.mailTo.map((receiver) => ({ channel: 'mail' as const, receiver })),
];

async function planExpiry(actor: Actor, settings: ReminderSettings, now: Date): Promise<number> {
	await freshen(actor, now);
	const { workspaceId } = actor;
	const store = installation().events.credentials;
	const nowMicros = now.getTime() * 1_000;
	let after = { micros: 0, id: '' };
	let planned = 0;
	for (let told = 0; told < roundMax; ) {
		const rows = await store.rows<CountdownRow>(workspaceId, 'credential-countdowns', {
			now: nowMicros,
			horizon: nowMicros + expirySteps[0] * dayMicros,
			afterMicros: after.micros,
			afterId: after.id,
			limit: pageRows,
		});
		const last = rows.at(-1);
		if (last === undefined) break;
		after = { micros: last.expires_micros, id: last.id };
		planned += await keepPage(actor, settings, rows, now);
		told += rows.length;
		if (rows.length < pageRows) break;
	}
	return planned;
}

async function keepPage(
	actor: Actor,
	settings: ReminderSettings,
	rows: readonly CountdownRow[],
	now: Date,
): Promise<number> {
	const bySubject = new Map(rows.map((row) => [`credential:${row.id}@${row.expires_micros}`, row]));
	const steps = [...bySubject].flatMap(([subject, row]) => {
		const step = stepOf(new Date(row.expires_micros / 1_000), now, expirySteps);
		return step === null ? [] : [{ subject, step }];
	});
	return installation().records.database.$transaction(async (records) => {
		const fresh = await noteSteps(records, actor.workspaceId, steps, now);
		const notices = [...grouped(fresh, ({ step }) => step)].flatMap(([step, told]) =>
			expiryNotices(
				settings,
				step,
				told.flatMap(({ subject }) => bySubject.get(subject) ?? []),
			),
		);
		await keepNotices(records, actor.workspaceId, notices, now);
		return notices.length;
	});
}

function expiryNotices(settings: ReminderSettings, step: number, rows: readonly CountdownRow[]) {
	const document = (named: readonly CountdownRow[]): NoticeDocument => ({
		kind: 'expiry',
		step,
		credentials: named.slice(0, namedMax).map(itemOf),
		total: named.length,
	});
	const everything = receiversOf(settings).map((to) => ({ ...to, document: document(rows) }));
	const byAddress = settings.mailOwners
		? grouped(
				rows.filter((row) => row.owner_state === 'value'),
				(row) => addressOf(settings, row.owner) ?? '',
			)
		: new Map<string, CountdownRow[]>();
	const theirs = [...byAddress]
		.filter(([address]) => address !== '' && !settings.mailTo.includes(address))
		.map(([receiver, own]) => ({ channel: 'mail' as const, receiver, document: document(own) }));
	return [...everything, ...theirs].map((notice) => ({ ...notice, id: newNoticeId() }));
}

const itemOf = (row: CountdownRow): NoticeItem => ({
	id: row.id,
	title: row.title,
	kind: row.kind,
	provider: row.provider,
	owner: row.owner_state === 'value' ? row.owner : null,
	endsAt: new Date(row.expires_micros / 1_000).toISOString(),
});

/** The steps that were not told before, of all processes; they count as told from here on. */
async function noteSteps(
	records: Prisma.TransactionClient,
	workspaceId: string,
	steps: readonly { readonly subject: string; readonly step: number }[],
	now: Date,
): Promise<{ subject: string; step: number }[]> {
	if (steps.length === 0) return [];
	return records.$queryRaw`
		INSERT INTO "ReminderStep" ("workspaceId", subject, step, "createdAt")
		SELECT ${workspaceId}, r.subject, r.step, ${now.toISOString()}::timestamp
		FROM jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) AS r(subject text, step int)
		ON CONFLICT DO NOTHING
		RETURNING subject, step`;
}

async function planReviews(actor: Actor, settings: ReminderSettings, now: Date): Promise<number> {
	const { workspaceId } = actor;
	const { database } = installation().records;
	const reviews = await database.credentialReview.findMany({
		where: { workspaceId, closedAt: null },
		orderBy: { dueAt: 'asc' },
		take: reviewsMax,
	});
	let planned = 0;
	for (const { id, name, dueAt } of reviews) {
		const step = stepOf(dueAt, now, reviewSteps);
		if (step === null) continue;
		const owners = await database.$queryRaw<{ owner: string; total: number; open: number }[]>`
			SELECT owner, count(*)::int AS total, (count(*) - count(decision))::int AS open
			FROM "CredentialReviewItem"
			WHERE "workspaceId" = ${workspaceId} AND "reviewId" = ${id} GROUP BY owner`;
		const about = { kind: 'review' as const, step, review: id, name, dueAt: dueAt.toISOString() };
		const sum = (of: 'total' | 'open') => owners.reduce((all, each) => all + each[of], 0);
		if (sum('open') === 0) continue;
		const everything = receiversOf(settings).map((to) => ({
			...to,
			document: { ...about, total: sum('total'), open: sum('open'), owner: null },
		}));
		const theirs = settings.mailOwners
			? owners.flatMap(({ owner, total, open }) => {
					const receiver = owner === '' || open === 0 ? null : addressOf(settings, owner);
					return receiver === null
						? []
						: [{ channel: 'mail' as const, receiver, document: { ...about, total, open, owner } }];
				})
			: [];
		planned += await database.$transaction(async (records) => {
			const subject = `review:${id}@${dueAt.getTime()}`;
			const fresh = await noteSteps(records, workspaceId, [{ subject, step }], now);
			if (fresh.length === 0) return 0;
			const notices = [...everything, ...theirs].map((each) => ({ ...each, id: newNoticeId() }));
			await keepNotices(records, workspaceId, notices, now);
			return notices.length;
		});
	}
	return planned;
}
