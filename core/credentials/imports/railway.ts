import { environmentNamed } from '../../actions/environment.ts';
import { bareCredential, type Credential, type Scope } from '../credential.ts';
import { none, value } from '../fact.ts';
import {
	fieldAt,
	type ImportDocument,
	type ImportReader,
	type ImportRecord,
	textAt,
	timeAt,
} from './reader.ts';

/**
 * Railway's `apiTokens` and `projectTokens` as its GraphQL API answers them. An API token without a
 * workspace is its account's: everything. A project token deploys to one environment. None has an end.
 */
export const railwayTokens: ImportReader = {
	id: 'railway-tokens',
	title: 'Railway API and project tokens',
	records: (document) => {
		if (document.kind !== 'json') return null;
		const found = ['apiTokens', 'projectTokens'].flatMap((list) => nodes(document, list));
		return found.length === 0 ? null : found;
	},
	read: ({ value: record }, tools) => {
		const token = fieldAt(record, 'node');
		const id = textAt(token, 'id');
		if (id === null) return 'id is missing';
		const isProject = fieldAt(record, 'list') === 'projectTokens';
		const tail = /[0-9a-f]{4}$/i.exec(textAt(token, 'displayToken') ?? '')?.[0] ?? null;
		const scope = isProject ? projectScope(token) : accountScope(token);
		const credential: Credential = {
			...bareCredential(isProject ? 'railway-project-token' : 'railway-api-token', 'railway'),
			name: textAt(token, 'name'),
			providerId: id,
			tail4: tail === null ? null : tools.tailHash(4, tail),
			environments: scope.environment === 'unknown' ? [] : [scope.environment],
			scopes: value([scope]),
			issuedAt: timeAt(token, 'createdAt'),
			expiresAt: none,
			status: 'active',
			sources: ['railway-tokens'],
		};
		return [{ credential, sightings: [] }];
	},
};

function nodes(document: ImportDocument, list: string): ImportRecord[] {
	if (document.kind !== 'json') return [];
	const found = fieldAt(document.value, 'data', list) ?? fieldAt(document.value, list);
	const edges = fieldAt(found, 'edges') ?? found;
	if (!Array.isArray(edges)) return [];
	return edges.map((edge, index) => ({
		line: null,
		element: index + 1,
		value: { list, node: fieldAt(edge, 'node') ?? edge },
	}));
}

const accountScope = (token: unknown): Scope => ({
	provider: 'railway',
	permission: '*',
	resource: textAt(token, 'workspaceId') ?? '*',
	environment: 'unknown',
	level: 'destroy',
});

const projectScope = (token: unknown): Scope => ({
	provider: 'railway',
	permission: 'deploy',
	resource: textAt(token, 'environmentId') ?? textAt(token, 'projectId') ?? 'its project',
	environment: environmentNamed(textAt(token, 'environment', 'name') ?? '') ?? 'unknown',
	level: 'write',
});
