import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Event } from '@/core/event/event.ts';
import { loadSqlite } from '@/server/parsers/sqlite.ts';
import { readInput } from './read-input.ts';

async function database(build: (run: (sql: string, params?: unknown[]) => void) => void) {
	const { Database } = await loadSqlite();
	const made = new Database();
	build((sql, params) => made.run(sql, params as never));
	const bytes = made.export();
	made.close();
	return bytes;
}

async function readBytesOf(bytes: Uint8Array) {
	const events: Event[] = [];
	const reasons: string[] = [];
	const counts = { records: 0, ignored: 0 };
	const stream = (async function* () {
		yield bytes;
	})();
	const options = {
		workspace: 'w',
		hmac: (label: string, text: string) => `${label}${text.length}`,
	};
	for await (const batch of readInput({ stream, name: 'state.vscdb' }, options)) {
		events.push(...batch.events);
		reasons.push(...batch.quarantined.map(({ reason }) => reason));
		counts.records += batch.counts.records;
		counts.ignored += batch.counts.ignored;
	}
	return { events, reasons, counts };
}

const bubble = (fields: object) =>
	JSON.stringify({ createdAt: '2026-05-01T10:00:00.000Z', ...fields });

test('a conversation of the editor is read with its tool calls, results and decisions, in order', async () => {
	const bytes = await database((run) => {
		run('CREATE TABLE ItemTable (key TEXT UNIQUE, value BLOB)');
		run('CREATE TABLE cursorDiskKV (key TEXT UNIQUE, value BLOB)');
		run("INSERT INTO ItemTable VALUES ('workbench.state', 'x')");
		const put = (key: string, value: string) =>
			run('INSERT INTO cursorDiskKV VALUES (?, ?)', [key, value]);
		put('bubbleId:c1:b1', bubble({ type: 1, text: 'clean up staging' }));
		put(
			'bubbleId:c1:b2',
			bubble({
				type: 2,
				text: 'Looking.',
				thinking: { text: 'which volume?' },
				toolFormerData: {
					name: 'run_terminal_cmd',
					toolCallId: 'call_7',
					params: '{"command":"railway volume list"}',
					status: 'completed',
					result: '{"output":"vol-1","exitCode":0}',
					userDecision: 'accepted',
				},
			}),
		);
		put(
			'bubbleId:c1:b3',
			bubble({
				type: 2,
				toolFormerData: {
					name: 'run_terminal_cmd',
					toolCallId: 'call_8',
					params: '{"command":"railway volume delete"}',
					status: 'cancelled',
					userDecision: 'rejected',
				},
			}),
		);
		put('composerData:c1', JSON.stringify({ name: 'Staging', modelConfig: { modelName: 'm-1' } }));
	});
	const { events, reasons, counts } = await readBytesOf(bytes);
	expect(reasons).toEqual([]);
	expect(events.map(({ kind }) => kind)).toEqual([
		'configuration',
		'prompt',
		'reasoning',
		'message',
		'tool-call',
		'approval',
		'tool-result',
		'tool-call',
		'approval',
		'tool-result',
	]);
	expect(new Set(events.map(({ run }) => run?.id))).toEqual(new Set(['c1']));
	expect(events[1]?.run?.model).toBe('m-1');
	expect(events[4]?.text).toBe('railway volume list');
	expect(events[6]?.result).toMatchObject({ callId: 'call_7', status: 'ok', exitCode: 0 });
	expect(events[9]?.result).toMatchObject({ callId: 'call_8', status: 'denied' });
	expect(counts).toEqual({ records: 5, ignored: 1 });
});

test('a conversation of the command line is read in the order that its index gives', async () => {
	const [first, second] = [randomBytes(32), randomBytes(32)];
	const index = Buffer.concat([
		Buffer.from([0x0a, 32]),
		first as Buffer,
		Buffer.from([0x0a, 32]),
		second as Buffer,
	]);
	const bytes = await database((run) => {
		run('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)');
		run('CREATE TABLE blobs (id TEXT PRIMARY KEY, data BLOB)');
		const meta = JSON.stringify({ agentId: 'a1', name: 'n', lastUsedModel: 'm' });
		run("INSERT INTO meta VALUES ('0', ?)", [Buffer.from(meta).toString('hex')]);
		const put = (id: string, data: Buffer) => run('INSERT INTO blobs VALUES (?, ?)', [id, data]);
		const answer = {
			role: 'assistant',
			content: [
				{ type: 'tool-call', toolCallId: 't1', toolName: 'Shell', args: { command: 'ls' } },
			],
		};
		put(second?.toString('hex') ?? '', Buffer.from(JSON.stringify(answer)));
		put('root', index);
		const ask = { role: 'user', content: '<user_query>list</user_query>' };
		put(first?.toString('hex') ?? '', Buffer.from(JSON.stringify(ask)));
	});
	const { events } = await readBytesOf(bytes);
	expect(events.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
		'configuration conversation: n',
		'prompt list',
		'tool-call ls',
	]);
	expect(events[2]?.run?.id).toBe('a1');
});

test('OpenCode’s database reads as its files do', async () => {
	const bytes = await database((run) => {
		run(
			'CREATE TABLE session (id TEXT, project_id TEXT, directory TEXT, title TEXT, time_created INT)',
		);
		run('CREATE TABLE message (id TEXT, session_id TEXT, data TEXT)');
		run('CREATE TABLE part (id TEXT, message_id TEXT, session_id TEXT, data TEXT)');
		run("INSERT INTO session VALUES ('ses_1', 'p', '/srv', 'Tidy', 1767225600000)");
		run("INSERT INTO message VALUES ('m1', 'ses_1', ?)", [
			JSON.stringify({ role: 'user', time: { created: 1767225600000 } }),
		]);
		run("INSERT INTO part VALUES ('p1', 'm1', 'ses_1', ?)", [
			JSON.stringify({ type: 'text', text: 'tidy the bucket' }),
		]);
		run("INSERT INTO part VALUES ('p2', 'm2', 'ses_1', ?)", [
			JSON.stringify({
				type: 'tool',
				callID: 'c1',
				tool: 'bash',
				state: {
					status: 'completed',
					input: { command: 'false' },
					output: '',
					metadata: { exit: 1 },
				},
			}),
		]);
	});
	const { events, reasons } = await readBytesOf(bytes);
	expect(reasons).toEqual([]);
	expect(events.map(({ kind }) => kind)).toEqual([
		'configuration',
		'record',
		'prompt',
		'tool-call',
		'tool-result',
	]);
	expect(events.at(-1)?.result).toMatchObject({ callId: 'c1', status: 'error', exitCode: 1 });
});

test('a damaged database is quarantined with its reason', async () => {
	const bytes = await database((run) => run('CREATE TABLE t (a)'));
	bytes.fill(0xff, 100);
	expect((await readBytesOf(bytes)).reasons).toEqual(['corrupt-database']);
});
