import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventId, runId } from '@/core/event/ids.ts';
import { ownText } from '@/core/event/text.ts';
import { epochMicros } from '@/core/event/time.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
	toolCallEvent,
	toStore,
} from '@/server/testing/test-installation.ts';

let installed: TestInstallation;
beforeAll(async () => {
	installed = await testInstallation();
});
afterAll(() => installed.close());

const noon = 1_777_000_000_000_000;
const everything = { query: '', from: null, to: null, cursor: null, limit: 100 };

describe('the event store', () => {
	test('adds nothing when the same events are sent twice, and counts the duplicates exactly', async () => {
		const { events } = installed.at;
		const actor = actorIn(installed.workspace);
		const batch = toStore(
			toolCallEvent('ev_a', noon),
			toolCallEvent('ev_b', noon + 1),
			toolCallEvent('ev_b', noon + 1),
			toolCallEvent('ev_c', null),
		);
		expect(await events.store(actor, batch)).toEqual({
			ok: true,
			value: { inserted: 3, duplicates: 1 },
		});
		expect(await events.store(actor, batch)).toEqual({
			ok: true,
			value: { inserted: 0, duplicates: 4 },
		});
		expect(await events.count(actor)).toEqual({ ok: true, value: 3 });
	});

	test('counts duplicates exactly when the same batch is sent many times at once', async () => {
		const { events } = installed.at;
		const actor = actorIn(installed.workspace);
		const batch = toStore(
			...Array.from({ length: 50 }, (_, i) => toolCallEvent(`ev_p${i}`, noon + i)),
		);
		const receipts = await Promise.all([1, 2, 3, 4].map(() => events.store(actor, batch)));
		const inserted = receipts.map((receipt) => (receipt.ok ? receipt.value.inserted : -1));
		expect(inserted.reduce((sum, count) => sum + count, 0)).toBe(50);
	});

	test('gives an event back as it was stored, also without a time and with awkward text', async () => {
		const { events } = installed.at;
		const actor = actorIn(installed.workspace);
		const awkward = ownText('‹railway-api-token:0›\t"quotes" \\ \u2028 \u0000 {x:String} 🜁 \n%_*');
		const event = toolCallEvent('ev_awkward', null, { text: awkward, raw: awkward });
		await events.store(actor, toStore(event));
		expect(await events.get(actor, event.id)).toEqual({ ok: true, value: event });
	});

	test('shows a workspace nothing of another', async () => {
		const { events } = installed.at;
		const stranger = actorIn(installed.other);
		expect(await events.count(stranger)).toEqual({ ok: true, value: 0 });
		expect(await events.search(stranger, everything)).toEqual({
			ok: true,
			value: { events: [], nextCursor: null },
		});
		const found = await events.get(stranger, eventId('ev_a'));
		expect(found).toMatchObject({ ok: false, error: { code: 'not-found' } });
		expect(await events.ofRuns(stranger, ['run-1'], 10)).toEqual({ ok: true, value: [] });
		expect(await events.byIds(stranger, ['ev_a'])).toEqual({ ok: true, value: [] });
	});

	test('keeps the same event of two workspaces apart', async () => {
		const { events } = installed.at;
		const stranger = actorIn(installed.other);
		await events.store(stranger, toStore(toolCallEvent('ev_a', noon)));
		expect(await events.count(stranger)).toEqual({ ok: true, value: 1 });
	});

	test('refuses events from who may only read', async () => {
		const refused = await installed.at.events.store(
			actorIn(installed.workspace, 'viewer'),
			toStore(toolCallEvent('ev_refused', noon)),
		);
		expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
	});

	test('answers who may not read as if nothing were there', async () => {
		const { events } = installed.at;
		const blind = { ...actorIn(installed.workspace), scopes: ['events.ingest'] as const };
		expect(await events.search(blind, everything)).toEqual({
			ok: true,
			value: { events: [], nextCursor: null },
		});
		const found = await events.get(blind, eventId('ev_a'));
		expect(found).toMatchObject({ ok: false, error: { code: 'not-found' } });
	});
});

test('a run without times counts as under way whenever a provider recorded something', async () => {
	const { events } = installed.at;
	const actor = actorIn(installed.workspace);
	const run = (id: string) => {
		const base = toolCallEvent('x', null).run;
		return base === null ? null : { ...base, id: runId(id) };
	};
	await events.store(
		actor,
		toStore(
			toolCallEvent('ev_untimed', null, { run: run('run-untimed') }),
			toolCallEvent('ev_elsewhere', noon - 90 * 86_400_000_000, { run: run('run-elsewhere') }),
			toolCallEvent('ev_record', noon, { run: null, kind: 'provider-record' }),
		),
	);
	const between = [epochMicros(noon - 1_000_000), epochMicros(noon + 1_000_000)] as const;
	const runs = await events.runsBetween(actor, ...between, 10);
	expect(runs.ok && [...runs.value].sort()).toEqual(['run-1', 'run-untimed']);
	const recent = await events.recentProviderRecords(actor, 10);
	expect(recent.ok && recent.value.map((event) => event.id)).toEqual(['ev_record']);
});

describe('a search', () => {
	test('pages through everything once, newest first, whatever the page size', async () => {
		const { events } = installed.at;
		const actor = actorIn(installed.workspace);
		const seen: string[] = [];
		let cursor: string | null = null;
		do {
			const page = await events.search(actor, { ...everything, limit: 7, cursor });
			if (!page.ok) throw new Error(page.error.message);
			seen.push(...page.value.events.map((event) => event.id));
			cursor = page.value.nextCursor;
		} while (cursor !== null);
		const total = await events.count(actor);
		expect(seen.length).toBe(total.ok ? total.value : -1);
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen.at(-1)).toMatch(/^ev_(c|awkward|untimed)$/);
	});

	test('finds by field, phrase, wildcard, negation and time', async () => {
		const { events } = installed.at;
		const actor = actorIn(installed.workspace);
		const ids = async (query: string, from: number | null = null, to: number | null = null) => {
			const page = await events.search(actor, {
				...everything,
				query,
				from: from === null ? null : epochMicros(from),
				to: to === null ? null : epochMicros(to),
			});
			return page.ok ? page.value.events.map((event) => event.id) : page.error.code;
		};
		expect(await ids('"ls ev_a"')).toEqual(['ev_a']);
		expect(await ids('tool:Bash action:read id:ev_b')).toEqual(['ev_b']);
		expect(
			await ids('id:ev_* -id:ev_p* -id:ev_awkward -id:ev_untimed -id:ev_elsewhere -id:ev_record'),
		).toEqual(['ev_b', 'ev_a', 'ev_c']);
		expect(await ids('-id:ev_p* -id:ev_record', noon, noon + 1)).toEqual(['ev_a']);
		expect(await ids('no:such')).toBe('invalid-input');
	});

	test('takes hostile text for text', async () => {
		const { events } = installed.at;
		const actor = actorIn(installed.workspace);
		for (const query of [
			"' OR 1=1 --",
			"x') UNION ALL SELECT * FROM file('/etc/passwd','LineAsString') --",
			'id:%',
			'{workspace:String}',
			`"unclosed`,
			'$& $1 \\',
		]) {
			const page = await events.search(actor, { ...everything, query });
			expect(page, query).toEqual({ ok: true, value: { events: [], nextCursor: null } });
		}
		expect(await events.search(actor, { ...everything, cursor: 'forged' })).toMatchObject({
			ok: false,
			error: { code: 'invalid-input' },
		});
	});
});
