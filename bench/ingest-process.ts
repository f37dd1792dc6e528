// Takes a folder in and prints the figures as JSON; bench/ingest.ts bundles and starts it:
//   DATA-FOLDER LOGS-FOLDER
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';

export interface IngestFigures {
	readonly seconds: number;
	/** Memory with both stores open, before the first byte is read. */
	readonly openBytes: number;
	readonly peakBytes: number;
	readonly events: number;
	readonly records: number;
	readonly quarantined: number;
	readonly delayMs: number;
	readonly delayMsMax: number;
}

const [data = '', logs = ''] = process.argv.slice(2);
const opened = await openInstallation(readSettings({ AFTERTRACE_DATA: data }, process.cwd()), null);
if (!opened.ok) throw new Error(opened.error.message);
setInstallation(opened.value);
const actor = systemActor(await ensureWorkspace(opened.value, 'Bench', false));
const openBytes = process.memoryUsage().rss;
const delay = monitorEventLoopDelay({ resolution: 5 });
let peakBytes = openBytes;
const sampling = setInterval(() => {
	peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
}, 50);
delay.enable();
const started = performance.now();
const done = await runImport(actor, [logs], { name: 'bench' });
const seconds = (performance.now() - started) / 1_000;
delay.disable();
clearInterval(sampling);
if (!done.ok) throw new Error(done.error.message);
const counts = done.value.stored?.counts;
const figures: IngestFigures = {
	seconds,
	openBytes,
	peakBytes,
	events: counts?.events ?? 0,
	records: counts?.records ?? 0,
	quarantined: counts?.quarantined ?? 0,
	delayMs: delay.percentile(99) / 1e6,
	delayMsMax: delay.max / 1e6,
};
process.stdout.write(JSON.stringify(figures));
// Reconstruction begins when everything is stored; it is measured by its own bench.
await done.value.reconstructed;
await opened.value.close();
