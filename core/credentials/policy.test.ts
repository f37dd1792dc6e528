import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assessByPolicy, nextByPolicyMs } from './assess-by-policy.ts';
import { bareCredential } from './credential.ts';
import { none, value } from './fact.ts';
import {
	type CredentialPolicy,
	credentialPolicySchema,
	defaultPolicy,
	limitsFor,
} from './policy.ts';
import { readPolicy, writePolicy } from './policy-text.ts';

const now = '2026-06-01T12:00:00.000Z';
const known = (change: object = {}, tags: string[] = []) => ({
	id: 'cred_1',
	credential: {
		...bareCredential('npm-token', 'npm'),
		owner: value('payments'),
		environments: ['production' as const],
		issuedAt: '2026-05-01T00:00:00.000Z',
		expiresAt: value('2026-12-01T00:00:00.000Z'),
		...change,
	},
	note: null,
	tags,
	marks: [],
	mergedIds: [],
	sightings: [],
	uses: [],
	sightingCount: 0,
	useCount: 0,
});
const policy = (given: object): CredentialPolicy =>
	credentialPolicySchema.parse({ schema: 'aftertrace.credential-policy/v1', ...given });
const kinds = (given: ReturnType<typeof known>, by: CredentialPolicy, at = now) =>
	assessByPolicy(given, [], by, at).findings.map(({ kind }) => kind);

describe('limits', () => {
	test('the shipped file says what holds without one', () => {
		expect(readPolicy(readFileSync('policies/credentials.yaml', 'utf8'))).toEqual({
			ok: true,
			value: defaultPolicy,
		});
	});

	test('a rule holds where every part fits, and a later one stands above an earlier one', () => {
		const given = policy({
			rules: [
				{
					name: 'production',
					when: { environments: ['production'], kinds: ['npm-*'] },
					limits: { lifetimeDaysMax: 90, rotationDaysMax: 30 },
				},
				{ name: 'payments', when: { owners: ['Payments'] }, limits: { lifetimeDaysMax: 300 } },
			],
		});
		expect(limitsFor(given, known())).toMatchObject({ lifetimeDaysMax: 300, rotationDaysMax: 30 });
		expect(kinds(known(), given)).toContain('not-rotated');
		expect(kinds(known({ owner: none }), given)).toContain('lifetime-over-policy');
		expect(kinds(known({ environments: ['staging'] }), given)).toEqual([]);
	});
});

describe('exceptions', () => {
	const given = policy({
		exceptions: [
			{
				when: { tags: ['appliance'] },
				findings: ['never-expires'],
				owner: 'platform',
				reason: 'replaced in June',
				until: '2026-06-10',
			},
		],
	});
	const appliance = known({ expiresAt: none }, ['appliance']);

	test('a finding under one does not count, and stays known', () => {
		const assessed = assessByPolicy(appliance, [], given, now);
		expect(assessed.findings).toEqual([]);
		expect(assessed.excepted).toMatchObject([
			{ finding: { kind: 'never-expires' }, exception: { owner: 'platform' } },
		]);
		expect(kinds(known({ expiresAt: none }), given)).toEqual(['never-expires']);
	});

	test('one that has ended stops counting by itself', () => {
		expect(kinds(appliance, given, '2026-06-10T23:59:59.000Z')).toEqual([]);
		expect(kinds(appliance, given, '2026-06-11T00:00:00.000Z')).toEqual(['never-expires']);
		expect(nextByPolicyMs(appliance, given, now)).toBe(Date.parse('2026-06-11T00:00:00.000Z'));
	});
});

describe('a policy as text', () => {
	test('comes back as it was written', () => {
		const given = policy({ formerOwners: ['ada'], limits: { runsMax: 5 } });
		expect(readPolicy(writePolicy(given))).toEqual({ ok: true, value: given });
	});

	test.each([
		['limits: [', 'flow'],
		['schema: aftertrace.credential-policy/v2', 'schema'],
		['schema: aftertrace.credential-policy/v1\nlimits: { runsMax: 0 }', 'limits.runsMax'],
		['schema: aftertrace.credential-policy/v1\nlimit: {}', 'limit'],
		[
			'schema: aftertrace.credential-policy/v1\nexceptions: [{ when: { tags: [a] }, findings: [unused], reason: x, until: 2027-01-01 }]',
			'exceptions.0.owner',
		],
		[
			'schema: aftertrace.credential-policy/v1\nrules: [{ name: all, when: {}, limits: {} }]',
			'rules.0.when',
		],
		['a: &a [1]\nb: *a', 'alias'],
	])('what is wrong with %s is told', (text, word) => {
		const read = readPolicy(text);
		expect(read.ok ? '' : read.error.message.toLowerCase()).toContain(word.toLowerCase());
	});
});
