import { afterAll, beforeAll, expect, test } from 'vitest';
import { installation } from '@/server/installation/installation.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { drainSegment } from './drain.ts';
import type { Lane } from './spool.ts';

let installed: TestInstallation;
let lane: Lane;
beforeAll(async () => {
	installed = await testInstallation();
	lane = {
		workspace: installed.workspace,
		source: 'hooks',
		format: 'generic-ndjson',
		sender: { type: 'api-key', id: 'k', name: 'Key' },
	};
});
afterAll(() => installed.close());

const line = (message: string) =>
	JSON.stringify({ time: '2026-05-01T10:00:00Z', message, user: 'a' });
const rows = () => installation().records.database.import.findMany();
const audited = () => installation().records.database.auditEntry.count();
const held = async () => {
	const counted = await installed.at.events.count(actorIn(installed.workspace));
	return counted.ok ? counted.value : -1;
};

test('segments of an hour become one import and one entry of the audit, and no event is lost', async () => {
	for (let i = 0; i < 5; i++)
		expect(await drainSegment(lane, [line(`m${i}`)], `segment-${i}`)).toBe(true);
	const kept = await rows();
	// An hour may end in between.
	expect(kept.length).toBeLessThanOrEqual(2);
	expect(kept.reduce((sum, row) => sum + row.events, 0)).toBe(5);
	expect(kept.every(({ state, source }) => state === 'done' && source === 'hooks')).toBe(true);
	expect(await audited()).toBe(kept.length);
	expect(await held()).toBe(5);
});

test('a segment that is read again after a death adds no event', async () => {
	const before = await held();
	await drainSegment(lane, [line('m0'), line('m1')], 'segment-0');
	expect(await held()).toBe(before);
});

test('what quarantined something stays by itself', async () => {
	await drainSegment({ ...lane, source: 'broken' }, [line('good'), '{"cut": '], 'segment-b');
	const [row] = (await rows()).filter(({ source }) => source === 'broken');
	expect(row).toMatchObject({ state: 'done', quarantined: 1, idempotencyKey: 'segment-b' });
});
