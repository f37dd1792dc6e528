type Node = Readonly<Record<string, unknown>>;

/** Columns that are never null and, as numbers, never below one: rows without them do not exist. */
const KEY_COLUMN = /^(id|_id|uuid|guid|pk|rowid|oid|ctid)$/i;

/**
 * Whether a WHERE holds for every row that there is: none at all, `true`, `1 = 1`, `id = id`,
 * `id IS NOT NULL`, `x IS NULL OR x IS NOT NULL`, `name LIKE '%'`, `id IN (SELECT id FROM the_same)`.
 * `table` is what is deleted from. In doubt it does not hold.
 */
export function selectsAll(where: unknown, table: string): boolean {
	return where === undefined || where === null || holds(where, table, 0);
}

function holds(condition: unknown, table: string, depth: number): boolean {
	if (depth > 20 || condition === null || typeof condition !== 'object') return false;
	const [type = '', value] = Object.entries(condition)[0] ?? [];
	const node = (value ?? {}) as Node;
	const each = (): readonly unknown[] => (Array.isArray(node.args) ? node.args : []);
	switch (type) {
		case 'A_Const':
			return isTrue(node);
		case 'BoolExpr':
			if (node.boolop === 'AND_EXPR') return each().every((arg) => holds(arg, table, depth + 1));
			if (node.boolop === 'OR_EXPR')
				return each().some((arg) => holds(arg, table, depth + 1)) || coversBoth(each());
			return isNever(each()[0]);
		case 'NullTest':
			return node.nulltesttype === 'IS_NOT_NULL' && KEY_COLUMN.test(columnOf(node.arg) ?? '');
		case 'A_Expr':
			return comparisonHolds(node);
		case 'SubLink':
			return subqueryHolds(node, table);
		default:
			return false;
	}
}

function isTrue(constant: Node): boolean {
	const { boolval, ival } = constant as { boolval?: Node; ival?: Node };
	return boolval?.boolval === true || (typeof ival?.ival === 'number' && ival.ival !== 0);
}

/** `NOT false`, `NOT 1 = 0`. */
function isNever(condition: unknown): boolean {
	const text = bare(condition);
	if (text === '{"A_Const":{"boolval":{}}}' || text === '{"A_Const":{"ival":{}}}') return true;
	const node = (condition as { A_Expr?: Node } | undefined)?.A_Expr;
	const [left, right] = [numberOf(node?.lexpr), numberOf(node?.rexpr)];
	return operatorOf(node ?? {}) === '=' && left !== null && right !== null && left !== right;
}

/** `x IS NULL OR x IS NOT NULL`. */
function coversBoth(args: readonly unknown[]): boolean {
	const tests = args
		.map((arg) => (arg as { NullTest?: Node }).NullTest)
		.filter((test) => test !== undefined);
	return tests.some((test) =>
		tests.some(
			(other) =>
				test.nulltesttype === 'IS_NULL' &&
				other.nulltesttype === 'IS_NOT_NULL' &&
				bare(test.arg) === bare(other.arg),
		),
	);
}

function comparisonHolds(node: Node): boolean {
	const operator = operatorOf(node);
	const text = stringOf(node.rexpr);
	if (/^(~~\*?)$/.test(operator)) return text !== null && /^%+$/.test(text);
	if (/^(=|>=|<=)$/.test(operator) && bare(node.lexpr) === bare(node.rexpr)) return true;
	const right = numberOf(node.rexpr);
	if (right === null) return false;
	const left = numberOf(node.lexpr);
	if (left !== null) return compared(operator, left, right);
	// `id > 0`: numbered from one.
	return (
		KEY_COLUMN.test(columnOf(node.lexpr) ?? '') &&
		((/^(>|<>|!=)$/.test(operator) && right <= 0) || (operator === '>=' && right <= 1))
	);
}

const compared = (operator: string, left: number, right: number): boolean =>
	operator === '='
		? left === right
		: operator === '<>' || operator === '!='
			? left !== right
			: operator === '<'
				? left < right
				: operator === '>'
					? left > right
					: false;

/** `EXISTS (SELECT 1)`, `id IN (SELECT id FROM the_same)`. */
function subqueryHolds(node: Node, table: string): boolean {
	const select = (node.subselect as { SelectStmt?: Node } | undefined)?.SelectStmt;
	if (select === undefined || select.whereClause !== undefined || select.limitCount !== undefined)
		return false;
	const from = Array.isArray(select.fromClause) ? select.fromClause : [];
	if (node.subLinkType === 'EXISTS_SUBLINK') return from.length === 0;
	const of = (from[0] as { RangeVar?: Node } | undefined)?.RangeVar?.relname;
	return (
		node.subLinkType === 'ANY_SUBLINK' &&
		from.length === 1 &&
		typeof of === 'string' &&
		of === table.slice(table.lastIndexOf('.') + 1)
	);
}

/** A node without the places in the text at which it stood. */
const bare = (node: unknown): string =>
	JSON.stringify(node ?? null, (key, value) => (key === 'location' ? undefined : value));

const operatorOf = (node: Node): string =>
	Array.isArray(node.name)
		? String((node.name.at(-1) as { String?: { sval?: string } })?.String?.sval ?? '')
		: '';

const constantOf = (node: unknown): Node | undefined =>
	(node as { A_Const?: Node } | undefined)?.A_Const;

function numberOf(node: unknown): number | null {
	const constant = constantOf(node) as { ival?: { ival?: number } } | undefined;
	// The parser leaves a zero out.
	return constant?.ival === undefined ? null : (constant.ival.ival ?? 0);
}

const stringOf = (node: unknown): string | null =>
	(constantOf(node) as { sval?: { sval?: string } } | undefined)?.sval?.sval ?? null;

function columnOf(node: unknown): string | null {
	const fields = (node as { ColumnRef?: { fields?: readonly unknown[] } } | undefined)?.ColumnRef
		?.fields;
	return (fields?.at(-1) as { String?: { sval?: string } } | undefined)?.String?.sval ?? null;
}
