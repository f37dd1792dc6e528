import { z } from 'zod';
import {
	oneBody,
	type PullContext,
	PullError,
	type Pulled,
	type RailwaySetup,
	requireOk,
	textOf,
} from './connector.ts';

const cursorSchema = z.object({ since: z.iso.datetime() }).nullable().catch(null);

const query = `query ($workspaceId: String!, $filter: AuditLogFilterInput, $first: Int, $after: String) {
  auditLogs(workspaceId: $workspaceId, filter: $filter, first: $first, after: $after) {
    edges { cursor node { id eventType createdAt workspaceId projectId environmentId payload context } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const answerSchema = z.object({
	data: z
		.object({
			auditLogs: z.object({
				edges: z.array(z.object({ node: z.looseObject({ createdAt: z.string() }) })),
				pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
			}),
		})
		.nullish(),
	errors: z.array(z.object({ message: z.string() })).optional(),
});

const pagesMax = 200;

/**
 * The audit log of a Railway workspace. It is kept for as little as 48 hours there, so a connector
 * that is paused for longer loses what came in between.
 */
export async function* pullRailway(
	setup: RailwaySetup,
	context: PullContext,
): AsyncGenerator<Pulled> {
	const url = setup.settings.endpoint ?? 'https://backboard.railway.com/graphql/v2';
	const from = cursorSchema.parse(context.cursor)?.since ?? context.since.toISOString();
	let newest = from;
	let after: string | null = null;
	for (let page = 0; page < pagesMax; page++) {
		const response = await context.request(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${setup.credential.token}`,
			},
			body: JSON.stringify({
				query,
				variables: {
					workspaceId: setup.settings.workspace,
					filter: { startDate: from },
					first: 100,
					after,
				},
			}),
		});
		requireOk(response, 'Railway');
		const logs = logsOf(await textOf(response));
		const nodes = logs.edges.map(({ node }) => node);
		for (const { createdAt } of nodes) {
			const at = Date.parse(createdAt);
			if (Number.isFinite(at) && at > Date.parse(newest)) newest = new Date(at).toISOString();
		}
		const isLast = !logs.pageInfo.hasNextPage || logs.pageInfo.endCursor == null;
		if (nodes.length > 0) {
			const text = JSON.stringify({ data: { auditLogs: { edges: logs.edges } } });
			yield {
				name: `${setup.settings.workspace} from ${from}`,
				format: 'railway-audit',
				body: oneBody(Buffer.from(`${text}\n`, 'utf8')),
				// Pages may come newest first: only the last one says that nothing is left before.
				cursor: { since: isLast ? newest : from },
			};
		}
		if (isLast) return;
		after = logs.pageInfo.endCursor ?? null;
	}
}

function logsOf(text: string) {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new PullError('Railway answered with something else than JSON');
	}
	const read = answerSchema.safeParse(value);
	if (!read.success) throw new PullError('Railway answered in a shape that is not known');
	const [error] = read.data.errors ?? [];
	if (read.data.data == null) {
		const isRefused = /not authorized|unauthorized|forbidden/i.test(error?.message ?? '');
		throw new PullError(
			isRefused
				? 'Railway refuses the credential: it lacks a right on the workspace or has expired'
				: 'Railway refused the query',
		);
	}
	return read.data.data.auditLogs;
}
