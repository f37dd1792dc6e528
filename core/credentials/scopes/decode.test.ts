import { describe, expect, test } from 'vitest';
import { decodeAwsPolicies } from './aws.ts';
import { decodedProviders, decodeScope, grantsOf } from './decode.ts';
import { decodeKubernetesRules } from './kubernetes.ts';
import { decodeVaultPolicy } from './vault.ts';

test('scopes of more than fifteen providers are decoded', () => {
	expect(decodedProviders.length).toBeGreaterThanOrEqual(20);
});

describe('a scope by word has the level that its provider gives it', () => {
	test.each([
		['aws', 's3:DeleteBucket on arn:aws:s3:::logs', 'destroy'],
		['aws', 'iam:AttachRolePolicy', 'admin'],
		['github', 'delete_repo', 'destroy'],
		['github', 'admin:org', 'admin'],
		['github', 'read:org', 'read'],
		['gitlab', 'read_repository', 'read'],
		['gitlab', 'sudo', 'admin'],
		['gcp', 'roles/storage.objectAdmin', 'destroy'],
		['gcp', 'roles/iam.serviceAccountTokenCreator', 'admin'],
		['gcp', 'storage.objects.get', 'read'],
		['azure', 'Reader', 'read'],
		['azure', 'Microsoft.Storage/storageAccounts/delete', 'destroy'],
		['azure', 'Microsoft.Authorization/roleAssignments/write', 'admin'],
		['azure', 'Mail.ReadWrite', 'destroy'],
		['kubernetes', 'secrets:get', 'read'],
		['kubernetes', 'cluster-admin', 'destroy'],
		['vault', 'root', 'destroy'],
		['railway', 'account', 'destroy'],
		['vercel', 'user', 'destroy'],
		['cloudflare', 'DNS Write', 'destroy'],
		['cloudflare', 'Zone Read', 'read'],
		['npm', 'read-only', 'read'],
		['npm', 'publish', 'destroy'],
		['stripe', 'rak_charge_write', 'write'],
		['stripe', 'customers:read', 'read'],
		['slack', 'chat:write', 'write'],
		['slack', 'admin.users:write', 'admin'],
		['slack', 'channels:history', 'read'],
		['supabase', 'service_role', 'destroy'],
		['openai', 'model.request', 'write'],
		['anthropic', 'messages', 'write'],
		['neon', 'project-scoped', 'destroy'],
		['okta', 'okta.users.manage', 'destroy'],
		['okta', 'okta.logs.read', 'read'],
		['docker', 'repo:admin', 'destroy'],
		['sentry', 'project:releases', 'write'],
		['datadog', 'dashboards_read', 'read'],
		['postgres', 'TRUNCATE', 'destroy'],
		['pypi', 'project:aftertrace', 'destroy'],
		['linear', 'issues:create', 'write'],
	] as const)('%s %s: %s', (provider, words, level) => {
		const { scopes, unread } = decodeScope(provider, words);
		expect(unread).toEqual([]);
		expect(scopes).toMatchObject([{ provider, level }]);
	});

	test('with the resource and the environment that the words name', () => {
		expect(decodeScope('aws', 's3:GetObject on arn:aws:s3:::production-logs').scopes).toEqual([
			{
				provider: 'aws',
				permission: 's3:GetObject',
				resource: 'arn:aws:s3:::production-logs',
				environment: 'production',
				level: 'read',
			},
		]);
	});

	test.each([
		['slack', 'something.new'],
		['gitlab', 'read_minds'],
		['gcp', 'projects/acme/roles/custom'],
		['azure', 'Our own role'],
		['somewhere', 'contents:write'],
		['kubernetes', 'ci-deployer'],
	])('%s %s is told as not decoded, and not guessed', (provider, words) => {
		const decoded = decodeScope(provider, words);
		expect(decoded.scopes).toEqual([]);
		expect(decoded.unread).toHaveLength(1);
		expect(grantsOf(decoded).scopes).toEqual({ state: 'unknown' });
	});
});

describe('IAM policies', () => {
	const statement = (given: object) => ({
		Statement: [{ Effect: 'Allow', Resource: '*', ...given }],
	});
	const permissions = (...policies: unknown[]) =>
		decodeAwsPolicies(policies).scopes.map(({ permission }) => permission);

	test('a deny that covers an allow takes it away', () => {
		const deny = { Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } };
		expect(permissions(statement({ Action: ['s3:GetObject', 'sqs:SendMessage'] }), deny)).toEqual([
			'sqs:SendMessage',
		]);
	});

	test('a narrower deny, a condition and NotAction are named, and the grant beside them stays', () => {
		const narrower = {
			Statement: [{ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: 'arn:x' }],
		};
		const given = decodeAwsPolicies([statement({ Action: 's3:*' }), narrower]);
		expect(given.scopes).toHaveLength(1);
		expect(given.unread).toEqual(['a deny of s3:DeleteBucket on arn:x']);
		const condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
		expect(
			decodeAwsPolicies([statement({ Action: 'sqs:*', Condition: condition })]).unread,
		).toEqual(['a condition on aws:SourceIp']);
		const all = decodeAwsPolicies([statement({ NotAction: ['iam:*'] })]);
		expect(all).toMatchObject({ scopes: [{ permission: '*' }], unread: ['all but iam:*'] });
	});

	test('nonsense is no policy, and does not throw', () => {
		for (const policy of [null, 3, 'x', {}, { Statement: 'Allow' }, { Statement: [null] }])
			expect(decodeAwsPolicies([policy]).scopes).toEqual([]);
	});
});

test('a Vault policy: deny stands above all, limits on parameters are named', () => {
	const { scopes, unread } = decodeVaultPolicy(`
		# a comment with path "x" { capabilities = ["sudo"] }
		path "secret/data/+/app" { capabilities = ["read", "list"] }
		path "secret/data/payroll" { capabilities = ["read", "deny"] }
		path "sys/policies/*" { capabilities = ["update"] }
		path "pki/issue/web" {
			capabilities = ["create"]
			allowed_parameters = { "ttl" = ["1h"] }
		}`);
	expect(scopes.map(({ resource, level }) => `${resource} ${level}`)).toEqual([
		'secret/data/*/app read',
		'secret/data/*/app read',
		'sys/policies/* admin',
		'pki/issue/web write',
	]);
	expect(unread).toEqual(['limits on parameters of pki/issue/web']);
});

test('Kubernetes rules: names narrow, rights over rights are administration', () => {
	const rules = [
		{ apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['db'] },
		{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings'], verbs: ['create'] },
		{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
		{ verbs: [] },
	];
	const { scopes, unread } = decodeKubernetesRules(rules, 'shop');
	expect(scopes).toMatchObject([
		{ permission: 'secrets:get', resource: 'shop/db', level: 'read' },
		{ permission: 'rolebindings:create', level: 'admin' },
		{ permission: '*', resource: 'shop/*', level: 'destroy' },
	]);
	expect(unread).toHaveLength(1);
});
