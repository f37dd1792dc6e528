import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { openChdb } from '@/server/events/chdb-engine.ts';
import type { IngestFigures } from './ingest-process.ts';
import { type MixedLogs, writeMixedLogs } from './mixed-logs.ts';

/**
 * The whole way of logs into the stores, reconstruction left out, over at least so many megabytes of
 * mixed logs (default 500), beside two references on the same bytes in the same run: a bare parse of
 * each record on one thread, and the engine's own reading of the lines from a file.
 */
export async function ingest(argument: string): Promise<void> {
	const megabytes = Number(argument === '' ? '500' : argument);
	if (!Number.isFinite(megabytes) || megabytes <= 0) throw new Error('the size is a number of MB');
	const folder = await mkdtemp(join(tmpdir(), 'aftertrace-bench-'));
	try {
		const samples = process.env.AFTERTRACE_SAMPLES ?? '';
		const logs = await writeMixedLogs(join(folder, 'logs'), megabytes * 1e6, samples);
		const parse = await parseSeconds(logs);
		const engine = await engineSeconds(folder, logs);
		const whole = await ingestFolder(folder);
		const megabytesPerSecond = (seconds: number) => logs.bytes / 1e6 / seconds;
		const report = {
			logs: { megabytes: Math.round(logs.bytes / 1e6), files: logs.files.length, of: logs.origin },
			megabytesPerSecond: Number(megabytesPerSecond(whole.seconds).toFixed(1)),
			eventsPerSecond: Math.round(whole.events / whole.seconds),
			records: whole.records,
			events: whole.events,
			quarantined: whole.quarantined,
			peakMegabytes: Math.round(whole.peakBytes / 1e6),
			openMegabytes: Math.round(whole.openBytes / 1e6),
			loopDelayMs: {
				p99: Number(whole.delayMs.toFixed(1)),
				max: Number(whole.delayMsMax.toFixed(1)),
			},
			ratioToParse: Number((parse / whole.seconds).toFixed(3)),
			ratioToEngine: Number((engine / whole.seconds).toFixed(3)),
			references: {
				parseMegabytesPerSecond: Math.round(megabytesPerSecond(parse)),
				engineMegabytesPerSecond: Math.round(megabytesPerSecond(engine)),
			},
		};
		process.stdout.write(`${JSON.stringify(report, null, '\t')}\n`);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Parsing alone: a line, or a document, at a time; reading the files is not counted. */
async function parseSeconds(logs: MixedLogs): Promise<number> {
	let ms = 0;
	for (const path of logs.files) {
		const text = await readFile(path, 'utf8');
		const records = path.endsWith('.jsonl') ? text.split('\n') : [text];
		const started = performance.now();
		for (const record of records) {
			try {
				if (record !== '') JSON.parse(record);
			} catch {
				// What is no JSON is quarantined by the pipeline, and costs it as much.
			}
		}
		ms += performance.now() - started;
	}
	return ms / 1_000;
}

/** The same bytes as lines of one file, inserted by the engine itself as they are. */
async function engineSeconds(folder: string, logs: MixedLogs): Promise<number> {
	const lines = join(folder, 'lines.txt');
	await writeFile(lines, '');
	for (const path of logs.files) {
		const text = await readFile(path, 'utf8');
		await writeFile(lines, text.endsWith('\n') ? text : `${text}\n`, { flag: 'a' });
	}
	const engine = await openChdb(join(folder, 'engine'), join(folder, 'engine-batches'));
	await engine.run(
		'CREATE TABLE lines (line String CODEC(ZSTD(3))) ENGINE = MergeTree ORDER BY tuple()',
	);
	const started = performance.now();
	await engine.run(
		`INSERT INTO lines SELECT line FROM file('${lines}', 'LineAsString', 'line String')`,
	);
	const seconds = (performance.now() - started) / 1_000;
	await engine.close();
	await rm(lines);
	return seconds;
}

/** In a process of its own, begun as the command is: bundled, and with what its first line sets. */
async function ingestFolder(folder: string): Promise<IngestFigures> {
	const [shebang = ''] = (await readFile('cli/bin.mjs', 'utf8')).split('\n');
	const words = shebang.split(' ').slice(2);
	const flags = words.filter((word) => word.startsWith('--'));
	const set = words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('='));
	// Where the packages are found.
	const program = join('node_modules', '.cache', 'aftertrace', `bench-${process.pid}`);
	try {
		await build({
			entryPoints: { process: 'bench/ingest-process.ts' },
			outdir: program,
			bundle: true,
			splitting: true,
			format: 'esm',
			platform: 'node',
			packages: 'external',
			logLevel: 'error',
		});
		const { stdout } = await promisify(execFile)(
			process.execPath,
			[...flags, join(program, 'process.js'), join(folder, 'data'), join(folder, 'logs')],
			{ maxBuffer: 1e6, env: { ...process.env, ...Object.fromEntries(set) } },
		);
		return JSON.parse(stdout) as IngestFigures;
	} finally {
		await rm(program, { recursive: true, force: true });
	}
}
