import { fail, ok, type Result } from '../../result.ts';
import { parseCondition } from './condition.ts';
import type { Expression } from './expression.ts';
import { detectionItem, type RuleValue } from './modifiers.ts';
import type { Placeholders } from './placeholders.ts';

/** Why a section has no meaning, and at which of its keys. */
export interface SectionProblem {
	readonly path: readonly (string | number)[];
	readonly message: string;
}

/** Keys of a detection section that are no search identifiers. */
const RESERVED: readonly string[] = ['condition', 'timeframe', 'rules'];

/** A detection (or filter) section as one expression. */
export function detectionSection(
	section: Readonly<Record<string, unknown>>,
	placeholders: Placeholders,
): Result<Expression, SectionProblem> {
	const identifiers = new Map<string, Expression>();
	for (const [name, content] of Object.entries(section)) {
		if (RESERVED.includes(name)) continue;
		const read = searchIdentifier(content, placeholders);
		if (!read.ok)
			return fail({
				path: [name, ...read.error.path],
				message: `in ${name}: ${read.error.message}`,
			});
		identifiers.set(name, read.value);
	}
	const conditions = Array.isArray(section.condition) ? section.condition : [section.condition];
	const of: Expression[] = [];
	for (const condition of conditions) {
		const path = ['condition'];
		if (typeof condition !== 'string') return fail({ path, message: 'the condition is no text' });
		const parsed = parseCondition(condition, identifiers);
		if (!parsed.ok) return fail({ path, message: parsed.error });
		of.push(parsed.value);
	}
	return ok(of.length === 1 ? (of[0] as Expression) : { op: 'or', of });
}

/** A map is joined with and; a list of maps or of keywords with or. */
function searchIdentifier(
	content: unknown,
	placeholders: Placeholders,
): Result<Expression, SectionProblem> {
	const here = (message: string) => fail<SectionProblem>({ path: [], message });
	const keyword = (value: unknown, path: SectionProblem['path']) =>
		at(path, detectionItem('', [value as RuleValue], placeholders));
	if (Array.isArray(content)) {
		if (content.length === 0) return here('the list is empty');
		const of: Expression[] = [];
		for (const [index, each] of content.entries()) {
			if (typeof each === 'object' && each !== null) {
				const read = searchIdentifier(each, placeholders);
				if (!read.ok) return fail({ ...read.error, path: [index, ...read.error.path] });
				of.push(read.value);
			} else {
				const read = keyword(each, [index]);
				if (!read.ok) return read;
				of.push(read.value);
			}
		}
		return ok(of.length === 1 ? (of[0] as Expression) : { op: 'or', of });
	}
	if (typeof content !== 'object' || content === null) {
		if (content === null || content === undefined) return here('it holds nothing');
		return keyword(content, []);
	}
	const of: Expression[] = [];
	for (const [key, value] of Object.entries(content)) {
		const values = Array.isArray(value) ? value : [value];
		const path = [key];
		if (values.some((each) => typeof each === 'object' && each !== null))
			return fail({ path, message: `${key} holds a structure where values are expected` });
		if (values.length === 0) return fail({ path, message: `${key} holds an empty list` });
		const item = at(path, detectionItem(key, values as RuleValue[], placeholders));
		if (!item.ok) return item;
		of.push(item.value);
	}
	if (of.length === 0) return here('the map is empty');
	return ok(of.length === 1 ? (of[0] as Expression) : { op: 'and', of });
}

const at = (
	path: SectionProblem['path'],
	read: Result<Expression, string>,
): Result<Expression, SectionProblem> => (read.ok ? read : fail({ path, message: read.error }));
