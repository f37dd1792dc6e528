import { actionClasses } from '@/core/actions/action.ts';
import type { EventKind } from '@/core/event/event.ts';
import { environments } from '@/core/incidents/document.ts';

/** A stretch of a query's text, `to` exclusive. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

const TERM = /-?(?:([a-z]+):)?(?:"(?:[^"\\]|\\.)*"|\S+)/g;

/** Where a term names a field that events do not have; null: nowhere. */
export function unknownField(query: string, fields: readonly string[]): Stretch | null {
	for (const match of query.matchAll(TERM)) {
		const [term, field] = match;
		if (field === undefined || fields.includes(field)) continue;
		const from = match.index + (term.startsWith('-') ? 1 : 0);
		return { from, to: from + field.length };
	}
	return null;
}

const kinds = [
	'prompt',
	'reasoning',
	'message',
	'tool-call',
	'tool-result',
	'approval',
	'configuration',
	'provider-record',
	'record',
] as const satisfies readonly EventKind[];

const values: Readonly<Record<string, readonly string[]>> = {
	kind: kinds,
	action: actionClasses,
	environment: environments,
	outcome: ['ok', 'error', 'denied', 'unknown'],
	credential: ['*'],
};

/** Fields or values that the term before the caret can be completed to, at most eight. */
export interface Completion {
	readonly text: string;
	/** The query after taking it, and the caret in it. */
	readonly query: string;
	readonly caret: number;
}

export function completions(
	query: string,
	caret: number,
	fields: readonly string[],
): readonly Completion[] {
	const begun = /(?:^|\s)-?([a-z]*)(?::([a-z*-]*))?$/.exec(query.slice(0, caret));
	if (begun === null) return [];
	const [, field = '', value] = begun;
	const words = value === undefined ? fields.map((name) => `${name}:`) : (values[field] ?? []);
	const typed = value ?? field;
	if (typed === '' && value === undefined) return [];
	return words
		.filter((word) => word.startsWith(typed) && word !== typed)
		.slice(0, 8)
		.map((word) => {
			const start = caret - typed.length;
			const rest = query.slice(caret);
			const gap = value === undefined || rest.startsWith(' ') ? '' : ' ';
			return {
				text: word,
				query: `${query.slice(0, start)}${word}${gap}${rest}`,
				caret: start + word.length + gap.length,
			};
		});
}
