import { ownFields, ownStructures } from '../event-fields.ts';
import { isMapped } from '../log-sources.ts';
import type { RuleCheck, RuleDiagnostic } from '../rule-views.ts';
import type { Expression } from './expression.ts';
import { loadRules } from './load.ts';
import type { Pipeline } from './pipeline.ts';
import type { FilterRule, RuleProblem, SigmaRule } from './rule.ts';
import type { RuleFile } from './rule-text.ts';

/** What a text is checked against. */
export interface RuleSurroundings {
	/** All files of the workspace; the one that is checked may be among them, as it was. */
	readonly files: readonly RuleFile[];
	/** Ids that the file must keep: it is a copy of a shipped one. */
	readonly keepsIds: readonly string[];
	readonly pipelines: readonly Pipeline[];
}

const idShape = /^[\w.-]{1,100}$/;
/** Words that stand in the place of an id in addresses. */
const reservedIds: readonly string[] = ['check', 'hits', 'hunts', 'new', 'pipelines'];

/**
 * Loads a rule file among the others, as it would be once saved, and says what is wrong with it and
 * with those that build on it: with their places, by the engine that runs them. Errors keep it from
 * being saved, warnings do not.
 */
export function checkRuleFile(file: RuleFile, around: RuleSurroundings): CheckedRules {
	const others = around.files.filter(({ path }) => path !== file.path);
	const before = loadRules(around.files, around.pipelines);
	const {
		rules: all,
		filters: allFilters,
		problems,
	} = loadRules([...others, file], around.pipelines);
	const rules = all.filter(({ path }) => path === file.path);
	const filters = allFilters.filter(({ path }) => path === file.path);
	const known = new Set(before.problems.map(keyOf));
	const diagnostics: RuleDiagnostic[] = problems.flatMap((problem) =>
		problem.path === file.path
			? [{ ...placed(problem), severity: 'error' as const, message: problem.reason }]
			: known.has(keyOf(problem))
				? []
				: [
						error(
							null,
							`“${problem.rule ?? problem.path}” would not load any more: ${problem.reason}`,
						),
					],
	);
	if (problems.every(({ path }) => path !== file.path)) {
		if (rules.length + filters.length === 0)
			diagnostics.push(error(null, 'the file holds no rule'));
		for (const rule of [...rules, ...filters]) diagnostics.push(...idProblems(rule));
		for (const id of around.keepsIds)
			if (!rules.some((rule) => rule.id === id))
				diagnostics.push(
					error(
						null,
						`the copy of a shipped rule keeps its id ${id}; make a rule of your own for another`,
					),
				);
	}
	for (const rule of rules) diagnostics.push(...warningsOf(rule, file.text));
	for (const filter of filters) diagnostics.push(...unconcerned(filter, all, file.text));
	return { rules: [...rules, ...filters], diagnostics };
}

export interface CheckedRules {
	readonly rules: readonly (SigmaRule | FilterRule)[];
	readonly diagnostics: RuleCheck['diagnostics'];
}

const keyOf = ({ path, rule, reason }: RuleProblem): string => `${path}\0${rule}\0${reason}`;

const placed = ({ place, rule }: RuleProblem) => ({
	line: place?.line ?? null,
	column: place?.column ?? null,
	rule,
});

const error = (rule: string | null, message: string): RuleDiagnostic => ({
	severity: 'error',
	line: null,
	column: null,
	rule,
	message,
});

/** A filter may name a rule that comes later; that it suppresses nothing now is worth a word. */
function unconcerned(
	{ concerns, title }: FilterRule,
	rules: readonly SigmaRule[],
	text: string,
): RuleDiagnostic[] {
	if (concerns === 'any') return [];
	const known = new Set(rules.flatMap(({ id, name }) => (name === null ? [id] : [id, name])));
	return concerns
		.filter((name) => !known.has(name))
		.map((name) => ({
			severity: 'warning' as const,
			...placeOfKey(text, 'rules'),
			rule: title,
			message: `there is no rule “${name}” that it could filter`,
		}));
}

function idProblems(rule: SigmaRule | FilterRule): RuleDiagnostic[] {
	if (rule.id === rule.path || rule.id.startsWith(`${rule.path}#`))
		return [error(rule.title, 'give the rule an id (a UUID): what it finds is kept under it')];
	return idShape.test(rule.id) && !reservedIds.includes(rule.id)
		? []
		: [
				error(
					rule.title,
					'an id is at most 100 letters, digits, dots, dashes and underscores, and none of ' +
						reservedIds.join(', '),
				),
			];
}

function warningsOf(rule: SigmaRule, text: string): RuleDiagnostic[] {
	if (rule.kind === 'correlation') return [];
	const warning = (name: string, message: string): RuleDiagnostic => ({
		severity: 'warning',
		...placeOfKey(text, name),
		rule: rule.title,
		message,
	});
	const { product, service, category } = rule.logSource;
	if (!isMapped(rule.logSource)) {
		const source = [product, service, category].filter((part) => part !== null).join('/');
		return [warning('logsource', `no log that is read here is ${source || 'without a source'}`)];
	}
	if (product !== 'aftertrace') return [];
	return [...fieldsOf(rule.expression)]
		.filter((field) => !isOwnField(field))
		.map((field) =>
			warning(field, `there is no field ${field}; see the fields of Aftertrace’s own`),
		);
}

const isOwnField = (field: string): boolean =>
	Object.hasOwn(ownFields, field) || Object.hasOwn(ownStructures, field.split('.')[0] ?? '');

function fieldsOf(expression: Expression, found = new Set<string>()): Set<string> {
	switch (expression.op) {
		case 'test':
			if (expression.field !== null) found.add(expression.field);
			if (expression.matcher.type === 'field') found.add(expression.matcher.other);
			return found;
		case 'not':
			return fieldsOf(expression.of, found);
		case 'and':
		case 'or':
			for (const each of expression.of) fieldsOf(each, found);
			return found;
		default:
			return expression satisfies never;
	}
}

/** The first line that holds the key. */
function placeOfKey(text: string, key: string): { line: number | null; column: number | null } {
	const lines = text.split('\n');
	for (const [index, line] of lines.entries()) {
		const match = /^(\s*(?:- )?)["']?([\w.-]+)["']?\s*(?:\||:|["'])/.exec(line);
		if (match !== null && match[2] === key)
			return { line: index + 1, column: (match[1] ?? '').length + 1 };
	}
	return { line: null, column: null };
}
