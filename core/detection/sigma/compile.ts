import { inRange } from './addresses.ts';
import { datePart } from './dates.ts';
import type { Cell, EventView, Slots } from './event-view.ts';
import type { Comparison, Expression, Matcher } from './expression.ts';
import { compileRegex } from './regex.ts';
import { textMatcher } from './text-match.ts';

export type Predicate = (view: EventView) => boolean;

/** Compiles an expression once; the predicate reads each field at most once an event. */
export function compileExpression(expression: Expression, slots: Slots): Predicate {
	switch (expression.op) {
		case 'not': {
			const inner = compileExpression(expression.of, slots);
			return (view) => !inner(view);
		}
		case 'and':
			return every(inOrderOfCost(expression.of).map((each) => compileExpression(each, slots)));
		case 'or':
			return some(inOrderOfCost(expression.of).map((each) => compileExpression(each, slots)));
		case 'test':
			return compileTest(slots.slotOf(expression.field), expression.matcher, slots);
		default:
			return expression satisfies never;
	}
}

function every(predicates: readonly Predicate[]): Predicate {
	return (view) => {
		for (const predicate of predicates) if (!predicate(view)) return false;
		return true;
	};
}

function some(predicates: readonly Predicate[]): Predicate {
	return (view) => {
		for (const predicate of predicates) if (predicate(view)) return true;
		return false;
	};
}

/** Regular expressions and keywords last: most events are decided before. */
const inOrderOfCost = (expressions: readonly Expression[]): Expression[] =>
	[...expressions].sort((a, b) => costOf(a) - costOf(b));

function costOf(expression: Expression): number {
	if (expression.op === 'not') return costOf(expression.of);
	if (expression.op !== 'test') return Math.max(0, ...expression.of.map(costOf));
	if (expression.matcher.type === 'regex') return 3;
	return expression.field === null ? 2 : expression.matcher.type === 'text' ? 0 : 1;
}

function compileTest(slot: number, matcher: Matcher, slots: Slots): Predicate {
	switch (matcher.type) {
		case 'text': {
			const test = textMatcher(matcher.pattern, matcher.cased);
			return matcher.cased
				? anyText(slot, (cell) => cell.texts, test)
				: anyText(slot, (cell) => cell.folded, test);
		}
		case 'null':
			return (view) => {
				const cell = view.cell(slot);
				return cell === null || cell.values.length === 0 || cell.values.includes(null);
			};
		case 'exists':
			return (view) => (view.cell(slot) !== null) === matcher.expected;
		case 'compare':
			return anyText(
				slot,
				(cell) => cell.texts,
				(text) => text.trim() !== '' && compare(Number(text), matcher.operator, matcher.value),
			);
		case 'regex':
			return anyText(slot, (cell) => cell.texts, compileRegex(matcher.source, matcher.flags));
		case 'cidr':
			return anyText(
				slot,
				(cell) => cell.texts,
				(text) => inRange(text, matcher.range),
			);
		case 'time':
			return anyText(
				slot,
				(cell) => cell.texts,
				(text) => datePart(text, matcher.part) === matcher.value,
			);
		case 'field':
			return compileFieldTest(slot, slots.slotOf(matcher.other), matcher);
		default:
			return matcher satisfies never;
	}
}

function anyText(
	slot: number,
	of: (cell: Cell) => readonly string[],
	test: (text: string) => boolean,
): Predicate {
	return (view) => {
		const cell = view.cell(slot);
		if (cell === null) return false;
		for (const text of of(cell)) if (test(text)) return true;
		return false;
	};
}

/** Compares two numbers; anything that is no number compares false. */
export function compare(left: number, operator: Comparison, right: number): boolean {
	switch (operator) {
		case 'lt':
			return left < right;
		case 'lte':
			return left <= right;
		case 'gt':
			return left > right;
		case 'gte':
			return left >= right;
		default:
			return operator satisfies never;
	}
}

function compileFieldTest(
	slot: number,
	other: number,
	matcher: Matcher & { readonly type: 'field' },
): Predicate {
	const { how, cased } = matcher;
	return (view) => {
		const left = view.cell(slot);
		const right = view.cell(other);
		if (left === null || right === null) return false;
		const wanted = cased ? right.texts : right.folded;
		return (cased ? left.texts : left.folded).some((text) =>
			wanted.some((value) => standsIn(text, how, value)),
		);
	};
}

function standsIn(text: string, how: (Matcher & { type: 'field' })['how'], value: string): boolean {
	switch (how) {
		case 'equals':
			return text === value;
		case 'startswith':
			return text.startsWith(value);
		case 'endswith':
			return text.endsWith(value);
		case 'contains':
			return text.includes(value);
		default:
			return how satisfies never;
	}
}
