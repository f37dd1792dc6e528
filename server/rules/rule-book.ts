import type { Actor } from '@/core/access/permissions.ts';
import type { RuleOrigin } from '@/core/detection/rule-views.ts';
import { type RunningRules, runningRules } from '@/core/detection/running-rules.ts';
import { loadRules } from '@/core/detection/sigma/load.ts';
import { type Pipeline, readPipelines } from '@/core/detection/sigma/pipeline.ts';
import type { LoadedRules } from '@/core/detection/sigma/rule.ts';
import type { RuleFile } from '@/core/detection/sigma/rule-text.ts';
import { installation } from '@/server/installation/installation.ts';
import { shippedFilesOf } from './rule-folder.ts';

/** A file of rules as it holds in a workspace. */
export interface BookFile extends RuleFile {
	readonly origin: RuleOrigin;
	/** Of a workspace's text: when it was last saved, and by whom. */
	readonly saved: { readonly at: Date; readonly by: string } | null;
}

/** The rules of a workspace: those that are shipped, its own, its copies, and what it switched off. */
export interface RuleBook {
	/** Grows with every change. */
	readonly revision: number;
	/** By path. */
	readonly files: ReadonlyMap<string, BookFile>;
	readonly pipelineFiles: readonly BookFile[];
	/** Every rule is loaded through them. */
	readonly pipelines: readonly Pipeline[];
	/** Those that are switched off too. */
	readonly loaded: LoadedRules;
	readonly off: ReadonlySet<string>;
	readonly running: RunningRules;
}

/** Name of the counter that grows with every change of a workspace's rules. */
export const revisionName = 'rules';
/** Where a workspace's pipelines stand among its texts. */
export const pipelineFolder = 'pipelines/';
/** Files of rules that a workspace may have of its own, copies included. */
export const ruleTextsMax = 1_000;
const switchesMax = 10_000;

const books = new Map<string, RuleBook>();
const booksMax = 50;

/**
 * The workspace's rules, for what runs them and for what lists them (which asks for the permission
 * itself). Read again when they were changed, here or by another process.
 */
export async function ruleBookOf({ workspaceId }: Pick<Actor, 'workspaceId'>): Promise<RuleBook> {
	const { database } = installation().records;
	const counter = await database.counter.findUnique({
		where: { workspaceId_name: { workspaceId, name: revisionName } },
	});
	const revision = counter?.value ?? 0;
	const known = books.get(workspaceId);
	if (known?.revision === revision) return known;
	const [shipped, texts, switches] = await Promise.all([
		shippedFilesOf(installation().settings.home),
		database.ruleText.findMany({
			where: { workspaceId },
			orderBy: { path: 'asc' },
			take: ruleTextsMax,
		}),
		database.ruleSwitch.findMany({
			where: { workspaceId },
			select: { ruleId: true },
			take: switchesMax,
		}),
	]);
	const files = new Map<string, BookFile>(
		shipped.map((file) => [file.path, { ...file, origin: 'shipped', saved: null }]),
	);
	const pipelineFiles: BookFile[] = [];
	for (const { path, text, updatedAt, updatedBy } of texts) {
		const saved = { at: updatedAt, by: updatedBy };
		if (path.startsWith(pipelineFolder)) pipelineFiles.push({ path, text, origin: 'own', saved });
		else files.set(path, { path, text, origin: files.has(path) ? 'edited' : 'own', saved });
	}
	const { pipelines, problems } = readPipelines(pipelineFiles);
	const read = loadRules([...files.values()], pipelines);
	const loaded = { ...read, problems: [...problems, ...read.problems] };
	const off = new Set(switches.map(({ ruleId }) => ruleId));
	const running = runningRules(loaded.rules, off);
	const book = { revision, files, pipelineFiles, pipelines, loaded, off, running };
	if (books.size >= booksMax) books.delete(books.keys().next().value ?? '');
	books.set(workspaceId, book);
	return book;
}

/** The rules that run over what comes into the workspace. */
export const rulesInForce = async (actor: Pick<Actor, 'workspaceId'>): Promise<RunningRules> =>
	(await ruleBookOf(actor)).running;
