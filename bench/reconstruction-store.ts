import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Draw } from '@/scenarios/kit.ts';
import { longDay } from '@/scenarios/long-run.ts';
import { openChdb } from '@/server/events/chdb-engine.ts';
import type { EventEngine } from '@/server/events/engine.ts';
import type { ImportExtent } from '@/server/events/port.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { reconstructExtent } from '@/server/jobs/reconstruct.ts';
import { actorIn, testInstallation } from '@/server/testing/test-installation.ts';

const EVENTS = 100_000;
const ROUNDS = 3;

/**
 * Reconstructs one incident among 100,000 stored events, then again with ten million others (the
 * argument, in millions) in the same workspace, and prints the ratio. The others are copies of the day
 * under other days, runs and ids, without its bad minute.
 */
export async function reconstructionStore(argument: string): Promise<void> {
	const millions = Number(argument) || 10;
	const installed = await testInstallation();
	const logs = await mkdtemp(join(tmpdir(), 'aftertrace-long-day-'));
	try {
		const actor = actorIn(installed.workspace);
		for (const [name, text] of Object.entries(longDay(new Draw(7), EVENTS).files)) {
			await mkdir(dirname(join(logs, name)), { recursive: true });
			await writeFile(join(logs, name), text);
		}
		const started = performance.now();
		const done = await runImport(actor, [logs], { name: 'long-day' });
		if (!done.ok || done.value.stored === null) throw new Error('the day could not be stored');
		await done.value.reconstructed;
		say(`stored and reconstructed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
		const { extent } = done.value.stored;
		const run = async (): Promise<number> => {
			const times: number[] = [];
			for (let i = 0; i < ROUNDS; i++) times.push(await timed(actor, extent));
			return Math.min(...times);
		};
		const alone = await run();
		say(`among ${EVENTS.toLocaleString('en')} events        ${alone.toFixed(0)} ms`);
		const engine = await openChdb(
			join(installed.at.settings.dataFolder, 'events'),
			join(logs, 'batches'),
		);
		await addOthers(engine, installed.workspace, Math.round((millions * 1e6) / EVENTS));
		const crowded = await run();
		say(
			`with ${millions} million others  ${crowded.toFixed(0)} ms, ${(crowded / alone).toFixed(2)} × alone`,
		);
	} finally {
		await installed.close();
		await rm(logs, { recursive: true, force: true });
	}
}

const say = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

async function timed(
	actor: Parameters<typeof reconstructExtent>[0],
	extent: ImportExtent,
): Promise<number> {
	const started = performance.now();
	const done = await reconstructExtent(actor, extent, false);
	if (!done.ok || done.value.incidents !== 1) throw new Error('the incident was not found');
	return performance.now() - started;
}

/** Copies the day to other days, half of them before it and half after, a month's parts at a time. */
async function addOthers(engine: EventEngine, workspace: string, copies: number): Promise<void> {
	for (let i = 1; i <= copies; i++) {
		const days = (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2);
		await engine.run(
			`INSERT INTO events (workspace, sort_time, id, time_micros, event_order, kind, format, source,
				path, line, run_id, product, actor, tool, operation, provider, action_class, environment,
				outcome, credentials, text, payload, raw, import_id, introduces)
			SELECT workspace, sort_time + toIntervalDay({days:Int32}), concat(id, {tag:String}),
				time_micros + toInt64({days:Int32}) * 86400000000, event_order, kind, format, source,
				path, line, if(run_id = '', '', concat(run_id, {tag:String})), product, actor, tool,
				operation, provider, action_class, environment, outcome, credentials, text,
				replaceAll(
					replaceOne(
						replaceOne(payload, concat('"id":"', id, '"'), concat('"id":"', id, {tag:String}, '"')),
						concat('"time":', toString(time_micros)),
						concat('"time":', toString(time_micros + toInt64({days:Int32}) * 86400000000))
					),
					concat('"id":"', run_id, '"'),
					concat('"id":"', run_id, {tag:String}, '"')
				),
				raw, 'imp_others', arrayMap(value -> concat(value, {tag:String}), introduces)
			FROM events
			WHERE workspace = {workspace:String} AND import_id != 'imp_others'
				AND action_class NOT IN ('destroy', 'expose', 'grant')
			SETTINGS max_partitions_per_insert_block = 1500`,
			{ days, tag: `-${i}`, workspace },
		);
		if (i % 10 === 0) process.stderr.write(`\r${i} of ${copies} other days`);
	}
	process.stderr.write('\n');
}
