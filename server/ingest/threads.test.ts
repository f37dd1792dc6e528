import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withoutFingerprints } from '@/core/secrets/markers.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { runImport } from './run-import.ts';
import { WorkerPool } from './worker-pool.ts';

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

test('several threads bring in what one brings in, and hide a secret that another thread read about', async () => {
	const one = await taken(installed.workspace, 1);
	const several = await taken(installed.other, 3);
	expect(several).toEqual(one);
	expect(one.events.length).toBeGreaterThan(900);
	expect(one.counts?.quarantined).toBe(1);
	for (const { events } of [one, several]) {
		expect(events.filter((event) => event.includes('sent ‹'))).toHaveLength(1);
		expect(events.some((event) => event.includes(secret))).toBe(false);
	}
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
