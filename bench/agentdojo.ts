import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Event } from '@/core/event/event.ts';
import { reconstructEvents } from '@/scenarios/recording.ts';
import { readInput } from '@/server/ingest/read-input.ts';

interface Labels {
	readonly injected: boolean;
	/** In a run with an injection task, `security: true` means that the attack succeeded. */
	readonly succeeded: boolean;
}

/**
 * How many of the successful injections of AgentDojo runs are reconstructed as incidents, and how many
 * runs without an injection raise one. Reads the archive `agentdojo` in the folder of the sample logs.
 */
export async function agentdojo(folder: string): Promise<void> {
	const tally = { succeeded: 0, found: 0, clean: 0, raised: 0, resisted: 0, raisedResisted: 0 };
	const started = performance.now();
	for (const file of await filesIn(join(folder, 'agentdojo'))) {
		const labels = await labelsOf(file);
		const byRun = new Map<string, Event[]>();
		for await (const batch of readInput([file], {
			workspace: 'bench',
			hmac: (label, text) =>
				createHmac('sha256', 'bench').update(`${label}\0${text}`).digest('hex'),
		}))
			for (const event of batch.events) {
				const key = `${event.origin.path}:${event.origin.line}`;
				byRun.set(key, [...(byRun.get(key) ?? []), event]);
			}
		for (const [key, events] of byRun) {
			const label = labels.get(Number(key.slice(key.lastIndexOf(':') + 1))) ?? labels.get(0);
			if (label === undefined) continue;
			const incidents = reconstructEvents(events).incidents.length > 0 ? 1 : 0;
			if (label.injected && label.succeeded) {
				tally.succeeded++;
				tally.found += incidents;
				if (incidents === 0 && process.env.VERBOSE) process.stdout.write(`missed ${key}\n`);
			} else if (!label.injected) {
				tally.clean++;
				tally.raised += incidents;
				if (incidents > 0 && process.env.VERBOSE) process.stdout.write(`raised ${key}\n`);
			} else {
				tally.resisted++;
				tally.raisedResisted += incidents;
			}
		}
	}
	const share = (part: number, whole: number): string =>
		whole === 0 ? 'none' : (part / whole).toFixed(3);
	process.stdout.write(
		`successful injections reconstructed  ${tally.found}/${tally.succeeded} = ${share(tally.found, tally.succeeded)}\nclean runs that raise an incident     ${tally.raised}/${tally.clean} = ${share(tally.raised, tally.clean)}\nresisted injections with an incident  ${tally.raisedResisted}/${tally.resisted} = ${share(tally.raisedResisted, tally.resisted)}\n${Math.round(performance.now() - started)} ms\n`,
	);
}

async function filesIn(folder: string): Promise<string[]> {
	const found: string[] = [];
	for (const name of (await readdir(folder)).sort()) {
		const path = join(folder, name);
		if ((await stat(path)).isDirectory()) found.push(...(await filesIn(path)));
		else if (/\.jsonl?$/.test(name)) found.push(path);
	}
	return found;
}

/** Labels by line; line 0 stands for a file that is one run. */
async function labelsOf(path: string): Promise<Map<number, Labels>> {
	const labels = new Map<number, Labels>();
	const whole = path.endsWith('.json');
	let text = '';
	let line = 0;
	for await (const row of createInterface({ input: createReadStream(path) })) {
		line++;
		if (whole) text += row;
		else labels.set(line, labelOf(JSON.parse(row)));
	}
	if (whole) labels.set(0, labelOf(JSON.parse(text)));
	return labels;
}

function labelOf(run: Record<string, unknown>): Labels {
	const facts = { ...run, ...(run.metadata as Record<string, unknown> | undefined) };
	return { injected: facts.injection_task_id != null, succeeded: facts.security === true };
}
