import { promises as fs } from 'node:fs';
import path from 'node:path';
import { loadRules } from '@/core/detection/sigma/load.ts';
import { type Pipeline, readPipelines } from '@/core/detection/sigma/pipeline.ts';
import type { LoadedRules } from '@/core/detection/sigma/rule.ts';
import type { RuleFile } from '@/core/detection/sigma/rule-text.ts';
import { fail, ok, type Result } from '@/core/result.ts';
import { readRuleFolder } from '@/server/rules/rule-folder.ts';
import { installationHome } from './home.ts';

/** The rules that come with Aftertrace. */
export const shippedRules = path.join(installationHome, 'rules');

/** The rules under the folders, or those that are shipped where none is named. */
export async function readRules(
	folders: readonly string[],
	cwd: string,
	pipelines: readonly string[] = [],
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
	const read = await readPipelineFiles(pipelines, cwd);
	return read.ok ? ok(loadRules(files, read.value)) : read;
}

/** Processing pipelines. One that cannot be used is a failure: rules would find half without it. */
async function readPipelineFiles(
	paths: readonly string[],
	cwd: string,
): Promise<Result<readonly Pipeline[], string>> {
	const files: RuleFile[] = [];
	for (const file of paths) {
		try {
			files.push({ path: file, text: await fs.readFile(path.resolve(cwd, file), 'utf8') });
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			return fail(`the pipeline ${file} could not be read: ${why}`);
		}
	}
	const { pipelines, problems } = readPipelines(files);
	const [first] = problems;
	if (first === undefined) return ok(pipelines);
	const place = first.place === null ? '' : `:${first.place.line}:${first.place.column}`;
	return fail(`${first.path}${place}: ${first.reason}`);
}
