import type { Pattern } from './pattern.ts';

/**
 * A rule's detection as data: what its YAML says with modifiers applied, wildcards parsed and the
 * condition resolved. Two readers give it meaning: `compile.ts`, which is fast, and
 * `interpreter.ts`, which is plain; a property test holds them to the same answers.
 */
export type Expression =
	| { readonly op: 'and' | 'or'; readonly of: readonly Expression[] }
	| { readonly op: 'not'; readonly of: Expression }
	/** `field` null: any text of the record (keyword search). */
	| { readonly op: 'test'; readonly field: string | null; readonly matcher: Matcher };

export type Matcher =
	| { readonly type: 'text'; readonly pattern: Pattern; readonly cased: boolean }
	/** The field is absent, or holds null. */
	| { readonly type: 'null' }
	| { readonly type: 'exists'; readonly expected: boolean }
	| { readonly type: 'compare'; readonly operator: Comparison; readonly value: number }
	| { readonly type: 'regex'; readonly source: string; readonly flags: string }
	| { readonly type: 'cidr'; readonly range: CidrRange }
	| {
			readonly type: 'field';
			readonly other: string;
			readonly how: 'equals' | 'startswith' | 'endswith' | 'contains';
			readonly cased: boolean;
	  }
	| { readonly type: 'time'; readonly part: TimePart; readonly value: number };

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';

export const timeParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof timeParts)[number];

/** An address range: `groups` are the 16-bit groups of the network (2 for IPv4, 8 for IPv6). */
export interface CidrRange {
	readonly groups: readonly number[];
	readonly bits: number;
}

/** A scalar of a record. Nested objects are seen as their JSON text. */
export type FieldValue = string | number | boolean | null;

/**
 * What a rule sees of an event. `values` answers undefined where the field is absent; several where
 * an array stands on the way. `texts` is what keywords are looked for in.
 */
export interface FieldSource {
	readonly values: (field: string) => readonly FieldValue[] | undefined;
	readonly texts: () => readonly string[];
}
