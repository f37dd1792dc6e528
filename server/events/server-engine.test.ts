import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownText } from '@/core/event/text.ts';
import { type ClickHouseFront, clickHouseFront } from '@/server/testing/clickhouse-front.ts';
import { actorIn, toolCallEvent, toStore } from '@/server/testing/test-installation.ts';
import { openEventStore } from './open.ts';
import type { EventStore } from './port.ts';

let folder: string;
let front: ClickHouseFront;
let store: EventStore;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-front-'));
	front = await clickHouseFront(join(folder, 'server'));
	const opened = await openEventStore(process.cwd(), folder, front.url);
	if (!opened.ok) throw new Error(opened.error.message);
	store = opened.value;
});
afterAll(async () => {
	await store.close();
	await front.close();
	await rm(folder, { recursive: true, force: true });
});

const noon = 1_777_000_000_000_000;
const search = { query: '', from: null, to: null, cursor: null, limit: 10 };

test('a server behind CLICKHOUSE_URL gets the same migrations, once', async () => {
	const created = () =>
		front.statements.filter((sql) => /CREATE TABLE IF NOT EXISTS events/.test(sql));
	expect(created()).toHaveLength(1);
	const again = await openEventStore(process.cwd(), folder, front.url);
	expect(again.ok).toBe(true);
	expect(created()).toHaveLength(1);
});

test('events stored over the wire are there once, and come back as they were', async () => {
	const actor = actorIn('one');
	const awkward = toolCallEvent('ev_awkward', null, {
		text: ownText(`it's "quoted" \\ ‹x› {y:String}\n`),
	});
	const batch = toStore(toolCallEvent('ev_a', noon), toolCallEvent('ev_b', noon + 1), awkward);
	expect(await store.store(actor, batch)).toEqual({
		ok: true,
		value: { inserted: 3, duplicates: 0 },
	});
	expect(await store.store(actor, batch)).toEqual({
		ok: true,
		value: { inserted: 0, duplicates: 3 },
	});
	expect(await store.get(actor, awkward.id)).toEqual({ ok: true, value: awkward });
	expect(await store.count(actorIn('two'))).toEqual({ ok: true, value: 0 });
});

test('a search over the wire binds what a person typed', async () => {
	const actor = actorIn('one');
	const page = await store.search(actor, { ...search, query: `"it's"` });
	expect(page).toMatchObject({ value: { events: [{ id: 'ev_awkward', timeMicros: null }] } });
	const hostile = await store.search(actor, { ...search, query: `"') OR 1=1 --"` });
	expect(hostile).toEqual({ ok: true, value: { events: [], nextCursor: null } });
	const ids = await store.byIds(actor, ['ev_b', "x' OR '1'='1"]);
	expect(ids.ok && ids.value.map((event) => event.id)).toEqual(['ev_b']);
});

test('a server that does not answer is told in one line', async () => {
	const opened = await openEventStore(process.cwd(), folder, 'http://127.0.0.1:1');
	expect(opened).toMatchObject({ ok: false, error: { code: 'store-unavailable' } });
	expect(opened.ok ? '' : opened.error.message).toMatch(/^ClickHouse at CLICKHOUSE_URL .*[^\n]+$/);
});
