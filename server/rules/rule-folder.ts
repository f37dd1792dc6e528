import { promises as fs } from 'node:fs';
import path from 'node:path';
import { loadRules, type RuleFile } from '@/core/detection/sigma/load.ts';
import type { LoadedRules, SigmaRule } from '@/core/detection/sigma/rule.ts';

/** Rule files under one folder, and folders that it may hold. */
const filesMax = 50_000;

/**
 * The YAML files under a folder (or one file), in order of path. A folder `tests` beside rules holds
 * their logs, not rules. Throws what the file system throws where the folder itself cannot be read.
 */
export async function readRuleFolder(folder: string): Promise<RuleFile[]> {
	const found: string[] = [];
	const visit = async (at: string): Promise<void> => {
		for (const entry of await fs.readdir(at, { withFileTypes: true })) {
			const full = path.join(at, entry.name);
			if (entry.isDirectory()) {
				if (entry.name !== 'tests' && !entry.name.startsWith('.')) await visit(full);
			} else if (/\.ya?ml$/i.test(entry.name) && found.length < filesMax) found.push(full);
		}
	};
	const stat = await fs.stat(folder);
	if (stat.isDirectory()) await visit(folder);
	else found.push(folder);
	found.sort();
	const files: RuleFile[] = [];
	for (let at = 0; at < found.length; at += 64)
		files.push(
			...(await Promise.all(
				found
					.slice(at, at + 64)
					.map(async (file) => ({ path: file, text: await fs.readFile(file, 'utf8') })),
			)),
		);
	return files;
}

let shipped: Promise<LoadedRules> | null = null;

/** The rules that come with the installation at `home`, and those that do not load; read once a process. */
export function loadedRulesOf(home: string): Promise<LoadedRules> {
	shipped ??= readRuleFolder(path.join(home, 'rules')).then(loadRules);
	return shipped;
}

/** The rules that come with the installation at `home`. */
export const shippedRulesOf = async (home: string): Promise<readonly SigmaRule[]> =>
	(await loadedRulesOf(home)).rules;
