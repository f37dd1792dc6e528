import { fail, ok, type Result } from '../../result.ts';
import { parseCondition } from './condition.ts';
import type { Expression } from './expression.ts';
import { detectionItem, type RuleValue } from './modifiers.ts';
import type { Placeholders } from './placeholders.ts';

/** Keys of a detection section that are no search identifiers. */
const RESERVED: readonly string[] = ['condition', 'timeframe', 'rules'];

/** A detection (or filter) section as one expression. */
export function detectionSection(
	section: Readonly<Record<string, unknown>>,
	placeholders: Placeholders,
): Result<Expression, string> {
	const identifiers = new Map<string, Expression>();
	for (const [name, content] of Object.entries(section)) {
		if (RESERVED.includes(name)) continue;
		const read = searchIdentifier(content, placeholders);
		if (!read.ok) return fail(`in ${name}: ${read.error}`);
		identifiers.set(name, read.value);
	}
	const conditions = Array.isArray(section.condition) ? section.condition : [section.condition];
	const of: Expression[] = [];
	for (const condition of conditions) {
		if (typeof condition !== 'string') return fail('the condition is no text');
		const parsed = parseCondition(condition, identifiers);
		if (!parsed.ok) return parsed;
		of.push(parsed.value);
	}
	return ok(of.length === 1 ? (of[0] as Expression) : { op: 'or', of });
}

/** A map is joined with and; a list of maps or of keywords with or. */
function searchIdentifier(
	content: unknown,
	placeholders: Placeholders,
): Result<Expression, string> {
	if (Array.isArray(content)) {
		if (content.length === 0) return fail('the list is empty');
		const of: Expression[] = [];
		for (const each of content) {
			const read =
				typeof each === 'object' && each !== null
					? searchIdentifier(each, placeholders)
					: detectionItem('', [each as RuleValue], placeholders);
			if (!read.ok) return read;
			of.push(read.value);
		}
		return ok(of.length === 1 ? (of[0] as Expression) : { op: 'or', of });
	}
	if (typeof content !== 'object' || content === null) {
		if (content === null || content === undefined) return fail('it holds nothing');
		return detectionItem('', [content as RuleValue], placeholders);
	}
	const of: Expression[] = [];
	for (const [key, value] of Object.entries(content)) {
		const values = Array.isArray(value) ? value : [value];
		if (values.some((each) => typeof each === 'object' && each !== null))
			return fail(`${key} holds a structure where values are expected`);
		if (values.length === 0) return fail(`${key} holds an empty list`);
		const item = detectionItem(key, values as RuleValue[], placeholders);
		if (!item.ok) return item;
		of.push(item.value);
	}
	if (of.length === 0) return fail('the map is empty');
	return ok(of.length === 1 ? (of[0] as Expression) : { op: 'and', of });
}
