import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runImport } from '@/server/ingest/run-import.ts';
import { runNextHunt } from '@/server/jobs/hunts.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { getHunt, listHuntHits } from './hunt-result.ts';
import { huntHitsMax } from './hunt-run.ts';
import { cancelHunt, deleteHunt, listHunts, newHuntSchema, startHunt } from './hunts.ts';
import { listRules } from './list.ts';

let installed: TestInstallation;
const count = 1_300;
const at = (seconds: number): string =>
	new Date(Date.UTC(2026, 3, 24, 10) + seconds * 1_000).toISOString();
beforeAll(async () => {
	installed = await testInstallation();
	const records = Array.from({ length: count }, (_, i) => ({
		eventVersion: '1.09',
		eventID: `deletion-${i}`,
		eventTime: at(i),
		eventSource: 'ec2.amazonaws.com',
		eventName: i % 2 === 0 ? 'DeleteSnapshot' : 'DescribeSnapshots',
		awsRegion: 'eu-west-1',
		userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/deploy' },
		requestParameters: { snapshotId: `snap-${i}` },
		recipientAccountId: '111122223333',
	}));
	async function* bytes(): AsyncGenerator<Uint8Array> {
		yield Buffer.from(JSON.stringify({ Records: records }));
	}
	const done = await runImport(
		actorIn(installed.workspace),
		{ stream: bytes(), name: 'trail.json' },
		{ name: 'trail.json' },
	);
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
});
afterAll(() => installed.close());
afterEach(() => vi.restoreAllMocks());

const now = () => new Date(Date.UTC(2026, 10, 1));
const never = new AbortController().signal;
async function begun(asked: object, workspace = installed.workspace): Promise<string> {
	const hunt = await startHunt(actorIn(workspace), newHuntSchema.parse(asked), now());
	if (!hunt.ok) throw new Error(hunt.error.message);
	return hunt.value.id;
}
async function result(id: string) {
	const hunt = await getHunt(actorIn(installed.workspace), id);
	if (!hunt.ok) throw new Error(hunt.error.message);
	return hunt.value;
}
/** What each rule found, by title. */
const foundIn = async (id: string): Promise<Record<string, number>> =>
	Object.fromEntries((await result(id)).rules.map(({ title, found }) => [title, found]));

/** Does something when a hunt asks the store for its second piece: the first one is kept then. */
function atSecondPiece(act: () => unknown): void {
	const store = installed.at.events;
	const after = store.after.bind(store);
	let asked = 0;
	vi.spyOn(store, 'after').mockImplementation(async (...question) => {
		if (++asked === 2) await act();
		return after(...question);
	});
}

let whole: string;
test('a hunt over everything finds what was found as it came in, correlations too', async () => {
	whole = await begun({});
	expect(await result(whole)).toMatchObject({ state: 'waiting', total: null });
	expect(await runNextHunt(never, now)).toBe(true);
	const hunt = await result(whole);
	expect(hunt).toMatchObject({ state: 'done', total: count, looked: count, leftOut: 0 });
	const listed = await listRules(actorIn(installed.workspace));
	const atIngest = listed.ok
		? listed.value.rules.flatMap(({ title, hits }) => (hits > 0 ? [[title, hits]] : []))
		: [];
	expect(atIngest.length).toBeGreaterThan(1);
	expect(await foundIn(whole)).toEqual(Object.fromEntries(atIngest));
	expect(hunt.timeline?.counts.reduce((sum, hits) => sum + hits, 0)).toBe(
		hunt.rules.reduce((sum, { kept }) => sum + kept, 0),
	);
	expect(await runNextHunt(never, now)).toBe(false);
});

test('a time range and chosen rules narrow it, switched off or not', async () => {
	const all = await result(whole);
	const rule = all.rules.find(({ title }) => title === 'Snapshot deleted in AWS');
	const id = await begun({ rules: [rule?.id], from: at(100), to: at(200) });
	await runNextHunt(never, now);
	expect(await result(id)).toMatchObject({ total: 100, looked: 100 });
	expect(await foundIn(id)).toEqual({ 'Snapshot deleted in AWS': 50 });
	const page = await listHuntHits(actorIn(installed.workspace), id, { limit: 20 });
	expect(page).toMatchObject({ value: { nextCursor: '20' } });
	if (page.ok) {
		expect(page.value.hits[0]).toMatchObject({ at: at(198), level: rule?.level });
		expect(page.value.hits[0]?.text).toContain('DeleteSnapshot');
	}
});

test('a text that is not saved is tried, and leaves no trace among the rules', async () => {
	const text = `title: Tried\nid: tried-1\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n  s:\n    eventName: DescribeSnapshots\n  condition: s\n`;
	const id = await begun({ text });
	await runNextHunt(never, now);
	expect(await foundIn(id)).toEqual({ Tried: count / 2 });
	const listed = await listHunts(actorIn(installed.workspace));
	expect(listed.ok && listed.value.some((hunt) => hunt.id === id)).toBe(false);
	const broken = newHuntSchema.parse({ text: text.replace('condition: s', 'condition: t') });
	expect(await startHunt(actorIn(installed.workspace), broken, now())).toMatchObject({
		error: { code: 'invalid-input', message: expect.stringContaining('line 9') },
	});
});

test('a hunt whose process died goes on where it was and finds the same', async () => {
	const { database } = installed.at.records;
	const id = await begun({});
	// The process ends between two pieces: what it did last is what the records say.
	const dying = new AbortController();
	atSecondPiece(() => dying.abort());
	await runNextHunt(dying.signal, now);
	const half = await result(id);
	expect(half.looked).toBeGreaterThan(0);
	expect(half.looked).toBeLessThan(count);
	await database.ruleHunt.updateMany({
		where: { id },
		data: { state: 'running', beatAt: new Date(now().getTime() - 31_000) },
	});
	expect(await runNextHunt(never, now)).toBe(true);
	expect(await result(id)).toMatchObject({ state: 'done', looked: count });
	expect(await foundIn(id)).toEqual(await foundIn(whole));
});

test('a hunt that gives signs of life is left to its process', async () => {
	const id = await begun({});
	await installed.at.records.database.ruleHunt.updateMany({
		where: { id },
		data: { state: 'running', beatAt: now() },
	});
	expect(await runNextHunt(never, now)).toBe(false);
	expect(await deleteHunt(actorIn(installed.workspace), id)).toEqual({ ok: true, value: null });
});

test('a cancelled hunt ends and keeps what it found', async () => {
	const id = await begun({});
	atSecondPiece(async () =>
		expect(await cancelHunt(actorIn(installed.workspace), id)).toMatchObject({
			value: { state: 'cancelled' },
		}),
	);
	await runNextHunt(never, now);
	const hunt = await result(id);
	expect(hunt.state).toBe('cancelled');
	expect(hunt.looked).toBeLessThan(count);
	expect(hunt.found).toBeGreaterThan(0);
});

test('beyond the bound matches are counted, and the hunt says how many were not kept', async () => {
	const { database } = installed.at.records;
	const id = await begun({ from: at(0), to: at(10) });
	const deleted = (await result(whole)).rules.find(
		({ title }) => title === 'Snapshot deleted in AWS',
	);
	await database.ruleHuntHit.createMany({
		data: Array.from({ length: huntHitsMax.ofRule - 2 }, (_, i) => ({
			workspaceId: installed.workspace,
			huntId: id,
			id: `filler-${i}`,
			ruleId: deleted?.id ?? '',
			level: 'low',
			reports: true,
			eventIds: [],
			order: 0,
			values: {},
		})),
	});
	await runNextHunt(never, now);
	const hunt = await result(id);
	expect(hunt.leftOut).toBeGreaterThanOrEqual(3);
	expect(hunt.rules.find((rule) => rule.id === deleted?.id)).toMatchObject({
		kept: huntHitsMax.ofRule,
		found: 5,
	});
});

test('a workspace sees its own hunts alone, and a viewer begins and ends none', async () => {
	expect(await getHunt(actorIn(installed.other), whole)).toMatchObject({
		error: { code: 'not-found' },
	});
	const viewer = actorIn(installed.workspace, 'viewer');
	expect(await startHunt(viewer, newHuntSchema.parse({}), now())).toMatchObject({
		error: { code: 'forbidden' },
	});
	expect(await getHunt(viewer, whole)).toMatchObject({ ok: true });
	expect(await cancelHunt(viewer, whole)).toMatchObject({ error: { code: 'forbidden' } });
	expect(await deleteHunt(viewer, whole)).toMatchObject({ error: { code: 'forbidden' } });
	expect(newHuntSchema.safeParse({ from: at(2), to: at(1) }).success).toBe(false);
});
