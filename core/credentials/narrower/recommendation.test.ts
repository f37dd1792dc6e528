import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { bareCredential, type CredentialUse } from '../credential.ts';
import { decodeAwsPolicies } from '../scopes/aws.ts';
import { decodeKubernetesObject } from '../scopes/kubernetes.ts';
import { decodeVaultPolicy } from '../scopes/vault.ts';
import { recommend } from './recommendation.ts';

const use = (
	provider: string,
	operation: string,
	change: Partial<CredentialUse> = {},
): CredentialUse => ({
	eventId: `${operation}`,
	at: null,
	provider,
	operation,
	actionClass: 'read',
	outcome: 'success',
	environment: 'unknown',
	resources: [],
	runId: null,
	machine: null,
	principal: null,
	sourceAddress: null,
	runEnvironment: 'unknown',
	...change,
});
const of = (provider: string, uses: readonly CredentialUse[]) =>
	recommend({ ...bareCredential(`${provider}-key`, provider), name: 'CI deploy' }, uses);

describe('a recommended grant, read back by the decoder of its form, is what the uses needed', () => {
	test('IAM policy', () => {
		const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
		const given = of('aws', [
			use('aws', 's3:GetObject', { resources: ['reports'] }),
			use('aws', 'dynamodb:Query', { resources: [arn] }),
			use('aws', 'rds:DeleteDBInstance', { outcome: 'denied', actionClass: 'destroy' }),
		]);
		const { scopes, unread } = decodeAwsPolicies([JSON.parse(given?.text ?? '')]);
		expect(unread).toEqual([]);
		expect(scopes.map(({ permission, resource }) => `${permission} ${resource}`).sort()).toEqual([
			`dynamodb:Query ${arn}`,
			's3:GetObject arn:aws:s3:::reports',
			's3:GetObject arn:aws:s3:::reports/*',
		]);
		expect(given?.text).not.toContain('Delete');
	});

	test('Kubernetes Role', () => {
		const given = of('kubernetes', [
			use('kubernetes', 'get secrets', { resources: ['shop/db'] }),
			use('kubernetes', 'delete deployments', { resources: ['shop/web'], actionClass: 'destroy' }),
		]);
		expect(given?.form).toBe('Kubernetes Role');
		const { scopes } = decodeKubernetesObject(parse(given?.text ?? ''));
		expect(scopes.map(({ permission, resource }) => `${permission} ${resource}`)).toEqual([
			'deployments:delete shop/*',
			'secrets:get shop/*',
		]);
	});

	test('Vault policy', () => {
		const path = 'secret/data/shop "quoted"';
		const given = of('vault', [use('vault', 'read', { resources: [path] })]);
		expect(decodeVaultPolicy(given?.text ?? '').scopes).toMatchObject([{ permission: 'read' }]);
	});

	test('GitHub permissions', () => {
		const given = of('github', [
			use('github', 'git.push', { resources: ['acme/api'], actionClass: 'modify' }),
			use('github', 'pull_request.create', { resources: ['acme/api'], actionClass: 'create' }),
		]);
		expect(JSON.parse(given?.text ?? '')).toEqual({
			repositories: ['acme/api'],
			permissions: { contents: 'write', metadata: 'read', pull_requests: 'write' },
		});
	});
});

test('a Railway token that only deployed should be a project token, one that deleted volumes cannot be', () => {
	const deploys = of('railway', [
		use('railway', 'serviceInstanceRedeploy', { environment: 'staging' }),
	]);
	expect(deploys?.text).toMatch(/^project token\nenvironment: staging/);
	const deletes = of('railway', [use('railway', 'volumeDelete', { actionClass: 'destroy' })]);
	expect(deletes?.text).toMatch(/^workspace token, and no account token/);
});

test('a provider without a form of its own gets Cedar, with every name quoted', () => {
	const given = of('stripe', [
		use('stripe', 'charges.create" ; forbid', { actionClass: 'create' }),
	]);
	expect(given?.form).toBe('Cedar policy');
	expect(given?.text).toContain('Action::"charges.create\\" ; forbid"');
});

test('of what nobody saw used nothing is recommended', () => {
	expect(of('aws', [])).toBeNull();
	expect(of('aws', [use('aws', 's3:GetObject', { outcome: 'denied' })])).toBeNull();
});
