import { describe, expect, test } from 'vitest';
import type { Scope, ScopeLevel } from '../credential.ts';
import { columnKey, columnsOf, fills, readColumn } from './column.ts';

const scope = (provider: string, permission: string, level: ScopeLevel, resource = '*'): Scope => ({
	provider,
	permission,
	resource,
	environment: 'unknown',
	level,
});
const keys = (given: Scope) => columnsOf(given).map(columnKey);

describe('a scope falls into the column of what it is about', () => {
	test.each([
		[scope('aws', 's3:DeleteBucket', 'destroy'), 'aws|s3|destroy'],
		[scope('github', 'contents', 'write'), 'github|contents|write'],
		[scope('github', 'delete_repo', 'destroy'), 'github|repo|destroy'],
		[scope('railway', 'volumeDelete', 'destroy'), 'railway|volume|destroy'],
		[scope('railway', 'customDomainCreate', 'write'), 'railway|custom domain|write'],
		[scope('cloudflare', 'DNS Write', 'destroy'), 'cloudflare|dns|destroy'],
		[scope('gcp', 'roles/storage.admin', 'destroy'), 'gcp|storage|destroy'],
		[scope('gcp', 'storage.objects.get', 'read'), 'gcp|storage|read'],
		[scope('azure', 'Microsoft.Storage/storageAccounts/read', 'read'), 'azure|storage|read'],
		[scope('kubernetes', 'secrets:get', 'read'), 'kubernetes|secrets|read'],
		[scope('vault', 'read', 'read', 'secret/data/app'), 'vault|secret|read'],
		[scope('slack', 'chat:write', 'write'), 'slack|chat|write'],
		[scope('railway', 'deploy', 'write'), 'railway|deploy|write'],
		[scope('railway', '*', 'destroy'), 'railway|everything|destroy'],
	])('%j', (given, key) => expect(keys(given)).toEqual([key]));

	test('a whole service fills every level of it', () => {
		expect(keys(scope('aws', 's3:*', 'destroy'))).toEqual([
			'aws|s3|read',
			'aws|s3|write',
			'aws|s3|admin',
			'aws|s3|destroy',
		]);
	});

	test('a bar in a permission does not make another column', () => {
		const [column] = columnsOf(scope('vault', 'team|root', 'read'));
		if (column === undefined) throw new Error('no column');
		expect(readColumn(columnKey(column))).toEqual({ ...column, area: 'team root' });
		expect(readColumn('nonsense')).toBeNull();
	});
});

test('a grant of everything fills every column of its provider and none of another', () => {
	const everything = { provider: 'aws', area: 'everything', level: 'destroy' } as const;
	expect(fills(everything, { provider: 'aws', area: 's3', level: 'read' })).toBe(true);
	expect(fills(everything, { provider: 'gcp', area: 's3', level: 'read' })).toBe(false);
	const s3Read = { provider: 'aws', area: 's3', level: 'read' } as const;
	expect(fills(s3Read, { provider: 'aws', area: 's3', level: 'write' })).toBe(false);
});
