import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentDocument } from '@/core/incidents/document.ts';
import { generatePocketos } from '@/samples/pocketos/generate.ts';
import { main } from './main.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'aftertrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ status: number; out: string; err: string }> {
	let out = '';
	let err = '';
	const status = await main(args, {
		stdout: (text) => {
			out += text;
		},
		stderr: (text) => {
			err += text;
		},
		isTerminal: false,
		cwd: process.cwd(),
		env: {},
	});
	return { status, out, err };
}

const sample = async (): Promise<{
	input: { quarantined: unknown[] };
	incidents: IncidentDocument[];
}> => JSON.parse((await run('reconstruct', 'samples/pocketos', '--json')).out);

describe('reconstruct samples/pocketos', () => {
	it('prints one critical incident that the published schema accepts', async () => {
		const { incidents } = await sample();
		expect(incidents).toHaveLength(1);
		expect(incidents[0]?.severity).toBe('critical');
		const ajv = new Ajv2020({ allErrors: true, strict: false });
		addFormats.default(ajv);
		const validate = ajv.compile(JSON.parse(await readFile('public/incident.schema.json', 'utf8')));
		expect(validate(incidents[0]), JSON.stringify(validate.errors)).toBe(true);
	});

	it('keeps the impact under ten seconds and names the volume and each backup inside it', async () => {
		const [incident] = (await sample()).incidents;
		expect(incident?.impact?.durationMs).toBeLessThan(10_000);
		expect(
			incident?.effects.map((effect) => [effect.resource.kind, effect.viaContainment]),
		).toEqual([
			['volume', false],
			['backup', true],
			['backup', true],
		]);
	});

	it('says that the credential was obtained from the file', async () => {
		const [incident] = (await sample()).incidents;
		expect(incident?.credentials[0]).toMatchObject({
			kind: 'railway-api-token',
			neverExpires: true,
			inventoryId: 'railway-domains',
			obtained: { how: 'file', path: expect.stringContaining('domain-tools/.config/domains.env') },
		});
	});

	it('finds that four controls would each have prevented it', async () => {
		const [incident] = (await sample()).incidents;
		for (const id of [
			'least-privilege',
			'no-credential-on-disk',
			'environment-sandbox',
			'approval-for-destructive',
		])
			expect(incident?.controls.find((control) => control.id === id)?.verdict, id).toBe('prevents');
	});

	it('points every statement at a line that exists', async () => {
		const [incident] = (await sample()).incidents;
		const sources = new Map(incident?.evidence.map((entry) => [entry.eventId, entry.source]));
		const stated = [...(incident?.chain ?? []), ...(incident?.effects ?? [])].map(
			(statement) => statement.eventId,
		);
		for (const id of [
			...stated,
			...(incident?.controls.flatMap((control) => control.stopsAt ?? []) ?? []),
		]) {
			const source = sources.get(id);
			const lines = (await readFile(source?.path ?? '', 'utf8')).split('\n');
			expect(lines[(source?.line ?? 0) - 1], id).toBeTruthy();
		}
	});

	it('prints no secret in any format', async () => {
		const fresh = generatePocketos(Math.floor(Math.random() * 2 ** 31));
		for (const [name, text] of Object.entries(fresh.files))
			await writeFile(join(folder, name), text);
		for (const format of ['text', 'json', 'markdown', 'html']) {
			const { out, err } = await run('reconstruct', folder, '--format', format);
			for (const secret of fresh.secrets)
				expect(`${out}${err}`.includes(secret), format).toBe(false);
		}
	});
});

describe('reconstruct', () => {
	it('finds no incident on a quiet day', async () => {
		const { status, out } = await run('reconstruct', 'samples/quiet-day', '--json');
		expect(status).toBe(0);
		expect(JSON.parse(out).incidents).toEqual([]);
	});

	it('names each file that it cannot read with the reason, and reads everything else', async () => {
		const awkward = await mkdtemp(join(folder, 'awkward-'));
		const { files } = generatePocketos(7);
		const transcript = files['agent.jsonl'] ?? '';
		await writeFile(join(awkward, 'agent.jsonl'), transcript);
		await writeFile(join(awkward, 'railway-audit.json'), files['railway-audit.json'] ?? '');
		await writeFile(join(awkward, 'inventory.json'), files['inventory.json'] ?? '');
		await writeFile(
			join(awkward, 'truncated.jsonl'),
			transcript.slice(0, transcript.length - 40).replaceAll('call_', 'other_'),
		);
		await writeFile(join(awkward, 'empty.jsonl'), '');
		await writeFile(
			join(awkward, 'picture.jsonl'),
			Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7) % 256)),
		);
		await writeFile(join(awkward, 'long.jsonl'), `{"text":"${'x'.repeat(50 * 1024 * 1024)}"}\n`);
		const { status, out } = await run('reconstruct', awkward, '--json');
		const { input, incidents } = JSON.parse(out);
		expect(status).toBe(0);
		const reasons = new Map(
			input.quarantined.map((entry: { path: string; reason: string }) => [
				entry.path.slice(awkward.length + 1),
				entry.reason,
			]),
		);
		expect(Object.fromEntries(reasons)).toMatchObject({
			'truncated.jsonl': expect.stringMatching(/truncated|invalid-json/),
			'empty.jsonl': 'empty',
			'picture.jsonl': 'binary',
			'long.jsonl': 'line-too-long',
		});
		expect(incidents.length).toBeGreaterThan(0);
		// The peak of the whole process, not what is left of it at the end.
		expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(1024 ** 3);
	}, 60_000);

	it('exits 1 with --fail-on when an incident of that severity is found, else 0', async () => {
		expect((await run('reconstruct', 'samples/pocketos', '--fail-on', 'critical')).status).toBe(1);
		expect((await run('reconstruct', 'samples/quiet-day', '--fail-on', 'info')).status).toBe(0);
	});

	it('exits 2 on wrong usage and 3 on a path that does not exist, each with one line', async () => {
		for (const [args, status] of [
			[['reconstruct'], 2],
			[['reconstruct', 'samples', '--format', 'pdf'], 2],
			[['reconstruct', 'samples', '--nope'], 2],
			[['no-such-verb'], 2],
			[['reconstruct', join(folder, 'absent')], 3],
		] as const) {
			const result = await run(...args);
			expect([args, result.status]).toEqual([args, status]);
			expect(result.err.trim().split('\n')).toHaveLength(1);
		}
	});
});
