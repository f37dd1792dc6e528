import type { Expression } from './expression.ts';

/** How a pipeline names the fields of a rule otherwise. Plain data: rules go from thread to thread. */
export type FieldMapping =
	/** Whole names; several stand for any of them. */
	| { readonly type: 'names'; readonly names: Readonly<Record<string, readonly string[]>> }
	/** Beginnings of names, by what they become. */
	| {
			readonly type: 'beginnings';
			readonly beginnings: Readonly<Record<string, readonly string[]>>;
	  }
	| { readonly type: 'around'; readonly before: string; readonly after: string };

/** A mapping, with the fields that it looks at; null: all. */
export interface LimitedMapping {
	readonly mapping: FieldMapping;
	readonly fields: { readonly include: boolean; readonly names: readonly string[] } | null;
}

/** The names of a field after a mapping; itself where the mapping does not concern it. */
export function mappedField(field: string, { mapping, fields }: LimitedMapping): readonly string[] {
	if (fields !== null && fields.names.includes(field) !== fields.include) return [field];
	switch (mapping.type) {
		case 'names':
			return Object.hasOwn(mapping.names, field) ? (mapping.names[field] ?? [field]) : [field];
		case 'beginnings': {
			const found = Object.entries(mapping.beginnings).find(([begin]) => field.startsWith(begin));
			return found === undefined
				? [field]
				: found[1].map((begin) => begin + field.slice(found[0].length));
		}
		case 'around':
			return [mapping.before + field + mapping.after];
		default:
			return mapping satisfies never;
	}
}

/** The names of a field after several mappings in their order. */
export const mappedThrough = (
	field: string,
	mappings: readonly LimitedMapping[],
): readonly string[] =>
	mappings.reduce<readonly string[]>(
		(names, mapping) => [...new Set(names.flatMap((name) => mappedField(name, mapping)))],
		[field],
	);

/** The expression with its fields named so; a field that got several names holds where one of them does. */
export function mapFields(
	expression: Expression,
	rename: (field: string) => readonly string[],
): Expression {
	switch (expression.op) {
		case 'not':
			return { op: 'not', of: mapFields(expression.of, rename) };
		case 'and':
		case 'or':
			return { op: expression.op, of: expression.of.map((each) => mapFields(each, rename)) };
		case 'test': {
			const { field, matcher } = expression;
			const names = field === null ? [null] : rename(field);
			const others = matcher.type === 'field' ? rename(matcher.other) : [''];
			const of: Expression[] = names.flatMap((name) =>
				others.map((other) => ({
					op: 'test' as const,
					field: name,
					matcher: matcher.type === 'field' ? { ...matcher, other } : matcher,
				})),
			);
			return of.length === 1 ? (of[0] as Expression) : { op: 'or', of };
		}
		default:
			return expression satisfies never;
	}
}
