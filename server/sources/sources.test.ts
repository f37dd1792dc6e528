import { afterAll, beforeAll, expect, test } from 'vitest';
import { runImport } from '@/server/ingest/run-import.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import { isSilent, listSources } from './sources.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

async function send(source: string, lines: readonly unknown[]) {
	const stream = (async function* () {
		for (const line of lines) {
			yield Buffer.from(typeof line === 'string' ? line : `${JSON.stringify(line)}\n`);
		}
	})();
	const options = { name: source, source };
	const done = await runImport(actorIn(installed.workspace), { stream, name: source }, options);
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
}

test('each source says how much it brought, when, how late, and what could not be read', async () => {
	const time = new Date(Date.now() - 60_000).toISOString();
	await send('app-a', [{ time, message: 'one' }, { time, message: 'two' }, '{"cut": \n']);
	await send('app-b', [{ level: 'info', message: 'without a time' }]);
	const listed = await listSources(actorIn(installed.workspace), new Date());
	if (!listed.ok) throw new Error(listed.error.message);
	expect(listed.value.map(({ source }) => source)).toEqual(['app-b', 'app-a']);
	const [b, a] = listed.value;
	expect(a).toMatchObject({ events: 2, eventsLastHour: 2, quarantined: 1, lastEventAt: time });
	expect(a?.lagMs).toBeGreaterThan(59_000);
	expect(a?.lagMs).toBeLessThan(600_000);
	expect(b).toMatchObject({ events: 1, lastEventAt: null, lagMs: null, silent: false });
});

test('another workspace sees none of it', async () => {
	expect(await listSources(actorIn(installed.other), new Date())).toEqual({ ok: true, value: [] });
});

test('what came again and again and stopped is silent; what came once is not', () => {
	const hour = 3_600_000;
	const row = { hours: 24, first_received_ms: 0, last_received_ms: 23 * hour };
	expect(isSilent(row, 24 * hour)).toBe(false);
	expect(isSilent(row, 40 * hour)).toBe(true);
	expect(isSilent({ ...row, hours: 1 }, 1_000 * hour)).toBe(false);
	expect(isSilent({ ...row, hours: 3, last_received_ms: 480 * hour }, 600 * hour)).toBe(false);
});
