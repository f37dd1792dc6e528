import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { PipelineView, RuleCheck } from '@/core/detection/rule-views.ts';
import { readPipelines } from '@/core/detection/sigma/pipeline.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { changeRules, notAllowed } from './change.ts';
import { type BookFile, pipelineFolder, type RuleBook, ruleBookOf } from './rule-book.ts';
import { ruleText } from './texts.ts';

const pipelinesMax = 50;

const name = z
	.string()
	.regex(/^[\w.-]{1,60}$/, 'a name is at most 60 letters, digits, dots, dashes and underscores');

export const pipelineChangeSchema = z
	.object({
		name,
		text: ruleText,
		/** `savedAt` of the text that was edited; null: there is none of that name yet. */
		basis: z.string().max(40).nullable(),
	})
	.strict();

export const pipelineCheckSchema = z.object({ text: ruleText }).strict();

const pathOf = (wanted: string): string => `${pipelineFolder}${wanted}.yml`;

const viewOf = ({ path, text, saved }: BookFile): PipelineView => ({
	name: path.slice(pipelineFolder.length, -'.yml'.length),
	text,
	savedAt: saved?.at.toISOString() ?? '',
	savedBy: saved?.by ?? '',
});

/** The workspace's processing pipelines: field names, log sources and values of placeholders. */
export async function listPipelines(actor: Actor): Promise<Result<PipelineView[]>> {
	if (!may(actor, 'rules.read')) return ok([]);
	return ok((await ruleBookOf(actor)).pipelineFiles.map(viewOf));
}

/** What is wrong with a pipeline. Nothing is stored. */
export async function checkPipeline(actor: Actor, text: string): Promise<Result<RuleCheck>> {
	if (!may(actor, 'rules.read')) return fail<Failure>(notAllowed);
	return ok({ diagnostics: diagnosticsOf(text), rules: [] });
}

const diagnosticsOf = (text: string): RuleCheck['diagnostics'] =>
	readPipelines([{ path: 'pipeline.yml', text }]).problems.map(({ place, reason }) => ({
		severity: 'error' as const,
		line: place?.line ?? null,
		column: place?.column ?? null,
		rule: null,
		message: reason,
	}));

/** Saves a pipeline. All rules are loaded anew through it. */
export async function savePipeline(
	actor: Actor,
	{ name: wanted, text, basis }: z.infer<typeof pipelineChangeSchema>,
): Promise<Result<PipelineView>> {
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const [first] = diagnosticsOf(text);
	if (first !== undefined) {
		const place = first.line === null ? '' : `line ${first.line}, column ${first.column}: `;
		return fail<Failure>(failure('invalid-input', `${place}${first.message}`));
	}
	const path = pathOf(wanted);
	const { pipelineFiles } = await ruleBookOf(actor);
	const before = pipelineFiles.find((file) => file.path === path);
	if ((before?.saved?.at.toISOString() ?? null) !== basis)
		return fail<Failure>(
			failure('conflict', 'somebody saved another text meanwhile; take yours along and reload'),
		);
	if (before === undefined && pipelineFiles.length >= pipelinesMax)
		return fail<Failure>(
			failure('conflict', `there may be ${pipelinesMax} pipelines; delete one first`),
		);
	const { workspaceId } = actor;
	await changeRules(actor, (records) =>
		records.ruleText.upsert({
			where: { workspaceId_path: { workspaceId, path } },
			create: { workspaceId, path, text, updatedBy: actor.name },
			update: { text, updatedBy: actor.name },
		}),
	);
	await recordAudit(actor, 'pipeline.saved', wanted, null);
	return viewIn(await ruleBookOf(actor), path);
}

function viewIn({ pipelineFiles }: RuleBook, path: string): Result<PipelineView> {
	const file = pipelineFiles.find((each) => each.path === path);
	return file === undefined
		? fail<Failure>(failure('not-found', 'the pipeline is not there any more'))
		: ok(viewOf(file));
}

export async function deletePipeline(actor: Actor, wanted: string): Promise<Result<null>> {
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const path = pathOf(wanted);
	const { pipelineFiles } = await ruleBookOf(actor);
	if (!pipelineFiles.some((file) => file.path === path))
		return fail<Failure>(failure('not-found', `there is no pipeline ${wanted}`));
	await changeRules(actor, (records) =>
		records.ruleText.deleteMany({ where: { workspaceId: actor.workspaceId, path } }),
	);
	await recordAudit(actor, 'pipeline.deleted', wanted, null);
	return ok(null);
}
