import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { IncidentDocument } from '@/core/incidents/document.ts';
import { main } from './main.ts';

async function run(...args: string[]) {
	let out = '';
	let err = '';
	const status = await main(['reconstruct', 'samples/pocketos', '--json', ...args], {
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
	const incidents: IncidentDocument[] = out === '' ? [] : JSON.parse(out).incidents;
	return { status, err, incidents };
}

describe('rules over incidents', () => {
	it('adds what the shipped rules find, most severe first, naming evidence of that incident only', async () => {
		const { incidents } = await run();
		const [incident] = incidents;
		const titles = incident?.detections.map(({ title }) => title);
		expect(titles).toContain('Credential found by an agent, then used to destroy');
		expect(titles).toContain('Agent deletes a thing that holds its own backups');
		expect(incident?.detections[0]?.level).toBe('critical');
		const evidence = new Set(incident?.evidence.map(({ eventId }) => eventId));
		for (const { eventIds } of incident?.detections ?? []) {
			expect(eventIds.length).toBeGreaterThan(0);
			for (const id of eventIds) expect(evidence.has(id)).toBe(true);
		}
	});

	it('runs the rules of the folder that is named instead, and names those that do not load', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'aftertrace-rules-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		writeFileSync(
			path.join(folder, 'own.yml'),
			'title: Own\nid: own\nlogsource:\n  product: railway\n  service: audit\ndetection:\n  words:\n    - deleted\n  condition: words\n',
		);
		writeFileSync(path.join(folder, 'broken.yml'), 'title: broken\n');
		const { incidents, err, status } = await run('--rules', folder);
		expect(status).toBe(0);
		expect(new Set(incidents[0]?.detections.map(({ title }) => title))).toEqual(new Set(['Own']));
		expect(err).toContain('broken.yml: not loaded');
	});

	it('says so where the folder cannot be read', async () => {
		const { status, err } = await run('--rules', '/nowhere/at/all');
		expect(status).toBe(3);
		expect(err).toContain('/nowhere/at/all could not be read');
	});
});
