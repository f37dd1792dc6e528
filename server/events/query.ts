import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import type { QueryParams } from './engine.ts';

/** A query as conditions on the event table, with the values that are bound to them. */
export interface QueryConditions {
	/** Each begins with AND. */
	readonly sql: string;
	readonly params: QueryParams;
}

/** Fields that a query can name, and the columns that they mean. */
const columns: Readonly<Record<string, string>> = {
	id: 'id',
	kind: 'kind',
	format: 'format',
	source: 'source',
	path: 'path',
	run: 'run_id',
	agent: 'product',
	actor: 'actor',
	tool: 'tool',
	operation: 'operation',
	provider: 'provider',
	action: 'action_class',
	environment: 'environment',
	outcome: 'outcome',
	import: 'import_id',
};

/** Every field, for messages and for the documentation test. */
export const queryFields: readonly string[] = [...Object.keys(columns), 'credential'].sort();

const TERM = /(-)?(?:([a-z]+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))\s*/gy;
const termsMax = 40;

/**
 * Reads a query: words and "phrases" that the text must hold, and `field:value` with `*` as a
 * wildcard, all of which must be true; `-` before a term negates it. An unknown field is an error
 * that names the known ones.
 */
export function readQuery(query: string): Result<QueryConditions> {
	const text = query.trim();
	const conditions: string[] = [];
	const params: Record<string, string> = {};
	TERM.lastIndex = 0;
	while (TERM.lastIndex < text.length) {
		const match = TERM.exec(text);
		if (match === null) break;
		if (conditions.length >= termsMax) {
			return fail<Failure>(failure('invalid-input', `a query takes at most ${termsMax} terms`));
		}
		const [, minus, field, phrase, word] = match;
		const value = phrase?.replace(/\\(.)/g, '$1') ?? word ?? '';
		const name = `q${conditions.length}`;
		const condition = conditionOf(field, value, name, params);
		if (condition === null) {
			return fail<Failure>(
				failure(
					'invalid-input',
					`no field "${field}" in events; there are ${queryFields.join(', ')}`,
				),
			);
		}
		conditions.push(minus === undefined ? condition : `NOT (${condition})`);
	}
	return ok({ sql: conditions.map((condition) => `AND ${condition}`).join('\n  '), params });
}

function conditionOf(
	field: string | undefined,
	value: string,
	name: string,
	params: Record<string, string>,
): string | null {
	if (field === undefined) {
		params[name] = value;
		return `positionCaseInsensitiveUTF8(text, {${name}:String}) > 0`;
	}
	if (field === 'credential') {
		if (value === '*') return 'notEmpty(credentials)';
		params[name] = value;
		return `has(credentials, {${name}:String})`;
	}
	const column = columns[field];
	if (column === undefined) return null;
	if (value === '*') return `${column} != ''`;
	if (!value.includes('*')) {
		params[name] = value;
		return `${column} = {${name}:String}`;
	}
	params[name] = value.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
	return `${column} ILIKE {${name}:String}`;
}
