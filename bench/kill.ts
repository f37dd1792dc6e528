import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishInterrupted, systemActor } from '@/server/ingest/interrupted.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';
import { writeMixedLogs } from './mixed-logs.ts';

const logBytes = 3e6;
const idsPage = 1_000;

/**
 * Takes logs in and kills the process at a random moment, again and again (default 50 rounds), each
 * round on a fresh data folder: after the next, undisturbed ingest the store must hold exactly what
 * it holds without a kill, and nothing that was acknowledged may be gone before it.
 */
export async function kill(argument: string): Promise<void> {
	const rounds = Number(argument === '' ? '50' : argument);
	if (!Number.isInteger(rounds) || rounds < 1) throw new Error('rounds are a whole number');
	const folder = await mkdtemp(join(tmpdir(), 'aftertrace-kill-'));
	try {
		const logs = join(folder, 'logs');
		await writeMixedLogs(logs, logBytes, process.env.AFTERTRACE_SAMPLES ?? '');
		// One workspace under one key, copied: the same event has the same id in every round.
		const fresh = join(folder, 'fresh');
		await placesIn(fresh, null);
		const undisturbed = join(folder, 'whole');
		await cp(fresh, undisturbed, { recursive: true });
		const started = performance.now();
		const whole = await ingestIn(undisturbed, logs, null);
		const wholeMs = performance.now() - started;
		const expected = await placesIn(undisturbed, null);
		const tally = {
			rounds,
			killed: 0,
			finishedBefore: 0,
			lost: 0,
			doubled: 0,
			foreign: 0,
			forgotten: 0,
		};
		const known = new Set(expected.places.map(({ id }) => id));
		for (let round = 0; round < rounds; round++) {
			const data = join(folder, `round-${round}`);
			await cp(fresh, data, { recursive: true });
			const after = Math.random() * wholeMs;
			// Rounds read on no, one and two threads in turn.
			const { acknowledged, isKilled } = await ingestIn(data, logs, after, round % 3);
			if (isKilled) tally.killed++;
			else tally.finishedBefore++;
			const { before, places } = await placesIn(data, logs);
			const held = new Set(places.map(({ id }) => id));
			const lost = expected.places.filter(({ id }) => !held.has(id));
			const foreign = places.filter(({ id }) => !known.has(id));
			const doubled = places.filter(({ id }) => !held.delete(id));
			if (before < acknowledged) tally.forgotten++;
			tally.lost += lost.length;
			tally.doubled += doubled.length;
			tally.foreign += foreign.length;
			process.stderr.write(`round ${round + 1} of ${rounds}\n`);
			for (const { place } of lost) process.stderr.write(`  lost ${place}\n`);
			if (before < acknowledged)
				process.stderr.write(`  forgotten: ${acknowledged} acknowledged, ${before} there\n`);
			for (const { id, place } of doubled) process.stderr.write(`  doubled ${id} ${place}\n`);
			for (const { place } of foreign) process.stderr.write(`  foreign ${place}\n`);
			await rm(data, { recursive: true, force: true });
		}
		process.stdout.write(
			`${JSON.stringify({ events: expected.places.length, acknowledged: whole.acknowledged, ...tally }, null, '\t')}\n`,
		);
		if (tally.lost + tally.doubled + tally.foreign + tally.forgotten > 0) process.exitCode = 1;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Takes the logs in, in a process that is killed after so long; null: never. */
async function ingestIn(data: string, logs: string, killedAfterMs: number | null, threads = 0) {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', 'server/testing/ingest-process.ts', data, logs, String(threads)],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let output = '';
	child.stdout.on('data', (chunk) => {
		output += chunk;
	});
	const timer =
		killedAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killedAfterMs);
	const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
		child.on('close', (...ended) => resolve(ended)),
	);
	if (timer !== null) clearTimeout(timer);
	if (signal === null && code !== 0) throw new Error(`ingest ended with ${code}`);
	// The last line may be cut off: what was written whole was acknowledged.
	const lines = output.slice(0, output.lastIndexOf('\n') + 1).split('\n');
	return { acknowledged: Number(lines.at(-2) ?? '0'), isKilled: signal === 'SIGKILL' };
}

/** Every stored event and its place, doubled ones twice; `logs`: takes them in once more before. */
async function placesIn(data: string, logs: string | null) {
	const opened = await openInstallation(
		readSettings({ AFTERTRACE_DATA: data }, process.cwd()),
		null,
	);
	if (!opened.ok) throw new Error(opened.error.message);
	setInstallation(opened.value);
	const { events } = opened.value;
	const actor = systemActor(await ensureWorkspace(opened.value, 'One', false));
	const counted = await events.count(actor);
	if (logs !== null) {
		await finishInterrupted(opened.value);
		const done = await runImport(actor, [logs], { name: 'again' });
		if (!done.ok) throw new Error(done.error.message);
		await done.value.reconstructed;
	}
	const places: { id: string; place: string }[] = [];
	for (let cursor: string | null = null, more = true; more; ) {
		const search = { query: '', from: null, to: null, cursor, limit: idsPage };
		const page = await events.search(actor, search);
		if (!page.ok) throw new Error(page.error.message);
		for (const { id, kind, path, line } of page.value.events)
			places.push({ id, place: `${kind} ${path}:${line}` });
		cursor = page.value.nextCursor;
		more = cursor !== null;
	}
	await opened.value.close();
	return { before: counted.ok ? counted.value : 0, places };
}
