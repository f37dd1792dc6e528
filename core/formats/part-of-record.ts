import { ownText, type RedactedJson } from '@/core/event/text.ts';
import type { EventDraft } from './format.ts';

/** Characters that the copies of one record may take together. */
const COPIES_MAX = 64 * 1024;

/**
 * Drafts of a long record with many parts: the first keeps the whole record, each other one its own
 * part of it. A transcript of a hundred messages is kept once, not a hundred times.
 */
export function withPartsOf(
	record: RedactedJson,
	drafts: readonly EventDraft[],
	recordChars: number,
): readonly EventDraft[] {
	if (drafts.length < 2 || recordChars * drafts.length <= COPIES_MAX) return drafts;
	return drafts.map((draft, index) => {
		if (index === 0 || draft.raw !== undefined || draft.field === null || draft.field === '') {
			return draft;
		}
		const part = valueAt(record, draft.field);
		return part === undefined ? draft : { ...draft, raw: ownText(JSON.stringify(part)) };
	});
}

/** The value at a path such as `messages[3].content`; undefined: nothing stands there. */
function valueAt(record: RedactedJson, path: string): RedactedJson | undefined {
	let value: RedactedJson | undefined = record;
	for (const step of path.match(/[^.[\]]+/g) ?? []) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
			return undefined;
		value = (value as Record<string, RedactedJson>)[step];
	}
	return value;
}
