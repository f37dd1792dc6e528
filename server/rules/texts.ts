import { z } from 'zod';
import { type Actor, may } from '@/core/access/permissions.ts';
import type { RuleCheck, RuleDetail } from '@/core/detection/rule-views.ts';
import { type CheckedRules, checkRuleFile } from '@/core/detection/sigma/check-rules.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { installation } from '@/server/installation/installation.ts';
import { changeRules, notAllowed } from './change.ts';
import { getRule } from './detail.ts';
import { faceOf } from './list.ts';
import { type BookFile, type RuleBook, ruleBookOf, ruleTextsMax } from './rule-book.ts';
import { shippedFilesOf } from './rule-folder.ts';

/** Longest text that is saved, in characters. */
const textMax = 200_000;
export const ruleText = z.string().min(1).max(textMax);

export const ruleCheckRequestSchema = z
	.object({
		/** YAML; several documents are allowed. */
		text: ruleText,
		/** Id of the rule whose file it would replace; null: a new one. */
		rule: z.string().min(1).max(200).nullable().default(null),
	})
	.strict();

export const newRuleSchema = z.object({ text: ruleText }).strict();

export const ruleTextChangeSchema = z
	.object({
		text: ruleText,
		/** `savedAt` of the text that was edited; null: the shipped one. Another one meanwhile is a conflict. */
		basis: z.string().max(40).nullable(),
	})
	.strict();

/** What saving a text would say. Nothing is stored. */
export async function checkRuleText(
	actor: Actor,
	{ text, rule }: z.infer<typeof ruleCheckRequestSchema>,
): Promise<Result<RuleCheck>> {
	if (!may(actor, 'rules.read')) return fail<Failure>(notAllowed);
	const book = await ruleBookOf(actor);
	const file = rule === null ? null : fileOfRule(book, rule);
	if (rule !== null && file === null) return fail<Failure>(unknownRule(rule));
	const checked = await checkIn(book, file?.path ?? 'own/new.yml', text);
	return ok({
		diagnostics: checked.diagnostics,
		rules: checked.rules.map((each) => {
			const { id, title, level, kind, logSource } = faceOf(each, book);
			return { id, title, level, kind, logSource };
		}),
	});
}

const unknownRule = (id: string): Failure => failure('not-found', `there is no rule ${id}`);

export function fileOfRule({ loaded, files }: RuleBook, id: string): BookFile | null {
	const rule = [...loaded.rules, ...loaded.filters].find((each) => each.id === id);
	return rule === undefined ? null : (files.get(rule.path) ?? null);
}

/** Checks a text as it would stand under a path. */
export async function checkIn(book: RuleBook, path: string, text: string): Promise<CheckedRules> {
	const shipped = await shippedFilesOf(installation().settings.home);
	const isCopy = shipped.some((file) => file.path === path);
	return checkRuleFile(
		{ path, text },
		{
			files: [...book.files.values()],
			keepsIds: isCopy
				? [...book.loaded.rules, ...book.loaded.filters]
						.filter((rule) => rule.path === path)
						.map(({ id }) => id)
				: [],
			pipelines: book.pipelines,
		},
	);
}

/** Adds a rule (or several in one text) of the workspace's own. */
export async function addRule(actor: Actor, given: string): Promise<Result<RuleDetail>> {
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const book = await ruleBookOf(actor);
	const own = [...book.files.values()].filter(({ origin }) => origin !== 'shipped').length;
	if (own >= ruleTextsMax)
		return fail<Failure>(
			failure('conflict', `there may be ${ruleTextsMax} texts of its own; delete one`),
		);
	const checked = await checkIn(book, 'own/new.yml', given);
	const refused = refusalOf(checked);
	if (refused !== null) return fail(refused);
	const id = checked.rules.at(-1)?.id ?? '';
	const { workspaceId } = actor;
	const path = `own/${id}.yml`;
	if (book.files.has(path))
		return fail<Failure>(failure('conflict', `there is a file of rules ${path} already`));
	await changeRules(actor, (records) =>
		records.ruleText.create({ data: { workspaceId, path, text: given, updatedBy: actor.name } }),
	);
	await recordAudit(actor, 'rule.added', id, null);
	return getRule(actor, id);
}

/** Saves the text of a rule's file: of an own one, or a copy of a shipped one. */
export async function editRule(
	actor: Actor,
	id: string,
	{ text: given, basis }: z.infer<typeof ruleTextChangeSchema>,
): Promise<Result<RuleDetail>> {
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const book = await ruleBookOf(actor);
	const file = fileOfRule(book, id);
	if (file === null) return fail<Failure>(unknownRule(id));
	if ((file.saved?.at.toISOString() ?? null) !== basis)
		return fail<Failure>(
			failure('conflict', 'somebody saved another text meanwhile; take yours along and reload'),
		);
	const checked = await checkIn(book, file.path, given);
	const refused = refusalOf(checked);
	if (refused !== null) return fail(refused);
	const { workspaceId } = actor;
	const { path } = file;
	await changeRules(actor, (records) =>
		records.ruleText.upsert({
			where: { workspaceId_path: { workspaceId, path } },
			create: { workspaceId, path, text: given, updatedBy: actor.name },
			update: { text: given, updatedBy: actor.name },
		}),
	);
	await recordAudit(actor, 'rule.edited', id, null);
	const stays = checked.rules.some((rule) => rule.id === id);
	return getRule(actor, stays ? id : (checked.rules.at(-1)?.id ?? id));
}

/** Deletes an own rule's file with what its rules found, or puts the shipped text back in place of a copy. */
export async function removeRuleText(
	actor: Actor,
	id: string,
): Promise<Result<{ readonly restored: boolean }>> {
	if (!may(actor, 'rules.write')) return fail<Failure>(notAllowed);
	const book = await ruleBookOf(actor);
	const file = fileOfRule(book, id);
	if (file === null) return fail<Failure>(unknownRule(id));
	if (file.origin === 'shipped')
		return fail<Failure>(failure('conflict', 'a shipped rule stays; switch it off instead'));
	const broken = brokenWithout(book, file);
	if (file.origin === 'own' && broken !== null) return fail<Failure>(broken);
	const { workspaceId } = actor;
	const ids = book.loaded.rules.filter(({ path }) => path === file.path).map((rule) => rule.id);
	await changeRules(actor, async (records) => {
		await records.ruleText.delete({
			where: { workspaceId_path: { workspaceId, path: file.path } },
		});
		if (file.origin !== 'own') return;
		await records.ruleSwitch.deleteMany({ where: { workspaceId, ruleId: { in: ids } } });
		await records.ruleHit.deleteMany({ where: { workspaceId, ruleId: { in: ids } } });
	});
	const restored = file.origin === 'edited';
	await recordAudit(actor, restored ? 'rule.restored' : 'rule.deleted', id, null);
	return ok({ restored });
}

/** A correlation elsewhere builds on the file's rules. */
function brokenWithout({ loaded }: RuleBook, file: BookFile): Failure | null {
	const own = new Set(loaded.rules.filter(({ path }) => path === file.path).map(({ id }) => id));
	const user = loaded.rules.find(
		(rule) =>
			rule.path !== file.path &&
			rule.kind === 'correlation' &&
			rule.rules.some((id) => own.has(id)),
	);
	return user === undefined
		? null
		: failure('conflict', `“${user.title}” builds on it; change or delete that one first`);
}

/** The first error, as one line; null: it may be saved. */
export function refusalOf({ diagnostics }: CheckedRules): Failure | null {
	const first = diagnostics.find(({ severity }) => severity === 'error');
	if (first === undefined) return null;
	const place = first.line === null ? '' : `line ${first.line}, column ${first.column}: `;
	return failure('invalid-input', `${place}${first.message}`);
}
