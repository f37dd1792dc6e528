import { createHash, createHmac } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Event } from '@/core/event/event.ts';
import { reconstruct } from '@/core/incidents/reconstruct.ts';
import { Draw } from '@/scenarios/kit.ts';
import { longDay } from '@/scenarios/long-run.ts';
import { understanding } from '@/scenarios/recording.ts';
import { readInput } from '@/server/ingest/read-input.ts';

/**
 * Reconstructs one incident among many events (default 100,000) from files, and holds the time
 * against a bare parse of the same lines. The argument is the number of events.
 */
export async function reconstruction(argument: string): Promise<void> {
	const wanted = Number(argument) || 100_000;
	const folder = await mkdtemp(join(tmpdir(), 'aftertrace-long-day-'));
	try {
		const { parseMs, bytes } = await writeDay(folder, wanted);
		const hmac = (label: string, text: string): string =>
			createHmac('sha256', 'bench').update(`${label}\0${text}`).digest('hex');
		const started = performance.now();
		const events: Event[] = [];
		for await (const batch of readInput([folder], { workspace: 'bench', hmac }))
			events.push(...batch.events);
		const read = performance.now();
		const { incidents } = reconstruct({
			events,
			inventories: [],
			understanding,
			digest: (text) => createHash('sha256').update(text).digest('hex'),
			tailHash: null,
		});
		const ended = performance.now();
		const ratio = (ms: number): string => `${(ms / parseMs).toFixed(1)} × a bare parse`;
		process.stdout.write(
			[
				`${events.length} events in ${(bytes / 1e6).toFixed(0)} MB; a bare JSON.parse of each line takes ${parseMs.toFixed(0)} ms`,
				`incidents      ${incidents.length}: ${incidents[0]?.title ?? 'none'}`,
				`reading        ${(read - started).toFixed(0)} ms, ${ratio(read - started)}`,
				`reconstruction ${(ended - read).toFixed(0)} ms, ${ratio(ended - read)}`,
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
