import { expect, test } from 'vitest';
import { rehearse } from './reader-harness.ts';

const firstOf = (input: readonly unknown[] | object) => {
	const { format, drafts } = rehearse(input);
	return { format, draft: drafts[0], record: drafts[0]?.record };
};

test('GitHub: action, token and agent', () => {
	const { format, draft, record } = firstOf([
		{
			'@timestamp': 1_741_611_465_102,
			_document_id: 'd1',
			action: 'repo.destroy',
			actor: 'cat',
			actor_is_agent: true,
			org: 'acme',
			repo: 'acme/shop',
			token_id: 555_555,
			hashed_token: 'E8Fz',
			actor_ip: '192.0.2.2',
		},
	]);
	expect(format).toBe('github-audit');
	expect(draft).toMatchObject({
		key: 'd1',
		actor: { type: 'agent', name: 'cat' },
		time: 1_741_611_465_102_000,
	});
	expect(record).toMatchObject({
		operation: 'repo.destroy',
		credentialId: '555555',
		project: 'acme',
	});
	expect(record?.resources[0]).toMatchObject({ kind: 'repository', id: 'acme/shop' });
});

test('Kubernetes: one event a request, with who was impersonated', () => {
	const base = {
		kind: 'Event',
		apiVersion: 'audit.k8s.io/v1',
		auditID: 'a1',
		verb: 'delete',
		user: {
			username: 'ci',
			extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ab'] },
		},
		sourceIPs: ['192.0.2.3'],
		objectRef: { resource: 'persistentvolumeclaims', namespace: 'prod', name: 'data-0' },
		requestReceivedTimestamp: '2026-01-01T00:00:00.123456Z',
	};
	const { format, readings, drafts } = rehearse([
		{ ...base, stage: 'RequestReceived' },
		{
			...base,
			stage: 'ResponseComplete',
			impersonatedUser: { username: 'root' },
			responseStatus: { code: 200 },
		},
	]);
	expect(format).toBe('kubernetes-audit');
	expect(readings[0]).toEqual({ kind: 'ignored', reason: 'earlier-stage' });
	expect(drafts[0]?.time).toBe(1_767_225_600_123_456);
	expect(drafts[0]?.record).toMatchObject({
		operation: 'delete persistentvolumeclaims',
		outcome: 'ok',
		principal: 'root',
		credentialId: 'X509SHA256=ab',
		environment: 'prod',
	});
	expect(drafts[0]?.record?.resources[0]).toEqual({
		kind: 'persistentvolumeclaim',
		id: 'prod/data-0',
		name: 'data-0',
	});
});

test('Kubernetes: AKS wraps the record as text', () => {
	const log = JSON.stringify({
		kind: 'Event',
		apiVersion: 'audit.k8s.io/v1',
		auditID: 'a2',
		verb: 'get',
		user: { username: 'u' },
		stage: 'ResponseComplete',
		responseStatus: { code: 403 },
	});
	expect(
		firstOf([{ time: '2026-01-01T00:00:00Z', category: 'kube-audit', properties: { log } }]),
	).toMatchObject({ format: 'kubernetes-audit', record: { outcome: 'denied', requestId: 'a2' } });
});

test('Google Cloud: method, key and refusal', () => {
	const { format, record } = firstOf([
		{
			insertId: 'i1',
			logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
			timestamp: '2026-01-01T00:00:00Z',
			resource: { type: 'gce_instance', labels: { project_id: 'p', zone: 'z' } },
			protoPayload: {
				methodName: 'v1.compute.instances.delete',
				resourceName: 'projects/p/zones/z/instances/db',
				authenticationInfo: {
					principalEmail: 'ci@p.iam.gserviceaccount.com',
					serviceAccountKeyName: '//iam/keys/1',
				},
				requestMetadata: { callerIp: '192.0.2.4' },
				status: { code: 7, message: 'denied' },
			},
		},
	]);
	expect(format).toBe('gcp-audit');
	expect(record).toMatchObject({
		operation: 'v1.compute.instances.delete',
		outcome: 'denied',
		credentialId: '//iam/keys/1',
		project: 'p',
		region: 'z',
	});
	expect(record?.resources[0]).toEqual({
		kind: 'instance',
		id: 'projects/p/zones/z/instances/db',
		name: 'db',
	});
});

test('Azure: operation and resource', () => {
	const { format, record } = firstOf([
		{
			time: '2026-01-01T00:00:00Z',
			resourceId: '/subscriptions/s1/resourceGroups/g/providers/Microsoft.Compute/disks/data',
			operationName: 'Microsoft.Compute/disks/delete',
			resultType: 'Success',
			callerIpAddress: '192.0.2.5',
			correlationId: 'c1',
		},
	]);
	expect(format).toBe('azure-activity');
	expect(record).toMatchObject({
		operation: 'Microsoft.Compute/disks/delete',
		outcome: 'ok',
		requestId: 'c1',
		project: 's1',
	});
	expect(record?.resources[0]).toMatchObject({ kind: 'disk', name: 'data' });
});

test('Okta: event, outcome and target', () => {
	const { format, record } = firstOf([
		{
			uuid: 'u1',
			published: '2026-01-01T00:00:00Z',
			eventType: 'user.mfa.factor.deactivate',
			displayMessage: 'Reset factor',
			outcome: { result: 'DENY', reason: 'policy' },
			actor: { id: 'a', alternateId: 'a@b.example', type: 'User' },
			client: { ipAddress: '192.0.2.6' },
			target: [{ id: 't', type: 'User', displayName: 'Bob' }],
		},
	]);
	expect(format).toBe('okta');
	expect(record).toMatchObject({
		operation: 'user.mfa.factor.deactivate',
		outcome: 'denied',
		errorCode: 'policy',
		resources: [{ kind: 'user', id: 't', name: 'Bob' }],
	});
});

test('Vault: accessor, path and refusal', () => {
	const { format, record } = firstOf([
		{
			time: '2026-01-01T00:00:00Z',
			type: 'response',
			auth: { accessor: 'acc-1', display_name: 'ci' },
			request: {
				id: 'r1',
				operation: 'delete',
				path: 'secret/data/prod',
				mount_type: 'kv',
				remote_address: '192.0.2.7',
			},
			error: 'permission denied',
		},
	]);
	expect(format).toBe('vault-audit');
	expect(record).toMatchObject({
		operation: 'delete secret/data/prod',
		outcome: 'denied',
		credentialId: 'acc-1',
		requestId: 'r1',
	});
});

test('PostgreSQL: a logged statement and a pgAudit record', () => {
	const line = (message: string, more: object = {}) => ({
		timestamp: '2026-01-01 00:00:00.123 UTC',
		user: 'app',
		dbname: 'shop',
		pid: 7,
		session_id: 's',
		line_num: 1,
		error_severity: 'LOG',
		message,
		...more,
	});
	const { format, drafts } = rehearse([
		line('statement: drop table orders'),
		line('AUDIT: SESSION,1,1,DDL,DROP TABLE,TABLE,public.orders,"drop table ""orders""",<none>'),
		line('permission denied for table users', {
			error_severity: 'ERROR',
			state_code: '42501',
			statement: 'select * from users',
		}),
	]);
	expect(format).toBe('postgres');
	expect(drafts.map((d) => [d.text, d.record?.operation, d.record?.outcome])).toEqual([
		['drop table orders', 'DROP TABLE', 'ok'],
		['drop table "orders"', 'DROP TABLE', 'ok'],
		['select * from users', 'SELECT', 'denied'],
	]);
	expect(drafts[1]?.record?.resources).toEqual([
		{ kind: 'table', id: 'public.orders', name: null },
	]);
	expect(drafts[0]?.time).toBe(1_767_225_600_123_000);
});

test('a record that names no operation is kept as it is', () => {
	const good = { insertId: 'i1', logName: 'l', protoPayload: { methodName: 'm' } };
	expect(rehearse([good, good, { odd: 1 }]).drafts[2]).toMatchObject({
		kind: 'record',
		text: '{"odd":1}',
	});
});
