import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { importCredentials } from './import.ts';
import {
	attest,
	attestationOf,
	closeReview,
	decideInReview,
	getReview,
	listReviews,
	makeReviewLink,
	startReview,
} from './reviews.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
	const text = `name,kind,provider,id,owner,expires
one,npm-token,npm,t-1,ada,never
two,npm-token,npm,t-2,ada,2027-01-01T00:00:00Z
three,npm-token,npm,t-3,bo,never
four,npm-token,npm,t-4,,never
other,github-classic-token,github,t-5,ada,never
`;
	const done = await importCredentials(admin(), [{ path: 'table.csv', text }], false);
	if (!done.ok) throw new Error(done.error.message);
});
afterAll(() => installed.close());

const admin = () => actorIn(installed.workspace);
const dayMs = 86_400_000;
const dueAt = new Date(Date.now() + 10 * dayMs).toISOString();
function good<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
}
const begin = async () =>
	good(await startReview(admin(), { name: 'Quarter', dueAt, filter: { provider: 'npm' } }));
const tokenOf = ({ path }: { path: string }) => path.replace('/attest/', '');
async function begun() {
	const { id } = await begin();
	const { items } = good(await getReview(admin(), id));
	const named = (title: string) => {
		const found = items.find(({ credential }) => credential.title === title);
		if (found === undefined) throw new Error(`${title} is not in the review`);
		return found.credential.id;
	};
	return { id, named };
}

describe('a review', () => {
	test('holds the credentials under its filter, by owner', async () => {
		const { id } = await begun();
		const view = good(await getReview(admin(), id));
		expect(view).toMatchObject({ total: 4, decided: 0, filter: { provider: 'npm' } });
		expect(view.owners.map(({ owner, total }) => [owner, total])).toEqual(
			expect.arrayContaining([
				['ada', 2],
				['bo', 1],
				[null, 1],
			]),
		);
	});

	test('needs a due date ahead, something to review, and a manager', async () => {
		const asked = { name: 'x', dueAt, filter: {} };
		const past = { ...asked, dueAt: '2020-01-01' };
		expect(await startReview(admin(), past)).toMatchObject({ error: { code: 'invalid-input' } });
		const none = { ...asked, filter: { provider: 'nobody' } };
		expect(await startReview(admin(), none)).toMatchObject({ error: { code: 'conflict' } });
		expect(await startReview(actorIn(installed.workspace, 'analyst'), asked)).toMatchObject({
			error: { code: 'forbidden' },
		});
	});

	test('is another workspace’s secret', async () => {
		const { id } = await begun();
		const stranger = actorIn(installed.other);
		expect(await getReview(stranger, id)).toMatchObject({ error: { code: 'not-found' } });
		expect(await closeReview(stranger, id)).toMatchObject({ error: { code: 'not-found' } });
		expect(await listReviews(stranger)).toEqual({ ok: true, value: [] });
	});
});

describe('a link', () => {
	test('shows and decides the owner’s credentials only, and is kept as a hash', async () => {
		const { id, named } = await begun();
		const token = tokenOf(good(await makeReviewLink(admin(), id, 'ada')));
		const view = good(await attestationOf(token));
		expect(view.items.map(({ credential }) => credential.title).sort()).toEqual(['one', 'two']);
		const given = { credential: named('one'), decision: 'rotate' as const, note: 'old', by: 'Ada' };
		expect(good(await attest(token, given)).items).toContainEqual(
			expect.objectContaining({ decision: 'rotate', note: 'old', decidedBy: 'Ada' }),
		);
		expect(await attest(token, { ...given, credential: named('three') })).toMatchObject({
			error: { code: 'not-found' },
		});
		expect(good(await getReview(admin(), id))).toMatchObject({ decided: 1 });
		const { database } = installed.at.records;
		const kept = JSON.stringify([
			await database.credentialReviewLink.findMany(),
			await database.auditEntry.findMany(),
		]);
		expect(kept).not.toContain(token);
	});

	test('ends, is replaced by a new one, and cannot be guessed', async () => {
		const { id } = await begun();
		const first = tokenOf(good(await makeReviewLink(admin(), id, 'ada')));
		const late = new Date(Date.parse(dueAt) + 15 * dayMs);
		expect(await attestationOf(first, late)).toMatchObject({ error: { code: 'not-found' } });
		await makeReviewLink(admin(), id, 'ada');
		expect(await attestationOf(first)).toMatchObject({ error: { code: 'not-found' } });
		expect(await attestationOf('x'.repeat(43))).toMatchObject({ error: { code: 'not-found' } });
		expect(await makeReviewLink(admin(), id, 'nobody here')).toMatchObject({
			error: { code: 'not-found' },
		});
	});
});

test('after the sign-off nothing changes, by link or by a manager', async () => {
	const { id, named } = await begun();
	const token = tokenOf(good(await makeReviewLink(admin(), id, 'ada')));
	const four = { credential: named('four'), decision: 'revoke' as const };
	expect(good(await decideInReview(admin(), id, four))).toMatchObject({ decided: 1 });
	expect(good(await closeReview(admin(), id))).toMatchObject({ closedBy: admin().name });
	const given = { credential: named('one'), decision: 'keep' as const, by: 'Ada' };
	expect(await attest(token, given)).toMatchObject({ error: { code: 'conflict' } });
	expect(await decideInReview(admin(), id, four)).toMatchObject({ error: { code: 'conflict' } });
	expect(await makeReviewLink(admin(), id, 'ada')).toMatchObject({ error: { code: 'conflict' } });
	expect(good(await attestationOf(token)).closedAt).not.toBeNull();
});
