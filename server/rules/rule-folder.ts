import { promises as fs } from 'node:fs';
import path from 'node:path';
import type { RuleFile } from '@/core/detection/sigma/rule-text.ts';

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

let shipped: Promise<readonly RuleFile[]> | null = null;

/** The files of the rules that come with the installation at `home`, by their path in `rules/`; read once a process. */
export function shippedFilesOf(home: string): Promise<readonly RuleFile[]> {
	const folder = path.join(home, 'rules');
	shipped ??= readRuleFolder(folder).then((files) =>
		files.map(({ path: file, text }) => ({
			path: path.relative(folder, file).replaceAll(path.sep, '/'),
			text,
		})),
	);
	return shipped;
}
