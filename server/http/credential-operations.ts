import { z } from 'zod';
import { factSchema } from '@/core/credentials/fact.ts';
import { credentialChangeSchema } from '@/server/credentials/change.ts';
import { pageParamsSchema } from '@/server/credentials/list.ts';
import { manyChangeSchema } from '@/server/credentials/many.ts';
import { newExceptionSchema, policyChangeSchema } from '@/server/credentials/policy.ts';
import { mergeCredentialsSchema, splitCredentialSchema } from '@/server/credentials/regroup.ts';
import {
	newReviewSchema,
	reviewDecisionSchema,
	reviewLinkSchema,
} from '@/server/credentials/reviews.ts';
import { credentialFilterSchema } from '@/server/credentials/row-filter.ts';
import { reminderTestSchema } from '@/server/reminders/deliver.ts';
import { noticeStates } from '@/server/reminders/notices.ts';
import { reminderChangeSchema, reminderSettingsSchema } from '@/server/reminders/settings.ts';
import { credentialImportParamsSchema } from './credential-import.ts';
import type { Operation } from './openapi.ts';

const rowSchema = z.looseObject({
	id: z.string(),
	title: z.string(),
	kind: z.string(),
	provider: z.string(),
	owner: factSchema(z.string()),
	scopes: factSchema(z.array(z.string())),
	expiresAt: factSchema(z.string()),
	lastUsedAt: factSchema(z.string()),
	status: z.string(),
	severity: z.string().nullable(),
	findings: z.array(z.object({ kind: z.string(), severity: z.string(), title: z.string() })),
});
const detailSchema = rowSchema.extend({
	allFindings: z.array(z.looseObject({ kind: z.string(), reason: z.string(), advice: z.string() })),
	runIds: z.array(z.string()),
});
const nextCursor = z.string().nullable();
const eventOf = z.looseObject({ eventId: z.string(), at: z.string().nullable() });
const reviewsPath = '/api/v1/credentials/reviews';
const reviewAnswer = z.looseObject({
	id: z.string(),
	name: z.string(),
	dueAt: z.string(),
	closedAt: z.string().nullable(),
	total: z.number().int(),
	decided: z.number().int(),
});
const policyPath = '/api/v1/credentials/policy';
const policyAnswer = z.looseObject({
	origin: z.enum(['workspace', 'installation']),
	policy: z.looseObject({ schema: z.string() }),
	text: z.string(),
});
const remindersPath = '/api/v1/credentials/reminders';
const remindersAnswer = z.looseObject({
	settings: reminderSettingsSchema,
	mailServer: z.boolean(),
	notices: z.array(z.looseObject({ id: z.string(), state: z.enum(noticeStates) })),
});
const id = '/api/v1/credentials/{id}';

export const exportParamsSchema = credentialFilterSchema.extend({
	/** `csv`: safe against formulas in spreadsheets; `ndjson`: one JSON object a line. */
	format: z.enum(['csv', 'ndjson']).default('csv'),
});

export const sprawlReportParamsSchema = z.object({
	format: z.enum(['html', 'markdown', 'json']).default('html'),
});

export const reachParamsSchema = z.object({
	/** Whose reach; left out: which credentials reach anything, gravest first. */
	id: z.string().max(100).optional(),
});

/** The operations of `/api/v1/credentials`. */
export const credentialOperations: readonly Operation[] = [
	{
		method: 'get',
		path: '/api/v1/credentials',
		summary: 'The credential inventory, gravest first, with counts to narrow it by.',
		query: credentialFilterSchema,
		status: 200,
		answer: z.object({
			credentials: z.array(rowSchema),
			total: z.number().int(),
			nextCursor,
			facets: z.looseObject({}),
		}),
	},
	{
		method: 'get',
		path: id,
		summary: 'One credential with its findings, scopes, reach and lifecycle.',
		status: 200,
		answer: detailSchema,
	},
	{
		method: 'patch',
		path: id,
		summary: 'Sets owner, status, environments, name or note; stands above all sources.',
		body: { type: 'application/json', schema: credentialChangeSchema },
		status: 200,
		answer: detailSchema,
	},
	{
		method: 'get',
		path: reviewsPath,
		summary: 'Access reviews, open ones first.',
		status: 200,
		answer: z.object({ reviews: z.array(reviewAnswer) }),
	},
	{
		method: 'post',
		path: reviewsPath,
		summary: 'Begins a review of the credentials under a filter.',
		body: { type: 'application/json', schema: newReviewSchema },
		status: 201,
		answer: reviewAnswer,
	},
	{
		method: 'get',
		path: `${reviewsPath}/{id}`,
		summary: 'One review with all that was decided: the record for an auditor.',
		status: 200,
		answer: reviewAnswer,
	},
	{
		method: 'post',
		path: `${reviewsPath}/{id}/links`,
		summary: 'Makes the link by which an owner decides about theirs. It is shown this once.',
		body: { type: 'application/json', schema: reviewLinkSchema },
		status: 201,
		answer: z.object({ path: z.string(), expiresAt: z.string() }),
	},
	{
		method: 'post',
		path: `${reviewsPath}/{id}/decisions`,
		summary: 'Decides about one credential of a review, in an owner’s stead.',
		body: { type: 'application/json', schema: reviewDecisionSchema },
		status: 200,
		answer: reviewAnswer,
	},
	{
		method: 'post',
		path: `${reviewsPath}/{id}/close`,
		summary: 'Signs a review off: nothing in it changes from then on.',
		status: 200,
		answer: reviewAnswer,
	},
	{
		method: 'get',
		path: policyPath,
		summary: 'The policy that findings are measured by, also as YAML.',
		status: 200,
		answer: policyAnswer,
	},
	{
		method: 'patch',
		path: policyPath,
		summary: 'Gives the workspace a policy of its own, in YAML or JSON.',
		body: { type: 'application/json', schema: policyChangeSchema },
		status: 200,
		answer: policyAnswer,
	},
	{
		method: 'delete',
		path: policyPath,
		summary: 'Goes back to the policy of the installation.',
		status: 200,
		answer: policyAnswer,
	},
	{
		method: 'post',
		path: `${policyPath}/exceptions`,
		summary: 'Accepts a finding on one credential until a day, with who answers for it and why.',
		body: { type: 'application/json', schema: newExceptionSchema },
		status: 200,
		answer: policyAnswer,
	},
	{
		method: 'get',
		path: remindersPath,
		summary: 'Where reminders go and of what, with the latest that were sent.',
		status: 200,
		answer: remindersAnswer,
	},
	{
		method: 'patch',
		path: remindersPath,
		summary:
			'Changes where reminders go. The secret that signs a webhook is answered when it is made, and never again.',
		body: { type: 'application/json', schema: reminderChangeSchema },
		status: 200,
		answer: remindersAnswer.extend({ webhookSecret: z.string().nullable() }),
	},
	{
		method: 'post',
		path: `${remindersPath}/test`,
		summary: 'Sends a test to the webhook, or by mail to one address, at once.',
		body: { type: 'application/json', schema: reminderTestSchema },
		status: 200,
		answer: z.object({ sent: z.literal(true) }),
	},
	{
		method: 'post',
		path: '/api/v1/credentials/changes',
		summary:
			'Sets the owner or tags of several credentials, or marks them as rotated, revoked or reinstated.',
		body: { type: 'application/json', schema: manyChangeSchema },
		status: 200,
		answer: z.object({ changed: z.number().int(), missing: z.array(z.string()) }),
	},
	{
		method: 'post',
		path: `${id}/merge`,
		summary: 'Says that other credentials are this one. Each can be taken out again.',
		body: { type: 'application/json', schema: mergeCredentialsSchema },
		status: 200,
		answer: detailSchema,
	},
	{
		method: 'post',
		path: `${id}/unmerge`,
		summary: 'Takes a credential out of the one that it was merged into.',
		status: 200,
		answer: detailSchema,
	},
	{
		method: 'post',
		path: `${id}/split`,
		summary: 'Says that a fingerprint of this credential is another one, and answers that one.',
		body: { type: 'application/json', schema: splitCredentialSchema },
		status: 200,
		answer: detailSchema,
	},
	{
		method: 'get',
		path: `${id}/sightings`,
		summary: 'Where a credential was seen, latest first.',
		query: pageParamsSchema,
		status: 200,
		answer: z.object({ sightings: z.array(eventOf), nextCursor }),
	},
	{
		method: 'get',
		path: `${id}/uses`,
		summary: 'Acts that used a credential, latest first.',
		query: pageParamsSchema,
		status: 200,
		answer: z.object({ uses: z.array(eventOf), nextCursor }),
	},
	{
		method: 'post',
		path: '/api/v1/credentials/import',
		summary:
			'Imports an export of a scanner or provider, recognised by its content. Secrets in it are never stored.',
		query: credentialImportParamsSchema,
		body: { type: 'application/octet-stream', schema: z.string().meta({ format: 'binary' }) },
		status: 200,
		answer: z.looseObject({
			preview: z.boolean(),
			added: z.number().int(),
			changed: z.number().int(),
			unchanged: z.number().int(),
			sightingsAdded: z.number().int(),
		}),
	},
	{
		method: 'get',
		path: '/api/v1/credentials/expiry',
		summary:
			'When credentials end: the next 90 days, those that never do, those used after their end.',
		status: 200,
		answer: z.looseObject({ now: z.string(), counts: z.looseObject({}) }),
	},
	{
		method: 'get',
		path: '/api/v1/credentials/scopes',
		summary: 'Granted against used permissions.',
		query: credentialFilterSchema,
		status: 200,
		answer: z.looseObject({
			columns: z.array(z.looseObject({})),
			rows: z.array(z.looseObject({})),
		}),
	},
	{
		method: 'get',
		path: '/api/v1/credentials/sprawl',
		summary: 'Token sprawl: counts by provider, kind, owner, environment and age.',
		status: 200,
		answer: z.looseObject({ now: z.string(), total: z.number().int() }),
	},
	{
		method: 'get',
		path: '/api/v1/credentials/sprawl/report',
		summary: 'The token-sprawl report, to print or to hand on.',
		query: sprawlReportParamsSchema,
		status: 200,
		answer: z.string(),
		answerType: 'text/html',
	},
	{
		method: 'get',
		path: '/api/v1/credentials/export',
		summary: 'The credentials under a filter, all pages, as CSV or as JSON lines.',
		query: exportParamsSchema,
		status: 200,
		answer: z.string(),
		answerType: 'text/csv',
	},
	{
		method: 'get',
		path: '/api/v1/credentials/reach',
		summary:
			'What a credential can read, change and destroy, and which copies fall with the data; without an id, which credentials reach anything.',
		query: reachParamsSchema,
		status: 200,
		answer: z.looseObject({}),
	},
];
