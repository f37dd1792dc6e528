import { fail, ok, type Result } from '../../result.ts';
import { parseCidr } from './addresses.ts';
import { base64, base64Offsets, dashVariants, dashVariantsMax, utf16Bytes } from './encodings.ts';
import {
	type Comparison,
	type Expression,
	type Matcher,
	type TimePart,
	timeParts,
} from './expression.ts';
import {
	mapText,
	type Pattern,
	parsePattern,
	plainPattern,
	plainText,
	surrounded,
} from './pattern.ts';
import { expandPlaceholders, type Placeholders } from './placeholders.ts';
import { regexProblem } from './regex.ts';

/** A value of a detection item as YAML gives it. */
export type RuleValue = string | number | bigint | boolean | null;

const COMPARISONS: readonly string[] = ['lt', 'lte', 'gt', 'gte'] satisfies readonly Comparison[];
const isComparison = (name: string): name is Comparison => COMPARISONS.includes(name);
const isTimePart = (name: string): name is TimePart => timeParts.some((part) => part === name);
const REGEX_FLAGS: readonly string[] = ['i', 'm', 's'];
const PLACES = ['contains', 'startswith', 'endswith'] as const;
type Place = (typeof PLACES)[number];
const isPlace = (name: string): name is Place => PLACES.some((place) => place === name);

/** A value on its way through the modifiers of its item. */
interface Working {
	readonly pattern: Pattern;
	/** The text is bytes already: UTF-16 was asked for. */
	readonly isBytes: boolean;
}

/**
 * One detection item (`field|modifier|…: values`) as an expression. A reason where the
 * specification gives the item no meaning or leaves it to a pipeline that is not there.
 */
export function detectionItem(
	key: string,
	values: readonly RuleValue[],
	placeholders: Placeholders,
): Result<Expression, string> {
	const [name = '', ...modifiers] = key.split('|');
	const field = name === '' ? null : name;
	const known = modifiers.find((modifier) => !isModifier(modifier));
	if (known !== undefined) return fail(`there is no modifier “${known}” in the specification`);
	const isNegated = modifiers.includes('neq');
	const isAll = modifiers.includes('all');
	const rest = modifiers.filter((modifier) => modifier !== 'neq' && modifier !== 'all');
	const tests: Expression[] = [];
	for (const value of values) {
		const matchers = matchersOf(field, value, rest, placeholders);
		if (!matchers.ok) return fail(`${key}: ${matchers.error}`);
		const forms: Expression[] = matchers.value.map((matcher) => ({ op: 'test', field, matcher }));
		tests.push(forms.length === 1 ? (forms[0] as Expression) : { op: 'or', of: forms });
	}
	// An empty list names no value that could match.
	const joined: Expression =
		tests.length === 1 ? (tests[0] as Expression) : { op: isAll ? 'and' : 'or', of: tests };
	return ok(isNegated ? { op: 'not', of: joined } : joined);
}

/** Every modifier that is understood. */
export const modifierNames: readonly string[] = [
	...PLACES,
	...COMPARISONS,
	...REGEX_FLAGS,
	...timeParts,
	'all',
	'neq',
	're',
	'cidr',
	'base64',
	'base64offset',
	'wide',
	'utf16',
	'utf16le',
	'utf16be',
	'windash',
	'fieldref',
	'expand',
	'exists',
	'cased',
];
const isModifier = (name: string): boolean => modifierNames.includes(name);

function matchersOf(
	field: string | null,
	value: RuleValue,
	modifiers: readonly string[],
	placeholders: Placeholders,
): Result<Matcher[], string> {
	const has = (name: string): boolean => modifiers.includes(name);
	if (has('exists')) {
		if (typeof value !== 'boolean') return fail('exists takes true or false');
		return ok([{ type: 'exists', expected: value }]);
	}
	const comparison = modifiers.find(isComparison);
	const part = modifiers.find(isTimePart);
	if (comparison !== undefined || part !== undefined) {
		const number = typeof value === 'string' ? Number(value) : Number(value ?? Number.NaN);
		if (!Number.isFinite(number) || value === '' || value === null)
			return fail(`${comparison ?? part} takes a number`);
		return ok([
			comparison === undefined
				? { type: 'time', part: part as TimePart, value: number }
				: { type: 'compare', operator: comparison, value: number },
		]);
	}
	if (value === null) {
		if (field === null) return fail('null has no meaning as a keyword');
		return modifiers.length === 0 ? ok([{ type: 'null' }]) : fail('a modifier cannot change null');
	}
	const text = String(value);
	if (has('re')) return regexMatcher(text, modifiers);
	if (has('cidr')) {
		const range = parseCidr(text);
		return range === null
			? fail(`“${text}” is no network in CIDR notation`)
			: ok([{ type: 'cidr', range }]);
	}
	if (has('fieldref')) {
		if (field === null) return fail('fieldref needs a field to compare with');
		const how = modifiers.find(isPlace) ?? 'equals';
		return ok([{ type: 'field', other: text, how, cased: has('cased') }]);
	}
	if (modifiers.some((name) => REGEX_FLAGS.includes(name)))
		return fail('i, m and s are modifiers of re');
	return textMatchers(field, text, modifiers, placeholders);
}

function regexMatcher(source: string, modifiers: readonly string[]): Result<Matcher[], string> {
	const others = modifiers.filter((name) => name !== 're' && !REGEX_FLAGS.includes(name));
	if (others.length > 0) return fail(`${others[0]} cannot change a regular expression`);
	const flags = REGEX_FLAGS.filter((name) => modifiers.includes(name)).join('');
	const problem = regexProblem(source, flags);
	return problem === null ? ok([{ type: 'regex', source, flags }]) : fail(problem);
}

/** Applies the modifiers of text in the order in which they stand. */
function textMatchers(
	field: string | null,
	text: string,
	modifiers: readonly string[],
	placeholders: Placeholders,
): Result<Matcher[], string> {
	let working: Working[] = [{ pattern: parsePattern(text), isBytes: false }];
	if (modifiers.includes('expand')) {
		const expanded = expandPlaceholders(text, placeholders);
		if (!expanded.ok) return expanded;
		working = expanded.value.map((pattern) => ({ pattern, isBytes: false }));
	}
	for (const modifier of modifiers) {
		const next: Working[] = [];
		for (const each of working) {
			const changed = applyText(each, modifier);
			if (!changed.ok) return changed;
			next.push(...changed.value);
		}
		working = next;
	}
	const cased = modifiers.includes('cased');
	return ok(
		working.map(({ pattern }) => ({
			type: 'text',
			// A keyword is looked for anywhere in the message.
			pattern: field === null ? surrounded(pattern, true, true) : pattern,
			cased,
		})),
	);
}

function applyText(value: Working, modifier: string): Result<Working[], string> {
	const { pattern, isBytes } = value;
	const with_ = (changed: Pattern): Result<Working[], string> =>
		ok([{ pattern: changed, isBytes }]);
	switch (modifier) {
		case 'contains':
			return with_(surrounded(pattern, true, true));
		case 'startswith':
			return with_(surrounded(pattern, false, true));
		case 'endswith':
			return with_(surrounded(pattern, true, false));
		case 'windash': {
			const variants = dashVariants(pattern);
			return variants === null
				? fail(`windash would make more than ${dashVariantsMax} variants`)
				: ok(variants.map((variant) => ({ pattern: variant, isBytes })));
		}
		case 'base64':
		case 'base64offset': {
			const plain = plainText(pattern);
			if (plain === null) return fail(`${modifier} cannot encode wildcards`);
			const forms =
				modifier === 'base64' ? [base64(plain, isBytes)] : base64Offsets(plain, isBytes);
			return ok(forms.map((form) => ({ pattern: plainPattern(form), isBytes: false })));
		}
		case 'wide':
		case 'utf16':
		case 'utf16le':
		case 'utf16be': {
			if (plainText(pattern) === null) return fail(`${modifier} cannot encode wildcards`);
			const encode = (plain: string): string =>
				utf16Bytes(plain, modifier !== 'utf16be', modifier === 'utf16');
			return ok([{ pattern: mapText(pattern, encode), isBytes: true }]);
		}
		default:
			return with_(pattern); // `expand` and `cased` are handled around the loop
	}
}
