import { fail, ok, type Result } from '../../result.ts';
import type { Expression } from './expression.ts';

/** Most nested brackets that are read: conditions come from outside. */
const depthMax = 64;

/**
 * Reads a condition: `and`, `or`, `not`, brackets, `1 of x*`, `all of x*`, `1 of them`,
 * `all of them`; `or` binds least, then `and`, then `not` (Sigma rules specification, Condition).
 */
export function parseCondition(
	text: string,
	identifiers: ReadonlyMap<string, Expression>,
): Result<Expression, string> {
	if (text.includes('|'))
		return fail(
			'the condition aggregates with “|”, which the specification replaced by correlation rules',
		);
	const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
	if (tokens.length === 0) return fail('the condition is empty');
	const parser = new ConditionParser(tokens, identifiers);
	try {
		return ok(parser.parse());
	} catch (error) {
		if (error instanceof ConditionError) return fail(error.message);
		throw error;
	}
}

class ConditionError extends Error {}

class ConditionParser {
	private at = 0;
	private depth = 0;

	constructor(
		private readonly tokens: readonly string[],
		private readonly identifiers: ReadonlyMap<string, Expression>,
	) {}

	parse(): Expression {
		const expression = this.or();
		const left = this.tokens[this.at];
		if (left !== undefined) throw new ConditionError(`“${left}” is not expected in the condition`);
		return expression;
	}

	private or(): Expression {
		const of = [this.and()];
		while (this.take('or')) of.push(this.and());
		return of.length === 1 ? (of[0] as Expression) : { op: 'or', of };
	}

	private and(): Expression {
		const of = [this.not()];
		while (this.take('and')) of.push(this.not());
		return of.length === 1 ? (of[0] as Expression) : { op: 'and', of };
	}

	private not(): Expression {
		let negated = false;
		while (this.take('not')) negated = !negated;
		const expression = this.primary();
		return negated ? { op: 'not', of: expression } : expression;
	}

	private primary(): Expression {
		const token = this.tokens[this.at++];
		if (token === undefined) throw new ConditionError('the condition ends too early');
		if (token === '(') {
			if (++this.depth > depthMax) throw new ConditionError('the condition nests too deep');
			const inner = this.or();
			if (!this.take(')')) throw new ConditionError('a bracket in the condition is not closed');
			this.depth--;
			return inner;
		}
		if (this.tokens[this.at]?.toLowerCase() === 'of') {
			const quantifier = token.toLowerCase();
			this.at++;
			if (quantifier !== '1' && quantifier !== 'any' && quantifier !== 'all')
				throw new ConditionError(`“${token} of” is not in the specification`);
			return this.several(quantifier === 'all');
		}
		const found = this.identifiers.get(token);
		if (found === undefined)
			throw new ConditionError(`the condition names “${token}”, which the detection does not hold`);
		return found;
	}

	private several(isAll: boolean): Expression {
		const pattern = this.tokens[this.at++];
		if (pattern === undefined) throw new ConditionError('the condition ends after “of”');
		const isThem = pattern.toLowerCase() === 'them';
		const of: Expression[] = [];
		for (const [name, expression] of this.identifiers) {
			if (isThem ? !name.startsWith('_') : matchesName(name, pattern)) of.push(expression);
		}
		if (of.length === 0)
			throw new ConditionError(`nothing in the detection is named like “${pattern}”`);
		return of.length === 1 ? (of[0] as Expression) : { op: isAll ? 'and' : 'or', of };
	}

	private take(word: string): boolean {
		if (this.tokens[this.at]?.toLowerCase() !== word) return false;
		this.at++;
		return true;
	}
}

function matchesName(name: string, pattern: string): boolean {
	const parts = pattern.split('*');
	const [first = ''] = parts;
	if (parts.length === 1) return name === first;
	if (!name.startsWith(first)) return false;
	let at = first.length;
	for (const part of parts.slice(1, -1)) {
		const found = name.indexOf(part, at);
		if (found === -1) return false;
		at = found + part.length;
	}
	const last = parts.at(-1) ?? '';
	return name.length - last.length >= at && name.endsWith(last);
}
