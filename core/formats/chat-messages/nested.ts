import type { RedactedJson } from '@/core/event/text.ts';
import { isObject } from '../json-access.ts';
import { isMessage } from './shapes.ts';

/** A list of messages somewhere inside a record. */
export interface NestedConversation {
	/** JSON path of the list: `run.input.data`. */
	readonly field: string;
	readonly messages: readonly RedactedJson[];
}

const depthMax = 10;
const valuesMax = 50_000;
const conversationsMax = 1_000;

/**
 * The conversations in a record, in its order: what a proxy, an evaluation or a tracer wrote around
 * the messages that went to a model. A list counts whose first element, and most of whose elements,
 * are messages. Bounded in depth and in values looked at; what a list of messages holds is not
 * searched for further ones.
 */
export function nestedConversations(record: RedactedJson): NestedConversation[] {
	const found: NestedConversation[] = [];
	let looked = 0;
	const visit = (value: RedactedJson, field: string, depth: number): void => {
		if (typeof value !== 'object' || value === null) return;
		if (depth > depthMax || found.length >= conversationsMax || ++looked > valuesMax) return;
		if (Array.isArray(value)) {
			if (isConversation(value)) found.push({ field, messages: value });
			else
				for (const [index, each] of value.entries()) visit(each, `${field}[${index}]`, depth + 1);
			return;
		}
		if (!isObject(value)) return;
		for (const [key, each] of Object.entries(value)) {
			// A path of such a key could not be followed back.
			if (/[.[\]]/.test(key)) continue;
			visit(each, field === '' ? key : `${field}.${key}`, depth + 1);
		}
	};
	visit(record, '', 0);
	return found;
}

const isConversation = (values: readonly RedactedJson[]): boolean =>
	isMessage(values[0]) && values.filter(isMessage).length * 2 > values.length;
