import { createHash, createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateInventory } from '../../../samples/inventory/generate.ts';
import { rawText } from '../../event/text.ts';
import { createRedactor } from '../../secrets/redactor.ts';
import { readCredentialImport } from './read-import.ts';
import type { ImportTools } from './reader.ts';

const hmac = (label: string, text: string) =>
	createHmac('sha256', 'key').update(`${label}\0${text}`).digest('hex');
const redactor = createRedactor({ hmac });
const tools: ImportTools = {
	fingerprintOf: redactor.fingerprintOf,
	tailHash: (length, tail) => hmac(`tail${length}`, tail).slice(0, 20),
	kindOf: (secret) => redactor.redactText(rawText(secret)).found[0]?.kind ?? null,
	clean: (text) => redactor.redactText(rawText(text)).text,
	digest: (text) => createHash('sha256').update(text).digest('hex'),
};
const token = () =>
	`ghp_${randomBytes(40).toString('base64').replace(/\W/g, '').slice(0, 36).padEnd(36, '7')}`;

function read(text: string) {
	const reading = readCredentialImport(text, tools);
	if (!reading.ok) throw new Error(reading.error.message);
	return reading.value;
}
const first = (given: unknown) => {
	const [found] = read(typeof given === 'string' ? given : JSON.stringify(given)).credentials;
	if (found === undefined) throw new Error('no credential');
	return found.credential;
};

describe('secrets in scanners’ reports', () => {
	const secret = token();
	const finding = {
		RuleID: 'github-pat',
		StartLine: 3,
		Match: `T=${secret}`,
		Secret: secret,
		File: 'a/.env',
		Commit: '',
		Message: secret,
	};
	const sarif = {
		runs: [
			{
				tool: { driver: { name: 'gitleaks' } },
				results: [
					{
						ruleId: 'github-pat',
						locations: [
							{
								physicalLocation: {
									artifactLocation: { uri: 'a/.env' },
									region: { startLine: 3, snippet: { text: secret } },
								},
							},
						],
					},
				],
			},
		],
	};
	const hog = {
		SourceMetadata: { Data: { Filesystem: { file: 'a/.env', line: 3 } } },
		DetectorName: 'Github',
		Verified: true,
		Raw: secret,
		RawV2: secret,
	};
	const csv = `RuleID,Commit,File,Secret,Match,StartLine\ngithub-pat,,a/.env,${secret},T=${secret},3\nbroken,,a,b,c,1,too,many\n`;
	test.each([
		['gitleaks JSON', JSON.stringify([finding])],
		['gitleaks CSV', csv],
		['gitleaks SARIF', JSON.stringify(sarif)],
		['TruffleHog NDJSON', `${JSON.stringify(hog)}\n${JSON.stringify(hog)}\n`],
	])('of %s become one fingerprint and are not kept', (_, text) => {
		const reading = read(text);
		expect(reading.credentials[0]?.credential).toMatchObject({
			kind: 'github-classic-token',
			provider: 'github',
			storedAt: ['a/.env:3'],
			fingerprints: [{ fingerprint: tools.fingerprintOf(secret) }],
		});
		expect(JSON.stringify(reading)).not.toContain(secret);
	});

	test('a line that cannot be read is named with the reason, and the rest is read', () => {
		const reading = read(csv);
		expect(reading.credentials).toHaveLength(1);
		expect(reading.unread).toEqual([{ line: 3, reason: expect.stringContaining('8 cells') }]);
	});

	test('a redacted report has no fingerprint that would join strangers', () => {
		const reading = read(
			JSON.stringify([{ ...finding, Secret: 'REDACTED', Match: 'REDACTED', Message: '' }]),
		);
		expect(reading.credentials[0]?.credential.fingerprints).toEqual([]);
		expect(reading.credentials[0]?.place).toContain('a/.env');
	});

	test('a secret without a known shape is kept nowhere either', () => {
		const odd = `plain ${randomBytes(9).toString('hex')}`;
		const named = {
			...finding,
			RuleID: 'own-rule',
			Secret: odd,
			Match: odd,
			Message: odd,
			File: `x/${odd}/y`,
		};
		expect(JSON.stringify(read(JSON.stringify([named])))).not.toContain(odd);
	});
});

describe('three states', () => {
	test('of a fine-grained token: never used is none, a missing key is unknown', () => {
		const base = {
			token_id: 5,
			token_name: 'x',
			access_granted_at: '2026-01-01T00:00:00Z',
			permissions: { repository: { contents: 'write' } },
			repository_selection: 'all',
		};
		expect(first([{ ...base, token_last_used_at: null, token_expires_at: null }])).toMatchObject({
			expiresAt: { state: 'none' },
			lastUsedAt: { state: 'none' },
			scopes: {
				state: 'value',
				value: [{ permission: 'contents', level: 'write', resource: '*' }],
			},
		});
		expect(first([base])).toMatchObject({
			expiresAt: { state: 'unknown' },
			lastUsedAt: { state: 'unknown' },
		});
	});

	test('of an AWS key: no end, N/A is never used', () => {
		const csv =
			'user,arn,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date\nci,arn:aws:iam::1:user/ci,true,2025-01-01T00:00:00+00:00,N/A\n';
		expect(first(csv)).toMatchObject({
			expiresAt: { state: 'none' },
			lastUsedAt: { state: 'none' },
			status: 'active',
		});
	});

	test('of a table: never, empty and a time', () => {
		const csv =
			'name,provider,owner,expires_at,last_used_at\na,stripe,none,never,\nb,stripe,,2027-01-01,2026-01-01\n';
		const [a, b] = read(csv).credentials.map((each) => each.credential);
		expect(a).toMatchObject({
			owner: { state: 'none' },
			expiresAt: { state: 'none' },
			lastUsedAt: { state: 'unknown' },
		});
		expect(b).toMatchObject({ owner: { state: 'unknown' }, expiresAt: { state: 'value' } });
	});
});

test('IAM policies give scopes with levels; what is denied everywhere is taken away', () => {
	const policy = (Action: unknown, Effect = 'Allow') => ({
		PolicyName: 'p',
		PolicyDocument: { Statement: [{ Effect, Action, Resource: '*' }] },
	});
	const details = {
		UserDetailList: [
			{
				Arn: 'arn:aws:iam::1:user/x',
				UserId: 'AIDAX',
				UserName: 'x',
				UserPolicyList: [
					policy(['s3:GetObject', 's3:DeleteBucket', 'iam:PassRole', 'ec2:RunInstances']),
					policy('ec2:RunInstances', 'Deny'),
				],
			},
		],
		RoleDetailList: [],
	};
	const { scopes } = first(details);
	expect(
		scopes.state === 'value' && scopes.value.map(({ permission, level }) => [permission, level]),
	).toEqual([
		['s3:GetObject', 'read'],
		['s3:DeleteBucket', 'destroy'],
		['iam:PassRole', 'admin'],
	]);
});

test('a Railway account token reaches everything, a project token one environment', () => {
	const tokens = {
		data: {
			apiTokens: {
				edges: [{ node: { id: 'a', name: 'cli', displayToken: '****4c5d', workspaceId: null } }],
			},
			projectTokens: {
				edges: [
					{
						node: { id: 'b', name: 'deploy', environmentId: 'e', environment: { name: 'staging' } },
					},
				],
			},
		},
	};
	const [account, project] = read(JSON.stringify(tokens)).credentials.map(
		(each) => each.credential,
	);
	expect(account).toMatchObject({
		expiresAt: { state: 'none' },
		scopes: { value: [{ permission: '*', resource: '*', level: 'destroy' }] },
	});
	expect(account?.tail4).toBe(tools.tailHash(4, '4c5d'));
	expect(project).toMatchObject({
		environments: ['staging'],
		scopes: { value: [{ resource: 'e', level: 'write' }] },
	});
});

test('the made-up inventory is read whole: 400 credentials of more than twelve kinds, the same each time', () => {
	const files = generateInventory(Date.UTC(2026, 5, 1));
	const readings = Object.values(files).map(read);
	const all = readings.flatMap((each) => each.credentials);
	expect(readings.flatMap((each) => each.unread)).toEqual([]);
	expect(all).toHaveLength(400);
	expect(new Set(all.map(({ credential }) => credential.kind)).size).toBeGreaterThanOrEqual(12);
	expect(generateInventory(Date.UTC(2026, 5, 1))).toEqual(files);
	for (const text of Object.values(files))
		expect(
			redactor.redactText(rawText(text)).found.filter(({ kind }) => kind !== 'aws-access-key'),
		).toEqual([]);
});

test.each(['', '{"a": 1}', '[1, 2]', '[{"a": 1}]', '<xml/>', '[{"RuleID": ', 'a,b,c\n1,2,3\n'])(
	'%j is no export, and says so',
	(text) => {
		expect(readCredentialImport(text, tools)).toMatchObject({ ok: false });
	},
);
