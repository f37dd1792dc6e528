import { expect, test } from 'vitest';
import { rehearse } from '../reader-harness.ts';

const node = (more: object = {}) => ({
	id: 'evt-1',
	eventType: 'Volume.deleted',
	createdAt: '2026-04-24T21:31:07.412Z',
	workspaceId: 'w1',
	projectId: 'p1',
	environmentId: 'e1',
	payload: {
		volume: { id: 'v1', name: 'postgres-data' },
		backups: [{ id: 'b1' }, { id: 'b2', name: 'daily' }],
	},
	context: {
		actor: { type: 'user', email: 'dev@rental.example' },
		tokenId: 't1',
		ipAddress: '192.0.2.7',
		userAgent: 'curl/8',
	},
	...more,
});

test.each([
	[
		'the GraphQL response',
		{ data: { auditLogs: { edges: [{ cursor: 'c', node: node() }], pageInfo: {} } } },
	],
	['nodes, a line each', [node()]],
])('reads %s', (_, input) => {
	const { format, drafts } = rehearse(input);
	expect(format).toBe('railway-audit');
	expect(drafts[0]).toMatchObject({
		kind: 'provider-record',
		key: 'evt-1',
		actor: { type: 'human', name: 'dev@rental.example' },
	});
	expect(drafts[0]?.record).toMatchObject({
		provider: 'railway',
		operation: 'Volume.deleted',
		outcome: 'ok',
		credentialId: 't1',
		sourceAddress: '192.0.2.7',
		userAgent: 'curl/8',
		project: 'p1',
		environment: 'e1',
	});
	expect(drafts[0]?.record?.resources).toEqual([
		{ kind: 'volume', id: 'v1', name: 'postgres-data' },
		{ kind: 'backup', id: 'b1', name: null },
		{ kind: 'backup', id: 'b2', name: 'daily' },
	]);
});

test('payload and context may be JSON as text, and the subject may stand in the payload bare', () => {
	const { drafts } = rehearse([
		node({
			payload: JSON.stringify({ id: 'v9', name: 'data' }),
			context: JSON.stringify({ user: 'ann' }),
		}),
	]);
	expect(drafts[0]?.record).toMatchObject({
		principal: 'ann',
		resources: [{ kind: 'volume', id: 'v9', name: 'data' }],
	});
});

test('a refusal is denied', () => {
	const { drafts } = rehearse([node({ context: { error: { code: 'UNAUTHORIZED' } } })]);
	expect(drafts[0]?.record).toMatchObject({ outcome: 'denied', errorCode: 'UNAUTHORIZED' });
});
