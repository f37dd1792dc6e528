import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Event } from '@/core/event/event.ts';
import { formatReaders } from '@/core/formats/registry.ts';
import type { IgnoredRecord, QuarantinedRecord, ReadBatch, ReadCounts } from './read-batch.ts';
import { type InputStream, type ReadInputOptions, readInput } from './read-input.ts';

const hmacWith = (key: string) => (label: string, text: string) =>
	createHmac('sha256', key).update(`${label}\0${text}`).digest('hex');
const options: ReadInputOptions = { workspace: 'w', hmac: hmacWith('k') };

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Record<string, string | Uint8Array>): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aftertrace-read-'));
	folders.push(folder);
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), content);
	}
	return folder;
}

interface Read {
	readonly events: Event[];
	readonly quarantined: QuarantinedRecord[];
	readonly ignored: IgnoredRecord[];
	readonly batches: ReadBatch[];
	readonly counts: ReadCounts;
}

async function read(
	input: readonly string[] | InputStream,
	more: Partial<ReadInputOptions> = {},
): Promise<Read> {
	const batches: ReadBatch[] = [];
	for await (const batch of readInput(input, { ...options, ...more })) batches.push(batch);
	const sum = (key: keyof ReadCounts) =>
		batches.reduce((total, batch) => total + batch.counts[key], 0);
	const counts = {
		records: sum('records'),
		read: sum('read'),
		duplicates: sum('duplicates'),
		quarantined: sum('quarantined'),
		ignored: sum('ignored'),
		events: sum('events'),
		secretsRedacted: sum('secretsRedacted'),
	};
	expect(counts.records).toBe(
		counts.read + counts.duplicates + counts.quarantined + counts.ignored,
	);
	return {
		events: batches.flatMap((b) => b.events),
		quarantined: batches.flatMap((b) => b.quarantined),
		ignored: batches.flatMap((b) => b.ignored),
		batches,
		counts,
	};
}

const streamOf = (text: string | Uint8Array, name = '-'): InputStream => ({
	name,
	stream: (async function* () {
		const bytes = Buffer.from(text);
		for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
	})(),
});

const line = (message: string, second = 0) =>
	JSON.stringify({
		timestamp: `2026-01-01T00:00:${String(second % 60).padStart(2, '0')}Z`,
		message,
	});
const reasons = (result: Read) =>
	Object.fromEntries(result.quarantined.map((q) => [path.basename(q.path), q.reason]));

describe('a folder of awkward files', () => {
	test('names each with its reason and reads everything else', async () => {
		const folder = folderOf({
			'good.jsonl': `${line('one')}\n${line('two')}\n`,
			'empty.jsonl': '',
			'binary.bin': randomBytes(10_000),
			'cut.jsonl': `${line('kept')}\n${line('kept too', 1)}\n{"timestamp":"2026-01-0`,
			'cut.json': '{"Records":[\n{"eventName":"x",',
			'deep.json': '['.repeat(100_000),
			'middle.jsonl': `${line('a')}\nnot json\n{"broken": }\n${line('b', 1)}\n`,
			'words.log': 'some text\nmore text\n',
			'README.md': '# no log',
			'good.jsonl.gz': gzipSync(`${line('packed')}\n`),
			'cut.gz': gzipSync(`${line('packed away')}\n`).subarray(0, 30),
			'sub/more.jsonl': line('last line without an end'),
			'.DS_Store': 'x',
		});
		symlinkSync('.', path.join(folder, 'circle'));
		const result = await read([folder]);
		expect(reasons(result)).toEqual({
			'empty.jsonl': 'empty',
			'binary.bin': 'binary',
			'cut.jsonl': 'truncated',
			'cut.json': 'truncated',
			'deep.json': 'too-deep',
			'middle.jsonl': 'invalid-json',
			'words.log': 'unknown-format',
			'cut.gz': 'corrupt-compression',
		});
		expect(result.ignored.map((i) => [path.basename(i.path), i.reason])).toEqual([
			['README.md', 'not-a-log'],
		]);
		expect(result.events.map((e) => e.text).sort()).toEqual([
			'a',
			'b',
			'kept',
			'kept too',
			'last line without an end',
			'one',
			'packed',
			'two',
		]);
		expect(
			result.quarantined.filter((q) => q.path.endsWith('middle.jsonl')).map((q) => q.line),
		).toEqual([2, 3]);
	});

	test('a single line of 50 MB is named, its neighbours are read, and memory stays bounded', async () => {
		const folder = folderOf({
			'long.jsonl': `${line('before')}\n{"x":"${'a'.repeat(50_000_000)}"}\n${line('after', 1)}\n`,
		});
		const before = process.memoryUsage().rss;
		const result = await read([folder]);
		expect(result.quarantined.map((q) => [q.line, q.reason])).toEqual([[2, 'line-too-long']]);
		expect(result.events.map((e) => e.text)).toEqual(['before', 'after']);
		expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
	});

	test('what inflates beyond the limit is stopped', async () => {
		const folder = folderOf({ 'bomb.gz': gzipSync('a\n'.repeat(60_000_000)) });
		const result = await read([folder], { inflate: { bytesMax: 70_000_000, ratioMax: 10_000 } });
		expect(
			result.quarantined.some(
				(q) => q.reason === 'decompression-limit' || q.reason === 'unknown-format',
			),
		).toBe(true);
	});

	test('a path that does not exist is an entry, not an exception', async () => {
		const result = await read([path.join(tmpdir(), 'aftertrace-nowhere')]);
		expect(result.batches[0]?.file?.outcome).toBe('unreadable');
		expect(result.quarantined[0]?.detail).toBe('there is no such file or folder');
	});
});

describe('encodings', () => {
	test.each([
		['UTF-8 with a mark', Buffer.from(`\ufeff${line('grüße')}\n`)],
		['UTF-16 little endian', Buffer.from(`\ufeff${line('grüße')}\r\n`, 'utf16le')],
		['UTF-16 big endian', Buffer.from(`\ufeff${line('grüße')}\n`, 'utf16le').swap16()],
		['carriage returns', Buffer.from(`${line('grüße')}\r\n`)],
	])('%s is read', async (_, bytes) => {
		const result = await read(streamOf(bytes));
		expect(result.events.map((e) => e.text)).toEqual(['grüße']);
	});

	test('a broken byte is replaced, noted, and harms nothing else', async () => {
		const result = await read(
			streamOf(
				Buffer.concat([
					Buffer.from(line('a').slice(0, -3)),
					Buffer.from([0xe9]),
					Buffer.from('"}\n'),
				]),
			),
		);
		expect(result.events).toHaveLength(1);
		expect(result.batches.at(-1)?.file?.notes).toEqual(['invalid-utf8']);
	});
});

describe('secrets', () => {
	test('one that a later file names is hidden in an earlier one', async () => {
		const token = randomUUID();
		const folder = folderOf({
			'a.jsonl': `${line(`used ${token}`)}\n`,
			'b.jsonl': `${line(`RAILWAY_API_TOKEN=${token}`, 1)}\n`,
		});
		const result = await read([folder]);
		expect(JSON.stringify(result)).not.toContain(token);
		expect(result.events[0]?.sightings[0]?.kind).toBe('railway-api-token');
		expect(result.counts.secretsRedacted).toBe(2);
	});

	test('a stream is held back until its secrets are known', async () => {
		const token = randomUUID();
		const result = await read(
			streamOf(`${line(`used ${token}`)}\n${line(`RAILWAY_API_TOKEN=${token}`, 1)}\n`),
		);
		expect(JSON.stringify(result)).not.toContain(token);
	});

	test('none stands in what quarantine shows, not even half of one', async () => {
		const token = `ghp_${randomBytes(18).toString('hex')}`;
		const result = await read(
			streamOf(
				`${line('x')}\n${line('y', 1)}\n{"a": "GITHUB_TOKEN=${token}", bad}\n{"a":"GITHUB_TOKEN=${token.slice(0, 30)}`,
			),
		);
		expect(result.quarantined.map((q) => q.reason)).toEqual(['invalid-json', 'truncated']);
		expect(JSON.stringify(result)).not.toContain(token.slice(0, 20));
	});

	test('a repeated JSON key cannot carry one past redaction', async () => {
		const token = `ghp_${randomBytes(18).toString('hex')}`;
		const text = `{"timestamp":"2026-01-01T00:00:00Z","message":"${token}","message":"clean"}\n`;
		expect(JSON.stringify(await read(streamOf(text)))).not.toContain(token);
	});
});

describe('ids', () => {
	const transcript = Array.from({ length: 12 }, (_, i) =>
		JSON.stringify({
			role: i % 2 === 0 ? 'user' : 'assistant',
			message: { content: [{ type: 'text', text: `turn ${i % 8}` }] },
		}),
	);
	const ids = (result: Read) => result.events.map((e) => e.id);

	test('are the same for the same records whatever the path, the key and the order of files', async () => {
		const folder = folderOf({
			'a.jsonl': transcript.join('\n'),
			'sub/b.jsonl': transcript.join('\n'),
		});
		const a = await read([path.join(folder, 'a.jsonl')]);
		const b = await read([path.join(folder, 'sub/b.jsonl')], { hmac: hmacWith('another') });
		expect(ids(b)).toEqual(ids(a));
		expect(new Set(ids(a)).size).toBe(12);
		for (const id of ids(a)) expect(id).toMatch(/^ev_[0-9a-z]{26}$/);
		const both = await read([folder]);
		expect(both.counts).toMatchObject({ read: 12, duplicates: 12, events: 12 });
	});

	test('differ between workspaces', async () => {
		const a = await read(streamOf(transcript.join('\n')));
		const b = await read(streamOf(transcript.join('\n')), { workspace: 'other' });
		expect(ids(a).some((id) => ids(b).includes(id))).toBe(false);
	});

	test('do not depend on the layout of a JSON document', async () => {
		const nodes = [1, 2].map((i) => ({
			node: {
				id: `e${i}`,
				eventType: 'Volume.deleted',
				createdAt: '2026-04-24T12:00:00Z',
				projectId: 'p',
				payload: {},
			},
		}));
		const document = { data: { auditLogs: { edges: nodes } } };
		const a = await read(streamOf(JSON.stringify(document)));
		const b = await read(streamOf(JSON.stringify(document, null, 2)));
		const c = await read(streamOf(nodes.map((n) => JSON.stringify(n.node)).join('\n')));
		expect(ids(b)).toEqual(ids(a));
		expect(ids(c)).toEqual(ids(a));
		expect(b.events.map((e) => e.origin.line)).toEqual([6, 15]);
	});
});

describe('an inventory among the logs', () => {
	test('is handed out as such and not read as a log', async () => {
		const inventory = {
			schema: 'aftertrace.inventory/v1',
			credentials: [
				{ id: 'c1', name: 'domains token', kind: 'railway-api-token', provider: 'railway' },
			],
			resources: [],
		};
		const folder = folderOf({
			'inventory.json': JSON.stringify(inventory, null, 2),
			'log.jsonl': line('x'),
		});
		const result = await read([folder]);
		expect(result.batches.flatMap((b) => b.inventories).map((i) => i.document)).toEqual([
			inventory,
		]);
		expect(result.quarantined).toEqual([]);
		expect(result.events).toHaveLength(1);
	});
});

describe('any content', () => {
	const record = fc.oneof(
		fc.jsonValue({ depthSize: 'medium' }),
		fc.record(
			{
				type: fc.constantFrom('user', 'assistant', 'system', 'x', 1, null),
				uuid: fc.option(fc.uuid()),
				sessionId: fc.anything({ maxDepth: 1 }),
				message: fc.jsonValue(),
				timestamp: fc.jsonValue(),
				toolUseResult: fc.jsonValue(),
			},
			{ requiredKeys: [] },
		),
		fc.record({
			role: fc.constantFrom('user', 'assistant', 'tool'),
			message: fc.record({
				content: fc.oneof(
					fc.jsonValue(),
					fc.array(
						fc.record(
							{
								type: fc.constantFrom('text', 'tool_use', 'tool_result', 'thinking'),
								text: fc.jsonValue(),
								input: fc.jsonValue(),
								content: fc.jsonValue(),
							},
							{ requiredKeys: ['type'] },
						),
					),
				),
			}),
		}),
		fc.record({
			eventType: fc.jsonValue(),
			createdAt: fc.jsonValue(),
			payload: fc.jsonValue(),
			context: fc.jsonValue(),
		}),
		fc.record({
			eventSource: fc.jsonValue(),
			eventName: fc.jsonValue(),
			userIdentity: fc.jsonValue(),
			requestParameters: fc.jsonValue(),
			resources: fc.jsonValue(),
		}),
	);

	test.each(formatReaders.map((reader) => reader.id))(
		'%s never throws and never loses a record',
		async (format) => {
			await fc.assert(
				fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), async (records) => {
					const values = records
						.map((value) => JSON.stringify(value) ?? 'null')
						.filter((text) => /^\{/.test(text));
					const result = await read(streamOf(values.join('\n')), { format });
					if (values.length > 0)
						expect(result.counts.records).toBeGreaterThanOrEqual(values.length);
					for (const event of result.events) expect(event.raw).not.toBe('');
				}),
				{ numRuns: 60 },
			);
		},
	);

	test('bytes of any kind are named or read', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
				const result = await read(streamOf(bytes));
				expect(result.batches.at(-1)?.file).not.toBeNull();
			}),
			{ numRuns: 150 },
		);
	});
});

const samples = process.env.AFTERTRACE_SAMPLES;

describe.skipIf(samples === undefined || !existsSync(samples))(
	'real logs (AFTERTRACE_SAMPLES)',
	() => {
		const names = samples === undefined || !existsSync(samples) ? [] : readdirSync(samples);
		test.each(names.filter((name) => /claude|codex|cloudtrail|provider|agentdojo|otel/.test(name)))(
			'%s: every record is accounted for',
			async (name) => {
				const result = await read([path.join(samples as string, name)]);
				expect(result.counts.records).toBeGreaterThan(0);
			},
			300_000,
		);
	},
);

describe('several documents in one file', () => {
	const pretty = (message: string) => JSON.stringify(JSON.parse(line(message)), null, 2);

	test('each is read, with the line at which it begins', async () => {
		const { events, counts } = await read(streamOf(`${pretty('one')}\n${pretty('two')}\n`));
		expect(events.map((e) => [e.text, e.origin.line])).toEqual([
			['one', 1],
			['two', 5],
		]);
		expect(counts).toMatchObject({ records: 2, quarantined: 0 });
	});

	test('one that is broken, and one that is cut off, are quarantined alone', async () => {
		const result = await read(
			streamOf(`${pretty('one')}\n{\n"a": 1,\n}\n${pretty('two')}\n{\n"timestamp": "2026`),
		);
		expect(result.events.map((e) => e.text)).toEqual(['one', 'two']);
		expect(result.quarantined.map((q) => [q.reason, q.line])).toEqual([
			['invalid-json', 5],
			['truncated', 12],
		]);
	});

	test('records that lost the line end between them are read, as are those of RFC 7464', async () => {
		const glued = await read(streamOf(`${line('one')}${line('two')}\n${line('three')}\n`));
		expect(glued.events.map((e) => e.text)).toEqual(['one', 'two', 'three']);
		const separated = await read(streamOf(`\u001e${line('one')}\n\u001e${line('two')}\n`));
		expect(separated.events.map((e) => e.text)).toEqual(['one', 'two']);
		expect([glued, separated].map(({ counts }) => counts.quarantined)).toEqual([0, 0]);
	});
});

test('a report of credentials is named, not taken for a log', async () => {
	const secret = randomUUID();
	const report = [{ RuleID: 'r', File: 'a.py', Secret: secret, Date: '2026-01-01T00:00:00Z' }];
	const result = await read([folderOf({ 'report.json': JSON.stringify(report, null, 1) })]);
	expect(result.ignored.map((each) => each.reason)).toEqual(['credential-export']);
	expect(result.batches.at(-1)?.file?.outcome).toBe('ignored');
});
