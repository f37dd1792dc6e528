import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRules } from '@/core/detection/sigma/load.ts';
import type { LoadedRules } from '@/core/detection/sigma/rule.ts';
import type { RuleFile } from '@/core/detection/sigma/rule-text.ts';
import { fail, ok, type Result } from '@/core/result.ts';
import { readRuleFolder } from '@/server/rules/rule-folder.ts';

/** The rules that come with Aftertrace. */
export const shippedRules = fileURLToPath(new URL('../rules', import.meta.url));

/** The rules under the folders, or those that are shipped where none is named. */
export async function readRules(
	folders: readonly string[],
	cwd: string,
): Promise<Result<LoadedRules, string>> {
	const files: RuleFile[] = [];
	for (const folder of folders.length === 0 ? [shippedRules] : folders) {
		try {
			files.push(...(await readRuleFolder(path.resolve(cwd, folder))));
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			return fail(`the rules in ${folder} could not be read: ${why}`);
		}
	}
	return ok(loadRules(files));
}
