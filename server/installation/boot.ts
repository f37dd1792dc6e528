import { ZodError } from 'zod';
import { failureFaces } from '@/core/failure-faces.ts';
import type { Failure } from '@/core/result.ts';
import { issueSetupToken } from '@/server/auth/setup.ts';
import { scheduleConnectors } from '@/server/connectors/run.ts';
import { moveEarlierUses } from '@/server/credentials/earlier-uses.ts';
import { drainSegment } from '@/server/ingest/drain.ts';

import { finishInterrupted } from '@/server/ingest/interrupted.ts';
import { loadSample } from '@/server/ingest/sample.ts';
import { startHunting } from '@/server/jobs/hunts.ts';
import { startTending } from '@/server/jobs/inventory.ts';
import { startReminding } from '@/server/jobs/reminders.ts';
import { ensureWorkspaces } from '@/server/records/workspaces.ts';
import { type Installation, openInstallation, setInstallation } from './installation.ts';
import { readSettings, type Settings } from './settings.ts';

/** What the process that serves the console needs of the booted installation. */
export interface Booted {
	/** Path of the one-time set-up link; null once somebody can sign in. */
	readonly setupPath: string | null;
	readonly close: () => Promise<void>;
}

/** Read by scripts/serve.mjs, which cannot import TypeScript. */
const slot = globalThis as typeof globalThis & { __aftertraceBooted?: Booted };

const step = (text: string): void => void process.stderr.write(`  ${text}\n`);

/**
 * Opens the installation for the server of this process. A failure ends the process with one clear
 * line: a framework that went on would answer every request with an error.
 */
export async function boot(): Promise<void> {
	if (slot.__aftertraceBooted !== undefined) return;
	try {
		await open();
	} catch (error) {
		const message = `the start failed: ${error instanceof Error ? error.message : String(error)}`;
		const internal = error instanceof Error ? (error.stack ?? '') : '';
		endWith({ code: 'store-unavailable', message: message.split('\n')[0] ?? message, internal });
	}
}

async function open(): Promise<void> {
	const settings = settingsOrExit();
	step(`data folder ${settings.dataFolder}`);
	const opened = await openInstallation(settings, settings.url);
	if (!opened.ok) return endWith(opened.error);
	const at = opened.value;
	step('both stores are open and migrated');
	process.env.NEXTAUTH_SECRET = at.keys.session;
	process.env.NEXTAUTH_URL ??= settings.url;
	setInstallation(at);
	await ensureWorkspaces(at);
	const moved = await moveEarlierUses();
	if (moved > 0) step(`${moved} uses of credentials moved to the event store`);
	const resumed = await finishInterrupted(at);
	if (resumed > 0) step(`${resumed} interrupted imports finished`);
	const waiting = await at.spool.start(drainSegment);
	if (waiting > 0) step(`${waiting} waiting segments are being read`);
	await loadSampleOnce(at);
	const stopTending = startTending();
	const stopReminding = startReminding();
	const stopHunting = startHunting();
	const token = await issueSetupToken(at, new Date());
	const stopConnectors = scheduleConnectors();
	slot.__aftertraceBooted = {
		setupPath: token === null ? null : `/setup?token=${token}`,
		close: async () => {
			await stopConnectors();
			await stopReminding();
			await stopHunting();
			await stopTending();
			await at.close();
		},
	};
}

async function loadSampleOnce(at: Installation): Promise<void> {
	if (!at.settings.loadsSample) return;
	const loaded = await loadSample(at);
	if (loaded.ok && loaded.value !== null) step(loaded.value);
	if (!loaded.ok) {
		step(`the sample could not be loaded: ${loaded.error.message}`);
		if (loaded.error.internal !== undefined) step(loaded.error.internal);
	}
}

function settingsOrExit(): Settings {
	try {
		return readSettings(process.env, process.cwd());
	} catch (error) {
		if (!(error instanceof ZodError)) throw error;
		const issue = error.issues[0];
		return endWith({
			code: 'usage',
			message: `${issue?.path.join('.')}: ${issue?.message}; see docs/operate.md`,
		});
	}
}

function endWith(error: Failure): never {
	process.stderr.write(`aftertrace: ${error.message}\n`);
	if (error.internal !== undefined && process.env.AFTERTRACE_DEBUG === '1') {
		process.stderr.write(`${error.internal}\n`);
	}
	process.exit(failureFaces[error.code].exit);
}
