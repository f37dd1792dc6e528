import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatePocketos } from '@/samples/pocketos/generate.ts';
import {
	actorIn,
	type TestInstallation,
	testInstallation,
} from '@/server/testing/test-installation.ts';
import type { ImportCounts } from './imports.ts';
import { runImport } from './run-import.ts';

let installed: TestInstallation;
let folder: string;
beforeAll(async () => {
	installed = await testInstallation();
	folder = installed.folder;
});
afterAll(async () => {
	await installed.close();
});

/** Takes paths into a workspace; the counts, and how many events the workspace then holds. */
async function take(workspace: string, ...paths: string[]) {
	const actor = actorIn(workspace);
	await installed.at.records.database.workspace.upsert({
		where: { id: workspace },
		create: { id: workspace, name: workspace },
		update: {},
	});
	const done = await runImport(actor, paths, { name: 'balance' });
	if (!done.ok) throw new Error(done.error.message);
	await done.value.reconstructed;
	const stored = await installed.at.events.count(actor);
	const unknown = done.value.stored?.quarantined.filter(
		({ reason }) => reason === 'unknown-format',
	);
	return {
		counts: done.value.stored?.counts as ImportCounts,
		unknown: unknown?.length ?? 0,
		held: stored.ok ? stored.value : -1,
	};
}

const sumOf = (counts: ImportCounts) =>
	counts.read + counts.repeatedRecords + counts.quarantined + counts.ignored;

const samples = process.env.AFTERTRACE_SAMPLES ?? '';
/** Folders whose files are logs and well-formed, but for a few in a hundred records. */
const wellFormed = [
	'cloudtrail',
	'provider-events',
	'agentdojo',
	'claude-code',
	'otel',
	'ocsf',
	'sigma',
];
const folders = [
	...['samples/pocketos', 'samples/quiet-day'].map((path) => ({ path, isWellFormed: true })),
	...(samples === ''
		? []
		: [
				...wellFormed.map((name) => ({ name, isWellFormed: true })),
				// Among them stand files that are cut, empty or no logs, on purpose.
				...['codex-and-other-agents', 'secrets'].map((name) => ({
					name,
					isWellFormed: false,
				})),
			].map(({ name, isWellFormed }) => ({ path: join(samples, name), isWellFormed }))),
].filter(({ path }) => existsSync(path));

describe.each(folders)('$path', ({ path, isWellFormed }) => {
	test('every record is accounted for, and the same again adds nothing', async () => {
		const workspace = `w${folders.findIndex((each) => each.path === path)}`;
		const first = await take(workspace, path);
		expect(first.counts.records).toBe(sumOf(first.counts));
		expect(first.held).toBe(first.counts.events);
		if (isWellFormed) {
			expect(first.counts.quarantined).toBeLessThan(first.counts.records * 0.01);
		}
		expect(first.unknown).toBeLessThan(Math.max(1, first.counts.records * 0.01));
		const again = await take(workspace, path);
		expect(again.counts).toMatchObject({ events: 0, records: first.counts.records });
		expect(again.held).toBe(first.held);
	}, 600_000);
});

describe('parts, overlaps and order', () => {
	const sample = generatePocketos(Date.UTC(2026, 3, 24, 12));
	const agent = Object.entries(sample.files).find(([name]) => name.endsWith('.jsonl'));
	const lines = (agent?.[1] ?? '').trimEnd().split('\n');

	async function file(name: string, text: string): Promise<string> {
		const path = join(folder, name);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
		return path;
	}

	test('a part of a file, and files that overlap, add only what is new', async () => {
		const half = Math.floor(lines.length / 2);
		const whole = await file('parts/whole.jsonl', `${lines.join('\n')}\n`);
		const early = await file('parts/early.jsonl', `${lines.slice(0, half + 3).join('\n')}\n`);
		const late = await file('parts/late.jsonl', `${lines.slice(half - 3).join('\n')}\n`);
		const all = await take('whole', whole);
		expect((await take('whole', early)).counts.events).toBe(0);
		expect((await take('whole', late)).counts.events).toBe(0);
		await take('pieces', early);
		const pieces = await take('pieces', late);
		expect(pieces.held).toBe(all.held);
		const { counts, held } = await take('both', early, late);
		expect(held).toBe(all.held);
		expect(counts.records).toBe(sumOf(counts));
		expect(counts.repeatedRecords).toBeGreaterThan(0);
	});

	test('the order in which files arrive changes neither events nor their content', async () => {
		const paths: string[] = [];
		for (const [name, text] of Object.entries(sample.files)) {
			paths.push(await file(`order/${name}`, text));
		}
		const contents: string[] = [];
		for (const [workspace, given] of [
			['forth', paths],
			['back', paths.toReversed()],
		] as const) {
			for (const path of given) await take(workspace, path);
			const actor = actorIn(workspace);
			const page = await installed.at.events.search(actor, {
				query: '',
				from: null,
				to: null,
				cursor: null,
				limit: 1_000,
			});
			if (!page.ok) throw new Error(page.error.message);
			// Fingerprints and ids are the workspace's own; everything else is the source's.
			contents.push(
				JSON.stringify(
					page.value.events.map(({ id: _, credentials, text, ...rest }) => ({
						...rest,
						credentials: credentials.length,
						text: text.replace(/:[0-9a-f]{20}›/g, '›'),
					})),
				),
			);
		}
		expect(contents[0]).toBe(contents[1]);
	});
});

describe('a secret that becomes known later', () => {
	const message = (role: string, content: unknown) => ({ role, content });
	/** Of every way in which records without ids are told apart: lines, parts of a document, runs without a name. */
	const logs = (secret: string): Readonly<Record<string, string>> => ({
		'lines.jsonl': `${JSON.stringify({ time: '2026-05-01T10:00:00Z', message: `sent ${secret}` })}\n`,
		'chat.jsonl': `${[message('user', `use ${secret}`), message('assistant', 'done')]
			.map((each) => JSON.stringify(each))
			.join('\n')}\n`,
		'conversation.json': JSON.stringify(
			{
				session: 's1',
				messages: [message('user', `use ${secret}`), message('assistant', `used ${secret}`)],
			},
			null,
			2,
		),
		'spans.json': JSON.stringify({
			resourceLogs: [
				{
					scopeLogs: [
						{
							logRecords: [
								{ timeUnixNano: '1777629600000000000', body: { stringValue: `with ${secret}` } },
								{ timeUnixNano: '1777629601000000000', body: { stringValue: 'without' } },
							],
						},
					],
				},
			],
		}),
	});

	test('does not make another event of a record that was stored before', async () => {
		const secret = `Zq7${randomBytes(18).toString('hex')}Kx`;
		const path = join(folder, 'later');
		await mkdir(path, { recursive: true });
		for (const [name, text] of Object.entries(logs(secret)))
			await writeFile(join(path, name), text);
		const first = await take('later', path);
		expect(first.counts).toMatchObject({ quarantined: 0 });
		const naming = join(folder, 'naming.jsonl');
		const line = { time: '2026-05-01T11:00:00Z', message: `export API_TOKEN=${secret}` };
		await writeFile(naming, `${JSON.stringify(line)}\n`);
		const second = await take('later', naming);
		expect(second.counts).toMatchObject({ events: 1, secretsRedacted: 1 });
		const again = await take('later', path);
		// It is known now, and hidden, and every record is known again.
		expect(again.counts.secretsRedacted).toBeGreaterThan(first.counts.secretsRedacted);
		expect(again.counts).toMatchObject({ events: 0, records: first.counts.records });
		expect(again.held).toBe(second.held);
	});
});
