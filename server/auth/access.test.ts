import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	type Actor,
	may,
	type Permission,
	permissions,
	permissionTable,
	roles,
} from '@/core/access/permissions.ts';
import { changeIncident, getIncident, listIncidents } from '@/server/incidents/list.ts';
import { keepIncidents } from '@/server/incidents/upsert.ts';
import { getImport, openImport } from '@/server/ingest/imports.ts';
import { incidentDocument } from '@/server/testing/incident-document.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { actorOfApiKey, createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { attemptAllowed } from './attempts.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import { signedInById } from './session.ts';
import { issueSetupToken, setUp, setupTokenWorks } from './setup.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const now = new Date('2026-05-01T12:00:00Z');
const dayMs = 86_400_000;
const code = (result: { ok: boolean; error?: { code: string } }) =>
	result.ok ? 'ok' : result.error?.code;

describe('the permission table', () => {
	test('gives each role all that the one before it has, and admins everything', () => {
		roles.forEach((role, index) => {
			for (const permission of permissionTable[roles[index - 1] ?? role]) {
				expect(permissionTable[role].has(permission)).toBe(true);
			}
		});
		expect([...permissionTable.admin].sort()).toEqual([...permissions].sort());
	});

	test('lets an API key do no more than its scopes, nor more than its role', () => {
		const scopes: Permission[] = ['events.read', 'people.manage'];
		const key: Actor = { ...actorIn('w', 'viewer'), type: 'api-key', scopes };
		expect(permissions.filter((permission) => may(key, permission))).toEqual(['events.read']);
	});

	test('is what every function obeys', async () => {
		const at = (role: (typeof roles)[number]) => actorIn(installed.workspace, role);
		await keepIncidents(at('admin'), [incidentDocument('inc-access', ['ev_1'])]);
		const expected = {
			viewer: ['ok', 'forbidden', 'forbidden', 'forbidden'],
			analyst: ['ok', 'ok', 'ok', 'forbidden'],
			manager: ['ok', 'ok', 'ok', 'forbidden'],
			admin: ['ok', 'ok', 'ok', 'ok'],
		} as const;
		for (const role of roles) {
			const wanted = {
				name: role,
				role: 'viewer',
				scopes: ['events.read'],
				lifetimeDays: 1,
			} as const;
			expect(
				[
					code(await getIncident(at(role), 'INC-0001')),
					code(await changeIncident(at(role), 'INC-0001', { assignee: role })),
					code(await openImport(at(role), 'x', null)),
					code(await createApiKey(at(role), { ...wanted, scopes: [...wanted.scopes] }, now)),
				],
				role,
			).toEqual(expected[role]);
		}
	});

	test('shows one workspace nothing of another', async () => {
		const stranger = actorIn(installed.other);
		const ticket = await openImport(actorIn(installed.workspace), 'mine', null);
		expect(await listIncidents(stranger)).toMatchObject({ value: { incidents: [] } });
		expect(code(await getIncident(stranger, 'INC-0001'))).toBe('not-found');
		expect(code(await changeIncident(stranger, 'INC-0001', { assignee: 'x' }))).toBe('not-found');
		expect(code(await getImport(stranger, ticket.ok ? ticket.value.id : ''))).toBe('not-found');
		expect(await listApiKeys(stranger)).toEqual({ ok: true, value: [] });
	});
});

describe('an API key', () => {
	const wanted = {
		name: 'ci',
		role: 'analyst',
		scopes: ['events.ingest'],
		lifetimeDays: 1,
	} as const;

	test('works until it expires or is revoked, and is kept as a hash only', async () => {
		const admin = actorIn(installed.workspace);
		const made = await createApiKey(admin, { ...wanted, scopes: [...wanted.scopes] }, now);
		if (!made.ok) throw new Error(made.error.message);
		const { key, id } = made.value;
		expect(await actorOfApiKey(key, now)).toMatchObject({ id, workspaceId: installed.workspace });
		expect(await actorOfApiKey(key, new Date(now.getTime() + dayMs))).toBeNull();
		expect(
			await actorOfApiKey(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`, now),
		).toBeNull();
		const rows = await installed.at.records.database.apiKey.findMany();
		expect(JSON.stringify(rows)).not.toContain(key.slice(3));
		await revokeApiKey(admin, id, now);
		expect(await actorOfApiKey(key, now)).toBeNull();
	});

	test('is ended by its own workspace only', async () => {
		const made = await createApiKey(
			actorIn(installed.workspace),
			{ ...wanted, scopes: [...wanted.scopes] },
			now,
		);
		const id = made.ok ? made.value.id : '';
		expect(code(await revokeApiKey(actorIn(installed.other), id, now))).toBe('not-found');
	});
});

describe('the set-up link', () => {
	const person = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

	test('makes one admin, once, before it expires', async () => {
		const late = new Date(now.getTime() + dayMs + 1);
		const first = await issueSetupToken(installed.at, now);
		const token = await issueSetupToken(installed.at, now);
		if (first === null || token === null) throw new Error('no token');
		expect(await setupTokenWorks(first, now)).toBe(false);
		expect(await setupTokenWorks(token, now)).toBe(true);
		expect(code(await setUp({ token, ...person }, late))).toBe('forbidden');
		const made = await setUp({ token, ...person }, now);
		expect(code(made)).toBe('ok');
		expect(code(await setUp({ token, ...person, email: 'eve@example.com' }, now))).toBe(
			'forbidden',
		);
		expect(await issueSetupToken(installed.at, now)).toBeNull();
		const id = made.ok ? made.value.userId : '';
		expect((await signedInById(id, installed.other))?.actor).toMatchObject({
			role: 'admin',
			workspaceId: installed.other,
		});
	});

	test('leads nobody into a workspace that they do not belong to', async () => {
		const { database } = installed.at.records;
		const user = await database.user.create({
			data: { id: 'u-outside', email: 'o@example.com', name: 'O', passwordHash: '' },
		});
		expect(await signedInById(user.id, installed.workspace)).toBeNull();
	});
});

describe('a password', () => {
	test('is kept as a salted scrypt hash', async () => {
		const [one, two] = [await hashPassword('pass phrase'), await hashPassword('pass phrase')];
		expect(one).not.toBe(two);
		expect(await passwordMatches('pass phrase', one)).toBe(true);
		expect(await passwordMatches('pass phrasE', one)).toBe(false);
		expect(await passwordMatches('', 'damaged')).toBe(false);
	});

	test('cannot be guessed for long', () => {
		const allowed = Array.from({ length: 15 }, () => attemptAllowed('guess@example.com', 0));
		expect(allowed.filter(Boolean)).toHaveLength(10);
		expect(attemptAllowed('guess@example.com', 15 * 60_000)).toBe(true);
	});
});
