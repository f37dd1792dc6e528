import { createHash, createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installationHome } from '@/cli/home.ts';
import { reconstruct } from '@/core/incidents/reconstruct.ts';
import { Draw } from '@/scenarios/kit.ts';
import { longDay } from '@/scenarios/long-run.ts';
import { understanding } from '@/scenarios/recording.ts';
import { GatheredEvents, readAll } from '@/server/ingest/read-all.ts';
import { loadCedarEngine } from '@/server/parsers/cedar-engine.ts';

/**
 * Reconstructs one incident among many events (default 100,000) from files, and holds the time
 * against a bare parse of the same lines. The argument is the number of events.
 */
export async function reconstruction(argument: string): Promise<void> {
	const wanted = Number(argument) || 100_000;
	const folder = await mkdtemp(join(tmpdir(), 'aftertrace-long-day-'));
	try {
		const { parseMs, bytes } = await writeDay(folder, wanted);
		const key = 'bench';
		const hmac = (label: string, text: string): string =>
			createHmac('sha256', key).update(`${label}\0${text}`).digest('hex');
		const policyEngine = await loadCedarEngine();
		const before = process.cpuUsage();
		const started = performance.now();
		const gathered = new GatheredEvents();
		const reading = { key, hmac, workspace: 'bench', home: installationHome, threads: null };
		for await (const batch of readAll([folder], reading)) gathered.add(batch.events);
		const events = gathered.all();
		const read = performance.now();
		const { incidents } = reconstruct({
			policyEngine,
			events,
			inventories: [],
			understanding,
			digest: (text) => createHash('sha256').update(text).digest('hex'),
			tailHash: null,
		});
		const ended = performance.now();
		const cpu = process.cpuUsage(before);
		const ratio = (ms: number): string => `${(ms / parseMs).toFixed(1)} × a bare parse`;
		process.stdout.write(
			[
				`${events.length} events in ${(bytes / 1e6).toFixed(0)} MB; a bare JSON.parse of each line takes ${parseMs.toFixed(0)} ms`,
				`incidents      ${incidents.length}: ${incidents[0]?.title ?? 'none'}`,
				`reading        ${(read - started).toFixed(0)} ms, ${ratio(read - started)}`,
				`reconstruction ${(ended - read).toFixed(0)} ms, ${ratio(ended - read)}`,
				`together       ${(ended - started).toFixed(0)} ms, ${((cpu.user + cpu.system) / 1e3).toFixed(0)} ms of processor time with the threads that read`,
				`peak memory    ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`,
				'',
			].join('\n'),
		);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function writeDay(
	folder: string,
	wanted: number,
): Promise<{ parseMs: number; bytes: number }> {
	const { files } = longDay(new Draw(7), wanted);
	let parseMs = 0;
	let bytes = 0;
	for (const [name, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, name)), { recursive: true });
		await writeFile(join(folder, name), text);
		const started = performance.now();
		for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
		parseMs += performance.now() - started;
		bytes += text.length;
	}
	return { parseMs, bytes };
}
