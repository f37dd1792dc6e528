import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runImport } from '@/server/ingest/run-import.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { countHits, listHits } from './hits.ts';
import { listRules } from './list.ts';

let installed: TestInstallation;
let folder: string;
beforeAll(async () => {
	installed = await testInstallation();
	folder = installed.folder;
});
afterAll(async () => {
	await installed.close();
});

/** Snapshots deleted one after another, as CloudTrail records it. */
const deletions = (from: number, count: number): string =>
	JSON.stringify({
		Records: Array.from({ length: count }, (_, i) => ({
			eventVersion: '1.09',
			eventID: `deletion-${from + i}`,
			eventTime: new Date(Date.UTC(2026, 3, 24, 10, 0, from + i)).toISOString(),
			eventSource: 'ec2.amazonaws.com',
			eventName: 'DeleteSnapshot',
			awsRegion: 'eu-west-1',
			sourceIPAddress: '198.51.100.7',
			userAgent: 'aws-cli/2',
			userIdentity: {
				type: 'IAMUser',
				arn: 'arn:aws:iam::111122223333:user/deploy',
				userName: 'deploy',
				accountId: '111122223333',
			},
			requestParameters: { snapshotId: `snap-${from + i}` },
			recipientAccountId: '111122223333',
		})),
	});

async function take(workspace: string, name: string, text: string): Promise<void> {
	const file = join(folder, name);
	await writeFile(file, text);
	const done = await runImport(actorIn(workspace), [file], { name });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
}

/** What each rule reported, by title. */
async function found(workspace: string): Promise<Record<string, number>> {
	const listed = await listRules(actorIn(workspace));
	const rules = listed.ok ? listed.value.rules : [];
	return Object.fromEntries(
		rules.filter(({ hits }) => hits > 0).map(({ title, hits }) => [title, hits]),
	);
}

test('rules run over what comes in, and a correlation counts across imports', async () => {
	await take(installed.workspace, 'first.json', deletions(0, 5));
	const early = await found(installed.workspace);
	expect(early['Snapshot deleted in AWS']).toBe(5);
	expect(Object.keys(early).some((title) => /machine speed/i.test(title))).toBe(false);
	await take(installed.workspace, 'second.json', deletions(5, 7));
	const late = await found(installed.workspace);
	expect(late['Snapshot deleted in AWS']).toBe(12);
	expect(Object.keys(late).some((title) => /machine speed/i.test(title))).toBe(true);
	const hits = await listHits(actorIn(installed.workspace), { ruleId: null, limit: 1_000 });
	const burst = hits.find(({ eventIds }) => eventIds.length > 5);
	expect(burst?.eventIds.length).toBeGreaterThanOrEqual(10);
});

test('the same logs again add no hit', async () => {
	const before = await countHits(actorIn(installed.workspace));
	await take(installed.workspace, 'again.json', deletions(0, 12));
	expect(await countHits(actorIn(installed.workspace))).toEqual(before);
});

test('what comes in another order is found all the same', async () => {
	await take(installed.other, 'second.json', deletions(5, 7));
	await take(installed.other, 'first.json', deletions(0, 5));
	expect(await found(installed.other)).toEqual(await found(installed.workspace));
});

test('a workspace sees its own hits alone, and only who may read rules', async () => {
	const { records } = installed.at;
	await records.database.ruleHit.deleteMany({ where: { workspaceId: installed.other } });
	expect(await countHits(actorIn(installed.other))).toEqual([]);
	const narrow = { ...actorIn(installed.workspace), scopes: ['events.read' as const] };
	expect(await countHits(narrow)).toEqual([]);
	expect(await listHits(narrow, { ruleId: null, limit: 10 })).toEqual([]);
});
