import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withoutFingerprints } from '@/core/secrets/markers.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { runImport } from './run-import.ts';
import { threadsFor, WorkerPool } from './worker-pool.ts';

const secret = `Rq7${randomBytes(12).toString('hex')}Zx`;
let installed: TestInstallation;
let folder: string;
beforeAll(async () => {
	installed = await testInstallation();
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-threads-'));
	await cp('samples/pocketos', join(folder, 'pocketos'), { recursive: true });
	const line = (at: number, text: string) =>
		JSON.stringify({ time: new Date(Date.UTC(2026, 3, 24) + at * 1_000).toISOString(), text });
	const lines = (first: string) =>
		[first, ...Array.from({ length: 450 }, (_, i) => `${first.length} tick ${i}`)].map((text, i) =>
			line(i, text),
		);
	// The secret stands bare in one file, and only the other says that it is one.
	await writeFile(join(folder, 'bare.ndjson'), lines(`sent ${secret} along`).join('\n'));
	await writeFile(join(folder, 'named.ndjson'), lines(`password=${secret}`).join('\n'));
});
afterAll(async () => {
	await installed.close();
	await rm(folder, { recursive: true, force: true });
});

async function taken(workspace: string, threads: number) {
	const actor = actorIn(workspace);
	const done = await runImport(actor, [folder, join(folder, 'missing.log')], {
		name: 'threads',
		threads,
	});
	if (!done.ok) throw new Error(done.error.message);
	const found = await done.value.reconstructed;
	const page = await installed.at.events.search(actor, {
		query: '',
		from: null,
		to: null,
		cursor: null,
		limit: 1_000,
	});
	if (!page.ok || page.value.nextCursor !== null) throw new Error('not all events were read');
	const credentials = await installed.at.records.database.credential.count({
		where: { workspaceId: workspace },
	});
	return {
		counts: done.value.stored?.counts,
		extent: { ...done.value.stored?.extent, runs: done.value.stored?.extent.runs.toSorted() },
		incidents: found.ok ? found.value.incidents : -1,
		credentials,
		events: page.value.events
			.map(({ id, credentials: _, ...rest }) => withoutFingerprints(JSON.stringify(rest)))
			.sort(),
	};
}

test('threads bring in what the thread that asks brings in, and hide a secret that another read about', async () => {
	const none = await taken(installed.workspace, 0);
	const one = await taken(installed.other, 1);
	const several = await taken(await ensureWorkspace(installed.at, 'Three', false), 3);
	expect(one).toEqual(none);
	expect(several).toEqual(none);
	expect(one.events.length).toBeGreaterThan(900);
	expect(one.counts?.quarantined).toBe(1);
	for (const { events } of [none, one, several]) {
		expect(events.filter((event) => event.includes('sent ‹'))).toHaveLength(1);
		expect(events.some((event) => event.includes(secret))).toBe(false);
	}
});

test('as many threads read as there are cores to spare, for what is large, and two at the most', () => {
	const file = (megabytes: number) => ({
		kind: 'file' as const,
		path: `${megabytes}.jsonl`,
		bytes: megabytes * 1024 ** 2,
	});
	expect(threadsFor([file(20)], null, 8)).toBe(0);
	expect(threadsFor([file(200)], null, 8)).toBe(1);
	expect(threadsFor([file(20), file(20), file(20)], null, 1)).toBe(1);
	expect(threadsFor([file(20), file(20), file(20)], null, 8)).toBe(2);
	expect(threadsFor([file(20), file(20), file(20)], null, 0)).toBe(0);
	expect(threadsFor([file(1), file(1)], 0, 8)).toBe(0);
	expect(threadsFor([file(1), file(1)], 2, 1)).toBe(2);
});

test('where threads cannot be started, that is told and nothing is lost', async () => {
	const told = vi.spyOn(console, 'error').mockImplementation(() => {});
	const setup = {
		options: { workspace: installed.workspace },
		key: new Uint8Array(32),
		known: [],
		gives: { kind: 'batches' } as const,
	};
	expect(await WorkerPool.start(join(folder, 'no-home'), 2, setup)).toBeNull();
	expect(told).toHaveBeenCalledOnce();
	told.mockRestore();
});
