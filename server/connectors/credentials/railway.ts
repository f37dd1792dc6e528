import { z } from 'zod';
import { type PullContext, PullError, requireOk, textOf } from '../connector.ts';
import type { PulledList, RailwayTokensSetup } from './setup.ts';

/** Null list: the tokens of the account come first; then those of each project, in order of ids. */
const cursorSchema = z
	.object({ after: z.string().nullable(), project: z.string().nullable() })
	.catch({ after: null, project: null });

const pageInfo = 'pageInfo { hasNextPage endCursor }';
const queries = {
	apiTokens: `query ($after: String) { apiTokens(first: 100, after: $after) {
		edges { node { id name displayToken workspaceId createdAt } } ${pageInfo} } }`,
	projects: `query ($workspaceId: String, $after: String) { projects(workspaceId: $workspaceId, first: 100, after: $after) {
		edges { node { id name } } ${pageInfo} } }`,
	projectTokens: `query ($projectId: String!, $after: String) { projectTokens(projectId: $projectId, first: 100, after: $after) {
		edges { node { id name displayToken projectId environmentId createdAt environment { id name } } } ${pageInfo} } }`,
} as const;
type ListName = keyof typeof queries;

const listSchema = z.object({
	edges: z.array(z.object({ node: z.looseObject({ id: z.string() }) })),
	pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
});
type List = z.infer<typeof listSchema>;
const answerSchema = z.looseObject({
	data: z.record(z.string(), z.unknown()).nullish(),
	errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

const pagesMax = 1_000;

/** API tokens of an account and project tokens of its projects, by Railway's GraphQL API. */
export async function* pullRailwayTokens(
	setup: RailwayTokensSetup,
	context: PullContext,
): AsyncGenerator<PulledList> {
	let { after, project } = cursorSchema.parse(context.cursor ?? {});
	if (project === null) {
		for await (const { list, next } of pages(setup, context, 'apiTokens', {}, after)) {
			after = next;
			yield {
				name: 'API tokens',
				document: documentOf('apiTokens', list),
				cursor: next === null ? { after: null, project: '' } : { after: next, project: null },
			};
		}
		project = '';
	}
	const projects = await projectIds(setup, context);
	const left = projects.filter((id) => id > (project ?? ''));
	if (left.length === 0) yield { name: 'project tokens', document: null, cursor: null };
	for (const [index, id] of left.entries()) {
		const tokens: List['edges'] = [];
		for await (const { list } of pages(setup, context, 'projectTokens', { projectId: id }, null))
			tokens.push(...list.edges);
		yield {
			name: `tokens of project ${id}`,
			document: documentOf('projectTokens', { edges: tokens }),
			cursor: index === left.length - 1 ? null : { after: null, project: id },
		};
	}
}

const documentOf = (name: ListName, { edges }: Pick<List, 'edges'>) =>
	edges.length === 0 ? null : { data: { [name]: { edges } } };

async function projectIds(setup: RailwayTokensSetup, context: PullContext): Promise<string[]> {
	const ids: string[] = [];
	const { workspace } = setup.settings;
	const variables = workspace === undefined ? {} : { workspaceId: workspace };
	for await (const { list } of pages(setup, context, 'projects', variables, null))
		ids.push(...list.edges.map(({ node }) => node.id));
	return ids.sort();
}

async function* pages(
	setup: RailwayTokensSetup,
	context: PullContext,
	name: ListName,
	variables: Readonly<Record<string, string>>,
	from: string | null,
): AsyncGenerator<{ list: List; next: string | null }> {
	let after = from;
	for (let page = 0; page < pagesMax; page++) {
		const response = await context.request(
			setup.settings.endpoint ?? 'https://backboard.railway.com/graphql/v2',
			{
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					authorization: `Bearer ${setup.credential.token}`,
				},
				body: JSON.stringify({ query: queries[name], variables: { ...variables, after } }),
			},
		);
		requireOk(response, 'Railway');
		const list = listOf(await textOf(response), name);
		const { hasNextPage, endCursor } = list.pageInfo;
		const next = hasNextPage && endCursor != null ? endCursor : null;
		yield { list, next };
		if (next === null) return;
		after = next;
	}
}

function listOf(text: string, name: ListName): List {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new PullError('Railway answered with something else than JSON');
	}
	const answer = answerSchema.safeParse(value);
	const list = listSchema.safeParse(answer.data?.data?.[name]);
	if (list.success) return list.data;
	const said = answer.data?.errors?.[0]?.message ?? '';
	throw new PullError(
		/not authorized|unauthorized|forbidden/i.test(said)
			? `Railway refuses the credential its list of ${name}: it lacks a right or has expired`
			: `Railway answered its list of ${name} in a shape that is not known`,
	);
}
