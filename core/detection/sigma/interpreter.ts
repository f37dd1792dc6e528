import { addressGroups } from './addresses.ts';
import { datePart } from './dates.ts';
import type { Expression, FieldSource, FieldValue, Matcher } from './expression.ts';
import type { Pattern } from './pattern.ts';
import { compileRegex } from './regex.ts';

/**
 * What an expression means, said as plainly as possible and without any index, order or cache. The
 * compiled predicates are held to it by a property test; nothing else uses it.
 */
export function interpret(expression: Expression, source: FieldSource): boolean {
	if (expression.op === 'not') return !interpret(expression.of, source);
	if (expression.op !== 'test')
		return expression.op === 'and'
			? expression.of.every((each) => interpret(each, source))
			: expression.of.some((each) => interpret(each, source));
	const values = expression.field === null ? source.texts() : source.values(expression.field);
	return holds(values, expression.matcher, source);
}

function holds(
	values: readonly FieldValue[] | undefined,
	matcher: Matcher,
	source: FieldSource,
): boolean {
	if (matcher.type === 'exists') return (values !== undefined) === matcher.expected;
	if (matcher.type === 'null')
		return values === undefined || values.length === 0 || values.some((value) => value === null);
	return (values ?? []).some(
		(value) => value !== null && valueHolds(String(value), matcher, source),
	);
}

function valueHolds(
	text: string,
	matcher: Exclude<Matcher, { type: 'null' | 'exists' }>,
	source: FieldSource,
): boolean {
	const fold = (each: string, cased: boolean): string => (cased ? each : each.toLowerCase());
	switch (matcher.type) {
		case 'text':
			return globHolds([...matcher.pattern], fold(text, matcher.cased), matcher.cased);
		case 'compare': {
			if (text.trim() === '') return false;
			const number = Number(text);
			return {
				lt: number < matcher.value,
				lte: number <= matcher.value,
				gt: number > matcher.value,
				gte: number >= matcher.value,
			}[matcher.operator];
		}
		case 'regex':
			return compileRegex(matcher.source, matcher.flags)(text);
		case 'cidr':
			return rangeHolds(text, matcher.range);
		case 'time':
			return datePart(text, matcher.part) === matcher.value;
		case 'field':
			return (source.values(matcher.other) ?? []).some((other) => {
				if (other === null) return false;
				const left = fold(text, matcher.cased);
				const right = fold(String(other), matcher.cased);
				return {
					equals: left === right,
					startswith: left.startsWith(right),
					endswith: left.endsWith(right),
					contains: left.includes(right),
				}[matcher.how];
			});
		default:
			return matcher satisfies never;
	}
}

function globHolds(pattern: Pattern, text: string, cased: boolean): boolean {
	const [piece, ...rest] = pattern;
	if (piece === undefined) return text === '';
	if (piece === 'one') return text !== '' && globHolds(rest, text.slice(1), cased);
	if (piece === 'many') {
		for (let skip = 0; skip <= text.length; skip++)
			if (globHolds(rest, text.slice(skip), cased)) return true;
		return false;
	}
	const wanted = cased ? piece.text : piece.text.toLowerCase();
	return text.startsWith(wanted) && globHolds(rest, text.slice(wanted.length), cased);
}

function rangeHolds(
	text: string,
	range: { readonly groups: readonly number[]; readonly bits: number },
): boolean {
	const bits = (groups: readonly number[]): string =>
		groups.map((group) => group.toString(2).padStart(16, '0')).join('');
	const groups = addressGroups(text.trim());
	return (
		groups !== null &&
		groups.length === range.groups.length &&
		bits(groups).slice(0, range.bits) === bits(range.groups).slice(0, range.bits)
	);
}
