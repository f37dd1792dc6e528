import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Actor } from '@/core/access/permissions.ts';
import { ok, type Result } from '@/core/result.ts';
import { generateInventory } from '@/samples/inventory/generate.ts';
import { importCredentials } from '@/server/credentials/import.ts';
import type { Installation } from '@/server/installation/installation.ts';
import { ensureWorkspace, sampleWorkspaceName } from '@/server/records/workspaces.ts';
import { closeImport, openImport } from './imports.ts';
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
	const inventory = await loadSampleInventory(actor);
	if (!inventory.ok) return inventory;
	if (inventory.value > 0) told.push(`inventory: ${inventory.value} credentials`);
	return ok(told.length === 0 ? null : `sample loaded (${told.join('; ')})`);
}

/** The made-up inventory, once; answers how many credentials it brought. */
async function loadSampleInventory(actor: Actor): Promise<Result<number>> {
	const ticket = await openImport(actor, 'samples/inventory', 'sample-inventory');
	if (!ticket.ok) return ticket;
	if (ticket.value.repeated) return ok(0);
	const files = Object.entries(generateInventory(Date.now())).map(([name, text]) => ({
		path: `samples/inventory/${name}`,
		text,
	}));
	const done = await importCredentials(actor, files, false);
	await closeImport(actor, ticket.value.id, done.ok ? null : done.error.message);
	return done.ok ? ok(done.value.added) : done;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
