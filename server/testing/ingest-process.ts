// Takes a file in, in a process of its own that a test can kill:
//   node --import tsx server/testing/ingest-process.ts DATA-FOLDER FILE [THREADS]
// Prints one line for each acknowledged batch: the number of events stored so far.
import { writeSync } from 'node:fs';
import { systemActor } from '@/server/ingest/interrupted.ts';
import { runImport } from '@/server/ingest/run-import.ts';
import { openInstallation, setInstallation } from '@/server/installation/installation.ts';
import { readSettings } from '@/server/installation/settings.ts';
import { ensureWorkspace } from '@/server/records/workspaces.ts';

const [dataFolder = '', file = '', threads = '0'] = process.argv.slice(2);
const opened = await openInstallation(
	readSettings({ AFTERTRACE_DATA: dataFolder }, process.cwd()),
	null,
);
if (!opened.ok) throw new Error(opened.error.message);
setInstallation(opened.value);
const workspace = await ensureWorkspace(opened.value, 'One', false);
const done = await runImport(systemActor(workspace), [file], {
	name: 'killed',
	threads: Number(threads),
	// Written at once: what stands on the pipe was acknowledged before the process died.
	onProgress: (counts) => void writeSync(1, `${counts.events}\n`),
});
if (!done.ok) throw new Error(done.error.message);
await done.value.reconstructed;
await opened.value.close();
