import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import {
	type AttestationView,
	type Decision,
	decisions,
	type ReviewItem,
	type ReviewOwner,
	type ReviewSummary,
	type ReviewView,
} from '@/core/credentials/review.ts';
import type { CredentialRow } from '@/core/credentials/views.ts';
import { grouped } from '@/core/grouped.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { type AuditAction, recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import type {
	CredentialReview,
	CredentialReviewItem,
	CredentialReviewLink,
	Prisma,
} from '@/server/records/generated/client.ts';
import { listCredentials } from './list.ts';
import { credentialFilterSchema } from './row-filter.ts';

/** Credentials of one review: more than people decide about with care. */
const itemsMax = 2_000;
const pageRows = 500;
const reviewsMax = 500;
/** Links go on for a while after the due date, so that late answers are still answers. */
const graceDays = 14;
const dayMs = 86_400_000;
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

export const newReviewSchema = z
	.object({
		name: z.string().trim().min(1).max(200),
		/** RFC 3339, or a day. */
		dueAt: z.union([z.iso.datetime({ offset: true }), z.iso.date()]),
		/** As the inventory's address carries it. */
		filter: credentialFilterSchema.omit({ sort: true, cursor: true, limit: true }).default({}),
	})
	.strict();

const decisionShape = {
	credential: z.string().max(100),
	decision: z.enum(decisions),
	note: z.string().trim().max(1_000).optional(),
};
export const reviewDecisionSchema = z.object(decisionShape).strict();
export const attestationSchema = z
	.object({
		...decisionShape,
		/** Name of who decides. */
		by: z.string().trim().min(1).max(200),
	})
	.strict();
export const reviewLinkSchema = z.object({ owner: z.string().min(1).max(200) }).strict();

const refused = (message: string): Result<never> =>
	fail<Failure>(failure('conflict', message)) as Result<never>;
const gone = (what: string): Result<never> =>
	fail<Failure>(failure('not-found', `${what} is not there`)) as Result<never>;
const mayManage = (actor: Actor): Result<null> =>
	may(actor, 'reviews.manage')
		? ok(null)
		: fail<Failure>(failure('forbidden', 'your role does not allow reviews'));

/** Begins a review of the credentials under a filter, as they stand now. */
export async function startReview(
	actor: Actor,
	wanted: z.infer<typeof newReviewSchema>,
	now = new Date(),
): Promise<Result<ReviewSummary>> {
	const allowed = mayManage(actor);
	if (!allowed.ok) return allowed;
	const dueAt = new Date(wanted.dueAt.length === 10 ? `${wanted.dueAt}T23:59:59Z` : wanted.dueAt);
	if (dueAt <= now) return fail<Failure>(failure('invalid-input', 'dueAt: must lie ahead'));
	const rows = await rowsOf(actor, wanted.filter);
	if (!rows.ok) return rows;
	if (rows.value.length === 0) return refused('no credential matches the filter');
	const { workspaceId } = actor;
	const id = `rev_${randomUUID()}`;
	const { name, filter } = wanted;
	const review = await installation().records.database.$transaction(async (records) => {
		const row = await records.credentialReview.create({
			data: { workspaceId, id, name, filter, dueAt, createdBy: actor.name, createdAt: now },
		});
		await records.credentialReviewItem.createMany({
			data: rows.value.map((face) => ({
				workspaceId,
				reviewId: id,
				credentialId: face.id,
				owner: face.owner.state === 'value' ? face.owner.value : '',
				face: face as unknown as Prisma.InputJsonObject,
			})),
		});
		return row;
	});
	await recordAudit(actor, 'review.started', id, { name, credentials: rows.value.length });
	return ok(summaryOf(review, rows.value.length, 0));
}

async function rowsOf(
	actor: Actor,
	filter: z.infer<typeof newReviewSchema>['filter'],
): Promise<Result<CredentialRow[]>> {
	const rows: CredentialRow[] = [];
	let cursor: string | undefined;
	do {
		const page = await listCredentials(actor, { ...filter, cursor, limit: pageRows });
		if (!page.ok) return page;
		if (page.value.total > itemsMax)
			return refused(
				`${page.value.total} credentials match; a review takes ${itemsMax}: narrow the filter`,
			);
		rows.push(...page.value.credentials);
		cursor = page.value.nextCursor ?? undefined;
	} while (cursor !== undefined);
	return ok(rows);
}

/** Open ones first, then the latest. */
export async function listReviews(actor: Actor): Promise<Result<ReviewSummary[]>> {
	if (!may(actor, 'credentials.read')) return ok([]);
	const { database } = installation().records;
	const { workspaceId } = actor;
	const reviews = await database.credentialReview.findMany({
		where: { workspaceId },
		orderBy: [{ closedAt: { sort: 'desc', nulls: 'first' } }, { dueAt: 'asc' }],
		take: reviewsMax,
	});
	const counts = await database.$queryRaw<{ reviewId: string; total: number; decided: number }[]>`
		SELECT "reviewId", count(*)::int AS total, count(decision)::int AS decided
		FROM "CredentialReviewItem" WHERE "workspaceId" = ${workspaceId} GROUP BY "reviewId"`;
	const byId = new Map(counts.map((each) => [each.reviewId, each]));
	return ok(
		reviews.map((row) =>
			summaryOf(row, byId.get(row.id)?.total ?? 0, byId.get(row.id)?.decided ?? 0),
		),
	);
}

/** One review with all that was decided: also the record for an auditor. */
export async function getReview(actor: Actor, id: string): Promise<Result<ReviewView>> {
	if (!may(actor, 'credentials.read')) return gone(`review ${id}`);
	const { workspaceId } = actor;
	const row = await installation().records.database.credentialReview.findUnique({
		where: { workspaceId_id: { workspaceId, id } },
		include: {
			items: { orderBy: [{ owner: 'asc' }, { credentialId: 'asc' }], take: itemsMax },
			links: { take: itemsMax },
		},
	});
	if (row === null) return gone(`review ${id}`);
	const decided = row.items.filter(({ decision }) => decision !== null).length;
	return ok({
		...summaryOf(row, row.items.length, decided),
		filter: row.filter as Record<string, string>,
		owners: ownersOf(row.items, row.links),
		items: row.items.map(itemOf),
	});
}

/**
 * Makes the link by which an owner decides about theirs. It is shown this once, and takes the place
 * of an earlier one.
 */
export async function makeReviewLink(
	actor: Actor,
	id: string,
	owner: string,
	now = new Date(),
): Promise<Result<{ path: string; expiresAt: string }>> {
	const open = await openReview(actor, id);
	if (!open.ok) return open;
	const { workspaceId } = actor;
	const { database } = installation().records;
	const theirs = await database.credentialReviewItem.count({
		where: { workspaceId, reviewId: id, owner },
	});
	if (theirs === 0) return gone(`an owner ${owner} in this review`);
	const token = randomBytes(32).toString('base64url');
	const until = Math.max(open.value.dueAt.getTime(), now.getTime()) + graceDays * dayMs;
	const data = { tokenHash: hashOf(token), expiresAt: new Date(until) };
	await database.credentialReviewLink.upsert({
		where: { workspaceId_reviewId_owner: { workspaceId, reviewId: id, owner } },
		create: { workspaceId, reviewId: id, owner, ...data },
		update: data,
	});
	await recordAudit(actor, 'review.link-made', id, { owner });
	return ok({ path: `/attest/${token}`, expiresAt: data.expiresAt.toISOString() });
}

/** A manager decides: about what nobody owns, or in an owner's stead. */
export async function decideInReview(
	actor: Actor,
	id: string,
	given: z.infer<typeof reviewDecisionSchema>,
	now = new Date(),
): Promise<Result<ReviewView>> {
	const open = await openReview(actor, id);
	if (!open.ok) return open;
	const done = await decide(open.value, null, { ...given, by: actor.name }, now);
	if (!done.ok) return done;
	await audit(actor, 'review.decided', id, given);
	return getReview(actor, id);
}

/** Signs a review off: nothing in it changes from then on. What nobody decided stays so. */
export async function closeReview(
	actor: Actor,
	id: string,
	now = new Date(),
): Promise<Result<ReviewView>> {
	const open = await openReview(actor, id);
	if (!open.ok) return open;
	const { workspaceId } = actor;
	await installation().records.database.credentialReview.updateMany({
		where: { workspaceId, id, closedAt: null },
		data: { closedAt: now, closedBy: actor.name },
	});
	await recordAudit(actor, 'review.closed', id, null);
	return getReview(actor, id);
}

/** What the holder of a link may see: the credentials of one owner in one review. */
export async function attestationOf(
	token: string,
	now = new Date(),
): Promise<Result<AttestationView>> {
	const link = await linkOf(token, now);
	if (link === null) return gone('this link');
	const { workspaceId, reviewId, owner, review } = link;
	const items = await installation().records.database.credentialReviewItem.findMany({
		where: { workspaceId, reviewId, owner },
		orderBy: { credentialId: 'asc' },
		take: itemsMax,
	});
	return ok({
		name: review.name,
		owner,
		dueAt: review.dueAt.toISOString(),
		closedAt: review.closedAt?.toISOString() ?? null,
		items: items.map(itemOf),
	});
}

/** The holder of a link decides about one of theirs. It can be decided anew until the sign-off. */
export async function attest(
	token: string,
	given: z.infer<typeof attestationSchema>,
	now = new Date(),
): Promise<Result<AttestationView>> {
	const link = await linkOf(token, now);
	if (link === null) return gone('this link');
	const done = await decide(link.review, link.owner, given, now);
	if (!done.ok) return done;
	const holder: Actor = {
		type: 'system',
		id: 'review-link',
		name: given.by,
		workspaceId: link.workspaceId as Actor['workspaceId'],
		role: 'viewer',
		scopes: [],
	};
	await audit(holder, 'review.attested', link.reviewId, given);
	return attestationOf(token, now);
}

async function decide(
	review: CredentialReview,
	owner: string | null,
	given: z.infer<typeof attestationSchema>,
	now: Date,
): Promise<Result<null>> {
	if (review.closedAt !== null) return refused('the review was signed off');
	const { count } = await installation().records.database.credentialReviewItem.updateMany({
		where: {
			workspaceId: review.workspaceId,
			reviewId: review.id,
			credentialId: given.credential,
			...(owner === null ? {} : { owner }),
			review: { closedAt: null },
		},
		data: {
			decision: given.decision,
			note: given.note === undefined || given.note === '' ? null : given.note,
			decidedBy: given.by,
			decidedAt: now,
		},
	});
	return count === 0 ? gone(`credential ${given.credential} in this review`) : ok(null);
}

const audit = (
	actor: Actor,
	action: AuditAction,
	id: string,
	{ credential, decision }: { readonly credential: string; readonly decision: Decision },
) => recordAudit(actor, action, id, { credential, decision });

async function openReview(actor: Actor, id: string): Promise<Result<CredentialReview>> {
	const allowed = mayManage(actor);
	if (!allowed.ok) return allowed;
	const row = await installation().records.database.credentialReview.findUnique({
		where: { workspaceId_id: { workspaceId: actor.workspaceId, id } },
	});
	if (row === null) return gone(`review ${id}`);
	return row.closedAt === null ? ok(row) : refused('the review was signed off');
}

async function linkOf(token: string, now: Date) {
	if (!tokenShape.test(token)) return null;
	const link = await installation().records.database.credentialReviewLink.findUnique({
		where: { tokenHash: hashOf(token) },
		include: { review: true },
	});
	return link === null || link.expiresAt <= now ? null : link;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const summaryOf = (row: CredentialReview, total: number, decided: number): ReviewSummary => ({
	id: row.id,
	name: row.name,
	dueAt: row.dueAt.toISOString(),
	createdBy: row.createdBy,
	createdAt: row.createdAt.toISOString(),
	closedAt: row.closedAt?.toISOString() ?? null,
	closedBy: row.closedBy,
	total,
	decided,
});

const itemOf = (row: CredentialReviewItem): ReviewItem => ({
	credential: row.face as unknown as CredentialRow,
	owner: row.owner === '' ? null : row.owner,
	decision: decisions.find((each) => each === row.decision) ?? null,
	note: row.note,
	decidedBy: row.decidedBy,
	decidedAt: row.decidedAt?.toISOString() ?? null,
});

function ownersOf(
	items: readonly CredentialReviewItem[],
	links: readonly CredentialReviewLink[],
): ReviewOwner[] {
	const ends = new Map(links.map((each) => [each.owner, each.expiresAt.toISOString()]));
	return [...grouped(items, ({ owner }) => owner)]
		.map(([owner, theirs]) => ({
			owner: owner === '' ? null : owner,
			total: theirs.length,
			decided: theirs.filter(({ decision }) => decision !== null).length,
			linkExpiresAt: ends.get(owner) ?? null,
		}))
		.sort((a, b) => b.total - b.decided - (a.total - a.decided));
}
