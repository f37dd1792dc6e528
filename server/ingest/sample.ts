import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ok, type Result } from '@/core/result.ts';
import type { Installation } from '@/server/installation/installation.ts';
import { ensureWorkspace, sampleWorkspaceName } from '@/server/records/workspaces.ts';
import { systemActor } from './interrupted.ts';
import { runImport } from './run-import.ts';

const sampleFolders = ['pocketos', 'quiet-day'] as const;

/**
 * Loads the shipped samples into the workspace called Sample, each once. Answers in words what it
 * loaded; null: nothing was left to load.
 */
export async function loadSample(at: Installation): Promise<Result<string | null>> {
	const actor = systemActor(await ensureWorkspace(at, sampleWorkspaceName, true));
	const told: string[] = [];
	for (const name of sampleFolders) {
		const folder = join(at.settings.home, 'samples', name);
		if (!existsSync(folder)) continue;
		const done = await runImport(actor, [relative(process.cwd(), folder)], {
			name: `samples/${name}`,
			idempotencyKey: `sample-${name}`,
		});
		if (!done.ok) return done;
		const found = await done.value.reconstructed;
		if (!found.ok) return found;
		const { stored } = done.value;
		if (stored === null) continue;
		told.push(
			`${name}: ${stored.counts.events} events, ${plural(found.value.incidents, 'incident')}`,
		);
	}
	return ok(told.length === 0 ? null : `sample loaded (${told.join('; ')})`);
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
